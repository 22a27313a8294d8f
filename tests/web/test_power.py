"""A school reports its power without an account: only by a right code, from our own page, and not without end."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.columns import utc_now
from inventory.models.outage import Cause, Outage, PowerReport
from inventory.store import power
from netops.db import reading, transaction
from netops.settings import Settings
from tests import factories
from tests.web.browsing import Visit, visit

EVIL = "<script>alert(1)</script>"


class Place:
    """A school with an open outage and a code, and somebody without an account who has it."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine = engine
        with transaction(engine) as session:
            site = factories.make_site(session, factories.make_office(session), name=EVIL)
            now = utc_now()
            factories.make_outage(session, factories.make_link(session, site), started_at=now, confirmed_at=now)
            self.site_id, self.code = site.id or 0, site.code
            self.path = power.path_of(site, power.renew_link(session, self.site_id, at=now))
        self.anybody: Visit = visit(settings, engine)

    def say(self, power_is: str, path: str = "", **headers: str) -> int:
        form = {"power_is": power_is}
        return self.anybody.client.post(path or self.path, data=form, headers=headers).status_code

    def reports(self) -> list[bool]:
        with reading(self.engine) as session:
            return [report.is_off for report in session.exec(select(PowerReport).order_by(PowerReport.id))]  # type: ignore[arg-type]


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


def test_a_report_is_kept_as_evidence_of_the_outage(place: Place) -> None:
    shown = place.anybody.get(place.path)
    assert shown.status_code == 200
    assert EVIL not in shown.text
    assert shown.headers["cache-control"] == "no-store"
    assert place.reports() == []
    assert place.say("off") == 200
    assert place.reports() == [True]
    with reading(place.engine) as session:
        assert session.exec(select(Outage)).one().cause is Cause.POWER


def test_a_wrong_or_revoked_code_is_not_there(place: Place) -> None:
    for path in (f"{place.path}0", f"/s/{place.code}/power/1-{'0' * 32}", f"/s/{place.code}/power/%00%3Cscript%3E"):
        assert place.anybody.get(path).status_code == 404
        assert place.say("off", path) == 404
    with transaction(place.engine) as session:
        power.revoke_link(session, place.site_id, at=utc_now())
    assert place.say("off") == 404
    assert place.reports() == []


def test_another_sites_page_and_words_that_no_button_says_are_refused(place: Place) -> None:
    assert place.say("off", origin="https://evil.example") == 403
    assert place.say(EVIL) in {400, 422}
    assert place.reports() == []


def test_reports_without_end_are_refused(place: Place) -> None:
    answers = [place.say("off" if number % 2 else "on") for number in range(power.MOST_OF_SENDER + 2)]
    assert answers == [200] * power.MOST_OF_SENDER + [429] * 2
    assert len(place.reports()) == power.MOST_OF_SENDER
