"""The director's report over the API: periods, figures, the paper, and when it is mailed."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.netops.reports.rows import reported_office
from tests.web.api.calling import Api, Caller


@pytest.fixture
def office(engine: Engine) -> Office:
    """With a year of months."""
    with transaction(engine) as session:
        return reported_office(session)


@pytest.fixture
def api(settings: Settings, engine: Engine) -> Api:
    return Api(settings, engine)


@pytest.fixture
def director(api: Api, office: Office) -> Caller:
    return api.caller(Role.DIRECTOR, office)


def test_periods_and_the_figures_of_one(director: Caller) -> None:
    periods = director("GET", "/director-reports").json()
    by_key = {period["key"]: period for period in periods}
    assert by_key["2026-10"]["is_over"] is True
    assert "fy2570" in by_key
    report = director("GET", "/director-reports/2026-10").json()
    assert report["connected_percent"] == "66.67"
    assert report["available_percent"] == "99.58"
    total = report["figures"]["total"]
    assert (total["schools"], total["connected"], total["outages"]) == (3, 2, 1)
    assert [line["name"] for line in report["figures"]["districts"]] == ["ท่าปลา", "น้ำปาด"]
    year = director("GET", "/director-reports/fy2569").json()["figures"]
    assert (year["period"], year["since"]) == ("fy2569", "2025-10-01")


def test_what_is_no_period_or_has_not_begun_is_not_there(director: Caller) -> None:
    for period in ("2026-13", "2099-01", "fy2699", "now", "2026-10-01"):
        assert director("GET", f"/director-reports/{period}").status_code == 404, period
        assert director("POST", f"/director-reports/{period}").status_code == 404, period


def test_a_paper_is_made_once_for_the_same_figures(api: Api, director: Caller, office: Office, engine: Engine) -> None:
    made = director("POST", "/director-reports/2026-09")
    assert made.status_code == 201, made.text
    paper = made.json()
    assert director("POST", "/director-reports/2026-09").json()["id"] == paper["id"]
    assert director("GET", f"/papers/{paper['id']}/paper.pdf").content.startswith(b"%PDF-")
    assert director("GET", f"/papers/{paper['id']}/paper.xlsx").content.startswith(b"PK\x03\x04")
    assert [one["id"] for one in director("GET", f"/papers?kind={paper['kind']}").json()["items"]] == [paper["id"]]
    with reading(engine) as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "report.made")).all()
    assert [entry.detail for entry in entries] == [{"period": "2026-09"}] * 2
    viewer = api.caller(Role.VIEWER, office)
    assert viewer("GET", "/director-reports/2026-09").status_code == 200
    assert viewer("POST", "/director-reports/2026-09").status_code == 403


def test_another_office_and_a_school_read_nothing_of_it(api: Api, office: Office, engine: Engine) -> None:
    with transaction(engine) as session:
        elsewhere = factories.make_office(session)
        site = factories.make_site(session, office)
    theirs = api.caller(Role.DIRECTOR, elsewhere)("GET", "/director-reports/2026-10").json()
    assert theirs["figures"]["total"]["schools"] == 0
    assert theirs["connected_percent"] is None
    assert api.caller(Role.SCHOOL, office, site=site)("GET", "/director-reports/2026-10").status_code == 403


def test_the_schedule_is_read_and_changed_field_by_field(api: Api, office: Office, engine: Engine) -> None:
    admin = api.caller(Role.ADMIN, office)
    assert admin("GET", "/report-schedule").json()["enabled"] is False
    changed = admin("PATCH", "/report-schedule", {"enabled": True, "day": 5}).json()
    assert (changed["enabled"], changed["day"], changed["hour"]) == (True, 5, 8)
    assert admin("GET", "/report-schedule").json() == changed
    refused = admin("PATCH", "/report-schedule", {"day": 31})
    assert refused.status_code == 422
    assert [problem["field"] for problem in refused.json()["errors"]] == ["day"]
    assert api.caller(Role.IT, office)("PATCH", "/report-schedule", {"day": 6}).status_code == 403
    with reading(engine) as session:
        entries = session.exec(select(AuditEntry)).all()
    assert [entry.action for entry in entries] == ["settings.report_schedule_changed"]
