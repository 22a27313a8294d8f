"""Reports of schools by a signed link: forged, revoked and repeated ones; what is kept becomes evidence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.outage import Cause, PowerReport
from inventory.store import power
from inventory.store.causes import correct_cause, judge_outage
from inventory.store.power import Taken
from tests.factories import AT, make_link, make_office, make_outage, make_person, make_site

MINUTE = timedelta(minutes=1)


def test_a_link_opens_its_own_school_until_it_is_revoked(database: Engine) -> None:
    with Session(database) as session:
        office = make_office(session)
        site, other = make_site(session, office), make_site(session, office)
        link = power.renew_link(session, site.id or 0, at=AT)
        token = power.path_of(site, link).rpartition("/")[2]
        assert power.find_school(session, site.code, token) is site
        assert power.find_school(session, other.code, token) is None
        for forged in (
            "",
            "-",
            "1",
            f"{link.id}-",
            f"{link.id}-{'0' * 32}",
            f"{token}0",
            "๑-x",
            "9" * 40,
            f"{token}\n",
        ):
            assert power.find_school(session, site.code, forged) is None
        again = power.renew_link(session, site.id or 0, at=AT)
        assert power.find_school(session, site.code, token) is None
        assert power.find_school(session, site.code, power.path_of(site, again).rpartition("/")[2]) is site


def test_reports_are_limited_by_sender_and_by_school(database: Engine) -> None:
    with Session(database) as session:
        office = make_office(session)
        site = make_site(session, office)

        def say(number: int, sender: str) -> Taken:
            at = AT + number * timedelta(seconds=10)
            return power.take_report(session, site, is_off=number % 2 == 0, sender=sender, at=at)

        assert say(0, "a") is Taken.NEW
        assert power.take_report(session, site, is_off=True, sender="a", at=AT + MINUTE) is Taken.KNOWN
        taken = [say(number, "a") for number in range(1, 9)]
        assert taken == [Taken.NEW] * 5 + [Taken.TOO_MANY] * 3
        others = [say(number, f"sender{number}") for number in range(9, 20)]
        assert others[-1] is Taken.TOO_MANY
        assert len(session.exec(select(PowerReport)).all()) <= power.MOST_OF_SCHOOL


@pytest.mark.parametrize("corrected", [False, True])
def test_a_report_is_evidence_and_a_persons_word_outlives_it(database: Engine, corrected: bool) -> None:
    with Session(database) as session:
        office = make_office(session)
        site = make_site(session, office)
        outage = make_outage(session, make_link(session, site))
        judge_outage(session, outage, at=AT + MINUTE)
        assert outage.cause is Cause.UNCLEAR
        if corrected:
            person = make_person(session, office)
            correct_cause(outage, Cause.PROVIDER, note="แจ้งแล้ว", person_id=person.id or 0, at=AT + MINUTE)
        power.take_report(session, site, is_off=True, sender="a", at=AT + 2 * MINUTE)
        assert outage.cause is (Cause.PROVIDER if corrected else Cause.POWER)
        assert [row["sign"] for row in outage.signs] == ["school_says_off"]
