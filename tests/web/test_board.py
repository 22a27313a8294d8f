"""The state of a school from its links and devices, and the sentence that the board begins with."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from inventory.models.device import Device
from inventory.models.outage import WORST_FIRST, CurrentState, State, Subject
from inventory.models.site import Office, SiteKind
from inventory.queries.board import board, school_state
from inventory.queries.sight import Sight
from netops.notify.cause.taking import alert_of, taken_outages
from netops.web.pages.overview import sentence
from service.database import reading, transaction
from service.i18n import speaking
from tests import factories

UP, DOWN, DEGRADED, UNKNOWN = State.UP, State.DOWN, State.DEGRADED, State.UNKNOWN


@pytest.mark.parametrize(
    ("links", "devices", "state"),
    [
        ([UP], {}, UP),
        ([DOWN], {UP: 3}, DOWN),
        ([DOWN, DOWN], {}, DOWN),
        ([DOWN, UP], {}, DEGRADED),
        ([DOWN, UNKNOWN], {}, DEGRADED),
        ([UP], {DOWN: 1, UP: 2}, DEGRADED),
        ([DEGRADED, UP], {}, DEGRADED),
        ([UNKNOWN], {UP: 1}, UNKNOWN),
        ([State.CLOSED], {DOWN: 1}, State.CLOSED),
        ([State.MAINTENANCE], {}, State.MAINTENANCE),
        ([State.NOT_MONITORED], {UP: 1}, UP),
        ([], {}, State.NOT_MONITORED),
        ([], {DOWN: 2}, DOWN),
        ([], {DOWN: 1, UP: 1}, DEGRADED),
        ([], {State.NOT_MONITORED: 4}, State.NOT_MONITORED),
    ],
)
def test_a_school_is_down_only_when_nothing_carries(
    links: list[State], devices: dict[State, int], state: State
) -> None:
    assert school_state(links, devices) is state


@pytest.fixture
def office(database: Engine) -> Office:
    with transaction(database) as session:
        return factories.make_office(session)


def test_the_worst_stands_first_and_the_common_provider_is_named(database: Engine, office: Office) -> None:
    with transaction(database) as session:
        provider = factories.make_provider(session, office, name="ผู้ให้บริการร่วม")
        for name, state in (("ค", UP), ("ก", DOWN), ("ข", DOWN), ("ง", DEGRADED)):
            site = factories.make_site(session, office, name=f"โรงเรียน{name}")
            link = factories.make_link(session, site, provider_id=provider.id)
            assert link.id is not None
            session.add(CurrentState(subject=Subject.LINK, subject_id=link.id, state=state, since=factories.AT))
    assert office.id is not None
    with reading(database) as session, speaking("en"):
        found = board(session, Sight(office.id))
        assert [school.name for school in found.schools] == ["โรงเรียนก", "โรงเรียนข", "โรงเรียนง", "โรงเรียนค"]
        assert found.common_provider == ("ผู้ให้บริการร่วม", 2)
        assert sentence(found) == (
            "2 schools are cut off: 2 through the same provider (ผู้ให้บริการร่วม) · 1 school has a problem"
        )


def test_a_school_that_somebody_has_taken_on_stands_after_one_that_waits(database: Engine, office: Office) -> None:
    with transaction(database) as session:
        for name, taken in (("ก", True), ("ข", False)):
            site = factories.make_site(session, office, name=name)
            link = factories.make_link(session, site)
            assert link.id is not None
            session.add(CurrentState(subject=Subject.LINK, subject_id=link.id, state=DOWN, since=factories.AT))
            outage = factories.make_outage(session, link)
            if taken:
                alert_of(session, outage).acknowledged_at = factories.AT
    assert office.id is not None
    with reading(database) as session:
        found = board(session, Sight(office.id), taken=taken_outages(session))
        assert [(school.name, school.acknowledged) for school in found.needing] == [
            ("ข", False),
            ("ก", True),
        ]


def test_nothing_of_another_office_or_another_school_is_seen(database: Engine, office: Office) -> None:
    with transaction(database) as session:
        own, other = factories.make_site(session, office), factories.make_site(session, office)
        factories.make_site(session, factories.make_office(session))
    assert office.id is not None
    with reading(database) as session:
        assert {school.id for school in board(session, Sight(office.id)).schools} == {own.id, other.id}
        assert [school.id for school in board(session, Sight(office.id, own.id)).schools] == [own.id]


def test_the_seat_of_the_office_is_no_forgotten_school(database: Engine, office: Office) -> None:
    with transaction(database) as session:
        factories.make_site(session, office, kind=SiteKind.OFFICE)
    assert office.id is not None
    with reading(database) as session, speaking("en"):
        found = board(session, Sight(office.id))
        assert (found.schools, sentence(found)) == ((), "There are no schools yet.")


def test_the_board_of_2000_devices_asks_as_little_as_that_of_one(database: Engine, office: Office) -> None:
    """Counted, not timed: time depends on the machine."""

    def queries() -> int:
        asked: list[str] = []
        event.listen(database, "before_cursor_execute", lambda *args: asked.append(args[2]))
        assert office.id is not None
        with reading(database) as session:
            board(session, Sight(office.id))
        return len(asked)

    with transaction(database) as session:
        for number in range(100):
            site = factories.make_site(session, office)
            link = factories.make_link(session, site)
            state = WORST_FIRST[number % len(WORST_FIRST)]
            assert link.id is not None
            since = factories.AT - timedelta(minutes=number)
            session.add(CurrentState(subject=Subject.LINK, subject_id=link.id, state=state, since=since))
            session.add_all(Device(site_id=site.id or 0, name=f"d{device}") for device in range(20))
    assert queries() == 4
