"""A thing that goes down and up: from the third time one alert, no single mails, an end after calm, evidence kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.events import DeviceRecovered, DeviceWentDown, LinkRecovered, LinkWentDown
from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import CurrentState, Outage, Probe, State, Subject
from netops.models.alert import Alert, AlertKind, OutboxMessage, Severity
from netops.notify.alerts import review, tell
from netops.settings import Settings
from tests.factories import AT, make_device, make_link, make_office, make_outage, make_person, make_site

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
OPENED, ENDED = (AlertKind.FLAPPING, "opened"), (AlertKind.FLAPPING, "ended")
DOWN, UP = (AlertKind.LINK_DOWN, "opened"), (AlertKind.LINK_DOWN, "ended")


class Line:
    """One link, and a device behind it, of a school; one officer is mailed. Minutes count from AT."""

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session, self.settings = session, settings
        office = make_office(session)
        site = make_site(session, office)
        self.link: Link = make_link(session, site)
        self.device: Device = make_device(session, site)
        make_person(session, office, email="it@x.example", alerts=True)
        self._open: dict[Subject, Outage] = {}

    @property
    def window(self) -> timedelta:
        return timedelta(seconds=self.settings.flap_window_s)

    @property
    def steady(self) -> timedelta:
        return timedelta(seconds=self.settings.flap_steady_s)

    def goes_down(self, at: datetime, thing: Link | Device | None = None) -> None:
        """Confirmed at once, as the pipeline leaves it."""
        thing = thing or self.link
        subject = Subject.LINK if isinstance(thing, Link) else Subject.DEVICE
        outage = make_outage(
            self.session, self.link, subject=subject, subject_id=thing.id, started_at=at, confirmed_at=at
        )
        self.session.add(Probe(outage_id=outage.id or 0, at=at, method="icmp", answered=False))
        self._stand(subject, thing, State.DOWN)
        self._open[subject] = outage
        fact = (
            LinkWentDown(link_id=thing.id, site_id=thing.site_id, outage_id=outage.id)
            if subject is Subject.LINK
            else DeviceWentDown(device_id=thing.id, site_id=thing.site_id, outage_id=outage.id)
        )
        tell(self.session, [fact], at=at, settings=self.settings)

    def comes_back(self, at: datetime, thing: Link | Device | None = None) -> None:
        thing = thing or self.link
        subject = Subject.LINK if isinstance(thing, Link) else Subject.DEVICE
        self._open.pop(subject).ended_at = at
        self._stand(subject, thing, State.UP)
        back = (
            LinkRecovered(link_id=thing.id, seconds=60)
            if subject is Subject.LINK
            else DeviceRecovered(device_id=thing.id, seconds=60)
        )
        tell(self.session, [back], at=at, settings=self.settings)

    def flaps(self, *begins: datetime, thing: Link | Device | None = None) -> None:
        """Down at each of these moments, for a minute."""
        for at in begins:
            self.goes_down(at, thing)
            self.comes_back(at + MINUTE, thing)

    def review(self, at: datetime) -> None:
        review(self.session, at=at, settings=self.settings)

    def _stand(self, subject: Subject, thing: Link | Device, state: State) -> None:
        self.session.merge(CurrentState(subject=subject, subject_id=thing.id or 0, state=state))
        self.session.flush()

    def told(self) -> list[tuple[AlertKind, str]]:
        query = select(Alert.kind, OutboxMessage.phase).join(OutboxMessage).order_by(col(OutboxMessage.id))
        return [(AlertKind(kind), phase) for kind, phase in self.session.exec(query)]

    def alert(self) -> Alert:
        return self.session.exec(select(Alert).where(Alert.kind == AlertKind.FLAPPING)).one()


@pytest.fixture
def line(database: Engine, settings: Settings) -> Iterator[Line]:
    with Session(database) as session:
        yield Line(session, settings)


def test_the_third_time_within_an_hour_is_one_alert_of_it_all(line: Line) -> None:
    line.flaps(AT, AT + 10 * MINUTE)
    assert line.told() == [DOWN, UP] * 2  # twice is no flapping
    line.goes_down(AT + 20 * MINUTE)
    assert line.told() == [DOWN, UP, DOWN, UP, OPENED]
    alert = line.alert()
    assert (alert.subject, alert.subject_id, alert.site_id) == (Subject.LINK, line.link.id, line.link.site_id)
    assert (alert.started_at, alert.value, alert.severity) == (AT, 3.0, Severity.WARNING)


def test_while_it_flaps_no_single_outage_is_told_and_each_is_kept_with_its_evidence(line: Line) -> None:
    line.flaps(*(AT + number * 8 * MINUTE for number in range(9)))
    line.review(AT + 70 * MINUTE)
    assert line.told() == [DOWN, UP, DOWN, UP, OPENED]
    outages = line.session.exec(select(Outage).where(Outage.subject_id == line.link.id)).all()
    assert len(outages) == 9
    assert {probe.outage_id for probe in line.session.exec(select(Probe))} == {outage.id for outage in outages}
    assert all(outage.ended_at == outage.started_at + MINUTE for outage in outages)


@pytest.mark.parametrize(("sooner", "is_flapping"), [(timedelta(0), True), (-SECOND, False)])
def test_the_window_counts_to_the_second(line: Line, sooner: timedelta, is_flapping: bool) -> None:
    third = AT + line.window
    line.flaps(AT + sooner, AT + 20 * MINUTE)
    line.goes_down(third)
    assert (OPENED in line.told()) == is_flapping
    assert line.told()[-1] == (OPENED if is_flapping else DOWN)


def test_as_many_times_as_are_set(line: Line) -> None:
    line.settings = line.settings.model_copy(update={"flap_times": 5})
    line.flaps(*(AT + number * 5 * MINUTE for number in range(4)))
    assert OPENED not in line.told()
    line.goes_down(AT + 25 * MINUTE)
    assert line.told()[-1] == OPENED


@pytest.mark.parametrize(("later", "is_over"), [(timedelta(0), True), (-SECOND, False)])
def test_it_ends_after_calm_to_the_second_and_says_how_often_it_went_down(
    line: Line,
    later: timedelta,
    is_over: bool,
) -> None:
    begins = [AT + number * 10 * MINUTE for number in range(5)]
    line.flaps(*begins)
    line.review(begins[-1] + MINUTE + line.steady + later)
    assert (line.told()[-1] == ENDED) == is_over
    assert (line.alert().ended_at is not None) == is_over
    assert line.alert().value == (5.0 if is_over else 3.0)


def test_another_fall_in_the_calm_begins_the_calm_anew(line: Line) -> None:
    line.flaps(AT, AT + 5 * MINUTE, AT + 10 * MINUTE)
    again = AT + 11 * MINUTE + line.steady - SECOND
    line.flaps(again)
    line.review(again + MINUTE + line.steady - SECOND)
    assert line.told().count(OPENED) == 1
    assert ENDED not in line.told()
    line.review(again + MINUTE + line.steady)
    assert line.told()[-1] == ENDED


def test_after_its_end_a_single_outage_is_told_as_ever_and_three_are_flapping_again(line: Line) -> None:
    line.flaps(AT, AT + 5 * MINUTE, AT + 10 * MINUTE)
    calm = AT + 11 * MINUTE + line.steady
    line.review(calm)
    begins = AT + line.window + 11 * MINUTE
    line.flaps(begins)
    assert line.told()[-2:] == [DOWN, UP]
    line.flaps(begins + 5 * MINUTE, begins + 10 * MINUTE)
    assert line.told()[-1] == OPENED
    assert line.told().count(OPENED) == 2


@pytest.mark.parametrize(("later", "is_told"), [(timedelta(0), True), (-SECOND, False)])
def test_what_stays_down_is_told_as_down_once_and_not_as_flapping_any_more(
    line: Line,
    later: timedelta,
    is_told: bool,
) -> None:
    line.flaps(AT, AT + 5 * MINUTE)
    last = AT + 10 * MINUTE
    line.goes_down(last)
    stays = last + line.steady
    line.review(stays + later)
    assert (line.told()[-1] == DOWN) == is_told
    assert (line.alert().ended_at is not None) == is_told
    for minutes in range(1, 90, 3):
        line.review(stays + minutes * MINUTE)
    assert line.told() == [DOWN, UP, DOWN, UP, OPENED, DOWN]
    line.comes_back(stays + 100 * MINUTE)
    assert line.told()[-1] == UP


def test_a_device_flaps_by_itself_and_a_link_and_a_device_are_counted_apart(line: Line) -> None:
    line.flaps(AT, AT + 10 * MINUTE, thing=line.device)
    line.flaps(AT + 15 * MINUTE)
    assert OPENED not in line.told()
    line.flaps(AT + 30 * MINUTE, thing=line.device)  # when the link is no explanation any more
    assert line.told()[-1] == OPENED
    assert (line.alert().subject, line.alert().subject_id) == (Subject.DEVICE, line.device.id)
