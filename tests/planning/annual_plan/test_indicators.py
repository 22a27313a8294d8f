"""Indicators of projects: whole, or refused with the field and the reason, whatever way they come (INV-C2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pytest
from sqlmodel import select

from contract.data.registry import IndicatorRow
from planning.annual_plan import copied
from planning.annual_plan.judging import aimed_at
from planning.annual_plan.models.project import Project
from planning.annual_plan.store.giving import as_office
from planning.annual_plan.store.plans import plan_for
from planning.annual_plan.store.project_drafts import ProjectDraft, draft_values
from planning.annual_plan.store.whole import problems, projects_of
from service.database import reading, transaction
from service.refusal import RefusedError
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import keep
from tests.planning.annual_plan.typing_in import PROJECT
from tests.planning.province.filled import text_of

LACKING = [
    ({"unit": " "}, "This is needed"),
    ({"direction": ""}, "This is needed"),
    ({"direction": "sideways"}, "One of"),
    ({"source": ""}, "This is needed"),
    ({"baseline": ""}, "A baseline is needed, or the reason why nothing was measured yet"),
    ({"baseline": "nan"}, "A number is needed"),
    ({"no_baseline": "ยังไม่เริ่ม"}, "There is a baseline: then nothing says why there is none"),
]


@pytest.mark.parametrize(("change", "reason"), LACKING)
def test_an_indicator_in_words_is_whole_or_none(office: Office, change: Mapping[str, str], reason: str) -> None:
    """Tries to break INV-C2 on the page: when it is typed in, and by an edit that takes a part away again."""
    changed = {f"indicators.0.{name}": value for name, value in change.items()}
    answer = office.planner.post("/projects/new", {**PROJECT, **changed})
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert office.planner.get("/projects/1").status_code == 404
    assert office.planner.post("/projects/new", PROJECT).status_code == 303
    with reading(office.served.engine) as session:
        before = session.exec(select(Project)).one()
    edit = office.planner.post("/projects/1/edit", {**PROJECT, **changed, "version": "1"})
    assert (edit.status_code, reason in edit.text) == (422, True)
    with reading(office.served.engine) as session:
        after = session.exec(select(Project)).one()
    assert after == before
    given = draft_values(after)
    given["indicators"] = [given["indicators"][0] | dict(change)]
    with pytest.raises(RefusedError, match=r"indicators\.0"):
        ProjectDraft.read(given)


def test_what_was_not_measured_yet_says_why_on_page_and_paper(office: Office) -> None:
    """INV-C2: no baseline is a choice with a reason, and the reason is read wherever the baseline would be."""
    reason = "เป็นโครงการปีแรก"
    unmeasured = {"indicators.0.baseline": "", "indicators.0.no_baseline": reason}
    assert office.planner.post("/projects/new", {**PROJECT, **unmeasured}).status_code == 303
    assert f"Not measured yet, because {reason}" in office.planner.get("/projects/1").text
    assert office.planner.get("/projects/1/form.pdf").content[:4] == b"%PDF"
    with reading(office.served.engine) as session:
        (one,) = projects_of(session, "5302", 2570)
    assert one.indicators[0].begins == f"ยังไม่มีการวัด: {reason}"


def test_an_indicator_that_nobody_describes_is_none(office: Office) -> None:
    """Tries to break INV-C2 by a key: one that is not known, one that is not whole where it is kept, and one that was
    whole when the project was written and is not when the plan goes to the board.
    """
    by_key = {**PROJECT, "indicators.0.key": "k1"}
    answer = office.planner.post("/projects/new", by_key)
    assert (answer.status_code, "This indicator is not known here" in answer.text) == (422, True)
    row = IndicatorRow(key="k1", code="K1", name="ร้อยละ", unit="ร้อยละ", direction="up", source="DMC")
    keep(office.served.engine, copied.INDICATORS, [row])
    answer = office.planner.post("/projects/new", by_key)
    assert "Where it is kept it is not whole: no baseline" in answer.text
    keep(office.served.engine, copied.INDICATORS, [row.model_copy(update={"baseline": 1.0})])
    assert office.planner.post("/projects/new", by_key).status_code == 303
    keep(office.served.engine, copied.INDICATORS, [row.model_copy(update={"source": ""})])
    with transaction(office.served.engine) as session:
        plan = plan_for(session, as_office("5302"), 2570)
        said = [one.text() for one in problems(session, "5302", plan.key)]
    assert "Project 001, indicator K1 ร้อยละ: no source" in said
    assert "Project 001, indicator K1 ร้อยละ: no baseline" in said


BAND: Final = {"indicators.0.direction": "band", "indicators.0.band_low": "70", "indicators.0.band_high": "๙๐"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"band_low": ""}, "A band has two ends"),
        ({"band_high": ""}, "A band has two ends"),
        ({"band_low": "90.5"}, "The band ends below its beginning"),
        ({"band_high": "มาก"}, "A number is needed"),
        ({"band_high": "inf"}, "A number is needed"),
        ({"direction": "up"}, "Only where within a band is better are there ends"),
    ],
)
def test_a_band_in_words_has_two_ends_in_their_order(office: Office, change: Mapping[str, str], reason: str) -> None:
    changed = {f"indicators.0.{name}": value for name, value in change.items()}
    answer = office.planner.post("/projects/new", {**PROJECT, **BAND, **changed})
    assert (answer.status_code, reason in answer.text) == (422, True)
    assert office.planner.get("/projects/1").status_code == 404


@pytest.mark.requirement("P2-4.8")
def test_a_result_within_the_band_is_met_and_one_beside_it_is_not(approved: Office) -> None:
    """The ends are on page and paper; 80 is the target, and neither 75 nor 95 is judged by it."""
    with transaction(approved.served.engine) as session:
        row = session.exec(select(Project)).one()
        row.links = ProjectDraft.read(draft_values(row) | {"indicators": [OF_A_BAND]}).values()["links"]
    shown = approved.planner.get("/projects/1").text
    assert "within a band 70–90" in shown
    judged = (("75", "target met"), ("95", "better than the baseline, not met"), ("30", "not met"))
    for version, (value, word) in enumerate(judged):
        form = {"progress": "doing", "percent": "10", "actuals.0.key": "ร้อยละ", "actuals.0.value": value}
        assert approved.planner.post("/reports/1/1/report", {**form, "version": str(version)}).status_code == 303
        page = approved.planner.get("/reports/1").text
        row_of = next(one for one in page.split("<tr") if "within a band 70–90" in one)
        assert (value in row_of, f"</svg> {word}</span>" in row_of) == (True, True), (value, row_of)
    text = text_of(approved.planner.get("/reports/1/1/paper.docx").content)
    assert re.search(r"อยู่ในช่วง\s70–90", text)
    assert "ไม่บรรลุเป้าหมาย" in text


OF_A_BAND: Final = {
    "name": "ร้อยละ",
    "unit": "ร้อยละ",
    "direction": "band",
    "source": "รายงาน",
    "baseline": "50",
    "band_low": "70",
    "band_high": "90",
    "target": "80",
}


def test_a_plan_with_a_band_without_ends_is_not_laid_before_the_board(approved: Office) -> None:
    """What was written before there were ends: the gate names the indicator; a registered one is refused at once."""
    with transaction(approved.served.engine) as session:
        row = session.exec(select(Project)).one()
        old = {name: value for name, value in OF_A_BAND.items() if name not in {"band_low", "band_high", "target"}}
        row.links = row.links | {"indicators": [old | {"key": "", "no_baseline": "", "baseline": 50.0}]}
        plan = plan_for(session, as_office("5302"), 2570)
        found = [one.text() for one in problems(session, "5302", plan.key)]
    assert "Project 001, indicator ร้อยละ: no ends of the band" in found
    known = IndicatorRow(key="k1", code="K1", name="ก", unit="ร้อยละ", direction="band", source="DMC", baseline=1.0)
    keep(approved.served.engine, copied.INDICATORS, [known])
    answer = approved.planner.post("/projects/new", {**PROJECT, "code": "002", "indicators.0.key": "k1"})
    assert "Where it is kept it is not whole: no ends of the band" in answer.text


@pytest.mark.parametrize(
    ("target", "figure"),
    [
        ("80", 80.0),
        ("ไม่น้อยกว่าร้อยละ ๘๐", 80.0),
        ("1,250 คน", 1250.0),
        ("60 ถึง 80", None),
        ("ทุกโรงเรียน", None),
        ("", None),
    ],
)
def test_a_target_in_words_aims_at_its_one_figure(target: str, figure: float | None) -> None:
    assert aimed_at(target) == figure
