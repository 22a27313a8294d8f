"""The backup archive: a compressed tar of files with a manifest of their SHA-256, refused whole when one differs."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, ValidationError

FORMAT = 1
MANIFEST = "manifest.json"
MAX_MANIFEST_BYTES = 50_000_000
CHUNK = 1 << 20


class BrokenArchiveError(Exception):
    """The file is no backup, or not the one that was written."""


class Manifest(BaseModel):
    """What the archive holds and where it comes from. `files` maps a name to its SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = FORMAT
    made_at: datetime
    release: str
    revision: str
    database: str
    key_sha256: str
    files: dict[str, str]


def write(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write the archive (mode 600) under a temporary name first, so that half a backup never looks like one."""
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
            text = manifest.model_dump_json(indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size, entry.mode = len(text), 0o600
            tar.addfile(entry, io.BytesIO(text))
            for name in sorted(manifest.files):
                tar.add(folder / name, arcname=name, recursive=False)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def extract(path: Path, folder: Path) -> Manifest:
    """Unpack into an empty folder and check every byte; BrokenArchiveError leaves nothing to be trusted."""
    try:
        with tarfile.open(path, mode="r:gz") as tar:
            manifest = _manifest(tar)
            for entry in tar:
                _unpack(tar, entry, folder, manifest.files)
    except (tarfile.TarError, EOFError, zlib.error, ValidationError, OSError) as error:
        if isinstance(error, FileNotFoundError | PermissionError):
            raise
        raise BrokenArchiveError(f"{path} is damaged or is no backup ({type(error).__name__})") from error
    absent = [name for name in manifest.files if not (folder / name).is_file()]
    if absent:
        raise BrokenArchiveError(f"{path} is damaged: {absent[0]} is missing")
    return manifest


def sha256(path: Path) -> str:
    """The hash of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(tar: tarfile.TarFile) -> Manifest:
    entry = tar.next()
    if entry is None or entry.name != MANIFEST or entry.size > MAX_MANIFEST_BYTES:
        raise BrokenArchiveError("the file does not begin with a manifest: it is no backup")
    file = tar.extractfile(entry)
    manifest = Manifest.model_validate_json(file.read() if file else b"")
    if manifest.format != FORMAT:
        raise BrokenArchiveError(f"the backup has format {manifest.format}; this release reads {FORMAT}")
    return manifest


def _unpack(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path, files: Mapping[str, str]) -> None:
    """Only plain files that the manifest names, under names that stay in the folder."""
    name = PurePosixPath(entry.name)
    if entry.name == MANIFEST:
        return
    if entry.name not in files or not entry.isfile() or name.is_absolute() or ".." in name.parts:
        raise BrokenArchiveError(f"the archive holds {entry.name!r}, which its manifest does not allow")
    source = tar.extractfile(entry)
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with target.open("xb") as file:
        while source is not None and (chunk := source.read(CHUNK)):
            digest.update(chunk)
            file.write(chunk)
    if digest.hexdigest() != files[entry.name]:
        raise BrokenArchiveError(f"{entry.name} is damaged: its SHA-256 differs from the manifest")


def copy_to(source: Path, folder: Path) -> Path:
    """A copy in another place, under its final name only when it is whole and equal."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / source.name
    part = target.with_name(target.name + ".part")
    part.write_bytes(b"")
    part.chmod(0o600)
    with source.open("rb") as read, part.open("wb") as written:
        while chunk := read.read(CHUNK):
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    if sha256(part) != sha256(source):
        part.unlink()
        raise BrokenArchiveError(f"the copy at {target} differs from the backup")
    part.replace(target)
    return target
