"""What to ask a known device every round: a plan made after a walk, stored, and the same after a restart.

A plan names instances only; it holds no address and no secret. A fresh plan is *unproven*: its first full round shows
which instances exist to GET, what the ports are called and how long their texts are. From then on a missing instance
or another name means that the device has changed and must be walked again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from collectors.reading import Cell, Column
from collectors.snmp.session import Oid
from collectors.target import SnmpTuning

_MAGIC = b"NOP1"
_IF_ENTRY: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1)
_IFX_ENTRY: Oid = (1, 3, 6, 1, 2, 1, 31, 1, 1, 1)
COLUMN_OIDS: dict[Column, Oid] = {
    Column.IN_OCTETS: (*_IFX_ENTRY, 6),
    Column.OUT_OCTETS: (*_IFX_ENTRY, 10),
    Column.IN_ERRORS: (*_IF_ENTRY, 14),
    Column.OUT_ERRORS: (*_IF_ENTRY, 20),
    Column.IN_DISCARDS: (*_IF_ENTRY, 13),
    Column.OUT_DISCARDS: (*_IF_ENTRY, 19),
    Column.OPER_STATUS: (*_IF_ENTRY, 8),
    Column.ADMIN_STATUS: (*_IF_ENTRY, 7),
    Column.HIGH_SPEED: (*_IFX_ENTRY, 15),
    Column.NAME: (*_IFX_ENTRY, 1),
    Column.ALIAS: (*_IFX_ENTRY, 18),
}
NARROW_OIDS: dict[Column, Oid] = {
    Column.IN_OCTETS: (*_IF_ENTRY, 10),
    Column.OUT_OCTETS: (*_IF_ENTRY, 16),
}
UPTIME: Oid = (1, 3, 6, 1, 2, 1, 1, 3, 0)
ALL_COLUMNS = frozenset(Column)
_LEAST_VARBINDS = 4


@dataclass(frozen=True, slots=True)
class PlanPort:
    """A port to poll. Columns that turn out not to exist are dropped by the first round."""

    if_index: int
    counters_64bit: bool = True
    columns: frozenset[Column] = ALL_COLUMNS


@dataclass(frozen=True, slots=True)
class PollPlan:
    """Masks have bit n set for the n-th port: whether it has the column, or only 32-bit octet counters."""

    ports: tuple[int, ...]
    masks: tuple[int, ...]  # one for each Column, in the order of the enumeration
    narrow: int
    health: tuple[Oid, ...]
    varbinds: int
    health_gone: int = 0  # bit n: the n-th health instance does not exist
    names: tuple[bytes | None, ...] = ()
    name_bytes: int = 10  # of one text on average, kept in steps so that like devices get equal requests
    alias_bytes: int = 18
    proven: bool = False

    @classmethod
    def build(cls, ports: Sequence[PlanPort], health: Sequence[Oid], tuning: SnmpTuning) -> PollPlan:
        """The unproven plan of a device that was just walked."""
        masks = tuple(
            sum(1 << place for place, port in enumerate(ports) if column in port.columns) for column in Column
        )
        return cls(
            ports=tuple(port.if_index for port in ports),
            masks=masks,
            narrow=sum(1 << place for place, port in enumerate(ports) if not port.counters_64bit),
            health=tuple(dict.fromkeys(health)),
            varbinds=tuning.varbinds,
        )

    def places(self, column: Column) -> list[int]:
        """Positions of the ports that have `column`."""
        return [place for place in range(len(self.ports)) if self.has(column, place)]

    def has(self, column: Column, place: int) -> bool:
        """Whether the port at a position has `column`."""
        return bool(self.masks[_ORDER[column]] >> place & 1)

    def oid(self, column: Column, place: int) -> Oid:
        """The instance of a column at a port's position."""
        narrow = self.narrow >> place & 1 and column in NARROW_OIDS
        return (*(NARROW_OIDS if narrow else COLUMN_OIDS)[column], self.ports[place])

    def without(self, missing: Collection[Oid]) -> PollPlan:
        """The plan less these instances; a port that lacks 64-bit octets is asked for 32-bit ones from now on.

        Ports and health instances keep their positions.
        """
        masks, narrow = [], self.narrow
        for column, mask in zip(Column, self.masks, strict=True):
            gone = sum(1 << place for place in self.places(column) if self.oid(column, place) in missing)
            if column in NARROW_OIDS:
                narrow |= gone
                gone &= self.narrow
            masks.append(mask & ~gone)
        health_gone = sum(1 << place for place, oid in enumerate(self.health) if oid in missing)
        return replace(self, masks=tuple(masks), narrow=narrow, health_gone=self.health_gone | health_gone)

    def proved(self, names: Sequence[Cell], aliases: Sequence[Cell]) -> PollPlan:
        """The plan after its first full round."""
        known = tuple(name if isinstance(name, bytes) else None for name in names)
        return replace(
            self,
            names=known,
            name_bytes=max(self.name_bytes, _average_bytes(known, step=4)),
            alias_bytes=max(self.alias_bytes, _average_bytes(aliases, step=6)),
            proven=True,
        )

    def smaller(self, varbinds: int) -> PollPlan | None:
        """The plan with smaller requests than one of `varbinds`, for an agent that finds them too big."""
        if varbinds <= _LEAST_VARBINDS:
            return None
        return replace(self, varbinds=max(_LEAST_VARBINDS, varbinds // 2))

    def to_bytes(self) -> bytes:
        """For storing; `from_bytes` reads it back."""
        document = {
            "ports": self.ports,
            "masks": [format(mask, "x") for mask in self.masks],
            "narrow": format(self.narrow, "x"),
            "health": self.health,
            "varbinds": self.varbinds,
            "health_gone": format(self.health_gone, "x"),
            "names": [None if name is None else name.decode("latin-1") for name in self.names],
            "name_bytes": self.name_bytes,
            "alias_bytes": self.alias_bytes,
            "proven": self.proven,
        }
        return _MAGIC + zlib.compress(json.dumps(document, separators=(",", ":")).encode())

    @classmethod
    def from_bytes(cls, stored: bytes) -> PollPlan:
        """The plan that was stored. ValueError if it is damaged or of another version: walk the device again."""
        if not stored.startswith(_MAGIC):
            raise ValueError("a stored plan of another version")
        try:
            document = json.loads(zlib.decompress(stored[len(_MAGIC) :]))
            plan = cls(
                ports=tuple(map(int, document["ports"])),
                masks=tuple(int(mask, 16) for mask in document["masks"]),
                narrow=int(document["narrow"], 16),
                health=tuple(tuple(map(int, oid)) for oid in document["health"]),
                varbinds=int(document["varbinds"]),
                health_gone=int(document["health_gone"], 16),
                names=tuple(None if n is None else n.encode("latin-1") for n in document["names"]),
                name_bytes=int(document["name_bytes"]),
                alias_bytes=int(document["alias_bytes"]),
                proven=bool(document["proven"]),
            )
        except (zlib.error, KeyError, TypeError, AttributeError) as error:
            raise ValueError("a stored plan is damaged") from error
        if len(plan.masks) != len(Column) or len(plan.names) not in (0, len(plan.ports)):
            raise ValueError("a stored plan is damaged")
        return plan


def _average_bytes(texts: Sequence[Cell], *, step: int) -> int:
    sizes = [len(text) for text in texts if isinstance(text, bytes)]
    return -(-sum(sizes) // max(1, len(sizes)) // step) * step if sizes else 0


_ORDER = {column: order for order, column in enumerate(Column)}
