"""Links that fall for one reason are one alert: later ones join, earlier ones are folded in, the rest is told after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.events import LinkRecovered, LinkWentDown
from inventory.models.link import Link
from inventory.models.outage import CurrentState, Outage, State, Subject
from netops.models.alert import Alert, AlertKind, AlertMember, OutboxMessage
from netops.notify.alerts import review, tell
from netops.settings import Settings
from tests.factories import AT, make_link, make_office, make_outage, make_person, make_provider, make_site

MINUTE = timedelta(minutes=1)


class District:
    """Schools with one link each: by letter of the provider, "a1" in a sub-district of its own, "a!" in the shared."""

    def __init__(self, session: Session, settings: Settings, names: str) -> None:
        self.session, self.settings = session, settings
        office = make_office(session)
        make_person(session, office, email="it@office.example", alerts=True)
        providers = {letter: make_provider(session, office) for letter in sorted({name[0] for name in names.split()})}
        self.links: dict[str, Link] = {}
        for name in names.split():
            area = "ตำบลร่วม" if "!" in name else f"ตำบล {name}"
            site = make_site(session, office, district="อำเภอร่วม", sub_district=area)
            self.links[name] = make_link(session, site, provider_id=providers[name[0]].id, name=name)

    def falls(self, names: str, at: datetime) -> None:
        facts = []
        for link in map(self.links.__getitem__, names.split()):
            outage = make_outage(self.session, link, site_id=link.site_id, started_at=at, confirmed_at=at)
            self._stand(link, State.DOWN)
            facts.append(LinkWentDown(link_id=link.id, site_id=link.site_id, outage_id=outage.id))
        tell(self.session, facts, at=at, settings=self.settings)

    def returns(self, names: str, at: datetime) -> None:
        facts = []
        for link in map(self.links.__getitem__, names.split()):
            self._stand(link, State.UP)
            outage = self.session.exec(select(Outage).where(Outage.subject_id == link.id)).one()
            outage.ended_at = at
            facts.append(LinkRecovered(link_id=link.id, site_id=link.site_id, outage_id=outage.id, seconds=60))
        tell(self.session, facts, at=at, settings=self.settings)

    def look_again(self, at: datetime) -> None:
        review(self.session, at=at, settings=self.settings)

    def _stand(self, link: Link, state: State) -> None:
        self.session.merge(CurrentState(subject=Subject.LINK, subject_id=link.id or 0, state=state))
        self.session.flush()

    def open(self) -> list[AlertKind]:
        query = select(Alert).where(col(Alert.ended_at).is_(None)).order_by(col(Alert.id))
        return [alert.kind for alert in self.session.exec(query)]

    def members(self) -> int:
        return len(self.session.exec(select(AlertMember)).all())

    def mails(self) -> int:
        return len(self.session.exec(select(OutboxMessage)).all())


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with Session(database) as opened:
        yield opened


def test_a_later_one_joins_without_a_second_mail(session: Session, settings: Settings) -> None:
    district = District(session, settings, "a1 a2 a3 a4")
    district.falls("a1 a2 a3", AT)
    district.falls("a4", AT + 5 * MINUTE)
    assert (district.open(), district.members(), district.mails()) == ([AlertKind.PROVIDER_OUTAGE], 4, 1)


def test_an_earlier_one_is_folded_in(session: Session, settings: Settings) -> None:
    district = District(session, settings, "a1 a2 a3")
    district.falls("a1", AT)
    assert (district.open(), district.mails()) == ([AlertKind.LINK_DOWN], 1)
    district.falls("a2 a3", AT + 2 * MINUTE)
    assert (district.open(), district.members(), district.mails()) == ([AlertKind.PROVIDER_OUTAGE], 3, 2)


def test_what_is_still_down_when_the_pattern_ends_is_told_on_its_own(session: Session, settings: Settings) -> None:
    district = District(session, settings, "a1 a2 a3")
    district.falls("a1 a2 a3", AT)
    district.returns("a1 a2", AT + 10 * MINUTE)
    assert district.open() == []
    district.look_again(AT + 20 * MINUTE)
    assert district.open() == [AlertKind.LINK_DOWN]


def test_schools_of_two_providers_in_one_sub_district_are_one_power_cut(session: Session, settings: Settings) -> None:
    district = District(session, settings, "a! b!")
    district.falls("a! b!", AT)
    assert (district.open(), district.members(), district.mails()) == ([AlertKind.AREA_POWER_OUT], 2, 1)
