"""A school closes: the order is read from the feed of the school network over HTTP, what is left is worked off on the
page, and what ended is told back. Flow 3 of the requirements.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from contract.events import AllocationReduced, LinkDecommissioned, SchoolDecommissioned
from contract.planning import DecommissionOrdered, DecommissionWithdrawn, EnrolmentFrozen, SchoolStatusChanged
from inventory.models.decommission import Decommission, DecommissionTask, Left, OrderState, Outcome
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import MaintenanceWindow
from inventory.models.site import Office, PupilCount, Site
from netops.models.heard import SiblingPeer
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.siblings.hearing import follow_orders
from planning.annual_plan.part import PART as ANNUAL_PLAN
from planning.kit.parts import Part
from planning.registry.part import PART as REGISTRY
from planning.school_network.part import PART as SCHOOL_NETWORK
from procurement.models.need import Need
from procurement.needs.need import NeedState, Reason, Source
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.hearing import Sibling, told

TODAY = utc_now().date()
LATER = TODAY + timedelta(days=60)
OWN_END = TODAY + timedelta(days=400)


@dataclass
class School:
    """A school with two links, a switch and an access point, and the school that receives its pupils."""

    office: Office
    site: Site
    receiving: Site
    links: list[Link]
    devices: list[Device]

    def order(self, **values: object) -> DecommissionOrdered:
        given = {
            "office_code": self.office.code,
            "case_key": "c" * 32,
            "kind": "close",
            "school_code": self.site.code,
            "receiving_code": self.receiving.code,
            "effective_on": LATER,
            "announcement": "ประกาศเลิกสถานศึกษา",
        }
        return DecommissionOrdered.model_validate({**given, **values})


@pytest.fixture
def school(engine: Engine) -> School:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site, receiving = (factories.make_site(session, office) for _ in range(2))
        links = [factories.make_link(session, site, contract_end=OWN_END) for _ in range(2)]
        devices = [factories.make_device(session, site) for _ in range(2)]
        return School(office, site, receiving, links, devices)


@pytest.fixture
def network(sibling_of: Callable[[Part], Sibling]) -> Sibling:
    return sibling_of(SCHOOL_NETWORK)


@pytest.fixture
def it(settings: Settings, engine: Engine, school: School) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=school.office))


def only(session: Session) -> Decommission:
    return session.exec(select(Decommission)).one()


def page_of(engine: Engine) -> str:
    with reading(engine) as session:
        return f"/decommissions/{only(session).id}"


def test_what_is_left_of_a_closing_school_is_worked_off_and_told(
    network: Sibling, it: Visit, engine: Engine, school: School
) -> None:
    network.tells(school.order())
    at = page_of(engine)
    assert school.site.name in it.get("/decommissions").text
    names = [one.name for one in school.links] + [one.name for one in school.devices]
    assert all(name in it.get(at).text for name in names)
    assert school.site.name in it.get("/due").text
    with reading(engine) as session:
        window = session.exec(select(MaintenanceWindow)).one()
        assert (window.subject_id, window.starts_at.date()) == (school.site.id, LATER - timedelta(days=1))  # of UTC
    first, second = school.links
    assert it.post(f"{at}/links/{first.id}/notice", {"last_day": LATER.isoformat()}).status_code == 303
    for link in (first, second):
        assert it.post(f"{at}/links/{link.id}/end", {"ended_on": TODAY.isoformat()}).status_code == 303
    moved, retired = school.devices
    form = {"name": moved.name, "address": ""}
    assert it.post(f"{at}/devices/{moved.id}/move", form).status_code == 303
    assert not [one for one in told(engine) if isinstance(one, SchoolDecommissioned)]
    assert it.post(f"{at}/devices/{retired.id}/retire").status_code == 303
    facts = told(engine)
    ended = [one for one in facts if isinstance(one, LinkDecommissioned)]
    assert [(one.link_id, one.ended_on, one.case_key) for one in ended] == [
        (link.id, TODAY, "c" * 32) for link in school.links
    ]
    [done] = [one for one in facts if isinstance(one, SchoolDecommissioned)]
    assert (done.links_ended, done.devices_moved, done.devices_retired, done.school_code) == (2, 1, 1, school.site.code)
    with reading(engine) as session:
        assert only(session).state is OrderState.DONE
        assert session.exec(select(MaintenanceWindow)).first() is None
        here = session.get_one(Device, moved.id)
        assert (here.site_id, here.address, here.monitored) == (school.receiving.id, "", False)
        assert session.get_one(Device, retired.id).archived_at is not None
        actions = set(session.exec(select(AuditEntry.action)))
    assert {"decommission.ordered", "decommission.notice", "link.removed", "device.changed"} <= actions


def test_a_second_click_and_a_wrong_day_change_nothing(
    network: Sibling, it: Visit, engine: Engine, school: School
) -> None:
    network.tells(school.order())
    at, link = page_of(engine), school.links[0]
    tomorrow = (TODAY + timedelta(days=2)).isoformat()
    assert it.post(f"{at}/links/{link.id}/end", {"ended_on": tomorrow}).status_code == 422
    assert it.post(f"{at}/links/{link.id}/end", {"ended_on": "x"}).status_code == 422
    it.post(f"{at}/links/{link.id}/end", {"ended_on": TODAY.isoformat()})
    assert it.post(f"{at}/links/{link.id}/end", {"ended_on": TODAY.isoformat()}).status_code == 422
    assert len([one for one in told(engine) if isinstance(one, LinkDecommissioned)]) == 1
    assert it.post(f"{at}/links/999999/end", {"ended_on": TODAY.isoformat()}).status_code == 404
    with transaction(engine) as session:
        factories.make_device(session, school.receiving, name=school.devices[0].name)
    taken = it.post(f"{at}/devices/{school.devices[0].id}/move", {"name": school.devices[0].name, "address": ""})
    assert taken.status_code == 422
    with reading(engine) as session:
        assert session.get_one(Device, school.devices[0].id).site_id == school.site.id


def test_a_withdrawal_undoes_what_was_not_done(network: Sibling, it: Visit, engine: Engine, school: School) -> None:
    network.tells(school.order())
    at, (gone, kept) = page_of(engine), school.links
    it.post(f"{at}/links/{gone.id}/end", {"ended_on": TODAY.isoformat()})
    it.post(f"{at}/links/{kept.id}/notice", {"last_day": LATER.isoformat()})
    withdrawn = DecommissionWithdrawn(
        office_code=school.office.code, case_key="c" * 32, school_code=school.site.code, reason="ศาลปกครองเพิกถอน"
    )
    network.tells(withdrawn)
    with reading(engine) as session:
        assert session.get_one(Link, kept.id).contract_end == OWN_END
        assert session.get_one(Link, gone.id).archived_at is not None
        assert session.exec(select(MaintenanceWindow)).first() is None
        outcomes = set(session.exec(select(DecommissionTask.outcome).where(DecommissionTask.subject == Left.LINK)))
        assert outcomes == {Outcome.ENDED, Outcome.DROPPED}
    assert "ศาลปกครองเพิกถอน" in it.get(at).text
    assert it.post(f"{at}/links/{kept.id}/end", {"ended_on": TODAY.isoformat()}).status_code == 422
    # Ordered anew, what was not done is to be done again.
    network.tells(school.order(effective_on=LATER + timedelta(days=30)))
    with reading(engine) as session:
        row = only(session)
        assert (row.state, row.effective_on) == (OrderState.ORDERED, LATER + timedelta(days=30))
        left = session.exec(select(DecommissionTask).where(DecommissionTask.outcome == None)).all()  # noqa: E711
        assert len(left) == 3


def test_what_was_ended_on_its_own_page_is_told_too(
    network: Sibling, it: Visit, engine: Engine, school: School
) -> None:
    network.tells(school.order())
    with transaction(engine) as session:
        for row in (*session.exec(select(Link)), *session.exec(select(Device))):
            row.archived_at = utc_now()
        late = factories.make_device(session, school.site)  # came after the order
    follow_orders(engine)
    assert len(told(engine)) == 2
    it.post(f"{page_of(engine)}/devices/{late.id}/retire")
    assert [type(one).__name__ for one in told(engine)][-1] == "SchoolDecommissioned"


def test_a_school_without_a_network_and_one_that_is_not_here(network: Sibling, engine: Engine, school: School) -> None:
    network.tells(school.order(school_code=school.receiving.code, receiving_code=""))
    [done] = told(engine)
    assert isinstance(done, SchoolDecommissioned)
    assert (done.links_ended, done.devices_moved, done.devices_retired) == (0, 0, 0)
    network.tells(school.order(school_code="99999999", case_key="d" * 32))
    assert network.outcome() == "no such school here"
    network.tells(school.order(office_code="none", case_key="e" * 32))
    assert network.outcome() == "no such office here"


def test_the_state_of_a_school_stands_on_its_page(network: Sibling, it: Visit, engine: Engine, school: School) -> None:
    changed = {
        "office_code": school.office.code,
        "case_key": "c" * 32,
        "school_code": school.site.code,
        "effective_on": date(2027, 5, 1),
    }
    network.tells(SchoolStatusChanged.model_validate({**changed, "state": "closed"}))
    assert "School closed on" in it.get(f"/schools/{school.site.code}").text
    network.tells(SchoolStatusChanged.model_validate({**changed, "state": "co_learning"}))
    assert "School closed on" not in it.get(f"/schools/{school.site.code}").text


@pytest.mark.parametrize("named", [True, False])
def test_less_money_is_heard_from_the_feed_of_the_annual_plan(
    sibling_of: Callable[[Part], Sibling], engine: Engine, school: School, *, named: bool
) -> None:
    annual = sibling_of(ANNUAL_PLAN)
    with transaction(engine) as session:
        need = Need(
            office_id=school.office.id or 0, title="สวิตช์", reason=Reason.BROKEN, source=Source.HAND,
            state=NeedState.APPROVED,
        )  # fmt: skip
        session.add(need)
        session.flush()
        need_id = need.id or 0
    fact = AllocationReduced(
        key="k1",
        office_code=school.office.code if named else "",
        fiscal_year=2570,
        need_ids=(need_id,),
        deferred_until=LATER,
        reason="ปรับลดงบประมาณ",
    )
    annual.tells(fact)
    assert annual.outcome() == "deferred 1 of 1"
    with reading(engine) as session:
        assert session.get_one(Need, need_id).state is NeedState.DEFERRED
        assert "contract_event.taken" in session.exec(select(AuditEntry.action)).all()
    # One for a day that is over is written down as refused, and what follows is heard.
    annual.tells(fact.model_copy(update={"key": "k2", "deferred_until": date(2020, 1, 1)}))
    assert annual.outcome().startswith("refused: ")
    with reading(engine) as session:
        assert session.get_one(SiblingPeer, "annual_plan").problem == ""


def test_the_count_of_june_is_that_of_every_school_here(sibling_of: Callable[[Part], Sibling], engine: Engine) -> None:
    """Flow 5: a correction too; computers stay; November, other schools and other offices change nothing."""
    registry = sibling_of(REGISTRY)
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        session.add(PupilCount(site_id=site.id or 0, year=2569, pupils=7, computers=3))
    fact = EnrolmentFrozen(
        office_code=office.code,
        academic_year=2569,
        count_date=date(2026, 6, 10),
        revision=1,
        schools=2,
        pupils=90,
        pupils_of={site.code: 40, "99999999": 50},
    )

    def kept() -> list[tuple[int, int, int | None]]:
        with reading(engine) as session:
            return [(one.year, one.pupils, one.computers) for one in session.exec(select(PupilCount))]

    registry.tells(fact)
    assert (kept(), registry.outcome()) == ([(2569, 40, 3)], "2569 revision 1: 1 schools")
    registry.tells(fact.model_copy(update={"count_date": date(2026, 11, 10), "pupils_of": {site.code: 1}}))
    registry.tells(fact.model_copy(update={"office_code": "none"}))
    assert kept() == [(2569, 40, 3)]
    registry.tells(fact.model_copy(update={"revision": 2, "pupils_of": {site.code: 41}}))
    assert kept() == [(2569, 41, 3)]
    with reading(engine) as session:
        acts = session.exec(select(AuditEntry).where(AuditEntry.action == "pupils.counted")).all()
    assert [one.detail["changed"] for one in acts] == [{site.code: [7, 40]}, {site.code: [40, 41]}]
