"""Results of rules as they are kept: what is due, what is a fact, and what an exemption keeps silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.events import ComplianceBroken, ComplianceRestored
from inventory.models.config import ComplianceResult, ConfigVersion, Grade
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.store.compliance import (
    Due,
    ExemptionDraft,
    Judged,
    due,
    end_exemption,
    exempt,
    find_exemption,
    keep_results,
)
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_device, make_office, make_site

REVISION = "r1"
TODAY = AT.date()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """One that is rolled back in the end."""
    with Session(database) as session:
        yield session


@pytest.fixture
def device(session: Session) -> Device:
    return make_device(session, make_site(session, make_office(session)), ssh_platform="cisco_ios")


def version(session: Session, device: Device) -> int:
    assert device.id is not None
    row = ConfigVersion(device_id=device.id, taken_at=AT, checked_at=AT, sha256="0" * 64, redacted="", sealed=b"")
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def judged(session: Session, device: Device, grade: Grade, *, revision: str = REVISION) -> list[str]:
    """Keep one result of the rule no-telnet; the names of the facts."""
    assert device.id is not None
    newest = session.exec(select(ConfigVersion.id).order_by(ConfigVersion.id.desc())).first()  # type: ignore[union-attr]
    which = Due(device.id, "cisco_ios", newest or version(session, device))
    facts = keep_results(session, which, [Judged("no-telnet", grade, "line")], revision=revision, at=AT)
    session.flush()
    return [type(fact).__name__ for fact in facts]


def test_a_device_is_due_until_judged_and_again_with_another_version_or_rules(session: Session, device: Device) -> None:
    assert due(session, revision=REVISION, limit=10) == []
    first = version(session, device)
    assert [each.version_id for each in due(session, revision=REVISION, limit=10)] == [first]
    judged(session, device, Grade.KEPT)
    assert due(session, revision=REVISION, limit=10) == []
    assert [each.version_id for each in due(session, revision="r2", limit=10)] == [first]
    second = version(session, device)
    assert [each.version_id for each in due(session, revision=REVISION, limit=10)] == [second]


def test_an_archived_device_is_not_due(session: Session, device: Device) -> None:
    version(session, device)
    device.archived_at = AT
    session.flush()
    assert due(session, revision=REVISION, limit=10) == []


@pytest.mark.parametrize(
    ("grades", "facts"),
    [
        ([Grade.BROKEN], []),
        ([Grade.KEPT, Grade.BROKEN], [ComplianceBroken]),
        ([Grade.UNCLEAR, Grade.BROKEN], [ComplianceBroken]),
        ([Grade.BROKEN, Grade.BROKEN], []),
        ([Grade.BROKEN, Grade.KEPT], [ComplianceRestored]),
        ([Grade.UNCLEAR, Grade.KEPT], []),
        ([Grade.BROKEN, Grade.UNCLEAR], []),
    ],
)
def test_a_fact_is_what_moved(session: Session, device: Device, grades: list[Grade], facts: list[type[object]]) -> None:
    told = [judged(session, device, grade) for grade in grades][-1]
    assert told == [fact.__name__ for fact in facts]


def test_since_moves_with_the_grade_only(session: Session, device: Device) -> None:
    judged(session, device, Grade.BROKEN)
    row = session.exec(select(ComplianceResult)).one()
    row.since = AT - timedelta(days=9)
    judged(session, device, Grade.BROKEN, revision="r2")
    assert (row.since, row.revision) == (AT - timedelta(days=9), "r2")
    judged(session, device, Grade.KEPT)
    assert row.since == AT


def test_a_rule_that_is_no_more_leaves_no_result(session: Session, device: Device) -> None:
    judged(session, device, Grade.BROKEN)
    assert device.id is not None
    which = Due(device.id, "cisco_ios", version(session, device))
    keep_results(session, which, [Judged("another-rule", Grade.KEPT, "")], revision=REVISION, at=AT)
    session.flush()
    assert [row.rule for row in session.exec(select(ComplianceResult))] == ["another-rule"]


def office_of(session: Session, device: Device) -> int:
    return session.get_one(Site, device.site_id).office_id


@pytest.mark.parametrize(("whole_office", "until"), [(False, None), (True, None), (False, TODAY)])
def test_what_is_excepted_is_no_fact(session: Session, device: Device, whole_office: bool, until: date | None) -> None:
    draft = ExemptionDraft(
        rule="no-telnet", device_id=None if whole_office else device.id, reason="goes in summer", until=until
    )
    exempt(session, draft, office_id=office_of(session, device), person_id=None, today=TODAY)
    judged(session, device, Grade.KEPT)
    assert judged(session, device, Grade.BROKEN) == []


def test_an_exemption_that_has_ended_or_is_of_another_rule_keeps_nothing_silent(
    session: Session, device: Device
) -> None:
    office_id = office_of(session, device)
    past = ExemptionDraft(rule="no-telnet", device_id=device.id, reason="went in summer", until=TODAY)
    row = exempt(session, past, office_id=office_id, person_id=None, today=TODAY)
    row.until = TODAY - timedelta(days=1)
    other = ExemptionDraft(rule="login-banner", device_id=device.id, reason="goes in summer")
    exempt(session, other, office_id=office_id, person_id=None, today=TODAY)
    judged(session, device, Grade.KEPT)
    assert judged(session, device, Grade.BROKEN) == ["ComplianceBroken"]


def test_a_second_exemption_of_the_same_takes_the_place_of_the_first(session: Session, device: Device) -> None:
    office_id = office_of(session, device)
    for reason in ("goes in summer", "goes in winter"):
        draft = ExemptionDraft(rule="no-telnet", device_id=device.id, reason=reason)
        row = exempt(session, draft, office_id=office_id, person_id=None, today=TODAY)
    assert row.id is not None
    assert find_exemption(session, row.id, office_id=office_id).reason == "goes in winter"
    end_exemption(session, row)
    with pytest.raises(MissingError):
        find_exemption(session, row.id, office_id=office_id)


def test_another_offices_device_cannot_be_excepted(session: Session, device: Device) -> None:
    other = make_office(session)
    assert other.id is not None
    draft = ExemptionDraft(rule="no-telnet", device_id=device.id, reason="not ours at all")
    with pytest.raises(RefusedError):
        exempt(session, draft, office_id=other.id, person_id=None, today=TODAY)
