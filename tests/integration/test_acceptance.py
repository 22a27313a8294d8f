"""An acceptance test asks live, through the running poller: what answers passes, and what has fallen silent does not,
whatever was stored of it a moment before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from collectors.target import SnmpCredential
from inventory.models.link import Check
from inventory.models.outage import CurrentState, State, Subject
from inventory.store.acting import By
from inventory.store.credentials import secret_json
from netops.networking.asking import ask_live
from netops.polling.poller_client import PollerClient
from netops.settings import Settings
from netops.vault import Vault
from network.acceptance import CheckKind
from network.models.change import ChangeState, NetworkChange, NetworkCheck, NetworkOrder, NetworkTest
from network.store.changes import checks_of
from network.store.testing import run_test
from service.columns import utc_now
from service.database import reading, transaction
from tests.factories import make_credential, make_link, make_office, make_site
from tests.integration.servers import snmpd
from tests.integration.test_poller import add_device, eventually, running


def seed(engine: Engine, vault: Vault, agent: snmpd.Snmpd) -> None:
    """A school with one device, a link that answers pings, and one whose port nobody listens at."""
    with transaction(engine) as session:
        office = make_office(session)
        sealed = vault.seal(secret_json(SnmpCredential.model_validate({"community": snmpd.COMMUNITY})))
        credential = make_credential(session, office, sealed=sealed)
        site = make_site(session, office)
        at = (agent.host, agent.port)
        add_device(session, site_id=site.id or 0, credential_id=credential.id or 0, number=1, at=at)
        make_link(session, site, name="good", check=Check.ICMP, check_address="127.0.0.1")
        make_link(session, site, name="dead", check=Check.TCP, check_address="127.0.0.1", check_port=1)


def ordered(engine: Engine, *checks: NetworkCheck) -> int:
    """An order of just now, with these checks."""
    with transaction(engine) as session:
        today = utc_now().date()
        change = NetworkChange(site_id=1, title="เปลี่ยนสวิตช์", why="พอร์ตเต็ม", planned_on=today)
        change.state = ChangeState.APPROVED
        session.add(change)
        session.flush()
        order = NetworkOrder(change_id=change.id or 0, owner="ช่าง", due_on=today, ordered_at=utc_now())
        session.add(order)
        session.flush()
        for check in checks:
            check.order_id = order.id or 0
        session.add_all(checks)
        return order.id or 0


def tried(engine: Engine, client: PollerClient, order_id: int) -> dict[str, Mapping[str, Any]]:
    """Its results, by kind and thing."""
    with reading(engine) as session:
        asked = ask_live(client.examine, checks_of(session, session.get_one(NetworkOrder, order_id)))
    with transaction(engine) as session:
        order = session.get_one(NetworkOrder, order_id)
        change = session.get_one(NetworkChange, order.change_id)
        row = run_test(session, order, change, By("ไอที", utc_now()), asked)
        assert row.is_passed is (order.accepted_at is not None)
        return {f"{one['kind']} {one['thing']}": one for one in row.results}


def standing(found: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    return {name: one["standing"] for name, one in found.items()}


def of_device() -> list[NetworkCheck]:
    return [
        NetworkCheck(order_id=0, kind=CheckKind.ANSWERS, device_id=1),
        NetworkCheck(order_id=0, kind=CheckKind.LOSS, device_id=1, wanted="0"),
        NetworkCheck(order_id=0, kind=CheckKind.PORT_SPEED, device_id=1, port="lo", wanted="10"),
        NetworkCheck(order_id=0, kind=CheckKind.PORT_ERRORS, device_id=1, port="lo", wanted="0"),
    ]


@pytest.mark.peer("snmpd")
def test_a_real_agent_passes_while_it_answers_and_fails_once_it_is_silent(
    settings: Settings, engine: Engine, vault: Vault, tmp_path: Path
) -> None:
    async def play() -> None:
        agent = alive.enter_context(snmpd.running(tmp_path))
        seed(engine, vault, agent)
        async with running(settings) as client:
            await eventually(lambda: link_state(1), lambda now: now is State.UP)
            await eventually(lambda: known_errors(client), lambda told: told is not None)
            good = ordered(
                engine,
                *of_device(),
                NetworkCheck(order_id=0, kind=CheckKind.LINK_UP, link_id=1, wanted="0"),
                NetworkCheck(order_id=0, kind=CheckKind.LOSS, link_id=1, wanted="0"),
            )
            passed = await asyncio.to_thread(tried, engine, client, good)
            assert set(standing(passed).values()) == {"passed"}, passed
            evidence(passed)
            dead = ordered(engine, NetworkCheck(order_id=0, kind=CheckKind.LOSS, link_id=2, wanted="50"))
            assert standing(await asyncio.to_thread(tried, engine, client, dead)) == {"loss dead": "failed"}
            again = ordered(engine, *of_device())
            alive.close()
            silent = await asyncio.to_thread(tried, engine, client, again)
            # This machine still answers pings: they do not make up for a device that does not tell what it is.
            assert standing(silent) == {
                "answers sw1": "failed",
                "loss sw1": "passed",
                "port_speed sw1": "not_measured",
                "port_errors sw1": "not_measured",
            }
            assert silent["answers sw1"]["raw"]["walk"] == "timeout"

    def link_state(link_id: int) -> State | None:
        with reading(engine) as session:
            row = session.get(CurrentState, (Subject.LINK, link_id))
            return row.state if row is not None else None

    def known_errors(client: PollerClient) -> float | None:
        """Rates need two rounds."""
        told = client.examine([1], [])
        ports: list[dict[str, Any]] = told["devices"].get(1, {}).get("ports", []) if told is not None else []
        return next((one["problems"] for one in ports if one["name"] == "lo"), None)

    def evidence(passed: Mapping[str, Mapping[str, Any]]) -> None:
        pings = passed["loss good"]["raw"]
        assert (pings["method"], pings["sent"], pings["received"]) == ("icmp", 10, 10)
        assert pings["rtt_min_ms"] <= pings["rtt_avg_ms"] <= pings["rtt_max_ms"]
        port = passed["port_speed sw1"]["raw"]
        assert (port["name"], port["walk"]) == ("snmpd-of-the-tests", "answered")
        assert (port["port"]["name"], port["port"]["speed_bps"]) == ("lo", 10_000_000)
        assert passed["port_speed sw1"]["at"] is not None

    with ExitStack() as alive:
        asyncio.run(play())
    with reading(engine) as session:
        assert [row.is_passed for row in session.exec(select(NetworkTest).order_by(NetworkTest.id))] == [  # type: ignore[arg-type]
            True,
            False,
            False,
        ]


def test_without_a_poller_nothing_is_asked_and_what_only_is_heard_live_is_not_measured(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    seed(engine, vault, snmpd.Snmpd("127.0.0.1", 1))
    client = PollerClient(settings.data_dir)
    order = ordered(engine, NetworkCheck(order_id=0, kind=CheckKind.LOSS, link_id=1, wanted="100"))
    assert standing(tried(engine, client, order)) == {"loss good": "not_measured"}
    client.close()
