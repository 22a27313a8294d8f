"""Reading a git repository over HTTP: what `git clone` and `git fetch` ask, and nothing that writes."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from typing import Final

from dulwich.errors import GitProtocolError, NotGitRepository
from dulwich.protocol import ReceivableProtocol
from dulwich.repo import Repo
from dulwich.server import BackendRepo, DictBackend, UploadPackHandler

from service.refusal import MissingError, refuse

SERVICE: Final = "git-upload-pack"
MOST_ASKED: Final = 4 * 1024 * 1024  # bytes of a request, unpacked
_ROOT: Final = "/"


def advertised(path: Path) -> bytes:
    """What there is to fetch. MissingError when the repository is not there yet."""
    out = BytesIO()
    with _opened(path) as repo:
        protocol = ReceivableProtocol(BytesIO().read, out.write)
        protocol.write_pkt_line(f"# service={SERVICE}\n".encode())
        protocol.write_pkt_line(None)
        UploadPackHandler(_backend(repo), [_ROOT], protocol, stateless_rpc=True, advertise_refs=True).handle()
    return out.getvalue()


def fetched(path: Path, asked: bytes, *, encoding: str) -> bytes:
    """The pack that was asked for. RefusedError for a request that git would not send."""
    out = BytesIO()
    with _opened(path) as repo:
        protocol = ReceivableProtocol(BytesIO(_plain(asked, encoding)).read, out.write)
        try:
            UploadPackHandler(_backend(repo), [_ROOT], protocol, stateless_rpc=True).handle()
        except (GitProtocolError, ValueError, KeyError, AssertionError) as error:
            raise refuse("body", str(error)) from None
    return out.getvalue()


def _backend(repo: BackendRepo) -> DictBackend:
    return DictBackend({_ROOT: repo})


def _opened(path: Path) -> Repo:
    try:
        return Repo(str(path))
    except NotGitRepository:
        raise MissingError("repository") from None


def _plain(asked: bytes, encoding: str) -> bytes:
    if encoding != "gzip":
        return asked
    unpacking = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        plain = unpacking.decompress(asked, MOST_ASKED)
    except zlib.error as error:
        raise refuse("body", str(error)) from None
    if unpacking.unconsumed_tail:
        raise refuse("body", "too long")
    return plain
