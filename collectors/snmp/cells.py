"""Turning one SNMP value into a fact. No bytes make these raise: a cell that makes no sense is empty or None."""

from __future__ import annotations

import math
import re
import struct
from functools import lru_cache

from collectors.snmp.session import Oid, Tag, VarBind

ENTERPRISES: Oid = (1, 3, 6, 1, 4, 1)
COUNT_MAX = 2**64 - 1
_UNSEEN = re.compile(r"\0+")
_BLANKS = re.compile(r"\s+")
_NUMBER = re.compile(r"\s*([-+]?\d{1,18}(?:\.\d{1,9})?)")
_MAC_TEXT = re.compile(rb"(?:[0-9A-Fa-f]{1,2}[: -]){5}[0-9A-Fa-f]{1,2}\0?")
_OPAQUE_FLOAT = b"\x9f\x78\x04"  # net-snmp wraps a float in Opaque


@lru_cache(maxsize=4096)
def oid_of(text: str) -> Oid:
    """The OID written in a table of ours: absolute with a leading dot, otherwise under enterprises(1.3.6.1.4.1)."""
    arcs = tuple(int(arc) for arc in text.strip(".").split("."))
    return arcs if text.startswith(".") else ENTERPRISES + arcs


def oid_text(oid: Oid) -> str:
    """Dotted, without a leading dot."""
    return ".".join(map(str, oid))


def text(cell: VarBind | None, limit: int = 255) -> str:
    """One line of printable text, at most `limit` characters."""
    return _BLANKS.sub(" ", paragraph(cell, 4 * limit)).strip()[:limit].strip()


def paragraph(cell: VarBind | None, limit: int = 1024) -> str:
    """As `text`, with its line ends kept: some vendors put a fact on a line of its own."""
    if cell is None:
        return ""
    if isinstance(cell.value, bytes):
        raw = _decoded(cell.value[: 4 * limit])
    elif isinstance(cell.value, int):
        raw = str(cell.value)
    elif isinstance(cell.value, tuple):
        raw = oid_text(cell.value)
    else:
        return ""
    if not raw.isprintable():
        # Control and direction marks play tricks where they are shown; blanks of all kinds become plain ones.
        lines = raw.replace("\r\n", "\n").replace("\r", "\n").rstrip("\0")
        raw = _UNSEEN.sub(" ", "".join(c if c == "\n" or c.isprintable() else "\0" for c in lines))
    return raw.strip()[:limit]


def _decoded(value: bytes) -> str:
    """UTF-8, else Windows-874, which is what Thai staff type into a switch's port description."""
    for encoding in ("utf-8", "cp874"):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode("latin-1")


def number(cell: VarBind | None) -> float | int | None:
    """An integer, a number written as text ("23.5 C"), or net-snmp's Opaque float."""
    if cell is None or cell.value is None or isinstance(cell.value, tuple):
        return None
    if isinstance(cell.value, int):
        return cell.value
    if cell.tag == Tag.OPAQUE:
        return _opaque_float(cell.value)
    if cell.tag != Tag.OCTET_STRING:
        return None
    found = _NUMBER.match(_decoded(cell.value[:64]))
    if found is None:
        return None
    return float(found[1]) if "." in found[1] else int(found[1])


def _opaque_float(value: bytes) -> float | None:
    if len(value) == 7 and value.startswith(_OPAQUE_FLOAT):
        (single,) = struct.unpack(">f", value[3:])
        return float(single) if math.isfinite(single) else None
    return None


def integer(cell: VarBind | None) -> int | None:
    """A whole number in the range of Integer32 or of a counter; text is refused."""
    if cell is None or not isinstance(cell.value, int):
        return None
    return cell.value if -(2**31) <= cell.value <= COUNT_MAX else None


def count(cell: VarBind | None) -> int | None:
    """A whole number that is not negative. A size past 2^31 that an agent let wrap to negative is put right."""
    value = integer(cell)
    if value is None:
        return None
    return value if value >= 0 else value + 2**32


def mac(cell: VarBind | None) -> str:
    """Six or eight bytes as aa:bb:cc:dd:ee:ff; agents that send the text of one are understood."""
    if cell is None or not isinstance(cell.value, bytes):
        return ""
    value = cell.value
    if len(value) in (6, 8):
        return value.hex(":")
    if _MAC_TEXT.fullmatch(value):
        parts = re.split(rb"[: -]", value.rstrip(b"\0"))
        return ":".join(part.decode("ascii").zfill(2).lower() for part in parts)
    return ""


def percent(value: float | None) -> float | None:
    """0 to 100, or None; a hair over 100 is a rounding of the device."""
    if value is None or not math.isfinite(value) or not -0.5 <= value <= 101:
        return None
    return round(min(max(value, 0.0), 100.0), 2)
