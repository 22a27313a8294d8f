"""A whole device that lies in some of its cells: what is observed is valid, printable and within its limits."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Iterator

import atheris

from collectors.collect import observe
from collectors.errors import CollectError
from collectors.observation import DeviceObservation
from collectors.snmp.session import Oid, SnmpValue, Tag, VarBind
from tests.fuzz.remembered import Remembered
from tests.integration.servers.agent import read_recording

NAMES = ("mikrotik/router", "cisco/switch", "apc/ups", "synology/nas", "generic/printer", "zyxel/switch")
RECORDINGS = [read_recording(name) for name in NAMES]
# Where a lie does most: the system group, ports, parts, sensors, LLDP, forwarding tables, ARP, storage.
ROOTS: tuple[Oid, ...] = (
    (1, 3, 6, 1, 2, 1, 1),
    (1, 3, 6, 1, 2, 1, 2, 2, 1),
    (1, 3, 6, 1, 2, 1, 4, 22, 1),
    (1, 3, 6, 1, 2, 1, 4, 34, 1),
    (1, 3, 6, 1, 2, 1, 4, 35, 1),
    (1, 3, 6, 1, 2, 1, 17, 4, 3, 1),
    (1, 3, 6, 1, 2, 1, 17, 7, 1, 2, 2, 1),
    (1, 3, 6, 1, 2, 1, 25, 2, 3, 1),
    (1, 3, 6, 1, 2, 1, 31, 1, 1, 1),
    (1, 3, 6, 1, 2, 1, 33, 1),
    (1, 3, 6, 1, 2, 1, 43, 11, 1, 1),
    (1, 3, 6, 1, 2, 1, 47, 1, 1, 1, 1),
    (1, 3, 6, 1, 2, 1, 99, 1, 1, 1),
    (1, 3, 6, 1, 2, 1, 105, 1, 1, 1),
    (1, 0, 8802, 1, 1, 2, 1, 4, 1, 1),
    (1, 0, 8802, 1, 1, 2, 1, 4, 2, 1),
    (1, 3, 6, 1, 4, 1, 9, 9, 23, 1, 2, 1, 1),
    (1, 2, 840, 10036, 1, 1, 1),
)
TAGS = [tag for tag in Tag if tag not in {Tag.NO_SUCH_OBJECT, Tag.NO_SUCH_INSTANCE, Tag.END_OF_MIB_VIEW}]
MOST_LIES = 30


def seeds() -> Iterator[bytes]:
    """One for each recording."""
    for number in range(len(RECORDINGS)):
        yield bytes((number,)) * 64


def one(data: bytes) -> None:
    """Observe a device of which some cells were replaced, moved or left out."""
    lies = atheris.FuzzedDataProvider(data)
    rows = {row.oid: row for row in RECORDINGS[lies.ConsumeIntInRange(0, len(RECORDINGS) - 1)]}
    known = list(rows)
    for _ in range(lies.ConsumeIntInRange(1, MOST_LIES)):
        oid = known[lies.ConsumeIntInRange(0, len(known) - 1)] if lies.ConsumeBool() else _somewhere(lies)
        if lies.ConsumeProbability() < 0.1:
            rows.pop(oid, None)
            continue
        tag, value = _lie(lies)
        rows[oid] = VarBind(oid, tag, value)
    try:
        seen = asyncio.run(observe(Remembered(list(rows.values())), "lying"))
    except CollectError:
        return
    _check(seen)


def _somewhere(lies: atheris.FuzzedDataProvider) -> Oid:
    root = ROOTS[lies.ConsumeIntInRange(0, len(ROOTS) - 1)]
    arcs = lies.ConsumeIntListInRange(lies.ConsumeIntInRange(0, 12), 0, 300)
    return (*root, *arcs)


def _lie(lies: atheris.FuzzedDataProvider) -> tuple[int, SnmpValue]:
    tag = TAGS[lies.ConsumeIntInRange(0, len(TAGS) - 1)]
    if tag is Tag.OBJECT_ID:
        return tag, tuple(lies.ConsumeIntListInRange(lies.ConsumeIntInRange(0, 10), 0, 2**32 - 1))
    if tag is Tag.IP_ADDRESS:
        return tag, lies.ConsumeBytes(4)
    if tag in {Tag.OCTET_STRING, Tag.OPAQUE}:
        return tag, lies.ConsumeBytes(lies.ConsumeIntInRange(0, 600))
    if tag is Tag.NULL:
        return tag, None
    return tag, lies.ConsumeIntInRange(-(2**63), 2**64 - 1)


def _check(seen: DeviceObservation) -> None:
    DeviceObservation.model_validate(seen.model_dump())
    for text in (seen.system.model, seen.system.version, seen.system.serial, seen.system.name):
        assert "\0" not in text, text
        assert len(text) <= 255, text
    assert "copyright" not in seen.system.version.lower(), seen.system.version
    assert all(math.isfinite(sensor.value) for sensor in seen.sensors)
    assert all(math.isfinite(pool.used_percent) for pool in (*seen.memory, *seen.storage))
