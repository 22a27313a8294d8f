"""Who is told of what, and when: rules of districts, severities, quiet hours and digests."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.outage import Subject
from inventory.models.site import Office
from netops.models.alert import Alert, AlertChannel, AlertKind, AlertMember, Severity, Subscription
from netops.models.person import Role
from netops.notify.recipients.readers import held_until, quiet_end, readers, takes
from netops.notify.recipients.subscribing import SubscriptionDraft, set_rule
from service.database import transaction
from tests.factories import make_office, make_person, make_site

BANGKOK = ZoneInfo("Asia/Bangkok")
NIGHT = Subscription(quiet_from=time(22), quiet_until=time(6))
NOON = Subscription(quiet_from=time(12), quiet_until=time(13))


def local(hour: int, minute: int = 0, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BANGKOK).astimezone(UTC)


@pytest.mark.parametrize(
    ("rule", "at", "ends"),
    [
        (NIGHT, local(21, 59), None),
        (NIGHT, local(22), local(6, day=23)),
        (NIGHT, local(23, 59), local(6, day=23)),
        (NIGHT, local(0, day=23), local(6, day=23)),
        (NIGHT, local(5, 59), local(6)),
        (NIGHT, local(6), None),
        (NOON, local(12), local(13)),
        (NOON, local(13), None),
        (Subscription(), local(3), None),
    ],
)
def test_quiet_hours_go_over_midnight(rule: Subscription, at: datetime, ends: datetime | None) -> None:
    assert quiet_end(rule, at, BANGKOK) == ends


@pytest.mark.parametrize(
    ("rule", "severity", "at", "until"),
    [
        (NIGHT, Severity.CRITICAL, local(23), None),
        (NIGHT, Severity.WARNING, local(23), local(6, day=23)),
        (Subscription(digest_hour=8), Severity.WARNING, local(9), local(8, day=23)),
        (Subscription(digest_hour=8), Severity.NOTICE, local(8), local(8)),
        (Subscription(digest_hour=8), Severity.CRITICAL, local(9), None),
        (
            Subscription(digest_hour=5, **NIGHT.model_dump(include={"quiet_from", "quiet_until"})),
            Severity.NOTICE,
            local(23),
            local(5, day=24),
        ),
        (Subscription(), Severity.NOTICE, local(9), None),
    ],
)
def test_what_does_not_press_waits_for_its_hour(
    rule: Subscription, severity: Severity, at: datetime, until: datetime | None
) -> None:
    assert held_until(rule, severity, at, BANGKOK) == until


def test_a_rule_takes_its_districts_and_severities_and_always_the_offices_own_matters() -> None:
    rule = Subscription(districts=["ก"], severities=["critical"])
    assert takes(rule, {"ก", "ข"}, Severity.CRITICAL)
    assert not takes(rule, {"ข"}, Severity.CRITICAL)
    assert not takes(rule, {"ก"}, Severity.WARNING)
    assert takes(rule, (), Severity.CRITICAL)
    assert takes(Subscription(), {"ข"}, Severity.NOTICE)


def told(session: Session, alert: Alert, office: Office) -> set[str]:
    return {reader.recipient for reader in readers(session, alert, office)}


def test_people_are_told_as_before_until_they_set_a_rule(database: Engine) -> None:
    with transaction(database) as session:
        office, other = make_office(session), make_office(session)
        here, there = make_site(session, office, district="ก"), make_site(session, office, district="ข")
        it = make_person(session, office, email="it@x.example", alerts=True)
        make_person(session, office, email="silent@x.example")
        director = make_person(session, office, email="director@x.example", alerts=True, role=Role.DIRECTOR)
        make_person(session, office, email="school@x.example", alerts=True, role=Role.SCHOOL, site_id=here.id)
        make_person(session, office, email="next@x.example", alerts=True, role=Role.SCHOOL, site_id=there.id)
        make_person(session, other, email="other@x.example", alerts=True)
        alert = Alert(
            kind=AlertKind.LINK_DOWN, subject=Subject.LINK, subject_id=1, site_id=here.id, started_at=local(9)
        )
        assert told(session, alert, office) == {"it@x.example", "school@x.example"}
        set_rule(session, it, SubscriptionDraft(districts=("ข",)))
        set_rule(session, director, SubscriptionDraft(least=Severity.CRITICAL))
        assert told(session, alert, office) == {"director@x.example", "school@x.example"}
        alert.severity = Severity.WARNING
        assert told(session, alert, office) == {"school@x.example"}


def test_channels_are_told_until_they_are_switched_off(database: Engine) -> None:
    with transaction(database) as session:
        office, other = make_office(session), make_office(session)
        site = make_site(session, office, district="ก")
        used = AlertChannel(office_id=office.id or 0, kind="line", name="group")
        off = AlertChannel(office_id=office.id or 0, kind="teams", name="off", disabled_at=local(8))
        foreign = AlertChannel(office_id=other.id or 0, kind="line", name="foreign")
        session.add_all([used, off, foreign])
        session.flush()
        alert = Alert(
            kind=AlertKind.LINK_DOWN, subject=Subject.LINK, subject_id=1, site_id=site.id, started_at=local(9)
        )
        assert told(session, alert, office) == {f"line:{used.id}"}
        set_rule(session, used, SubscriptionDraft(districts=("ก",), least=Severity.WARNING))
        assert told(session, alert, office) == {f"line:{used.id}"}
        alert.severity = Severity.NOTICE
        assert told(session, alert, office) == set()


def test_a_school_is_told_of_the_fault_of_many_that_it_is_one_of(database: Engine) -> None:
    with transaction(database) as session:
        office = make_office(session)
        fallen, spared = make_site(session, office), make_site(session, office)
        for name, site in (("fallen", fallen), ("spared", spared)):
            make_person(session, office, email=f"{name}@x.example", alerts=True, role=Role.SCHOOL, site_id=site.id)
        alert = Alert(kind=AlertKind.PROVIDER_OUTAGE, subject=Subject.PROVIDER, subject_id=1, started_at=local(9))
        session.add(alert)
        session.flush()
        assert told(session, alert, office) == set()
        member = AlertMember(
            alert_id=alert.id or 0, subject=Subject.LINK, subject_id=1, site_id=fallen.id, joined_at=local(9)
        )
        session.add(member)
        session.flush()
        assert told(session, alert, office) == {"fallen@x.example"}
        assert [reader.school_id for reader in readers(session, alert, office)] == [fallen.id]
