"""A school reports its power without an account: only by a right code, from our own page, and not without end."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.events import LinkWentDown
from inventory.models.link import Link
from inventory.models.outage import Cause, Outage, PowerReport
from inventory.models.power import PowerLink
from inventory.models.site import Office, Site
from inventory.store import power
from netops.models.alert import OutboxMessage
from netops.models.person import Role
from netops.notify.alerts import tell
from netops.settings import Settings
from service.columns import utc_now
from service.database import reading, transaction
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


class Mailed:
    """A school without a code whose link falls; its teacher and the IT officer are mailed of it."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine, self.settings = engine, settings
        with transaction(engine) as session:
            office: Office = factories.make_office(session)
            site: Site = factories.make_site(session, office)
            self.site_id = site.id or 0
            self.link_id = factories.make_link(session, site).id or 0
            factories.make_person(session, office, email="it@x.example", alerts=True, language="en")
            factories.make_person(
                session, office, email="school@x.example", alerts=True, role=Role.SCHOOL, site_id=site.id
            )

    def fall(self) -> dict[str, OutboxMessage]:
        """The link goes down; the message to each."""
        now = utc_now()
        with transaction(self.engine) as session:
            link = session.get_one(Link, self.link_id)
            outage = factories.make_outage(session, link, started_at=now, confirmed_at=now)
            fact = LinkWentDown(link_id=self.link_id, site_id=self.site_id, outage_id=outage.id)
            tell(session, [fact], at=now, settings=self.settings)
        with reading(self.engine) as session:
            rows = session.exec(select(OutboxMessage)).all()
        return {row.recipient: row for row in rows}

    def links(self) -> int:
        with reading(self.engine) as session:
            return len(session.exec(select(PowerLink)).all())


def test_the_link_of_a_mail_opens_the_page_and_its_report_counts(settings: Settings, engine: Engine) -> None:
    mailed = Mailed(settings, engine)
    told = mailed.fall()
    assert "/power/" not in told["it@x.example"].text + told["it@x.example"].html
    to_school = told["school@x.example"]
    found = re.search(rf"^{re.escape(settings.base_url)}(/s/\S+/power/\S+)$", to_school.text, re.MULTILINE)
    assert found is not None, to_school.text
    assert f'href="{settings.base_url}{found[1]}"' in to_school.html
    anybody = visit(settings, engine)
    assert anybody.get(found[1]).status_code == 200
    assert anybody.client.post(found[1], data={"power_is": "off"}).status_code == 200
    with reading(engine) as session:
        assert [report.site_id for report in session.exec(select(PowerReport))] == [mailed.site_id]
        assert session.exec(select(Outage)).one().cause is Cause.POWER


def test_a_mail_carries_the_printed_code(settings: Settings, engine: Engine) -> None:
    mailed = Mailed(settings, engine)
    with transaction(engine) as session:
        site = session.get_one(Site, mailed.site_id)
        path = power.path_of(site, power.renew_link(session, mailed.site_id, at=utc_now()))
    assert f"{settings.base_url}{path}\n" in mailed.fall()["school@x.example"].text
    assert mailed.links() == 1


def test_a_mail_does_not_bring_back_a_revoked_code(settings: Settings, engine: Engine) -> None:
    mailed = Mailed(settings, engine)
    with transaction(engine) as session:
        power.renew_link(session, mailed.site_id, at=utc_now())
        power.revoke_link(session, mailed.site_id, at=utc_now())
    assert "/power/" not in mailed.fall()["school@x.example"].text
    assert mailed.links() == 1
