"""The report on screen and as a file: the same figures, each with the way to its rows; its schedule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.paper import Paper
from netops.models.person import Role
from netops.reports.schedule import load_schedule
from netops.settings import Settings
from service.database import reading, transaction
from tests.netops.reports.rows import HOSTILE, reported_office
from tests.web.browsing import Visit, person_of, signed_in

PDF = b"%PDF-"
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Reported:
    """An office with a year of months, seen by its director."""

    browsing: Visit
    office: Office


@pytest.fixture
def reported(settings: Settings, engine: Engine) -> Reported:
    with transaction(engine) as session:
        office = reported_office(session)
    return Reported(signed_in(settings, engine, person_of(engine, Role.DIRECTOR, office=office)), office)


def test_the_page_says_the_most_important_first(reported: Reported) -> None:
    page = reported.browsing.get("/reports?period=2026-10").text
    assert "Of 3 schools, 2 have the internet: 66.67%." in page
    assert "As many as in September 2026." in page
    assert "99.58%" in page
    assert HOSTILE not in page
    assert "=HYPERLINK(&#34;http://evil&#34;)" in page


def test_every_figure_leads_to_its_rows(reported: Reported) -> None:
    page = reported.browsing.get("/reports?period=2026-10").text
    assert "/outages?subject=link&amp;in=2026-10" in page
    listed = reported.browsing.get("/outages?subject=link&in=2026-10").text
    assert listed.count("<tr>") == 2  # the head and the one outage of October
    assert "Nothing fits these filters" in reported.browsing.get("/outages?subject=link&in=2026-09").text
    assert reported.browsing.get("/outages?in=nonsense").status_code == 200


def test_a_fiscal_year_and_what_is_no_period(reported: Reported) -> None:
    assert "fiscal year 2569" in reported.browsing.get("/reports?period=fy2569").text
    for wrong in ("2026-13", "fy2026", "2999-01", "<script>"):
        assert reported.browsing.get(f"/reports?period={wrong}").status_code == 404, wrong


def test_a_file_is_made_kept_and_the_same_again(reported: Reported, engine: Engine) -> None:
    browsing = reported.browsing
    for form, begins in (("pdf", PDF), ("docx", ZIP), ("xlsx", ZIP)):
        answer = browsing.post("/reports/make", {"period": "2026-10", "form": form})
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        assert f".{form}" in answer.headers["content-disposition"]
    with reading(engine) as session:
        (paper,) = session.exec(select(Paper)).all()
    assert f"/papers/{paper.id}/paper.pdf" in browsing.get("/reports").text
    first = browsing.get(f"/papers/{paper.id}/paper.docx").content
    assert browsing.get(f"/papers/{paper.id}/paper.docx").content == first


def test_a_viewer_reads_and_makes_nothing(reported: Reported, settings: Settings, engine: Engine) -> None:
    viewer = signed_in(settings, engine, person_of(engine, Role.VIEWER, office=reported.office))
    page = viewer.get("/reports?period=2026-10")
    assert page.status_code == 200
    assert "/reports/make" not in page.text
    assert viewer.post("/reports/make", {"period": "2026-10", "form": "pdf"}).status_code == 403


def test_the_schedule_is_kept_and_says_what_is_wrong(reported: Reported, settings: Settings, engine: Engine) -> None:
    admin = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=reported.office))
    given = {"enabled": "yes", "day": "๕", "hour": "9", "to_directors": "yes", "to_planners": "no"}
    given |= {"to_supply": "no", "to_it": "no"}
    assert admin.post("/settings/reports", {**given, "day": "31"}).status_code == 422
    assert admin.post("/settings/reports", given).status_code == 303
    with reading(engine) as session:
        kept = load_schedule(session, reported.office.id or 0)
    assert (kept.schedule.day, kept.schedule.hour, kept.schedule.roles) == (5, 9, (Role.DIRECTOR,))
    # What was due before it was switched on is not mailed after the event.
    assert kept.due(datetime.now(UTC), ZoneInfo("Asia/Bangkok")) == ()
