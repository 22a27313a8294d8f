"""Every page of the province opens with what was written down, and for nobody else."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.planning.province.filled import ANNUAL, DEVELOPMENT, FOUR_YEAR, Filled
from tests.planning.served import Served


def everything(filled: Filled) -> list[str]:
    """One of each thing; the addresses of all pages."""
    lead = filled.agency("สพป. สมมติ เขต 2", code="5302")
    partner = filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    development = filled.plan(DEVELOPMENT)
    four_year = filled.plan(FOUR_YEAR, parent_id=development)
    annual = filled.plan(ANNUAL, parent_id=four_year)
    strategy = filled.strategy(development)
    frame = filled.project(four_year, lead, "พัฒนาการอ่าน", amount_satang="400000")
    project = filled.project(
        annual,
        lead,
        "ค่ายพัฒนาการอ่าน ป.1",
        parent_id=frame,
        strategy_id=strategy,
        amount_satang="100000",
        target_group="นักเรียน ป.1",
        place="อำเภอฟากท่า",
    )
    filled.project(annual, partner, "ค่ายอ่านออก ป.๑", target_group="นักเรียนชั้น ป.1", place="อ.ฟากท่า")
    it = filled.it
    it.post(f"/projects/{project}/contributions/new", {"agency_id": partner, "kind": "money", "amount_satang": "40000"})
    it.post(f"/projects/{project}/tasks/new", {"agency_id": partner, "title": "จัดค่าย", "due_on": "2027-01-15"})
    it.post("/sectors/usual")
    at = f"/plans/{development}"
    it.post(f"{at}/situation/district/new", {"name": "ฟากท่า"})
    cluster = filled.plan(DEVELOPMENT, kind="cluster_development", province="กลุ่มจังหวัด", title="แผนกลุ่มจังหวัด")
    order = filled.made(
        "/orders/new",
        {
            "committee": "คณะทำงาน",
            "kind": "working_group",
            "begins_on": "2026-10-01",
            "ends_on": "2027-09-30",
            "quorum_numerator": "1",
            "quorum_denominator": "2",
        },
    )
    it.post(
        "/nominations/new",
        {"agency_id": partner, "committee": "คณะทำงาน", "asked_on": "2026-10-01", "due_on": "2026-10-15"},
    )
    return pages(
        {"lead": lead, "plan": development, "annual": annual, "cluster": cluster, "order": order, "project": project}
    )


def pages(of: Mapping[str, object]) -> list[str]:
    """Their addresses."""
    at = f"/plans/{of['plan']}"
    parts = ("", "/edit", "/tree", "/tree/new", "/situation", "/voices", "/voices/new", "/projects", "/overlaps")
    return [
        "/",
        "/agencies",
        "/agencies/export.xlsx",
        f"/agencies/{of['lead']}/edit",
        "/nominations",
        "/nominations/export.csv",
        "/nominations/1/answer",
        "/orders",
        f"/orders/{of['order']}",
        f"/orders/{of['order']}/edit",
        f"/orders/{of['order']}/members/new",
        "/plans",
        "/plans/export.csv",
        *(f"{at}{part}" for part in parts),
        *(f"{at}/situation/{what}/new" for what in ("district", "equity", "quality")),
        f"{at}/indicators/new",
        f"/plans/{of['cluster']}",
        *(
            f"/plans/{of['annual']}{part}"
            for part in ("", "/received", "/received/new", "/received/form.xlsx", "/overlaps", "/follow-up")
        ),
        f"/plans/{of['annual']}/projects/new",
        f"/plans/{of['annual']}/projects/export.xlsx",
        f"/projects/{of['project']}",
        f"/projects/{of['project']}/edit",
        f"/projects/{of['project']}/report",
        f"/projects/{of['project']}/tasks/new",
        f"/projects/{of['project']}/tasks/1",
        f"/projects/{of['project']}/contributions/new",
        f"/projects/{of['project']}/contributions/1",
        f"/projects/{of['project']}/contributions/1/change",
        "/calendar",
        "/calendar.ics",
        "/sectors",
        "/sectors/new",
        "/sectors/1",
        "/rules",
        "/rules/2549/new",
    ]


def test_every_page_opens_for_planning_staff_and_shows_nothing_to_another_office(
    filled: Filled, province: Served
) -> None:
    pages = everything(filled)
    assert {url: code for url in pages if (code := filled.it.get(url).status_code) != 200} == {}
    elsewhere = province.enter(office_code="5301")
    seen = {url: elsewhere.get(url) for url in pages}
    assert {url for url, one in seen.items() if one.status_code == 200 and "สมมติ" in one.text} == set()
    kept = [url for url in pages if any(char.isdigit() for char in url) and not url.startswith("/rules")]
    assert {url: seen[url].status_code for url in kept if seen[url].status_code != 404} == {}


@pytest.mark.parametrize("role", ["viewer", "director", "it"])
def test_who_may_only_read_changes_nothing(province: Served, role: str) -> None:
    it = province.enter(role)
    assert it.get("/plans").status_code == 200
    assert it.get("/plans/new").status_code == 403
    assert it.post("/agencies/new", {"name": "x"}).status_code == 403


def test_a_persons_school_sees_nothing_of_the_province(province: Served) -> None:
    assert province.enter("school", school_code="53020001").get("/plans").status_code == 403
