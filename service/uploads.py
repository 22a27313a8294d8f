"""Files that people sent, outside the web root under their SHA-256: equal files are kept once, and none is changed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from service.refusal import MissingError


class Uploads:
    """The folder of files of one installation."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "uploads"

    def keep(self, data: bytes) -> str:
        """Write it once; the SHA-256 by which it is found again."""
        digest = sha256(data).hexdigest()
        path = self._path(digest)
        if path.exists():
            return digest
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A name of its own: two requests may bring the same file at the same time.
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            file.write(data)
        part = Path(file.name)
        part.chmod(0o600)
        part.replace(path)
        return digest

    def read(self, digest: str) -> bytes:
        """The bytes; MissingError when the file is gone or is not any more what was sent."""
        try:
            data = self._path(digest).read_bytes()
        except OSError as error:
            raise MissingError("file") from error
        if sha256(data).hexdigest() != digest:
            raise MissingError("file")
        return data

    def _path(self, digest: str) -> Path:
        if len(digest) != 64 or not digest.isalnum():
            raise MissingError("file")
        return self._folder / digest[:2] / digest
