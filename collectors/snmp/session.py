"""What a question about a device may ask of SNMP, whichever version and engine answers.

A question sees only `SnmpSession`; `collectors.snmp.connect.open_session` chooses the engine behind it. An empty
table and a walk that failed are different answers: `Walk.complete` tells them apart, and only a complete walk lets
anybody conclude that something is absent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple, Protocol

from collectors.target import SnmpTuning

Oid = tuple[int, ...]
SnmpValue = int | bytes | Oid | None


class Tag(IntEnum):
    """BER tags of SMI values, and the three exceptions that SNMPv2 puts in a value's place."""

    INTEGER = 0x02
    OCTET_STRING = 0x04
    NULL = 0x05
    OBJECT_ID = 0x06
    IP_ADDRESS = 0x40
    COUNTER32 = 0x41
    GAUGE32 = 0x42
    TIMETICKS = 0x43
    OPAQUE = 0x44
    COUNTER64 = 0x46
    NO_SUCH_OBJECT = 0x80
    NO_SUCH_INSTANCE = 0x81
    END_OF_MIB_VIEW = 0x82


class VarBind(NamedTuple):
    """One instance and its value: octet strings, IpAddress, Opaque as bytes; an exception or NULL as None."""

    oid: Oid
    tag: int
    value: SnmpValue


@dataclass(frozen=True, slots=True)
class Walk:
    """The rows under one root, in order. Not complete: rows are what came before `why` stopped it."""

    rows: list[VarBind] = field(default_factory=list)
    complete: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one session may cost, so that a looping or endless device ends: counted from its opening."""

    deadline_s: float = 60.0
    max_rows: int = 20_000  # of one walk
    max_requests: int = 20_000
    max_bytes: int = 16 * 1024 * 1024


class SnmpSession(Protocol):
    """A device being asked. One user at a time; close it when done."""

    async def get(self, oids: Sequence[Oid]) -> dict[Oid, VarBind]:
        """The instances that exist; missing ones are absent. Raises the errors of collectors.errors."""
        ...

    async def walk(self, root: Oid, *, max_rows: int | None = None) -> Walk:
        """Everything under `root`. Raises NoAnswerError only when not one answer came; else see `complete`."""
        ...

    async def table(self, columns: Sequence[Oid], *, max_rows: int | None = None) -> dict[Oid, Walk]:
        """Several columns of a table walked together, each with its own completeness; errors as `walk`."""
        ...

    @property
    def tuning(self) -> SnmpTuning:
        """What was learnt so far about asking this device; keep it for the next session."""
        ...

    @property
    def unanswered(self) -> int:
        """How many requests got no answer that counts, each sent as often as the tuning says."""
        ...

    async def close(self) -> None:
        """Free what the session holds. The hub stays open."""
        ...
