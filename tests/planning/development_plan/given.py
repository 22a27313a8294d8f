"""A synthetic office for the tests: copies of the registry, a mapping run, a development plan in writing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from hashlib import sha256

from sqlalchemy import Engine
from sqlmodel import select

from contract.data.registry import CountRow, IndicatorRow, NodeRow, ReferenceRow, SchoolRow, StaffRow, YearValue
from contract.data.shape import Given, Row
from contract.planning import MappingRunDone
from planning.development_plan.copied import ENROLMENT, INDICATORS, REFERENCES, SCHOOLS, STAFF
from planning.development_plan.models.element import Element
from planning.development_plan.models.factor import Factor
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.target import PlanIndicator, ProjectFrame
from planning.development_plan.store.hearing import mapping_done
from planning.kit.parts import Copied
from planning.kit.tables import Copy
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.served import Served, Stored

OFFICE = "5302"
AT = datetime(2027, 6, 12, 3, 0, tzinfo=UTC)
YEARS = (2571, 2572, 2573, 2574, 2575)
PLAN = {"title": "แผนพัฒนาการศึกษาขั้นพื้นฐานสมมติ", "first_year": "2571", "last_year": "2575"}


def copied(engine: Engine, what: Copied[Row], rows: Sequence[Row], *, office: str = OFFICE) -> None:
    """As if the owner had just given them."""
    body = Given(rows=rows, as_of=AT).body(what.name, office).decode()
    with transaction(engine) as session:
        for old in session.exec(select(Copy).where(Copy.name == what.name, Copy.office_code == office)):
            session.delete(old)
        session.flush()
        session.add(
            Copy(
                peer=what.peer,
                name=what.name,
                office_code=office,
                as_of=AT,
                taken_at=AT,
                tried_at=AT,
                sha256=sha256(body.encode()).hexdigest(),
                body=body,
            )
        )


def count(school: str, year: int, grade: str, pupils: tuple[int, int], rooms: int = 1) -> CountRow:
    """A frozen June count of one grade."""
    return CountRow(
        smis_code=school,
        academic_year=year,
        count_date=date(year - 543, 6, 10),
        revision=1,
        is_frozen=True,
        is_current=True,
        grade=grade,
        male=pupils[0],
        female=pupils[1],
        rooms=rooms,
    )


def registry(engine: Engine) -> None:
    """Two schools of two groups, five years of counts, teachers, one indicator with a target that was missed."""
    copied(
        engine,
        SCHOOLS,
        [
            SchoolRow(smis_code="53020001", name="โรงเรียนสมมติหนึ่ง", district="อำเภอสมมติ", school_group="กลุ่มหนึ่ง"),
            SchoolRow(smis_code="53020002", name="โรงเรียนสมมติสอง", district="อำเภอสมมติ", school_group="กลุ่มสอง"),
        ],
    )
    counts = []
    for at, year in enumerate(range(2565, 2570)):
        counts += [
            count("53020001", year, "p1", (60 - at, 40)),
            count("53020001", year, "p2", (50, 40), 2),
            count("53020002", year, "p1", (10, 10 - at)),
        ]
    copied(engine, ENROLMENT, counts)
    copied(
        engine,
        STAFF,
        [
            StaffRow(smis_code="53020001", academic_year=2569, position="teacher", persons=10),
            StaffRow(smis_code="53020002", academic_year=2569, position="janitor", persons=3),
        ],
    )
    copied(
        engine,
        INDICATORS,
        [
            IndicatorRow(
                key="a" * 32,
                code="ONET",
                name="ร้อยละผู้เรียนที่ได้คะแนนเกินครึ่ง",
                unit="ร้อยละ",
                direction="up",
                source="สทศ.",
                baseline=36.34,
                targets=(YearValue(fiscal_year=2570, value=50.0),),
                actuals=(YearValue(fiscal_year=2570, value=41.5),),
            )
        ],
    )


def mapping_run(engine: Engine, fingerprint: str = "f" * 64, *, key: str = "b" * 32) -> None:
    """As the school network tells it."""
    fact = MappingRunDone(
        office_code=OFFICE,
        run_key=key,
        fingerprint=fingerprint,
        academic_year=2569,
        schools=2,
        villages=10,
        children=200,
        children_beyond=12,
        villages_on_straight_line=0,
    )
    with transaction(engine) as session:
        mapping_done(session, fact, AT)


def begun(it: Entered) -> str:
    """A plan; its key."""
    location = it.post("/plans/new", PLAN).headers["location"]
    return location.rsplit("/", 1)[1]


def judged(it: Entered, key: str, *, all_but: int = 0) -> None:
    """A verdict on every duty but the last few."""
    numbers = re.findall(rf'/plans/{key}/missions/(\d+)"', it.get(f"/plans/{key}/missions").text)
    before = str(int(PLAN["first_year"]) - 1)
    for number in numbers[: len(numbers) - all_but]:
        form = {"verdict": "continue", "years.0.fiscal_year": before, "years.0.result": "ทำแล้ว"}
        assert it.post(f"/plans/{key}/missions/{number}", form).status_code == 303


FACTORS = (
    ("strength", "ครูครบชั้น", "60", "4"),
    ("weakness", "โรงเรียนขนาดเล็กมาก", "40", "3"),
    ("opportunity", "ชุมชนสนับสนุน", "50", "4"),
    ("threat", "ประชากรวัยเรียนลดลง", "50", "2"),
)


def factors(it: Entered, key: str) -> None:
    """One of each class, two of them measured."""
    for name, text, weight, score in FACTORS:
        is_measured = name in {"weakness", "threat"}
        form = {"factor_class": name, "text": text, "weight": weight, "score": score}
        form |= {"basis": "situation", "evidence": "ข้อมูล 10 มิถุนายน 2569"} if is_measured else {"basis": "judged"}
        assert it.post(f"/plans/{key}/factors/new", form).status_code == 303


def evidence(served: Served, it: Entered, key: str) -> None:
    """The three sets are handed in."""
    registry(served.engine)
    mapping_run(served.engine)
    judged(it, key)
    factors(it, key)
    for step in ("missions", "situation", "factors"):
        assert it.post(f"/plans/{key}/{step}/hand-in").status_code == 303


def element(it: Entered, key: str, kind: str, text: str, **more: str) -> int:
    """Its id."""
    answer = it.post(f"/plans/{key}/elements/new", {"kind": kind, "text": text, **more})
    assert answer.status_code == 303, answer.text
    return int(answer.headers["location"].rsplit("/", 1)[1])


def factor_ids(engine: Engine) -> dict[str, int]:
    """By class."""
    with reading(engine) as session:
        return {row.factor_class.value: row.id or 0 for row in session.exec(select(Factor))}


def drafted(served: Stored, it: Entered, key: str) -> dict[str, int]:
    """Vision to measure, tied; ids by kind."""
    made = {
        kind: element(it, key, kind, text)
        for kind, text in (
            ("vision", "ผู้เรียนมีคุณภาพ"),
            ("mission", "จัดการศึกษาให้ทั่วถึง"),
            ("goal", "ผู้เรียนได้เรียนใกล้บ้าน"),
            ("value", "โปร่งใส"),
            ("strategy", "บริหารโรงเรียนขนาดเล็ก"),
        )
    }
    made["measure"] = element(it, key, "measure", "จัดการเรียนรวม", parent_id=str(made["strategy"]))
    numbers = factor_ids(served.engine)
    tie(it, key, made["goal"], made["mission"], factor=numbers["weakness"])
    tie(it, key, made["strategy"], made["goal"])
    pair = {"inner_id": str(numbers["weakness"]), "outer_id": str(numbers["opportunity"])}
    assert it.post(f"/plans/{key}/elements/{made['strategy']}/pairs", pair).status_code == 303
    return made


def tie(it: Entered, key: str, lower: int, upper: int, *, factor: int | None = None) -> None:
    """The lower one serves the upper one."""
    form = {f"upper.{upper}": "yes"} | ({f"factor.{factor}": "yes"} if factor is not None else {})
    assert it.post(f"/plans/{key}/elements/{lower}/ties", form).status_code == 303


def indicator(of: int, **changes: str) -> dict[str, str]:
    """The form of an indicator with a target for each year."""
    form = {
        "element_id": str(of),
        "code": "G1",
        "name": "ร้อยละผู้เรียนที่เดินทางเกินเกณฑ์",
        "level": "outcome",
        "unit": "ร้อยละ",
        "direction": "down",
        "source": "แผนที่ตั้งการศึกษา",
        "baseline": "6",
    }
    for at, year in enumerate(YEARS):
        form |= {f"targets.{at}.fiscal_year": str(year), f"targets.{at}.value": str(5 - at)}
    return form | changes


def frame(strategy: int, indicator_id: int, **changes: str) -> dict[str, str]:
    """The form of a project frame of 1,000,000.25 baht a year."""
    form = {
        "title": "โครงการพัฒนาโรงเรียนขนาดเล็ก",
        "strategy_id": str(strategy),
        "indicator_id": str(indicator_id),
        "owner": "กลุ่มนโยบายและแผน",
        "output": "โรงเรียนเรียนรวม",
    }
    for at, year in enumerate(YEARS):
        form |= {f"years.{at}.fiscal_year": str(year), f"years.{at}.amount": "1,000,000.25"}
    return form | changes


def indicator_id(engine: Engine) -> int:
    """Of the only one."""
    with reading(engine) as session:
        return session.exec(select(PlanIndicator.id)).one() or 0


def targeted(served: Stored, it: Entered, key: str, made: dict[str, int]) -> int:
    """An indicator and a project frame; the id of the frame."""
    assert it.post(f"/plans/{key}/indicators/new", indicator(made["goal"])).status_code == 303
    answer = it.post(f"/plans/{key}/frames/new", frame(made["strategy"], indicator_id(served.engine)))
    assert answer.status_code == 303, answer.text
    number = int(answer.headers["location"].split("/")[-2])
    form = {f"factor.{factor_ids(served.engine)['threat']}": "yes"}
    assert it.post(f"/plans/{key}/frames/{number}/problems", form).status_code == 303
    return number


def references(served: Served, rows: Sequence[ReferenceRow] = ()) -> None:
    """Two of the manual, one of them with a successor; or those that are given."""
    known = rows or (
        ReferenceRow(
            key="plan11",
            seed_refs=("P1-7.2",),
            seed_titles={"P1-7.2": "แผนพัฒนาเศรษฐกิจ และสังคมแห่งชาติฉบับที่ 11"},
            title="แผนพัฒนาเศรษฐกิจ และสังคมแห่งชาติฉบับที่ 11",
            valid_from=2555,
            valid_to=2559,
            superseded_by_key="plan13",
        ),
        ReferenceRow(
            key="plan13",
            title="แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ ฉบับที่ 13",
            valid_from=2566,
            valid_to=2570,
            supersedes_key="plan11",
            nodes=(NodeRow(key="plan13-12", code="หมุดหมายที่ 12", text="กำลังคนสมรรถนะสูง"),),
        ),
    )
    copied(served.engine, REFERENCES, known)


def align(it: Entered, kind: str, key: str, *nodes: str) -> None:
    """It leans on these nodes."""
    form = {"csrf": it.csrf, "nodes": list(nodes)}
    answer = it.client.post(f"/alignment/{kind}/{key}", data=form, headers={"origin": "http://testserver"})
    assert answer.status_code == 303, answer.text


def whole(served: Served, it: Entered, *, node: str = "plan13-12") -> str:
    """A plan of which nothing is lacking; its key."""
    key = begun(it)
    evidence(served, it, key)
    targeted(served, it, key, drafted(served, it, key))
    if node == "plan13-12":
        references(served)
    for kind, of in pointing(served.engine) if node else ():
        align(it, kind, of, node)
    return key


def pointing(engine: Engine) -> list[tuple[str, str]]:
    """Kind and key of goals, strategies and frames."""
    with reading(engine) as session:
        frames = [("frame", row.key) for row in session.exec(select(ProjectFrame))]
    rows = elements(engine).values()
    return [*((row.kind.value, row.key) for row in rows if row.kind.value in {"goal", "strategy"}), *frames]


def elements(engine: Engine) -> dict[int, Element]:
    """All that there are, by id."""
    with reading(engine) as session:
        return {row.id or 0: row for row in session.exec(select(Element))}


def plan_of(engine: Engine) -> Plan:
    """The only one."""
    with reading(engine) as session:
        return session.exec(select(Plan)).one()
