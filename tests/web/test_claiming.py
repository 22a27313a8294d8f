"""The claim of one link by one click: on the link's, school's and outage's page, for whom, and why not otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.contract import Claim, ClaimState, Contract
from inventory.models.link import Link
from inventory.models.outage import Outage
from inventory.models.site import Office, Site
from netops.models.person import Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.inventory.sla.stored import make_november
from tests.web.browsing import Visit, person_of, signed_in

NOW = datetime(2026, 12, 15, 3, tzinfo=UTC)
BUTTON = "Draft the claim of November 2026"


class Place:
    """An office on 15 December: a link that was cut off twelve times in November, and one without a contract."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.settings, self.engine = settings, engine
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            self.link: Link = make_november(session, self.office)
            self.site: Site = session.get_one(Site, self.link.site_id)
            self.bare: Link = factories.make_link(session, self.site)
            bare_outage = factories.make_outage(session, self.bare)
            outages = session.exec(select(Outage).where(Outage.subject_id == self.link.id)).all()
            self.outage_id = next(row.id for row in outages if row.started_at.month == 11)
            self.bare_outage_id = bare_outage.id
        self.supply = self.visit(Role.SUPPLY)

    def visit(self, role: Role) -> Visit:
        site = self.site if role is Role.SCHOOL else None
        return signed_in(self.settings, self.engine, person_of(self.engine, role, office=self.office, site=site))

    def pages(self) -> list[str]:
        """Where the claim of November is offered."""
        home = f"/quality/links/{self.link.id}"
        return [home, f"{home}?of=2026-11", f"/schools/{self.site.code}", f"/outages/{self.outage_id}"]

    def claims(self) -> list[Claim]:
        with reading(self.engine) as session:
            return list(session.exec(select(Claim).order_by(Claim.id)))  # type: ignore[arg-type]


@pytest.fixture
def place(settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Place:
    # The outages of the table lie in the future of whoever runs this in November 2026 or before.
    for module in ("claims", "claim", "quality", "school"):
        monkeypatch.setattr(f"netops.web.pages.{module}.utc_now", lambda: NOW)
    return Place(settings, engine)


def test_one_click_on_each_page_drafts_the_month_that_is_over(place: Place) -> None:
    for url in place.pages():
        page = place.supply.get(url).text
        assert page.count(BUTTON) == 1, url
        assert f'name="link" value="{place.link.id}"><input type="hidden" name="month" value="2026-11"' in page
    answer = place.supply.post("/claims/draft", {"link": str(place.link.id), "month": "2026-11"})
    claim = place.claims()[0]
    assert answer.headers["location"] == f"/claims/{claim.id}"
    assert BUTTON in place.supply.get(place.pages()[0]).text  # a draft is made anew as often as is liked


def test_an_earlier_month_is_claimed_where_it_is_looked_at(place: Place) -> None:
    assert "Draft the claim of October 2026" in place.supply.get(f"/quality/links/{place.link.id}?of=2026-10").text


def test_what_was_sent_is_shown_and_what_has_no_contract_says_so(place: Place) -> None:
    place.supply.post("/claims/draft", {"link": str(place.link.id), "month": "2026-11"})
    claim = place.claims()[0]
    with transaction(place.engine) as session:
        session.get_one(Claim, claim.id).state = ClaimState.SENT
    for url in place.pages():
        page = place.supply.get(url).text
        assert BUTTON not in page, url
        assert f'href="/claims/{claim.id}"' in page
        assert "The claim of November 2026 was sent" in page
    reason = "No claim of November 2026: The link has no contract yet"
    assert reason in place.supply.get(f"/quality/links/{place.bare.id}").text
    assert reason in place.supply.get(f"/outages/{place.bare_outage_id}").text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.DIRECTOR, Role.SCHOOL])
def test_who_drafts_no_claims_of_it_is_offered_none(place: Place, role: Role) -> None:
    visitor = place.visit(role)
    for url in [*place.pages(), f"/quality/links/{place.bare.id}", f"/outages/{place.bare_outage_id}"]:
        page = visitor.get(url)
        assert page.status_code == 200
        assert "the claim of" not in page.text, url
        assert "No claim of" not in page.text, url


def test_a_school_that_pays_claims_itself(place: Place) -> None:
    with transaction(place.engine) as session:
        session.get_one(Contract, place.link.contract_id).payer_site_id = place.site.id
    school = place.visit(Role.SCHOOL)
    for url in place.pages():
        assert BUTTON in school.get(url).text, url
    assert school.post("/claims/draft", {"link": str(place.link.id), "month": "2026-11"}).status_code == 303
    assert len(place.claims()) == 1
