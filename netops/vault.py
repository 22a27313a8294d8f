"""Sealing of stored secrets (Fernet). The key is a file of the data folder, mode 600, never in the database."""

from __future__ import annotations

import hmac
import os
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken


class VaultError(Exception):
    """The key is missing or is not the one the secret was sealed with."""


class Vault:
    """Seals and opens bytes with the key of one data folder."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(key)
        self._key = key

    @staticmethod
    def path(data_dir: Path) -> Path:
        """Where the key lies."""
        return data_dir / "secret.key"

    @classmethod
    def create(cls, data_dir: Path) -> Vault:
        """The folder's vault; makes the folder and the key when there is none."""
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = cls.path(data_dir)
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(Fernet.generate_key())
        return cls.open(data_dir)

    @classmethod
    def open(cls, data_dir: Path) -> Vault:
        """The folder's vault; raises VaultError when the key is missing."""
        try:
            return cls(cls.path(data_dir).read_bytes())
        except OSError as error:
            raise VaultError(f"no key at {cls.path(data_dir)}: run `netops migrate`") from error

    def mark(self, text: str) -> str:
        """A keyed hash: the same text has the same mark, and without the key nobody finds the text again."""
        return hmac.new(self._key, text.encode(), sha256).hexdigest()[:32]

    def seal(self, text: str) -> bytes:
        """Text to sealed bytes."""
        return self._fernet.encrypt(text.encode())

    def unseal(self, sealed: bytes) -> str:
        """Sealed bytes to text; raises VaultError when the key is another."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as error:
            raise VaultError("sealed with another key") from error
