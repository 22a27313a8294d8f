"""What partners bring: declined and offered again without a new row, with all that became of it on page and paper."""

from __future__ import annotations

import re

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select, text

from contract.data.province import SharedProjectRow
from planning.kit.tables import AuditEntry
from planning.plans.store.papers import about_of, draw
from planning.province.acting import on_behalf
from planning.province.giving import give_shared
from planning.province.models.plan import Plan
from planning.province.models.project import Contribution, PledgeState, PledgeStep
from planning.province.papers.plan import PLAN
from planning.province.store.content import content_of
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.province.filled import Filled, text_of
from tests.planning.province.test_sharing import bring, shared_project
from tests.planning.served import Served

WHY = {"reason": "ไม่มีงบประมาณ"}


def row_of(page: str, partner: str) -> str:
    """Its row in the table of what partners bring."""
    return next(one for one in page.split("<tr") if partner in one and "/contributions/" in one)


@pytest.mark.requirement("P3-4.5", "P3-2.3")
def test_a_partner_that_changes_its_mind_offers_the_same_again(filled: Filled, province: Served) -> None:
    """Declined, it counts for nothing and is still there; offered again, it counts as much as is said then."""
    it = filled.it
    project, lead, partner = shared_project(filled)
    assert bring(filled, project, lead, "600") == 303
    assert bring(filled, project, partner, "400") == 303
    at, one = f"/projects/{project}", f"/projects/{project}/contributions/2"
    assert it.post(f"{at}/agree").status_code == 303
    assert "This is needed" in it.post(f"{one}/decline", {"reason": " "}).text
    assert it.post(f"{one}/decline", WHY).status_code == 303
    page = it.get(at).text
    assert "Still lacking (baht): 400.00" in page
    assert "All partners agreed on" not in page
    assert ("declined" in row_of(page, "เขต 1"), WHY["reason"] in row_of(page, "เขต 1")) == (True, True)
    assert it.post(f"{one}/decline", WHY).status_code == 422, "it was declined already"
    assert bring(filled, project, partner, "400") == 422, "not by a new row"

    assert 'value="400.00"' in it.get(f"{one}/change").text
    nothing = it.post(f"{one}/offer", {"amount_satang": "0", "reason": "ได้รับโอนงบ"})
    assert (nothing.status_code, "This is needed" in nothing.text) == (422, True)
    assert it.post(f"{one}/offer", {"amount_satang": "400", "reason": "ได้รับโอนงบ"}).status_code == 303
    assert it.post(f"{one}/offer", {"amount_satang": "500", "reason": "อีก"}).status_code == 422, "it is offered"
    page = it.get(at).text
    assert "The money of the partners adds up to the project." in page
    assert "offered again" in row_of(page, "เขต 1")
    assert it.post(f"{at}/agree").status_code == 303
    told = re.findall(r"</svg>([^<]+)</span></td><td", it.get(one).text)
    assert [word.strip() for word in told] == ["offered", "declined", "offered again"]
    with reading(province.engine) as session:
        rows = session.exec(select(Contribution)).all()
        steps = session.exec(select(PledgeStep).where(PledgeStep.contribution_id == 2)).all()
        acts = [row.action for row in session.exec(select(AuditEntry)) if row.action.startswith("contribution.")]
        given = SharedProjectRow.model_validate(give_shared(session, "5302").rows[0])
    assert [(row.state, row.amount_satang) for row in rows] == [
        (PledgeState.OFFERED, 60_000),
        (PledgeState.OFFERED, 40_000),
    ]
    assert [(row.state.value, row.reason) for row in steps] == [
        ("offered", ""),
        ("declined", WHY["reason"]),
        ("offered", "ได้รับโอนงบ"),
    ]
    assert acts == ["contribution.added", "contribution.added", "contribution.changed", "contribution.changed"]
    assert [share.state for share in given.shares] == ["offered", "offered"]


def test_all_that_became_of_it_stands_in_the_paper_of_the_plan(filled: Filled, province: Served) -> None:
    project, lead, partner = shared_project(filled)
    assert (bring(filled, project, lead, "600"), bring(filled, project, partner, "400")) == (303, 303)
    one = f"/projects/{project}/contributions/2"
    assert filled.it.post(f"{one}/decline", WHY).status_code == 303
    assert paper(province).count("ไม่ร่วมสนับสนุน") == 1
    assert filled.it.post(f"{one}/offer", {"amount_satang": "400", "reason": "ได้รับโอนงบ"}).status_code == 303
    said = paper(province)
    assert (
        said.index("ไม่ร่วมสนับสนุน") < said.index("ไม่มีงบประมาณ") < said.index("กลับมาร่วมสนับสนุน") < said.index("ได้รับโอนงบ")
    )


def paper(province: Served) -> str:
    """The plan as a Word file, as it would be frozen now."""
    now = utc_now()
    with reading(province.engine) as session:
        data = content_of(session, on_behalf("5302"), session.exec(select(Plan)).one())
        named = data.model_copy(update={"office": "สำนักงานสมมติ"})
        drawn = draw(session, PLAN, (named, about_of(named.office, "", now)), office_code="5302", at=now)
    return text_of(drawn.file("docx"))


def test_what_an_agency_brings_is_declined_with_its_last_task(filled: Filled, province: Served) -> None:
    """By the answer of the office itself, too: nothing is deleted, and the reason is that of the task."""
    project, _lead, partner = shared_project(filled)
    assert bring(filled, project, partner, "400") == 303
    task = {"agency_id": partner, "title": "จัดค่าย", "due_on": "2027-01-15"}
    assert filled.it.post(f"/projects/{project}/tasks/new", task).status_code == 303
    assert filled.it.post(f"/projects/{project}/tasks/1", {"state": "declined", **WHY}).status_code == 303
    with reading(province.engine) as session:
        row = session.exec(select(Contribution)).one()
        last = session.exec(select(PledgeStep).order_by(PledgeStep.id.desc())).first()  # type: ignore[union-attr]
    assert last is not None
    assert (row.state, row.amount_satang, last.reason) == (PledgeState.DECLINED, 40_000, WHY["reason"])


def test_who_saw_an_older_state_is_told_and_no_step_is_changed(filled: Filled, province: Served) -> None:
    project, _lead, partner = shared_project(filled)
    assert bring(filled, project, partner, "400") == 303
    one = f"/projects/{project}/contributions/1"
    assert bring(filled, project, partner, "500") == 303
    answer = filled.it.post(f"{one}/decline", {**WHY, "seen": "0"})
    assert (answer.status_code, "Somebody else changed this meanwhile" in answer.text) == (422, True)
    assert filled.it.get("/projects/1/contributions/99").status_code == 404
    stranger = province.enter("planner", office_code="5301")
    assert (stranger.get(one).status_code, stranger.post(f"{one}/decline", WHY).status_code) == (404, 404)
    for said in ("UPDATE pledge_step SET reason = 'x'", "DELETE FROM pledge_step"):
        with pytest.raises(IntegrityError), transaction(province.engine) as session:
            session.exec(text(said))  # type: ignore[call-overload]
