"""Bodies on the wire and on disk: zlib, never unpacked beyond a bound, so that a small body cannot fill the memory."""

from __future__ import annotations

import zlib
from typing import Final

MOST_PACKED_BYTES: Final = 4 * 1024 * 1024
MOST_BYTES: Final = 32 * 1024 * 1024


class TooLargeError(Exception):
    """The body is larger than anything that is sent on purpose."""


class BrokenBodyError(Exception):
    """The body is not what `pack` makes, or not all of it."""


def pack(text: str | bytes) -> bytes:
    """Text made small."""
    return zlib.compress(text.encode() if isinstance(text, str) else text, 6)


def unpack(packed: bytes, *, most: int = MOST_BYTES) -> bytes:
    """What was packed. Raises TooLargeError as soon as there is more than `most` bytes, or BrokenBodyError."""
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(packed, most + 1)
    except zlib.error as error:
        raise BrokenBodyError("the body is not compressed as it should be") from error
    if len(plain) > most:
        raise TooLargeError(f"more than {most} bytes")
    if not unpacking.eof or unpacking.unused_data:
        raise BrokenBodyError("the body does not end where it should")
    return plain
