"""Decoding an answer by the layout of an earlier one: one masked comparison, one struct.unpack.

An answer of the same length whose bytes outside the values and the request id are equal has the same OIDs, tags and
lengths; its values then stand where they stood. Whatever does not match is parsed in full by wire.py, so a template
can only be too strict, never too lenient. Devices with equal layouts share one template.
"""

from __future__ import annotations

import struct
from typing import NamedTuple
from weakref import WeakValueDictionary

from collectors.snmp.session import Tag

_SEQUENCE = 0x30
_SIGNED = {1: "b", 2: "h", 4: "i"}
_UNSIGNED = {1: "B", 2: "H", 4: "I", 8: "Q"}
_WIDEST = {Tag.COUNTER32: 4, Tag.GAUGE32: 4, Tag.TIMETICKS: 4, Tag.COUNTER64: 8, Tag.INTEGER: 4}
_MASKS = tuple((1 << 8 * octets) - 1 for octets in range(9))


Span = tuple[int, int, int]  # tag, first octet and end of a value in a datagram


class _Spot(NamedTuple):
    """A value's octets that may change, and how they are read: `width` octets that end with them."""

    start: int
    stop: int
    width: int
    code: str
    mask: int


class Template:
    """The layout of one answer whose values are all integers."""

    __slots__ = ("__weakref__", "_mask", "_masks", "_size", "_skeleton", "_struct")

    def __init__(self, mask: int, skeleton: int, size: int, spots: list[_Spot]) -> None:
        self._mask, self._skeleton, self._size = mask, skeleton, size
        layout, at = [">"], 0
        for spot in spots:
            layout.append(f"{spot.stop - spot.width - at}x{spot.code}")
            at = spot.stop
        self._struct = struct.Struct("".join(layout))
        odd = any(spot.mask for spot in spots)
        self._masks = tuple(spot.mask or -1 for spot in spots) if odd else None

    def decode(self, datagram: bytes | bytearray, size: int) -> tuple[int, ...] | None:
        """The values of the answer in the first `size` bytes; None when its layout is another."""
        if size != self._size or int.from_bytes(datagram[:size], "big") & self._mask != self._skeleton:
            return None
        values = self._struct.unpack_from(datagram)
        if self._masks is None:
            return values
        return tuple([value & mask for value, mask in zip(values, self._masks, strict=True)])


_templates: WeakValueDictionary[tuple[int, int, int], Template] = WeakValueDictionary()


def template_of(datagram: bytes, spans: list[Span]) -> Template | None:
    """The layout of a sound answer with zeros for its request id.

    None when it holds anything but integers of a kind that a template can read.
    """
    size = len(datagram)
    mask = bytearray(b"\xff" * size)
    spots = []
    for span in spans:
        spot = _spot(span)
        if spot is None:
            return None
        spots.append(spot)
        mask[spot.start : spot.stop] = bytes(spot.stop - spot.start)
    bits = int.from_bytes(mask, "big")
    skeleton = int.from_bytes(datagram, "big") & bits
    template = _templates.get((size, bits, skeleton))
    if template is None:
        template = _templates[(size, bits, skeleton)] = Template(bits, skeleton, size, spots)
    return template


def _spot(span: Span) -> _Spot | None:
    tag, start, stop = span
    widest = _WIDEST.get(Tag(tag)) if tag in _TAGS else None
    if widest is None:
        return None
    octets = stop - start
    if tag == Tag.INTEGER:
        if octets not in _SIGNED:
            return None
        return _Spot(start, stop, octets, _SIGNED[octets], 0)
    if octets > widest:  # leading octets beyond the type's width must stay the zeros that they are
        start = stop - widest
        octets = widest
    width = next(width for width in _UNSIGNED if width >= octets)
    return _Spot(start, stop, width, _UNSIGNED[width], 0 if width == octets else _MASKS[octets])


_TAGS = frozenset(int(tag) for tag in _WIDEST)


def spans_of(datagram: bytes, at: int, tail: bytes, asked_at: int) -> list[Span] | None:
    """Where the values stand in the rows of an answer to a request with this `tail`.

    The rows begin at `at`, those of the request at `asked_at` of the tail. None unless every row is plainly encoded
    and names the instance that was asked: then wire.py must say what is wrong, or that it can be read all the same.
    """
    spans: list[Span] = []
    end, asked_end = len(datagram), len(tail)
    try:
        while at < end and asked_at < asked_end:
            name = tail[asked_at + 2 : asked_at + 4 + tail[asked_at + 3]]
            row_end, name_at = _plain(datagram, at)
            value_at = name_at + len(name)
            if datagram[at] != _SEQUENCE or datagram[name_at:value_at] != name:
                return None
            at, start = _plain(datagram, value_at)
            if at != row_end:
                return None
            spans.append((datagram[value_at], start, at))
            asked_at += 4 + len(name)
    except IndexError:
        return None
    return spans if at == end and asked_at == asked_end else None


def _plain(data: bytes, at: int) -> tuple[int, int]:
    """(end, start of the body) of an element of less than 256 octets. IndexError for any other."""
    size = data[at + 1]
    if size < 0x80:
        return at + 2 + size, at + 2
    if size != 0x81:
        raise IndexError
    return at + 3 + data[at + 2], at + 3
