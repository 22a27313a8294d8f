"""Each form of file, in each way of saving it: what is written is read again, to the last figure."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.numerals import to_thai
from planning.annual_plan.reading.forms import FORMS as OF_BUDGET
from planning.kit.reading.form import bare
from planning.kit.reading.reader import read
from planning.kit.reading.writing import as_csv, as_xlsx
from planning.registry.grades import GRADES
from planning.registry.reading.forms import FORMS as OF_SCHOOLS
from planning.registry.reading.pupils import PUPILS, GradeCount, SchoolPupils
from tests.planning.annual_plan.samples import ROWS as ROWS_OF_BUDGET
from tests.planning.registry.samples import ROWS as ROWS_OF_SCHOOLS
from tests.planning.registry.samples import pupils

FORMS = OF_SCHOOLS | OF_BUDGET
ROWS = ROWS_OF_SCHOOLS | ROWS_OF_BUDGET
KEYS = sorted(FORMS)


def saved(key: str, rows: list[Any]) -> dict[str, bytes]:
    form = FORMS[key]
    return {
        "utf-8": as_csv(form, rows, encoding="utf-8"),
        "utf-8 with mark": as_csv(form, rows),
        "windows-874": as_csv(form, rows, encoding="cp874"),
        "tabs": as_csv(form, rows, encoding="tis-620", delimiter="\t"),
        "semicolons": as_csv(form, rows, delimiter=";"),
        "xlsx": as_xlsx(form, rows),
    }


@pytest.mark.parametrize("key", KEYS)
def test_every_way_of_saving_gives_the_same_rows(key: str) -> None:
    for way, data in saved(key, ROWS[key]).items():
        found = read(FORMS[key], data)
        assert (found.problems, list(found.rows)) == ((), ROWS[key]), way


@pytest.mark.parametrize("key", KEYS)
def test_a_blank_template_has_every_heading_and_is_told_to_be_empty(key: str) -> None:
    form = FORMS[key]
    for data in (as_csv(form), as_xlsx(form)):
        found = read(form, data)
        assert [one.text() for one in found.problems] == ["There is no row under the headings"]
        assert found.ignored == ()


@pytest.mark.parametrize("key", KEYS)
def test_no_heading_means_two_columns(key: str) -> None:
    called = Counter(
        heading
        for column in FORMS[key].columns
        for heading in {bare(one) for one in (column.name, column.heading, *column.aliases)}
    )
    assert [heading for heading, count in called.items() if count > 1] == []


@pytest.mark.parametrize("key", KEYS)
def test_the_order_of_columns_and_thai_numerals_do_not_matter(key: str) -> None:
    lines = as_csv(FORMS[key], ROWS[key], encoding="utf-8", delimiter="\t").decode().splitlines()
    turned = "\n".join("\t".join(reversed(line.split("\t"))) for line in lines)
    assert list(read(FORMS[key], turned.encode()).rows) == ROWS[key]
    if key in ("pupils", "staff", "population"):
        in_thai = "\n".join([lines[0], *(to_thai(line) for line in lines[1:])])
        assert [row.total for row in read(FORMS[key], in_thai.encode()).rows] == [row.total for row in ROWS[key]]


LETTERS = "กขคงจชซญดตทนบปผพมยรลวสหอา ีุ่้ABab09 =+-@\"',;()/."
# Composed, as files are read: a vowel and a tone mark have one order.
NAMES = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: normalize("NFC", f"ร{' '.join(text.split())}ร"))
CODES = st.integers(99_000_000, 99_999_999).map(str)
COUNTS = st.integers(0, 5000)
SCHOOLS = st.lists(
    st.builds(
        lambda code, name, counts: SchoolPupils(
            code,
            name,
            "9901",
            name,
            tuple(GradeCount(grade, *three) for grade, three in zip(GRADES, counts, strict=False) if any(three)),
        ),
        CODES,
        NAMES,
        st.lists(st.tuples(COUNTS, COUNTS, COUNTS), max_size=len(GRADES)),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda row: row.school_code,
)


@settings(max_examples=25, deadline=None)
@given(SCHOOLS)
def test_pupils_written_and_read_are_the_same(rows: list[SchoolPupils]) -> None:
    for data in (as_csv(PUPILS, rows), as_csv(PUPILS, rows, encoding="cp874", delimiter="\t"), as_xlsx(PUPILS, rows)):
        assert list(read(PUPILS, data).rows) == rows


def test_text_that_a_spreadsheet_would_compute_is_written_as_text_and_comes_back() -> None:
    row = pupils(name='=HYPERLINK("x")')
    assert b"'=HYPERLINK" in as_csv(PUPILS, [row])
    for data in (as_csv(PUPILS, [row]), as_xlsx(PUPILS, [row])):
        assert read(PUPILS, data).rows == (row,)
