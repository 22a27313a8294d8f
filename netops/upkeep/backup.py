"""Backup and restore: database, uploads, planning services and a summary of the settings in one archive, in two places.

The key that opens stored secrets is not in the archive, so that a stolen backup opens nothing: keep `secret.key` apart,
or ask for it with a passphrase, which seals it (scrypt, Fernet). Keys by which services sign are in no archive: who has
none makes a new one, and others take it over.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from netops import db
from netops.settings import Settings
from netops.upkeep import archive, planning
from netops.upkeep.archive import BrokenArchiveError, Manifest
from netops.vault import Vault
from service import dump
from service.database import make_engine
from service.log import masked
from service.refused import RefusedCommandError

logger = logging.getLogger(__name__)

NAME = re.compile(r"netops-(\d{8}T\d{6}Z)\.tar\.gz")
UPLOADS = "uploads"
SUMMARY = "settings.json"
SEALED_KEY = "secret.key.sealed"
SALT_BYTES = 16


def place(settings: Settings) -> Path:
    """The first place of backups, in the data folder."""
    return settings.data_dir / "backups"


def make(settings: Settings, *, now: datetime | None = None, passphrase: str = "") -> Path:
    """A new archive in the first place; with a passphrase it holds the sealed key too."""
    now = now or datetime.now(UTC)
    path = place(settings) / f"netops-{now.strftime('%Y%m%dT%H%M%SZ')}.tar.gz"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = Vault.path(settings.data_dir).read_bytes()
    with _workplace(settings) as folder:
        dump.dump(settings.url, folder)
        _copy_uploads(settings.data_dir / UPLOADS, folder / UPLOADS)
        planning.keep(settings, folder)
        (folder / SUMMARY).write_text(summary(settings))
        if passphrase:
            (folder / SEALED_KEY).write_bytes(_seal(key, passphrase))
        files = {str(each.relative_to(folder)): archive.sha256(each) for each in folder.rglob("*") if each.is_file()}
        manifest = Manifest(
            made_at=now,
            release=version("netops"),
            revision=_revision(settings.url),
            database=dump.kind_of(settings.url),
            key_sha256=hashlib.sha256(key).hexdigest(),
            files=files,
        )
        archive.write(path, manifest, folder)
    return path


def nightly(settings: Settings, *, now: datetime | None = None) -> list[Path]:
    """Back up to both places and keep the newest of each; where the archives lie. Raises when a place fails."""
    made = [make(settings, now=now)]
    if settings.backup_dir is not None:
        made.append(archive.copy_to(made[0], settings.backup_dir))
    for each in made:
        keep_newest(each.parent, settings.backup_keep)
    logger.info("backed up to %s", ", ".join(str(each) for each in made))
    return made


def keep_newest(folder: Path, count: int) -> None:
    """Remove all but the newest archives; other files are never touched."""
    ours = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    for old in ours[: -max(1, count)]:
        old.unlink()


def newest_at(folder: Path) -> datetime | None:
    """When the newest archive of a place was made; None when there is none."""
    times = [found[1] for path in folder.glob("netops-*.tar.gz") if (found := NAME.fullmatch(path.name))]
    return datetime.strptime(max(times), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if times else None


def restore(settings: Settings, path: Path, *, force: bool = False, passphrase: str = "") -> Manifest:
    """Make the data folder as the archive says. Nothing is touched before every byte was checked."""
    if running(settings):
        raise RefusedCommandError("the service is running: stop it first")
    if dump.occupied(settings.url) and not force:
        raise RefusedCommandError("there is a database already; --force replaces it", 2)
    with _workplace(settings) as folder:
        manifest = archive.extract(path, folder)
        _check_fit(manifest, settings)
        planning.look(settings, folder)
        sealed = folder / SEALED_KEY
        key = _open(sealed.read_bytes(), passphrase) if passphrase and sealed.exists() else None
        dump.load(settings.url, folder)
        _replace_uploads(folder / UPLOADS, settings.data_dir / UPLOADS)
        planning.put_back(settings, folder)
        if key is not None:
            _place_key(settings, key, force=force)
    return manifest


def summary(settings: Settings) -> str:
    """The settings as JSON, to set up another machine by; secrets, and the password of the database, are asterisks."""
    return masked(settings.model_dump_json(indent=1))


def key_fits(settings: Settings, manifest: Manifest) -> bool:
    """Whether the key of the data folder is the one that the archive's secrets were sealed with."""
    path = Vault.path(settings.data_dir)
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == manifest.key_sha256


def running(settings: Settings) -> bool:
    """Whether a poller of this data folder lives."""
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(settings.data_dir / "poller.sock"))
        except OSError:
            return False
    return True


@contextmanager
def _workplace(settings: Settings) -> Iterator[Path]:
    """A private folder beside the data, so that big files never fill /tmp."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=settings.data_dir) as folder:
        yield Path(folder)


def _revision(url: str) -> str:
    engine = make_engine(url)
    try:
        return db.revisions(engine)[0] or ""
    finally:
        engine.dispose()


def _check_fit(manifest: Manifest, settings: Settings) -> None:
    wanted = dump.kind_of(settings.url)
    if manifest.database != wanted:
        raise RefusedCommandError(f"the backup is of {manifest.database}, the settings name {wanted}", 2)
    known = db.LINE.known
    if manifest.revision not in known:
        raise RefusedCommandError(f"the backup was made by another release ({manifest.release}, {manifest.revision})")


def _copy_uploads(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)


def _replace_uploads(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    if source.is_dir():
        shutil.copytree(source, target)


def _place_key(settings: Settings, key: bytes, *, force: bool) -> None:
    path = Vault.path(settings.data_dir)
    if path.exists() and path.read_bytes() != key:
        if not force:
            raise RefusedCommandError(f"{path} is another key; --force replaces it", 2)
        path.replace(path.with_name(path.name + ".replaced"))
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)


def _fernet(passphrase: str, salt: bytes) -> Fernet:
    # 2^15 blocks of 8 KiB: a tenth of a second and 32 MiB for each guess.
    return Fernet(base64.urlsafe_b64encode(Scrypt(salt=salt, length=32, n=2**15, r=8, p=1).derive(passphrase.encode())))


def _seal(key: bytes, passphrase: str) -> bytes:
    salt = os.urandom(SALT_BYTES)
    sealed = _fernet(passphrase, salt).encrypt(key)
    return json.dumps({"salt": base64.b64encode(salt).decode(), "key": sealed.decode()}).encode()


def _open(sealed: bytes, passphrase: str) -> bytes:
    try:
        parts = json.loads(sealed)
        return _fernet(passphrase, base64.b64decode(parts["salt"])).decrypt(parts["key"].encode())
    except InvalidToken:
        raise RefusedCommandError("the passphrase does not open the key of the backup") from None
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenArchiveError("the sealed key cannot be read") from error
