"""net-snmp as the oracle of the codec: its tools read what we write, and we read what its agent writes."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.snmp.session import Oid, Tag, VarBind
from collectors.target import SnmpCredential, SnmpTarget
from tests.integration.servers import snmpd
from tests.integration.servers.liar import COMMUNITY, Liar, honest, lying

ROOT: Oid = (1, 3, 6, 1, 4, 1, 63000)
PRINTED = {
    Tag.INTEGER: "INTEGER",
    Tag.COUNTER32: "Counter32",
    Tag.GAUGE32: "Gauge32",
    Tag.COUNTER64: "Counter64",
    Tag.IP_ADDRESS: "IpAddress",
    Tag.OBJECT_ID: "OID",
    Tag.OCTET_STRING: "Hex-STRING",
}
VALUES = st.one_of(
    st.tuples(st.just(Tag.INTEGER), st.integers(-(2**31), 2**31 - 1)),
    st.tuples(st.sampled_from([Tag.COUNTER32, Tag.GAUGE32]), st.integers(0, 2**32 - 1)),
    st.tuples(st.just(Tag.COUNTER64), st.integers(0, 2**64 - 1)),
    st.tuples(st.just(Tag.IP_ADDRESS), st.binary(min_size=4, max_size=4)),
    st.tuples(st.just(Tag.OBJECT_ID), st.lists(st.integers(0, 2**32 - 1), max_size=9).map(lambda ids: (*ROOT, *ids))),
    st.tuples(st.just(Tag.OCTET_STRING), st.binary(min_size=1, max_size=40)),
)


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[snmpd.Snmpd]:
    """net-snmp's agent."""
    with snmpd.running(tmp_path_factory.mktemp("snmpd")) as running:
        yield running


def _written(row: VarBind) -> str:
    """A row as `snmpwalk -On -Oe -Ox` prints it."""
    name = "." + ".".join(map(str, row.oid))
    value = row.value
    if isinstance(value, tuple):
        text = "." + ".".join(map(str, value))
    elif isinstance(value, bytes):
        text = ".".join(map(str, value)) if row.tag == Tag.IP_ADDRESS else value.hex(" ").upper()
    else:
        text = str(value)
    return f"{name} = {PRINTED[Tag(row.tag)]}: {text}"


def _lines(output: str) -> list[str]:
    """Printed rows, long ones joined again."""
    lines: list[str] = []
    for line in output.splitlines():
        if "No more variables left" in line:
            continue
        if line.startswith("."):
            lines.append(line.rstrip())
        else:
            lines[-1] += " " + line.strip()
    return lines


def _snmpwalk(command: str, *arguments: str) -> list[str]:
    options = ["-v2c", "-m", "", "-M", "", "-On", "-Oe", "-Ox", "-t", "5", "-r", "0"]
    done = subprocess.run([command, *options, *arguments], capture_output=True, text=True, check=True, timeout=30)
    return _lines(done.stdout)


@pytest.mark.peer("snmpbulkwalk", "snmpwalk")
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(VALUES, min_size=1, max_size=25), st.sampled_from(["snmpwalk", "snmpbulkwalk"]))
def test_its_tools_read_what_we_write(cells: list[tuple[Tag, int | bytes | Oid]], command: str) -> None:
    rows = [VarBind((*ROOT, place), tag, value) for place, (tag, value) in enumerate(cells, 1)]

    async def run() -> list[str]:
        async with lying(Liar(honest, rows)) as liar:
            arguments = ("-c", COMMUNITY, f"127.0.0.1:{liar.port}", ".".join(map(str, ROOT)))
            return await asyncio.to_thread(_snmpwalk, command, *arguments)

    assert asyncio.run(run()) == [_written(row) for row in rows]


@pytest.mark.peer("snmpd", "snmpbulkwalk")
def test_we_read_what_its_agent_writes(agent: snmpd.Snmpd) -> None:
    """The interface table, whose descriptions, types and addresses stand still between two walks."""
    entry: Oid = (1, 3, 6, 1, 2, 1, 2, 2, 1)
    target = SnmpTarget(
        key="real",
        host=agent.host,
        port=agent.port,
        credential=SnmpCredential(community=SecretStr(snmpd.COMMUNITY)),
    )

    async def run() -> list[VarBind]:
        with closing(SnmpHub()) as hub:
            session = open_session(target, hub=hub)
            found = await session.table([(*entry, column) for column in (1, 2, 3, 4, 5, 6, 7, 22)])
            return [row for walk in found.values() for row in walk.rows]

    ours = {_written(row) for row in asyncio.run(run()) if row.value != b""}
    theirs = set(_snmpwalk("snmpbulkwalk", "-c", snmpd.COMMUNITY, f"{agent.host}:{agent.port}", "1.3.6.1.2.1.2.2.1"))
    assert ours
    assert ours <= theirs
