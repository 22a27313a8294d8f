"""A plan turned into requests: which instance stands where, and the ready bytes. Shared by devices with equal plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from weakref import WeakValueDictionary

from collectors.reading import Cell, Column
from collectors.snmp.plan import UPTIME, PollPlan
from collectors.snmp.session import Oid, SnmpValue, Tag
from collectors.snmp.template import Template
from collectors.snmp.wire import decode_varbinds, encode_integer, encode_varbinds, question

# An answer that fits one Ethernet frame: 1,500 less IP and UDP headers, less the SNMP header.
_ANSWER_BYTES = 1472 - 46
_VARBIND_BYTES = 6  # the tags and lengths of a row
_CHANGING = (Column.IN_OCTETS, Column.OUT_OCTETS)
_COUNTING = (
    Column.OPER_STATUS,
    Column.IN_ERRORS,
    Column.OUT_ERRORS,
    Column.IN_DISCARDS,
    Column.OUT_DISCARDS,
)
_STANDING = (Column.ADMIN_STATUS, Column.HIGH_SPEED, Column.NAME, Column.ALIAS)
_TEXTS = frozenset({Column.NAME, Column.ALIAS})
_VALUE_BYTES = {Column.IN_OCTETS: 7, Column.OUT_OCTETS: 7, Column.HIGH_SPEED: 2}

HEALTH = "health"
_TEXT: tuple[type, ...] = (bytes,)
_NUMBER: tuple[type, ...] = (int,)
_EITHER: tuple[type, ...] = (int, bytes)
Field = Column | str | None  # a column, HEALTH, or None for the uptime


class Item(NamedTuple):
    """One instance of a plan and where its value belongs."""

    oid: Oid
    field: Field
    place: int
    value_bytes: int


class Piece(NamedTuple):
    """Values `start` to `stop` of an answer that belong to one field, in order."""

    request: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Request:
    """One GET without its head: the tail follows the request id.

    The instances are kept in the tail only; 600,000 OIDs as tuples would take most of the memory there is.
    """

    tail: bytes
    kinds: tuple[tuple[type, ...], ...]  # what each value may be, else it counts as missing

    @property
    def oids(self) -> tuple[Oid, ...]:
        """The instances that are asked for, in order."""
        rows = decode_varbinds(self.tail, self.rows_at, len(self.tail))
        return tuple(row.oid for row in rows)

    def cells(self, values: Iterable[SnmpValue]) -> tuple[Cell, ...]:
        """The values of an answer, None for those that are missing or of another kind than was asked for."""
        return tuple(_cell(value, kind) for value, kind in zip(values, self.kinds, strict=True))

    @property
    def rows_at(self) -> int:
        """Where in the tail the rows begin: after two zero integers and the list's header."""
        return 8 + (self.tail[7] & 0x7F if self.tail[7] >= 0x80 else 0)

    @property
    def numeric(self) -> bool:
        """Whether no text is asked for, so that its answer's layout rarely changes."""
        return _TEXT not in self.kinds


def _cell(value: SnmpValue, kind: tuple[type, ...]) -> Cell:
    return value if isinstance(value, kind) and isinstance(value, int | bytes) else None


@dataclass(frozen=True, slots=True, eq=False)
class Recipe:
    """How a field is put together. `places` is None when every port has a value, in order."""

    field: Column | str
    pieces: tuple[Piece, ...]
    places: tuple[int, ...] | None
    size: int

    def make(self, answers: Sequence[Sequence[Cell]]) -> tuple[Cell, ...]:
        """The field's values from the answers of all requests."""
        request, start, stop = self.pieces[0]
        values = tuple(answers[request][start:stop])
        for request, start, stop in self.pieces[1:]:
            values += tuple(answers[request][start:stop])
        if self.places is None:
            return values
        spread: list[Cell] = [None] * self.size
        for place, value in zip(self.places, values, strict=True):
            spread[place] = value
        return tuple(spread)


class Shape:
    """The requests of a plan and the recipes of its fields. The first request begins with the uptime.

    `recent` remembers for each request the layout of the latest answer of any device: a hint for the next device.
    """

    __slots__ = ("__weakref__", "by_request", "recent", "recipes", "requests")

    def __init__(self, plan: PollPlan) -> None:
        chunks = list(_chunks(plan))
        self.requests = tuple(_request(chunk) for chunk in chunks)
        self.recent: list[Template | None] = [None] * len(chunks)
        self.recipes = _recipes(plan, chunks)
        self.by_request = tuple(
            tuple(recipe for recipe in self.recipes if any(piece.request == number for piece in recipe.pieces))
            for number in range(len(chunks))
        )


_shapes: WeakValueDictionary[tuple[object, ...], Shape] = WeakValueDictionary()


def shape_of(plan: PollPlan) -> Shape:
    """The shape of a plan, the same object for every plan that asks for the same in the same way."""
    texts = plan.name_bytes, plan.alias_bytes
    health = plan.health, plan.health_gone
    key = (plan.ports, plan.masks, plan.narrow, health, plan.varbinds, texts)
    shape = _shapes.get(key)
    if shape is None:
        shape = _shapes[key] = Shape(plan)
    return shape


def _items(plan: PollPlan, columns: Sequence[Column]) -> Iterator[Item]:
    for column in columns:
        for place in plan.places(column):
            yield Item(plan.oid(column, place), column, place, _VALUE_BYTES.get(column, 1))


def _standing_items(plan: PollPlan) -> Iterator[Item]:
    """Row by row, so that long texts and short numbers mix evenly over the requests."""
    sizes = {**_VALUE_BYTES, Column.NAME: plan.name_bytes, Column.ALIAS: plan.alias_bytes}
    for place in range(len(plan.ports)):
        for column in _STANDING:
            if plan.has(column, place):
                yield Item(plan.oid(column, place), column, place, sizes.get(column, 1))


def _chunks(plan: PollPlan) -> Iterator[list[Item]]:
    """What changes every round apart from what stands still, so that equal answers can be skipped."""
    yield from _packed([Item(UPTIME, None, 0, 4), *_items(plan, _CHANGING)], plan.varbinds)
    health = [Item(oid, HEALTH, place, 2) for place, oid in enumerate(plan.health) if not plan.health_gone >> place & 1]
    yield from _packed([*health, *_items(plan, _COUNTING), *_standing_items(plan)], plan.varbinds)


def _packed(items: list[Item], varbinds: int) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        row = _VARBIND_BYTES + _oid_bytes(item.oid) + item.value_bytes
        if chunk and (len(chunk) >= varbinds or size + row > _ANSWER_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(item)
        size += row
    if chunk:
        yield chunk


def _oid_bytes(oid: Oid) -> int:
    """Of the encoded body: two arcs share the first octet, large ones take a second or third."""
    return len(oid) - 1 + sum((sub_id >= 2**7) + (sub_id >= 2**14) + (sub_id >= 2**21) for sub_id in oid)


def _request(chunk: list[Item]) -> Request:
    zeros = encode_integer(Tag.INTEGER, 0) * 2
    rows = encode_varbinds(question([item.oid for item in chunk]))
    return Request(zeros + rows, tuple(_kind(item.field) for item in chunk))


def _kind(field: Field) -> tuple[type, ...]:
    if field in _TEXTS:
        return _TEXT
    return _EITHER if field == HEALTH else _NUMBER


def _recipes(plan: PollPlan, chunks: list[list[Item]]) -> tuple[Recipe, ...]:
    pieces: dict[Column | str, list[Piece]] = {}
    places: dict[Column | str, list[int]] = {}
    for number, chunk in enumerate(chunks):
        for at, item in enumerate(chunk):
            if item.field is None:
                continue
            places.setdefault(item.field, []).append(item.place)
            known = pieces.setdefault(item.field, [])
            if known and known[-1].request == number and known[-1].stop == at:
                known[-1] = Piece(number, known[-1].start, at + 1)
            else:
                known.append(Piece(number, at, at + 1))
    recipes = []
    for field, found in pieces.items():
        size = len(plan.health) if field == HEALTH else len(plan.ports)
        whole = places[field] == list(range(size))
        recipes.append(Recipe(field, tuple(found), None if whole else tuple(places[field]), size))
    return tuple(recipes)
