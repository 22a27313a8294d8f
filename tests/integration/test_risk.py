"""Real silences and the register: a device that really falls silent raises its risk, our own cut line does not."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.outage import Event
from netops.polling.risks import look_for_risks
from netops.polling.wiring import polling
from netops.settings import Settings
from netops.vault import Vault
from risk.models.register import Risk, RiskAssessment
from risk.store.tasks import open_tasks
from service.database import reading, transaction
from tests.factories import make_device, make_link, make_office, make_site
from tests.integration.servers import netns
from tests.integration.servers.netns import SCHOOL_ADDRESS, Line

pytestmark = pytest.mark.peer("ip")
SWITCH_ADDRESS = "10.79.0.1"  # of a switch behind the line: it can fall silent by itself
SILENT = "ddd"
RULE = "repeated_outages"


class District:
    """A school with a line and a switch behind it, polled by ICMP from the office's namespace."""

    def __init__(self, engine: Engine, settings: Settings, vault: Vault) -> None:
        self.engine, self.vault = engine, vault
        self.settings = settings.model_copy(update={"icmp_packets": 1, "uplink_addresses": [SCHOOL_ADDRESS]})
        with transaction(engine) as session:
            site = make_site(session, make_office(session))
            make_link(session, site, check_address=SCHOOL_ADDRESS)
            self.device_id = make_device(session, site, address=SWITCH_ADDRESS).id

    async def play(self, line: Line, script: str) -> None:
        """Rounds with everything whole (`-`), the switch silent (`d`), or the office's own line cut (`x`)."""
        async with polling(self.engine, self.settings, self.vault) as poll:
            for letter in script:
                await asyncio.to_thread(arrange, line, letter)
                await poll.rounds.echo_round()

    def look(self, *, days: int = 0) -> list[Risk]:
        """The risks of the switch that it fails again and again, after a look so many days later."""
        look_for_risks(self.engine, datetime.now(UTC) + timedelta(days=days))
        with reading(self.engine) as session:
            return list(session.exec(select(Risk).where(Risk.rule == RULE, Risk.device_id == self.device_id)))

    def facts(self) -> list[str]:
        with reading(self.engine) as session:
            return list(session.exec(select(Event.kind).order_by(col(Event.id))))


def arrange(line: Line, letter: str) -> None:
    if letter == "x":
        line.cut()
        return
    line.restore()
    if letter == "d":
        line.ip("address", "flush", "dev", "lo", "to", SWITCH_ADDRESS)
    else:
        line.ip("address", "replace", f"{SWITCH_ADDRESS}/32", "dev", "lo")
    line.route_to_school(SWITCH_ADDRESS)


@pytest.mark.requirement("P6-4.4")
def test_three_real_silences_raise_the_risk_and_a_quiet_window_lowers_it(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    district = District(engine, settings, vault)
    with netns.line() as line:
        line.in_office(lambda: district.play(line, f"--{SILENT}--{SILENT}--"))
        assert district.look() == []
        line.in_office(lambda: district.play(line, f"-{SILENT}--"))
    assert district.facts() == ["DeviceWentDown", "DeviceRecovered"] * 3
    (risk,) = district.look()
    assert (risk.likelihood, risk.likelihood_basis.value, risk.review_why) == (3, "measured", "found")
    with reading(engine) as session:
        assert len(open_tasks(session, risk)) == 1

    (risk,) = district.look(days=91)
    assert (risk.likelihood, risk.review_why) == (1, "quiet")
    with reading(engine) as session:
        told = session.exec(
            select(RiskAssessment).where(RiskAssessment.risk_id == risk.id).order_by(col(RiskAssessment.id))
        ).all()
        assert [(one.movement.value, one.likelihood) for one in told] == [("found", 3), ("quiet", 1)]
        assert told[-1].note == "ไม่มีเหตุขัดข้องในช่วงเวลาที่นับ"


@pytest.mark.requirement("P6-4.4")
def test_the_same_silences_while_our_own_line_is_cut_raise_nothing(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    district = District(engine, settings, vault)
    with netns.line() as line:
        line.in_office(lambda: district.play(line, "--xxxx--xxxx--xxxx--"))
    assert district.facts() == ["OfficeUplinkLost", "OfficeUplinkRestored"] * 3
    assert district.look() == []
