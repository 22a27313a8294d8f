"""Files as they really come: each fault is told with row, field and reason, and nothing of a broken file is kept."""

from __future__ import annotations

from html import unescape

import pytest
from sqlmodel import select

from planning.school_network.models.case import ChildGroup
from planning.school_network.models.run import RoadGraph
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.school_network.acting import done, open_case, send
from tests.planning.served import Served

HEAD = "from,to,metres,class,oneway\n"
GROUPS = "grade,village_code,village_name,children,to_code\n"
SIZE = 50 * 1024 * 1024
ROADS = {"source": "ถนนอื่น", "day": "2026-01-01", "licence": "CC0"}


def roads(it: Entered, **files: bytes) -> tuple[int, str]:
    """Both files sent; what is not named is a good one."""
    both = {"crossings": given.crossings(), "edges": given.edges(), **files}
    sent = {name: (f"{name}.csv", content, "text/csv") for name, content in both.items()}
    answer = send(it, "/roads/new", ROADS, sent)
    return answer.status_code, unescape(answer.text)


def edges(*lines: str) -> bytes:
    return (HEAD + "\n".join(lines)).encode()


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        (edges("K00,K01,1000,minor,no", "K00,K99,1,minor,no"), ["Row 3, to: “K99” is none of the crossings"]),
        (edges("K00,K01,-5,minor,no"), ["Row 2, metres: “-5” is not from 0 to 100000"]),
        (edges("K00,K01,1e9,minor,no"), ["Row 2, metres: “1e9” is not from 0 to 100000"]),
        (edges("K00,K01,ห้าร้อย,minor,no"), ["Row 2, metres: “ห้าร้อย” is no number"]),
        (edges("K00,K01,1000,minor"), ["Row 2, the whole row: 4 fields instead of 5"]),
        (edges("K00,K01,,minor,no", "K00,K00,1,minor,no"), ["Row 2, metres: is empty", "Row 3, to: is where the edge"]),
        (edges("=1+1,K01,1000,minor,no"), ["Row 2, from: “=1+1” is none of the crossings"]),
        (edges('K00,K01,1000,minor,"no'), ["Row 2, the whole row: the file ends within a quoted text"]),
        (given.edges()[:-9], ["fields instead of 5"]),
        ("from,to,metres,class,oneway\nถนน,K01,1,minor,no\n".encode("cp874"), ["Row 2, the whole row: is not UTF-8"]),
        (b"from;to;metres;class;oneway\n", ["Row 1, the whole row: the columns are from, to, metres, class, oneway"]),
        (b"\x00\xff\xfe" * 20, ["is not UTF-8"]),
        (b"", ["Choose a file"]),
        (edges(*["K00,K99,1,minor,no"] * 25), ["Row 21, to", "and 5 more"]),
    ],
)
def test_a_broken_road_file_is_told_row_by_row(
    planner: Entered, network: Served, content: bytes, reasons: list[str]
) -> None:
    status, said = roads(planner, edges=content)
    assert status == 422
    for reason in reasons:
        assert reason in said
    with reading(network.engine) as session:
        assert [one.source for one in session.exec(select(RoadGraph))] == ["ถนนสมมติ"]


def test_a_mark_at_its_head_is_no_fault_and_a_file_without_end_is_one(planner: Entered) -> None:
    assert roads(planner, edges=b"\xef\xbb\xbf" + given.edges())[0] == 303
    status, said = roads(planner, edges=HEAD.encode() + b"K00,K01,1,minor,no\n" * (SIZE // 19))
    assert status == 422
    assert "A file has at most 30 MB" in said


@pytest.fixture
def case(planner: Entered) -> str:
    """A merge whose groups are to be read from a file."""
    acting.begin_run(planner)
    return open_case(planner, "merge", to_code=given.CODES["B"])


@pytest.mark.parametrize(
    ("content", "reasons"),
    [
        (
            (GROUPS + "p1,V01,บ้าน,5,\np9,V01,บ้าน,x,53\n").encode(),
            ["Row 3, grade: is no grade", "Row 3, children: is no whole", "Row 3, to_code: is no code of 8 digits"],
        ),
        (
            (GROUPS + "p1,V01,บ้าน,5,\np1,V01").encode(),
            ["Row 3, village_name: is empty", "Row 3, children: is no whole"],
        ),
        ((GROUPS + "p1,V01,บ้าน,5,,\n").encode(), ["Row 2, –: more fields than columns"]),
        ((GROUPS + "p1,V01,บ้าน,-5,\n").encode(), ["Row 2, children: is no whole number from 0 on"]),
        ((GROUPS + "p1,V01,บ้าน,9999,\n").encode(), ["Row 2, children: is too many"]),
        ((GROUPS + f"p1,V01,{'บ' * 200},5,\n").encode(), ["Row 2, village_name: is too long"]),
        ((GROUPS + 'p1,V01,"บ้าน').encode(), ["The file is no valid CSV"]),
        (b"a,b\n1,2\n", ["The columns are grade, village_code, village_name, children, to_code"]),
        (GROUPS.encode(), ["The file holds no row"]),
        (b"", ["The file is empty"]),
        (b"PK\x03\x04 no workbook", ["The file is no valid XLSX"]),
        (b"grade" * (SIZE // 5), ["A file has at most 2 MB"]),
    ],
)
def test_a_broken_table_of_children_is_told_row_by_row(
    planner: Entered, network: Served, case: str, content: bytes, reasons: list[str]
) -> None:
    answer = send(planner, f"{case}/groups/table", {}, {"table": ("t.csv", content, "text/csv")})
    assert answer.status_code == 422
    for reason in reasons:
        assert reason in unescape(answer.text)
    with reading(network.engine) as session:
        assert session.exec(select(ChildGroup)).all() == []


def test_a_table_as_a_thai_excel_saves_it_is_taken_and_a_formula_stays_text(
    planner: Entered, network: Served, case: str
) -> None:
    table = (GROUPS + "ป.1,V01,บ้านสมมติ,5,\np2,V02,=1+1,3,\n").encode("cp874")
    done(send(planner, f"{case}/groups/table", {}, {"table": ("t.csv", table, "text/csv")}))
    with reading(network.engine) as session:
        found = [(one.grade, one.village_name, one.children) for one in session.exec(select(ChildGroup))]
    assert found == [("p1", "บ้านสมมติ", 5), ("p2", "=1+1", 3)]
