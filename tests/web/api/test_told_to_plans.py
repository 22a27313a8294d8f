"""What netops tells of specifications, assets, devices and outages, read from its feed by the services that plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.events import AssetMoved, DeviceEol, Fact, OutageClosed, SpecApproved, SpecPrice
from contract.feed import Feed
from inventory.models.site import Office
from inventory.store.siblings import tell_siblings
from netops.settings import Settings
from planning.annual_plan.models.project import Activity, BudgetLine, Project
from planning.annual_plan.part import PART as ANNUAL_PLAN
from planning.annual_plan.terms import BudgetType
from planning.kit import database
from planning.kit.parts import Part
from planning.kit.tables import EventIn, Peer
from planning.school_network.kinds import CaseKind
from planning.school_network.models.case import AssetLine, CaseState, ChangeCase
from planning.school_network.part import PART as SCHOOL_NETWORK
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from service.hearing import Ear, PeerColumns
from tests import factories
from tests.planning.entering import Netops
from tests.web.api.calling import Api

SCHOOL = "53020001"


@pytest.fixture
def sibling(tmp_path: Path) -> Iterator[Netops]:
    with Netops.running(tmp_path / "sibling", "annual_plan") as running:
        yield running


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


class Planning:
    """One planning service that reads netops' feed as netops gives it."""

    def __init__(self, part: Part, engine: Engine, api: Api, sibling: Netops) -> None:
        self.part, self.engine, self._api, self._sibling = part, engine, api, sibling

    def _ask(self, place: PeerColumns) -> Feed:
        token = self._sibling.key.token("netops", {"sub": "service"})
        at = f"/api/v1/contract-events?after={place.cursor}&key={place.key}"
        answer = self._api.client.get(at, headers={"Authorization": f"Bearer {token}"})
        return Feed.model_validate_json(answer.content)

    def hears(self) -> int:
        """How many facts were read: when it is any, the copies of netops' datasets are taken anew at once."""
        listening = next(one for one in self.part.listening if one.peer == "netops")
        return Ear(self.engine, self._sibling.key, {}, EventIn, Peer, ask=self._ask).hear(listening)

    def outcomes(self) -> list[tuple[str, str]]:
        """What became of each fact."""
        with reading(self.engine) as session:
            rows = session.exec(select(EventIn).order_by(EventIn.id)).all()  # type: ignore[arg-type]
        return [(one.kind, one.outcome) for one in rows]


def planning(part: Part, tmp_path: Path, api: Api, sibling: Netops) -> Planning:
    url = f"sqlite:///{tmp_path / f'{part.name}.sqlite3'}"
    database.migrate(part, url)
    return Planning(part, make_engine(url), api, sibling)


def facts_of(office: Office, at: datetime) -> list[Fact]:
    """One of each, as netops tells them."""
    day = date(2026, 11, 20)
    return [
        SpecApproved(
            spec_id=3, first_id=3, number=1, office_code=office.code, title="สวิตช์", sha256="a" * 64,
            prices=(SpecPrice(need_id=7, quantity=2, unit_satang=310_000),), approved_on=day,
        ),
        AssetMoved(
            asset_id=1, office_code=office.code, unit_code=SCHOOL, number="7440-1", to_name="โรงเรียนสมมติ",
            to_number="7440-9", name="สวิตช์", moved_on=day,
        ),
        DeviceEol(device_id=1, office_code=office.code, unit_code=SCHOOL, name="sw1", ended_on=day),
        OutageClosed(
            outage_id=1, office_code=office.code, unit_code=SCHOOL, subject="link", subject_id=1,
            started_at=at - timedelta(hours=1), ended_at=at,
        ),
    ]  # fmt: skip


def a_line(engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        project = Project(office_code=office.code, fiscal_year=2570, code="1", name="โครงการ")
        session.add(project)
        session.flush()
        of: dict[str, Any] = {"office_code": office.code, "project_id": project.id}
        activity = Activity(**of, number=1, name="กิจกรรม", amount_satang=500_000)
        session.add(activity)
        session.flush()
        what: dict[str, Any] = {
            "budget_type": BudgetType.INVESTMENT,
            "source": "งบประมาณ",
            "item": "สวิตช์",
            "quantity": 2,
            "place": 0,
        }
        money: dict[str, Any] = {"unit_satang": 250_000, "amount_satang": 500_000, "need_id": 7}
        session.add(BudgetLine(**of, activity_id=activity.id or 0, **what, **money))


def a_case(engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        head: dict[str, Any] = {
            "office_code": office.code,
            "school_code": SCHOOL,
            "school_name": "โรงเรียนเล็ก",
            "opened_by": "ก",
        }
        session.add(ChangeCase(kind=CaseKind.MERGE, state=CaseState.EXECUTING, **head))


def test_each_is_read_once_and_taken_up_by_whom_it_concerns(
    settings: Settings, engine: Engine, office: Office, sibling: Netops, tmp_path: Path
) -> None:
    api = Api(settings.model_copy(update={"siblings": {"annual_plan": sibling.url}}), engine)
    plan, cases = (planning(part, tmp_path, api, sibling) for part in (ANNUAL_PLAN, SCHOOL_NETWORK))
    a_line(plan.engine, office)
    a_case(cases.engine, office)
    at = utc_now()
    with transaction(engine) as session:
        for fact in facts_of(office, at):
            tell_siblings(session, fact, office_id=office.id or 0, at=at)
    for service in (plan, cases):
        assert service.hears() == 4
        assert service.hears() == 0
    passed = ("DeviceEol", "passed over"), ("OutageClosed", "passed over")
    assert plan.outcomes() == [
        ("SpecApproved", "1 lines, 1 at another price"), ("AssetMoved", "passed over"), *passed
    ]  # fmt: skip
    assert cases.outcomes() == [("SpecApproved", "passed over"), ("AssetMoved", "1 cases"), *passed]
    with reading(plan.engine) as session:
        line = session.exec(select(BudgetLine)).one()
    assert (line.told_spec_id, line.told_satang, line.unit_satang, line.is_off_price) == (3, 310_000, 250_000, True)
    with reading(cases.engine) as session:
        thing = session.exec(select(AssetLine)).one()
    assert (thing.asset_number, thing.to_whom, thing.done_on) == ("7440-1", "โรงเรียนสมมติ", date(2026, 11, 20))
