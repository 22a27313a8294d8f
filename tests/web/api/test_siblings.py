"""What planning services read of netops with their own token: the feed of all offices, and the datasets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import Engine

from contract.data.netops import NeedRow, NetworkRow, RecurringRow, RiskRow
from contract.data.shape import Dataset, Row
from contract.feed import Feed
from inventory.models.contract import LinkMonth
from inventory.models.site import Office, PupilCount, Site
from inventory.store.acting import By
from inventory.store.siblings import tell_siblings
from netops.models.person import Role
from netops.settings import Settings
from office.fiscal import FiscalYear
from procurement.models.need import Need, NeedRisk
from procurement.models.spec import SpecNeed, SpecState
from procurement.needs.need import NeedState, Reason, Source
from procurement.store.spec_drafts import LineDraft, SpecDraft
from procurement.store.spec_lines import add_line
from procurement.store.specs import create_spec
from service.columns import utc_now
from service.database import transaction
from tests import factories
from tests.planning.entering import Netops
from tests.planning.kit.test_events import measured
from tests.web.api.calling import Api

SERVICE = {"sub": "service"}
Get = Callable[..., httpx.Response]


@pytest.fixture
def sibling(tmp_path: Path) -> Iterator[Netops]:
    """A planning service whose key is published at its address."""
    with Netops.running(tmp_path / "registry", "registry") as running:
        yield running


@pytest.fixture
def api(settings: Settings, engine: Engine, sibling: Netops) -> Api:
    return Api(settings.model_copy(update={"siblings": {"registry": sibling.url}}), engine)


@pytest.fixture
def get(api: Api, sibling: Netops) -> Get:
    """Asks with a token of the sibling."""

    def asked(path: str, token: str = "", **headers: str) -> httpx.Response:
        bearer = token or sibling.key.token("netops", SERVICE)
        return api.client.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {bearer}", **headers})

    return asked


@pytest.fixture
def offices(engine: Engine) -> list[Office]:
    with transaction(engine) as session:
        return [factories.make_office(session) for _ in range(2)]


def rows(answer: httpx.Response, kind: type[Row]) -> list[Row]:
    assert answer.status_code == 200, answer.text
    return [kind.model_validate(row) for row in Dataset.model_validate_json(answer.content).rows]


def test_a_sibling_reads_the_facts_of_all_offices_in_one_order(
    api: Api, get: Get, engine: Engine, offices: list[Office]
) -> None:
    with transaction(engine) as session:
        for value, office in enumerate((offices[0], offices[1], offices[0])):
            fact = measured(value).model_copy(update={"office_code": office.code})
            tell_siblings(session, fact, office_id=office.id or 0, at=utc_now())
    whole = Feed.model_validate_json(get("/contract-events?limit=2").content)
    assert [one.data["value"] for one in whole.items] == [0, 1]
    rest = Feed.model_validate_json(get(f"/contract-events?after={whole.cursor}&key={whole.key}").content)
    assert ([one.data["value"] for one in rest.items], rest.is_replayed) == ([2], False)
    own = Feed.model_validate_json(get(f"/contract-events?office={offices[0].code}").content)
    assert [one.data["value"] for one in own.items] == [0, 2]
    assert Feed.model_validate_json(get("/contract-events?after=1&key=other").content).is_replayed
    assert get("/contract-events?office=none").status_code == 404
    person = api.caller(Role.PLANNER, offices[1])
    assert [one["data"]["value"] for one in person("GET", "/contract-events").json()["items"]] == [1]
    assert person("GET", f"/contract-events?office={offices[0].code}").status_code == 404


def test_a_sibling_reads_nothing_else_and_a_stranger_nothing(
    api: Api, get: Get, sibling: Netops, tmp_path: Path, offices: list[Office]
) -> None:
    """Tries the pages and the API with the token of a service, and its routes with the tokens of others."""
    for path in ("/sites", "/people", "/contract-events/x", "/needs"):
        assert get(path).status_code in (401, 404), path
    header = {"Authorization": f"Bearer {sibling.key.token('netops', SERVICE)}"}
    assert api.client.get("/needs", headers=header, follow_redirects=False).headers["location"].startswith("/sign-in")
    assert api.client.post("/api/v1/contract-events", headers=header, json={}).status_code == 403
    with Netops.running(tmp_path / "stranger", "stranger") as stranger:
        for token in (
            stranger.key.token("netops", SERVICE),
            sibling.key.token("annual_plan", SERVICE),
            sibling.key.token("netops", {"sub": "7", "role": "admin"}),
            "a.b.c",
        ):
            assert get("/contract-events", token).status_code == 401
            assert get(f"/data/needs?office={offices[0].code}", token).status_code == 401


def test_datasets_are_of_one_office_and_told_anew_only_when_they_changed(
    api: Api, get: Get, engine: Engine, offices: list[Office]
) -> None:
    with transaction(engine) as session:
        factories.make_site(session, offices[1], name="ของอีกสำนักงาน")
    code = offices[0].code
    for name in ("needs", "network", "risks", "recurring"):
        first = get(f"/data/{name}?office={code}")
        assert "ของอีกสำนักงาน" not in first.text
        same = get(f"/data/{name}?office={code}", **{"If-None-Match": first.headers["etag"]})
        assert (same.status_code, same.content) == (304, b"")
    assert get(f"/data/none?office={code}").status_code == 404
    assert get("/data/needs?office=none").status_code == 404
    assert api.caller(Role.PLANNER, offices[0])("GET", f"/data/needs?office={code}").status_code == 200
    assert api.caller(Role.PLANNER, offices[1])("GET", f"/data/needs?office={code}").status_code == 404
    school = factories_site(engine, offices[0])
    assert api.caller(Role.SCHOOL, offices[0], site=school)("GET", f"/data/needs?office={code}").status_code == 403


def factories_site(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office)


def test_needs_come_with_price_specification_and_the_risks_that_they_treat(
    get: Get, engine: Engine, offices: list[Office]
) -> None:
    office, now = offices[0], utc_now()
    by = By("Somebody", now)
    with transaction(engine) as session:
        school = factories.make_site(session, office)
        risk = factories.make_risk(session, office, site_id=school.id, subject="site")
        given: dict[str, Any] = {"office_id": office.id, "reason": Reason.BROKEN, "source": Source.HAND, "quantity": 3}
        approved = Need(**given, title="สวิตช์", site_id=school.id, state=NeedState.APPROVED, fiscal_year=2570)
        criteria = Need(**given, title="คอมพิวเตอร์", criteria_item="computer/4")
        session.add_all([approved, criteria])
        session.flush()
        merged = Need(**given, title="รวมแล้ว", state=NeedState.MERGED, merged_into_id=approved.id)
        session.add(merged)
        session.flush()
        session.add(
            NeedRisk(need_id=merged.id or 0, risk_id=risk.id or 0, likelihood=4, impact=4, level=risk.level, at=now)
        )
        draft = SpecDraft.read({"title": "สวิตช์ปี 2570", "day": now.date(), "members": [{"name": "ก"}]})
        spec = create_spec(session, draft, office_id=office.id or 0, by=by)
        line = add_line(
            session,
            spec,
            LineDraft.read({"name": "สวิตช์ 24 ช่อง", "quantity": 3, "unit_word": "เครื่อง", "unit_price_satang": 600_000}),
        )
        session.add(SpecNeed(line_id=line.id or 0, need_id=approved.id or 0, site_id=school.id, quantity=3))
        spec.state = SpecState.APPROVED
        session.add(spec)
        session.flush()
        code, spec_id, price = school.code, spec.id, line.unit_price_satang
    first, second = rows(get(f"/data/needs?office={office.code}"), NeedRow)
    assert isinstance(first, NeedRow)
    assert isinstance(second, NeedRow)
    assert (first.school_code, first.state, first.fiscal_year) == (code, "approved", 2570)
    assert (first.spec_id, first.spec_version, first.unit_satang) == (spec_id, 1, price)
    assert first.total_satang == 3 * price
    assert first.risks == (risk.id,)
    assert (second.school_code, second.spec_id) == ("", None)
    assert second.unit_satang is not None
    assert "4" in second.price_source
    [told] = rows(get(f"/data/risks?office={office.code}"), RiskRow)
    assert isinstance(told, RiskRow)
    assert (told.id, told.score, told.school_code, told.left_score) == (risk.id, risk.score, code, None)


def test_the_network_of_a_school_per_pupil_and_its_rent_by_year(
    get: Get, engine: Engine, offices: list[Office]
) -> None:
    office, today = offices[0], utc_now().date()
    year = FiscalYear.of(today)
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    with transaction(engine) as session:
        school = factories.make_site(session, office)
        bare = factories.make_site(session, office)
        link = factories.make_link(
            session, school, speed_bps=200_000_000, price_satang_month=100_000, contract_start=date(2020, 1, 1),
            contract_end=year.following.last,
        )  # fmt: skip
        factories.make_link(session, school, speed_bps=100_000_000)
        for role in ("switch", "switch", "ap"):
            factories.make_device(session, school, role=role)
        session.add(PupilCount(site_id=school.id or 0, year=2569, pupils=150, computers=30))
        session.add(LinkMonth(link_id=link.id or 0, month=month, measured_s=1000, counted_s=10, written_at=utc_now()))
        codes = (school.code, bare.code)
    first, second = rows(get(f"/data/network?office={office.code}"), NetworkRow)
    assert isinstance(first, NetworkRow)
    assert isinstance(second, NetworkRow)
    assert (first.school_code, second.school_code) == codes
    assert (first.links, first.mbps, first.month_satang, first.unpriced_links) == (2, 300.0, 100_000, 1)
    assert (first.devices, first.device_count) == ({"ap": 1, "switch": 2}, 3)
    assert (first.mbps_per_pupil, first.devices_per_pupil, first.computers_per_pupil) == (2.0, 0.02, 0.2)
    assert (first.availability, first.availability_month) == (99.0, f"{month:%Y-%m}")
    assert (second.links, second.mbps, second.pupils, second.mbps_per_pupil, second.availability) == (
        0, 0.0, None, None, None,
    )  # fmt: skip
    rent = rows(get(f"/data/recurring?office={office.code}"), RecurringRow)
    assert [one.satang for one in rent if isinstance(one, RecurringRow)] == [1_200_000, 1_200_000, 0, 0, 0]
