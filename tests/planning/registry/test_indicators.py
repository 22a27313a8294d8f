"""Indicators: none without what makes it one (INV-C2), graded by the direction that is better, given to others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from contract.data.plans import AlignmentRow
from contract.data.registry import IndicatorRow
from contract.data.shape import Given
from contract.events import IndicatorMeasured
from contract.planning import ActualEntered
from office.academic import AcademicYear
from office.fiscal import FiscalYear
from planning.kit.tables import Copy
from planning.plans.described import Direction
from planning.plans.grading import Grade, Measure, grade
from planning.registry.giving import give_fiscal_years, give_indicators, give_references
from planning.registry.models.fiscal_year import FiscalYearState, YearState
from planning.registry.models.indicator import Indicator, IndicatorActual
from planning.registry.models.reference import PolicyNode
from planning.registry.store.indicators import graded, hear
from service.database import reading, transaction
from tests.planning.served import Served

Serve = Callable[[str], Served]
AT = datetime(2026, 11, 1, tzinfo=UTC)
INDICATOR = {
    "code": "K1",
    "name": "จำนวนเด็กออกกลางคัน",
    "unit": "คน",
    "direction": "down",
    "formula": "นับจากทะเบียน",
    "source": "DMC",
    "frequency": "year",
    "baseline": "40",
    "baseline_year": "2569",
}


def made(served: Served, **changes: str) -> tuple[str, Indicator]:
    at = served.enter().post("/indicators/new", {**INDICATOR, **changes}).headers["location"]
    with reading(served.engine) as session:
        return at, session.exec(select(Indicator).where(Indicator.key == at.rsplit("/", 1)[1])).one()


@pytest.mark.parametrize(
    ("value", "by", "wanted"),
    [
        (50, Measure(Direction.UP, 30, 50), Grade.MET),
        (40, Measure(Direction.UP, 30, 50), Grade.IMPROVED),
        (30, Measure(Direction.UP, 30, 50), Grade.NOT_MET),
        (20, Measure(Direction.DOWN, 40, 20), Grade.MET),
        (19, Measure(Direction.DOWN, 40, 20), Grade.MET),
        (30, Measure(Direction.DOWN, 40, 20), Grade.IMPROVED),
        (41, Measure(Direction.DOWN, 40, 20), Grade.NOT_MET),
        (25, Measure(Direction.BAND, 60, None, 20, 40), Grade.MET),
        (45, Measure(Direction.BAND, 60, None, 20, 40), Grade.IMPROVED),
        (0, Measure(Direction.BAND, 60, None, 20, 40), Grade.NOT_MET),
        (5, Measure(Direction.UP, 1), Grade.UNKNOWN),
        (None, Measure(Direction.UP, 1, 2), Grade.UNKNOWN),
    ],
)
def test_the_direction_says_what_is_good(value: float | None, by: Measure, wanted: Grade) -> None:
    assert grade(value, by) is wanted


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("unit", ""),
        ("direction", ""),
        ("formula", ""),
        ("source", ""),
        ("baseline", ""),
        ("baseline", "nan"),
        ("baseline_year", "2026"),
        ("direction", "band"),
    ],
)
def test_what_lacks_a_part_is_no_indicator(serve: Serve, field: str, typed: str) -> None:
    """INV-C2."""
    served = serve("registry")
    assert served.enter().post("/indicators/new", {**INDICATOR, field: typed}).status_code == 422
    with reading(served.engine) as session:
        assert session.exec(select(Indicator)).all() == []
    at, row = made(served)
    assert served.enter().post(f"{at}/edit", {**INDICATOR, field: typed}).status_code == 422
    with reading(served.engine) as session:
        assert session.exec(select(Indicator)).one() == row


@pytest.mark.parametrize(
    "change",
    [{"unit": ""}, {"source": ""}, {"baseline": None}, {"baseline": None, "no_baseline": ""}, {"direction": None}],
)
def test_the_database_keeps_no_indicator_that_is_none(serve: Serve, change: dict[str, object]) -> None:
    """Tries to break INV-C2 past the form: an act that writes the row itself."""
    served = serve("registry")
    _at, row = made(served)
    with pytest.raises(IntegrityError), transaction(served.engine) as session:
        session.exec(update(Indicator).where(col(Indicator.id) == row.id).values(**change))


def test_an_indicator_that_was_not_measured_yet_says_why(serve: Serve) -> None:
    """INV-C2: no baseline is a choice with a reason; with both, nobody knows which of them holds."""
    served = serve("registry")
    unmeasured = {"baseline": "", "baseline_year": "", "no_baseline": "เริ่มวัดปีนี้"}
    at, row = made(served, **unmeasured)
    assert (row.baseline, row.no_baseline) == (None, "เริ่มวัดปีนี้")
    it = served.enter()
    assert "Not measured yet, because เริ่มวัดปีนี้" in it.get(at).text
    assert "เริ่มวัดปีนี้" in it.get("/indicators/export.csv?era=2570").text
    both = it.post(f"{at}/edit", {**INDICATOR, "no_baseline": "เริ่มวัดปีนี้"})
    assert (both.status_code, "There is a baseline" in both.text) == (422, True)
    with reading(served.engine) as session:
        (given,) = give_indicators(session, "5302").rows
    assert isinstance(given, IndicatorRow)
    assert (given.baseline, given.no_baseline) == (None, "เริ่มวัดปีนี้")
    assert graded(row, 3, 20) is Grade.MET
    assert graded(row, 30, 20) is Grade.NOT_MET


def test_lower_is_better_is_graded_rightly_on_the_page_and_given_to_others(serve: Serve) -> None:
    served = serve("registry")
    at, row = made(served)
    it = served.enter()
    assert it.post(f"{at}/targets", {"fiscal_year": "2570", "value": "20"}).status_code == 303
    assert it.post(f"{at}/targets", {"fiscal_year": "2570", "value": "25"}).status_code == 303
    entered = {"fiscal_year": "2570", "quarter": "1", "value": "๒๔", "as_of": "2026-11-20", "source": "DMC"}
    assert it.post(f"{at}/actuals", {**entered, "value": "60"}).status_code == 303
    assert "not met</span>" in it.get("/indicators?era=2570").text
    assert it.post(f"{at}/actuals", {**entered, "value": "24"}).status_code == 303
    assert "target met</span>" in it.get("/indicators?era=2570").text
    with reading(served.engine) as session:
        (given,) = give_indicators(session, "5302").rows
    assert isinstance(given, IndicatorRow)
    assert (given.key, given.direction, given.baseline) == (row.key, "down", 40)
    assert [(one.fiscal_year, one.value) for one in given.targets] == [(2570, 25)]
    assert [(one.quarter, one.value, one.source) for one in given.actuals] == [(1, 24, "DMC")]
    assert served.enter(office_code="9999").get(at).status_code == 404
    assert served.enter("viewer").post(f"{at}/targets", {"fiscal_year": "2570", "value": "1"}).status_code == 403
    assert served.enter().post("/indicators/new", INDICATOR).status_code == 422  # the code is taken


def test_results_of_other_services_are_taken_once_for_each_indicator(serve: Serve) -> None:
    served = serve("registry")
    _at, row = made(served, measure="P6/availability")
    entered = ActualEntered(
        office_code="5302", indicator_key=row.key, fiscal_year=2570, quarter=2, value=7, as_of=date(2027, 3, 31)
    )
    measured = IndicatorMeasured(
        process="P6",
        indicator="availability",
        office_code="5302",
        fiscal_year=2570,
        as_of=date(2027, 4, 1),
        unit="%",
        value=99.5,
        basis=10,
    )
    with transaction(served.engine) as session:
        assert hear(session, entered, AT) == "taken by 1 indicators"
        assert hear(session, measured, AT) == "taken by 1 indicators"
        assert hear(session, measured.model_copy(update={"office_code": "9999"}), AT) == "taken by 0 indicators"
        assert hear(session, measured.model_copy(update={"value": None}), AT) == "nothing was measured"
    with reading(served.engine) as session:
        rows = session.exec(select(IndicatorActual)).all()
    assert [(one.quarter, one.value, one.source) for one in rows] == [(2, 7, "annual_plan"), (0, 99.5, "netops")]


def test_an_indicator_of_a_node_closes_its_gap(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    there = it.post("/references/new", {"title": "นโยบาย", "kind": "policy"}).headers["location"]
    it.post(f"{there}/nodes", {"code": "1", "text": "ลดการออกกลางคัน"})
    with reading(served.engine) as session:
        key = session.exec(select(PolicyNode.key)).one()
    assert "ลดการออกกลางคัน" in it.get("/references/gaps").text
    at, _row = made(served, node=key)
    assert "ลดการออกกลางคัน" not in it.get("/references/gaps").text
    assert "ลดการออกกลางคัน" in it.get(at).text


def test_a_node_to_which_no_plan_points_is_listed_although_it_is_measured(serve: Serve) -> None:
    served = serve("registry")
    it = served.enter()
    there = it.post("/references/new", {"title": "นโยบาย", "kind": "policy"}).headers["location"]
    for code, text in (("1", "มีแผนรองรับ"), ("2", "ไม่มีแผนรองรับ")):
        it.post(f"{there}/nodes", {"code": code, "text": text})
    with reading(served.engine) as session:
        one, two = session.exec(select(PolicyNode.key).order_by(PolicyNode.code)).all()
    made(served, node=one)
    made(served, node=two, code="K2")
    assert "ไม่มีแผนรองรับ" not in it.get("/references/gaps").text  # no copy of any plan was taken yet
    row = AlignmentRow(subject_kind="goal", subject_key="g", title="เป้าหมาย", reference_key="r", node_key=one)
    body = Given([row], AT).body("alignment", "5302").decode()
    with transaction(served.engine) as session:
        copy = Copy(peer="development_plan", name="alignment", office_code="5302", taken_at=AT, body=body)
        copy.sha256 = sha256(body.encode()).hexdigest()
        session.add(copy)
    listed = it.get("/references/gaps").text
    assert "ไม่มีแผนรองรับ" in listed
    assert ">มีแผนรองรับ" not in listed
    assert "no plan points to it" in listed


def test_nothing_of_a_closed_fiscal_year_changes(serve: Serve) -> None:
    served = serve("registry")
    at, _row = made(served)
    with transaction(served.engine) as session:
        session.add(FiscalYearState(office_code="5302", era=2568, state=YearState.CLOSED))
    refused = served.enter().post(f"{at}/targets", {"fiscal_year": "2568", "value": "1"})
    assert refused.status_code == 422
    assert "This fiscal year is closed" in refused.text


def test_a_fiscal_year_is_never_compared_with_an_academic_one() -> None:
    """INV-C3."""
    with pytest.raises(TypeError):
        assert FiscalYear(2570) < AcademicYear(2570)  # type: ignore[operator]


def test_datasets_of_references_and_years_are_whole_from_the_first_question_on(serve: Serve) -> None:
    served = serve("registry")
    with transaction(served.engine) as session:
        references = give_references(session, "5302")
        again = give_references(session, "5302")
        years = give_fiscal_years(session, "5302")
    assert len(references.rows) == 27
    assert references == again
    assert len(years.rows) == 2
