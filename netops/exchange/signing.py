"""Ed25519: the office signs what an agent is to do, an agent signs what it sends. Keys and signatures are base64."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as Base64Error

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class ForgedError(Exception):
    """The signature was not made with the key, or one of them is no key at all."""


class SigningKey:
    """A private key and its public half."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @classmethod
    def make(cls) -> SigningKey:
        """A new key."""
        return cls(Ed25519PrivateKey.generate())

    @classmethod
    def of(cls, text: str) -> SigningKey:
        """The key that `secret` gave; raises ForgedError when it is none."""
        return cls(Ed25519PrivateKey.from_private_bytes(_decoded(text)))

    @property
    def secret(self) -> str:
        """The private half, to be stored where only its owner reads."""
        return b64encode(self._private.private_bytes_raw()).decode()

    @property
    def public(self) -> str:
        """The half that may be told."""
        return b64encode(self._private.public_key().public_bytes_raw()).decode()

    def sign(self, message: bytes) -> str:
        """The signature of a message."""
        return b64encode(self._private.sign(message)).decode()


def verify(public: str, message: bytes, signature: str) -> None:
    """Raises ForgedError unless the owner of `public` signed these very bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(_decoded(public)).verify(_decoded(signature), message)
    except (InvalidSignature, ValueError) as error:
        raise ForgedError("the signature does not belong to the message") from error


def is_public_key(text: str) -> bool:
    """Whether a text is the public half of some key."""
    try:
        Ed25519PublicKey.from_public_bytes(_decoded(text))
    except (ForgedError, ValueError):
        return False
    return True


def _decoded(text: str) -> bytes:
    try:
        decoded = b64decode(text, validate=True)
    except (Base64Error, ValueError) as error:
        raise ForgedError("not base64") from error
    return decoded
