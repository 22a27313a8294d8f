"""What has happened is of no day to come: each form and register is refused at its day, and nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest

from office.fiscal import FiscalYear
from planning.annual_plan.models.following import Evaluation
from planning.annual_plan.models.ledger import Entry, RegisteredDika
from planning.annual_plan.models.money import Allocation
from planning.kit.happened import today
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.samples import ROWS
from tests.planning.annual_plan.test_allocations import CUT
from tests.planning.annual_plan.test_ledger import ASK, MOVE, PAY, do, entries
from tests.planning.annual_plan.test_registers import count, load, notices
from tests.planning.annual_plan.test_reviewing import EVALUATION
from tests.planning.annual_plan.typing_in import NOTICE

NOW: Final = today()
TOMORROW: Final = (NOW + timedelta(days=1)).isoformat()
YEAR: Final = FiscalYear.of(NOW + timedelta(days=1))
SAID: Final = "This day is yet to come"
AMEND: Final = {name: MOVE[name] for name in ("approved_by", "note", "amount_satang")} | {"more": "no"}


@pytest.fixture
def spent(approved: Office) -> Office:
    """Asked for and paid today, in the year of tomorrow."""
    approved.of_year(FiscalYear.of(NOW).era)
    assert do(approved, "/lines/1/ask", {**ASK, "on": NOW.isoformat()}).status_code == 303
    assert do(approved, "/entries/1/pay", {**PAY, "on": NOW.isoformat(), "amount_satang": "3000"}).status_code == 303
    approved.of_year(YEAR.era)
    return approved


@pytest.mark.requirement("P2-4.7")
@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/lines/2/ask", {**ASK, "number": "ข 2", "amount_satang": "1"}),
        ("/lines/1/amend", AMEND),
        ("/transfers/new", {**MOVE, "taker": "2"}),
        ("/entries/1/bind", {"amount_satang": "1"}),
        ("/entries/1/pay", {**PAY, "number": "ฎ 2", "amount_satang": "1"}),
        ("/entries/1/cancel", {"note": "เลิก"}),
        ("/entries/2/return", {"amount_satang": "1"}),
        ("/entries/2/reverse", {"note": "ผิด"}),
    ],
)
def test_no_entry_of_the_ledger_is_of_a_day_to_come(spent: Office, path: str, form: Mapping[str, str]) -> None:
    before = entries(spent)
    answer = do(spent, path, {**form, "on": TOMORROW})
    assert (answer.status_code, SAID in answer.text) == (422, True)
    assert TOMORROW in answer.text, "what was typed is kept"
    assert entries(spent) == before


def test_no_notice_cut_or_judgement_is_of_a_day_to_come(approved: Office) -> None:
    later = {**NOTICE, "notice_no": "9", "letter_no": "ศธ 9", "letter_date": TOMORROW}
    for path, form in (
        ("/allocations/new", later),
        ("/allocations/2/cut", {**CUT, "on": TOMORROW}),
        ("/evaluations/new", {**EVALUATION, "judged_on": TOMORROW}),
    ):
        answer = do(approved, path, form)
        assert (answer.status_code, SAID in answer.text) == (422, True), path
    assert (count(approved, Allocation), count(approved, Evaluation)) == (2, 0)
    assert do(approved, "/allocations/new", {**later, "letter_date": NOW.isoformat()}).status_code == 303


def test_a_register_with_a_day_to_come_names_row_and_column_and_is_not_loaded(office: Office) -> None:
    """Requests, dika and returns: the first row is right, the second is of tomorrow."""
    rows = {kind: [replace(one, fiscal_year=YEAR) for one in found] for kind, found in ROWS.items()}
    late = replace(notices()[0], fiscal_year=YEAR, letter_date=NOW + timedelta(days=1))
    assert f"Row 2, ลงวันที่: {SAID}" in load(office, "notices", [late]).text
    assert load(office, "notices", [replace(one, fiscal_year=YEAR) for one in notices()]).status_code == 303
    assert load(office, "projects", [replace(rows["projects"][0], amount=2_500_050)]).status_code == 303
    assert load(office, "activities", rows["activities"]).status_code == 303
    office.approve_all()
    for kind, name, number in (
        ("requests", "asked_on", "request_no"),
        ("dika", "dika_date", "dika_no"),
        ("returns", "returned_on", "return_no"),
    ):
        first = replace(rows[kind][0], **{name: max(NOW, YEAR.first)})
        later = replace(first, **{name: NOW + timedelta(days=1), number: "9"})
        before = count(office, Entry), count(office, RegisteredDika)
        answer = load(office, kind, [replace(first, amount=1), replace(later, amount=1)])
        assert (answer.status_code, f"Row 3, ลงวันที่: {SAID}" in answer.text) == (422, True), kind
        assert (count(office, Entry), count(office, RegisteredDika)) == before
        assert load(office, kind, [first]).status_code == 303
