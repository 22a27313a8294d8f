"""The reader of roads takes all or nothing, and says of each fault where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from planning.school_network.mapping.grade import GRADES
from planning.school_network.mapping.projection import project, survival_rates
from planning.school_network.mapping.rows import RowsRefusedError, Why, read_roads
from planning.school_network.words import ROAD_FAULTS
from tests.planning.school_network.mapping import four_schools as four

POINTS = b"\xef\xbb\xbfcode,lat,lon\nA,16.0,100.0\nB,16.1,100.0\n"
HEAD = "from,to,metres,class,oneway\n"


def test_a_good_file_is_taken() -> None:
    roads = read_roads(POINTS, (HEAD + "A,B,1200.5,main,no\nB,A,1300,track,yes\n").encode(), four.SOURCE)
    assert roads.codes == ("A", "B")
    assert roads.metres.tolist() == [1200.5, 1300.0]
    assert roads.oneway.tolist() == [False, True]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("A,X,1,main,no", "edges row 3, to: “X” is none of the crossings"),
        ("A,,1,main,no", "edges row 3, to: is empty"),
        ("A,A,1,main,no", "edges row 3, to: is where the edge begins"),
        ("A,B,0,main,no", "edges row 3, metres: is zero"),
        ("A,B,nan,main,no", "edges row 3, metres: “nan” is not from 0 to 100000"),
        ("A,B,-1,main,no", "edges row 3, metres: “-1” is not from 0 to 100000"),
        ("A,B,x,main,no", "edges row 3, metres: “x” is no number"),
        ("A,B,1,sea,no", "edges row 3, class: “sea” is none of highway, main, minor, village, track"),
        ("A,B,1,main,maybe", "edges row 3, oneway: “maybe” is neither yes nor no"),
        ("A,B,1,main", "edges row 3, : 4 fields instead of 5"),
        ('A,B,1,main,"no', "edges row 3, : the file ends within a quoted text"),
    ],
)
def test_a_faulty_row_is_told_by_row_and_field(row: str, told: str) -> None:
    with pytest.raises(RowsRefusedError) as refused:
        read_roads(POINTS, (HEAD + "A,B,1,main,no\n" + row).encode(), four.SOURCE)
    assert [str(fault) for fault in refused.value.faults] == [told]


def test_every_reason_is_in_the_catalogue_of_the_pages() -> None:
    assert {one.value for one in Why} == set(ROAD_FAULTS)


def test_all_faults_of_both_files_are_told_at_once() -> None:
    points = b"code,lat,lon\nA,16,100\nA,16,100\nB,97,100\n"
    with pytest.raises(RowsRefusedError) as refused:
        read_roads(points, (HEAD + "A,B,1,sea,no\n").encode(), four.SOURCE)
    assert [(fault.file, fault.row, fault.field) for fault in refused.value.faults] == [
        ("crossings", 3, "code"),
        ("crossings", 4, "lat"),
        ("edges", 2, "class"),
    ]
    for content in (b"", b"code;lat;lon\n", b"code,lat,lon\n", b"code,lat,lon\n\xff,1,1\n"):
        with pytest.raises(RowsRefusedError):
            read_roads(content, HEAD.encode(), four.SOURCE)


def test_a_cohort_goes_up_a_grade_with_its_rate() -> None:
    given = four.inputs().schools
    history = np.zeros((2, 4, GRADES), dtype=np.int64)
    history[0, 0, 3], history[1, 0, 4] = 20, 15  # A: 15 of 20 came from primary 1 to primary 2
    rates = survival_rates(history)
    assert rates[3] == 0.75
    assert np.delete(rates, 3).tolist() == [1.0] * (GRADES - 2)
    ahead = project(given, rates, np.array([[5.0, 4.0, 3.0, 2.0]]))
    # A: 20 x 0.75 in primary 2, 5 new in kindergarten 2. C begins with primary 1: 3 new there.
    assert ahead.pupils[1, 0, [1, 3, 4]].tolist() == [5, 0, 15]
    assert ahead.pupils[1, 2, [3, 4]].tolist() == [3, 22.5]
    assert ahead.shown[1, 2, 4] == 23
