"""How links held: ranked by provider, district and link; figures lead to their outages, files agree with the page."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import Engine

from inventory.models.contract import LinkMonth
from inventory.models.link import Link, Provider
from inventory.models.site import Office
from netops.models.person import Role
from netops.settings import Settings
from service.columns import utc_now
from service.database import transaction
from tests import factories
from tests.inventory.sla.stored import make_november
from tests.web.browsing import Visit, person_of, signed_in

MONTH = utc_now().date().replace(day=1)


@pytest.fixture
def office(engine: Engine) -> Office:
    """The reader's."""
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def viewer(settings: Settings, engine: Engine, office: Office) -> Visit:
    """Somebody who only reads."""
    return signed_in(settings, engine, person_of(engine, Role.VIEWER, office=office))


@pytest.fixture
def links(engine: Engine, office: Office) -> list[Link]:
    """Two links of two providers: one lost a tenth of its time, the other a hundredth."""
    found = []
    with transaction(engine) as session:
        for name, counted_s in (("ช้าเน็ต", 10_000), ("ไวเน็ต", 1_000)):
            provider = factories.make_provider(session, office, name=name)
            site = factories.make_site(session, office, district=f"อำเภอ{name}")
            link = factories.make_link(
                session, site, provider_id=provider.id, price_satang_month=60_000, speed_bps=100_000_000
            )
            session.add(
                LinkMonth(
                    link_id=link.id or 0,
                    month=MONTH,
                    rtt_p50_ms=10,
                    rtt_p95_ms=20,
                    loss_percent=0.5,
                    jitter_ms=1,
                    rounds=100,
                    outages=2,
                    measured_s=100_000,
                    counted_s=counted_s,
                    totals={"unknown_s": 3600, "caused_s": {"power": 7200}},
                    written_at=utc_now(),
                )
            )
            found.append(link)
    return found


@pytest.mark.parametrize("by", ["provider", "district", "link"])
def test_the_worst_stands_first_with_what_does_not_count(viewer: Visit, links: list[Link], by: str) -> None:
    """90 % before 99 %; unknown time and power are shown apart."""
    assert links
    page = viewer.get(f"/quality?by={by}&of={MONTH:%Y-%m}").text
    assert page.index("90.000") < page.index("99.000")
    assert "power cut" in page
    assert "we could not see" in page
    assert "6.00" in page  # 600.00 baht for 100 Mbit/s


def test_a_file_has_every_reason_in_its_column(viewer: Visit, links: list[Link]) -> None:
    """In seconds, as many rows as the page."""
    assert links
    answer = viewer.get(f"/quality/export.csv?by=link&of={MONTH:%Y-%m}")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["Availability (%)"] for row in rows] == ["90.0", "99.0"]
    assert {(row["we could not see"], row["power cut"]) for row in rows} == {("3600", "7200")}
    assert viewer.get("/quality/export.xlsx").status_code == 200


def test_a_period_without_months_is_a_calm_page(viewer: Visit, links: list[Link]) -> None:
    """And a strange one is the present month."""
    assert links
    year = MONTH.year - (MONTH.month == 1)
    before = f"{year}-{(MONTH.month - 2) % 12 + 1:02}"
    assert "Nothing was reckoned" in viewer.get(f"/quality?of={before}").text
    assert "90.000" in viewer.get("/quality?of=<script>&by=nobody").text


def test_a_school_sees_its_own_links_only(
    settings: Settings, engine: Engine, office: Office, links: list[Link]
) -> None:
    """In the ranking and by address."""
    with transaction(engine) as session:
        site = session.get_one(type(factories.make_site(session, office)), links[1].site_id)
    school = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=site))
    assert "ช้าเน็ต" not in school.get("/quality").text
    assert school.get(f"/quality/links/{links[1].id}").status_code == 200
    assert school.get(f"/quality/links/{links[0].id}").status_code == 404


def test_a_links_page_tells_every_outage_of_a_month(viewer: Visit, engine: Engine, office: Office) -> None:
    """The table worked out by hand: 91.3242 %, twelve outages, each a link to its page."""
    with transaction(engine) as session:
        link = make_november(session, office)
        assert isinstance(session.get(Provider, link.provider_id), Provider)
        link_id = link.id
    page = viewer.get(f"/quality/links/{link_id}?of=2026-11").text
    if (MONTH.year, MONTH.month) >= (2026, 12):
        assert "91.3242%" in page
    assert page.count('<a href="/outages/') >= 11
    assert "announced maintenance" in page
