"""References of the manual: opened from the plan under their own titles, and whatever points to a superseded one."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from openpyxl import load_workbook
from sqlmodel import select

from contract.data.registry import ReferenceRow
from contract.planning import ReferenceSuperseded
from planning.kit.tables import EventOut
from planning.province.copied import REFERENCES
from planning.province.models.plan import Element
from planning.province.models.project import Project
from planning.province.part import MORE
from planning.registry.giving import give_references
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.province.filled import ANNUAL, DEVELOPMENT, FOUR_YEAR, Filled, copy
from tests.planning.served import Served


class Registry:
    """The registry with its references, of which the province keeps a copy."""

    def __init__(self, served: Served, province: Served) -> None:
        self.served, self.province, self.it = served, province, served.enter()
        self.it.get("/references")
        self.taken()

    def taken(self) -> Sequence[ReferenceRow]:
        """The copy, taken anew."""
        with transaction(self.served.engine) as session:
            rows = [one for one in give_references(session, "5302").rows if isinstance(one, ReferenceRow)]
        copy(self.province.engine, REFERENCES, rows)
        return rows

    def supersede(self, old: ReferenceRow) -> str:
        """A successor by its pages, where it has none; the province hears of it. The title of the successor."""
        title = f"ฉบับใหม่แทน {old.seed_refs[-1]}"
        if not old.superseded_by_key:
            new = self.it.post("/references/new", {"title": title, "kind": old.kind}).headers["location"]
            said = {"successor": new.rsplit("/", 1)[1]}
            assert self.it.post(f"/references/{old.key}/successor", said).status_code == 303
        self.taken()
        with reading(self.served.engine) as session:
            told = [ReferenceSuperseded.model_validate(one.data) for one in session.exec(select(EventOut))]
        fact = next(one for one in told if one.reference_key == old.key)
        with transaction(self.province.engine) as session:
            MORE.handlers["ReferenceSuperseded"](session, fact, utc_now())
        return fact.successor_title


@pytest.fixture
def registry(serve: Callable[[str], Served], province: Served) -> Registry:
    """Its references are those of the manual."""
    return Registry(serve("registry"), province)


def align(it: Entered, kind: str, key: str, *nodes: str) -> int:
    form = {"csrf": it.csrf, "nodes": list(nodes)}
    return it.client.post(f"/alignment/{kind}/{key}", data=form, headers={"origin": "http://testserver"}).status_code


@pytest.mark.parametrize(
    ("seed", "title"),
    [
        pytest.param(
            "P3-7.1",
            "แผนการบริหารราชการแผ่นดิน พ.ศ.2552 – 2554 และ พ.ศ.2555 - 2558",
            marks=pytest.mark.requirement("P3-7.1"),
        ),
        pytest.param(
            "P3-7.2",
            "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 11 พ.ศ.2554 - 2559",
            marks=pytest.mark.requirement("P3-7.2"),
        ),
        pytest.param(
            "P3-7.3",
            "แผนพัฒนาการศึกษาแห่งชาติฉบับปรับปรุง พ.ศ.2552 – 2559",
            marks=pytest.mark.requirement("P3-7.3"),
        ),
        pytest.param(
            "P3-7.4",
            "นโยบายรัฐบาล เรื่อง การปฏิรูปการศึกษาในทศวรรษที่สอง (พ.ศ.2552-2561)",
            marks=pytest.mark.requirement("P3-7.4"),
        ),
        pytest.param("P3-7.5", "นโยบายกระทรวงศึกษาธิการ", marks=pytest.mark.requirement("P3-7.5")),
        pytest.param("P3-7.7", "แผนพัฒนาจังหวัด", marks=pytest.mark.requirement("P3-7.7")),
        pytest.param("P3-7.8", "แผนพัฒนาการศึกษาจังหวัด และกลุ่มจังหวัด", marks=pytest.mark.requirement("P3-7.8")),
        pytest.param(
            "P3-7.9",
            "รายงานการศึกษา การวิจัยที่เกี่ยวข้องกับการพัฒนาคุณภาพการจัดการศึกษา",
            marks=pytest.mark.requirement("P3-7.9"),
        ),
        pytest.param(
            "P3-7.10",
            "รายงานผลการดำเนินงานการจัดการศึกษาของจังหวัด",
            marks=pytest.mark.requirement("P3-7.10"),
        ),
    ],
)
def test_a_reference_opens_from_the_plan_and_lists_what_points_to_it_when_it_is_superseded(
    filled: Filled, province: Served, registry: Registry, seed: str, title: str
) -> None:
    it = filled.it
    plan = filled.plan(DEVELOPMENT)
    filled.strategy(plan)
    lead = filled.agency("สพป. สมมติ เขต 2")
    filled.project(plan, lead, "โครงการที่อ้างถึง")
    filled.project(plan, lead, "โครงการที่ไม่อ้างถึง")
    row = next(one for one in registry.taken() if seed in one.seed_titles)
    with reading(province.engine) as session:
        goal = session.exec(select(Element).where(Element.kind == "goal")).one().key
        project = session.exec(select(Project).where(Project.title == "โครงการที่อ้างถึง")).one().key
    assert align(it, "goal", goal, row.key) == 303
    assert align(it, "project", project, row.key) == 303

    assert f'href="/references/{row.key}?year=2570"' in it.get(f"/plans/{plan}").text
    assert "To be looked at again" not in it.get("/references").text
    successor = registry.supersede(row)
    opened = it.get(f"/references/{row.key}?year=2570").text
    assert f"<dt>{seed}</dt><dd>{title}</dd>" in opened
    assert successor in opened
    shown = it.get("/references").text
    assert title in shown
    again = shown.partition("To be looked at again")[2].partition("</section>")[0]
    assert "ข้อความ goal 1" in again
    assert "โครงการที่อ้างถึง" in again
    assert "โครงการที่ไม่อ้างถึง" not in again


def test_a_project_of_an_annual_plan_points_to_a_policy_and_it_is_printed(
    filled: Filled, province: Served, registry: Registry
) -> None:
    """INV-C1."""
    lead = filled.agency("สพป. สมมติ เขต 2")
    four_year = filled.plan(FOUR_YEAR)
    annual = filled.plan(ANNUAL, parent_id=four_year)
    filled.project(annual, lead, "ค่ายการอ่าน")
    with reading(province.engine) as session:
        key = session.exec(select(Project)).one().key
    assert "Project ค่ายการอ่าน points to no policy yet" in filled.it.get(f"/plans/{annual}").text
    row = next(one for one in registry.taken() if "P3-7.5" in one.seed_titles)
    assert align(filled.it, "project", key, row.key) == 303
    assert "points to no policy yet" not in filled.it.get(f"/plans/{annual}").text
    paper = filled.it.post(f"/plans/{annual}/paper").headers["location"]
    answer = filled.it.get(f"{paper}/paper.xlsx")
    assert answer.status_code == 200
    printed = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[str(cell or "") for cell in row] for row in printed.iter_rows(values_only=True)]
    head = next(row for row in rows if "โครงการ/กิจกรรมหลัก" in row)
    wanted = (
        *("โครงการ/กิจกรรมหลัก", "วัตถุประสงค์", "เป้าหมายโครงการ", "ตัวชี้วัดและค่าเป้าหมาย", "งบประมาณ", "แหล่งงบประมาณ"),
        *("กลุ่ม/ผู้รับผิดชอบ", "ยุทธศาสตร์ชาติ 20 ปี", "แผนแม่บท", "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ", "นโยบาย ศธ."),
        *("ยุทธศาสตร์ ศธ.", "ยุทธศาสตร์ สป."),
    )
    assert [name in told for name, told in zip(wanted, head, strict=False)] == [True] * len(wanted)
    line = next(row for row in rows if any("ค่ายการอ่าน" in cell for cell in row))
    at = next(place for place, told in enumerate(head) if "นโยบาย ศธ." in told)
    assert row.title in line[at]
