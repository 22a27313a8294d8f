"""System descriptions and object ids of devices that no file knows: facts that can be shown, and never garbage."""

from __future__ import annotations

from collections.abc import Iterator

from collectors import identify
from collectors.observation import SystemSeen
from collectors.snmp.cells import paragraph
from collectors.snmp.questions.profiled import Told
from collectors.snmp.session import Tag, VarBind
from tests.integration.servers.agent import read_recording

BAD = ("copyright", "(c)", "all rights reserved")
SYS_DESCR = (1, 3, 6, 1, 2, 1, 1, 1, 0)


def seeds() -> Iterator[bytes]:
    """Descriptions of our recordings, with the object ids of some makers before them."""
    for place, name in enumerate(("mikrotik/router", "cisco/switch", "apc/ups")):
        for row in read_recording(name):
            if row.oid == SYS_DESCR and isinstance(row.value, bytes):
                yield bytes([place]) + row.value


def one(data: bytes) -> None:
    """Whoever it is taken for, what is said of it is short, printable and no legal notice."""
    makers = ("14988.1", "9.1.1208", "318.1.3.27", "2011.2.23.92", "11.2.3.7.11.160", "25506.1.1", "99999.1")
    object_id = f"1.3.6.1.4.1.{makers[data[0] % len(makers)] if data else makers[-1]}"
    said = SystemSeen(descr=paragraph(VarBind(SYS_DESCR, Tag.OCTET_STRING, data[1:])), object_id=object_id)
    told = identify.described(said, identify.recognise(said, {}), Told(answered=False), None).system
    for fact in (told.model, told.version, told.serial):
        assert len(fact) <= 255
        assert fact.isprintable()
        assert not any(word in fact.lower() for word in BAD), fact
