"""An invented development plan for a demonstration, from the review of duties to the publication and plans of schools.

Every act is one of those that the pages do; figures are those of the copies of the registry and of the school map.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from office.fiscal import FiscalYear
from planning.development_plan import invented
from planning.development_plan.declared import SHARED
from planning.development_plan.models.element import Element, ElementKind
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.school_plan import SchoolPlan
from planning.development_plan.steps.missions import years_before
from planning.development_plan.steps.school_plans import CHECKLIST
from planning.development_plan.store import factors, missions, school_plans, situation, strategies, targets
from planning.development_plan.store.elements import ElementNew, add_element, tie
from planning.development_plan.store.plans import PlanDraft, add_plan, find_plans
from planning.development_plan.store.written import factors_of
from planning.development_plan.subject import DEVELOPMENT
from planning.kit import happened
from planning.kit.parts import Demo
from planning.kit.settings import PlanningSettings
from planning.kit.visitor import Visitor, invented_planner
from planning.plans.store import versions, walking
from planning.plans.store.aligning import AlignmentDraft, align, pointing_of, references_of
from planning.plans.store.facts import run_of
from planning.plans.store.publishing import PublishDraft, publish
from service.database import make_engine, transaction
from service.refused import RefusedCommandError

NAME: Final = "development_plan"
YEARS: Final = 5
DONE: Final = walking.StepDone()


def fill_demo(settings: PlanningSettings, demo: Demo) -> str:
    """A plan from the fiscal year of the demonstration on, laid before the board."""
    engine = make_engine(settings.database_of(NAME))
    try:
        with transaction(engine) as session:
            plan = fill(session, demo.today)
            demo.places["development_plan"] = f"/plans/{plan.key}"
    finally:
        engine.dispose()
    return f"1 plan of {YEARS} years, {len(invented.FACTORS)} factors, {len(invented.LINES)} strategies"


def decided_demo(settings: PlanningSettings, demo: Demo) -> str:
    """After the board approved it: published, and the first schools write theirs."""
    engine = make_engine(settings.database_of(NAME))
    try:
        with transaction(engine) as session:
            count = go_on(session, demo.today)
    finally:
        engine.dispose()
    return f"the plan is published, {count} schools began their own"


def fill(session: Session, today: date) -> Plan:
    """The plan, submitted. RefusedCommandError where there is one already."""
    visitor, year = invented_planner(), FiscalYear.of(today).era
    if find_plans(session, visitor):
        raise RefusedCommandError("there is a development plan of the demonstration already")
    draft = PlanDraft(title=invented.TITLE, first_year=year, last_year=year + YEARS - 1)
    plan = add_plan(session, visitor, draft)
    subject = {"subject_kind": DEVELOPMENT.kind, "subject_key": plan.key}
    walk = walking.RunDraft(workflow="development-plan", title=plan.title, **subject)
    run = walking.start_run(session, visitor, SHARED, walk)
    _review(session, visitor, plan)
    situation.hand_in_situation(session, visitor, plan)
    _weigh(session, visitor, plan)
    lines = _direct(session, visitor, plan)
    walking.do_step(session, visitor, run, "direction", DONE)
    _answer(session, visitor, plan, lines)
    walking.do_step(session, visitor, run, "strategies", DONE)
    _aim(session, visitor, plan, lines)
    _lean(session, visitor)
    walking.do_step(session, visitor, run, "targets", DONE)
    versions.submit(session, visitor, DEVELOPMENT, plan.key)
    return plan


def _review(session: Session, visitor: Visitor, plan: Plan) -> None:
    """A verdict on every duty, with what the last year brought."""
    last = years_before(plan.first_year)[-1]
    for duty in missions.duties_of(session, plan):
        verdict, reason = invented.JUDGED.get(duty.code, ("continue", ""))
        done = {"fiscal_year": last, "project": f"{duty.name} {invented.SAMPLE}"[:500], "result": "ดำเนินการครบตามแผน"}
        draft = missions.DutyDraft.read({"verdict": verdict, "reason": reason, "years": [done]})
        missions.change_duty(session, visitor, plan, duty, draft)
    missions.hand_in_review(session, visitor, plan)


def _weigh(session: Session, visitor: Visitor, plan: Plan) -> None:
    """Factors with the evidence that the registry's copy and the newest school map give."""
    found, run = situation.situation(session, plan), factors.mapping_runs(session, plan.office_code)[-1]
    first, last = found.figures[0], found.figures[-1]
    known = {"schools": found.schools, "small": found.small, "year": last.academic_year, "first": first.academic_year}
    known |= {"before": first.male + first.female, "pupils": last.male + last.female}
    known |= {"children": run.children, "beyond": run.children_beyond}
    for one in invented.FACTORS:
        draft = factors.FactorDraft(
            factor_class=one.kind,
            text=one.text,
            weight=one.weight,
            score=one.score,
            basis=one.basis,
            evidence=one.shown.format_map(known),
        )
        factors.add_factor(session, visitor, plan, draft)
    factors.hand_in_position(session, visitor, plan)


def _direct(session: Session, visitor: Visitor, plan: Plan) -> list[tuple[Element, Element]]:
    """Vision, values, and of each line its goal and strategy, tied."""

    def said(kind: ElementKind, text: str, above: Element | None = None) -> Element:
        new = ElementNew(kind=kind, text=text, parent_id=above.id if above is not None else None)
        return add_element(session, visitor, plan, new, holds=True)

    said(ElementKind.VISION, invented.VISION)
    for text in invented.VALUES:
        said(ElementKind.VALUE, text)
    made = []
    for line in invented.LINES:
        mission, goal = said(ElementKind.MISSION, line.mission), said(ElementKind.GOAL, line.goal)
        strategy = said(ElementKind.STRATEGY, line.strategy)
        for text in line.measures:
            said(ElementKind.MEASURE, text, strategy)
        tie(session, visitor, plan, goal, [mission.id or 0])
        tie(session, visitor, plan, strategy, [goal.id or 0])
        made.append((goal, strategy))
    return made


def _answer(session: Session, visitor: Visitor, plan: Plan, lines: list[tuple[Element, Element]]) -> None:
    """Each strategy answers a pair of factors, and its goal what is wrong."""
    ids = [row.id or 0 for row in factors_of(session, plan)]
    for line, (goal, strategy) in zip(invented.LINES, lines, strict=True):
        inner, outer = ids[line.inner], ids[line.outer]
        strategies.add_pair(session, visitor, plan, strategy, inner, outer)
        strategies.answer_problems(session, visitor, plan, factors=[inner, outer], goal_id=goal.id)


def _aim(session: Session, visitor: Visitor, plan: Plan, lines: list[tuple[Element, Element]]) -> None:
    """An indicator with a target for each year, and the projects that are to reach it."""
    run = factors.mapping_runs(session, plan.office_code)[-1]
    beyond = round(100 * run.children_beyond / run.children, 1) if run.children else 0.0
    ids = [row.id or 0 for row in factors_of(session, plan)]
    for line, (goal, strategy) in zip(invented.LINES, lines, strict=True):
        one = line.indicator
        base = beyond if one.baseline is None else one.baseline
        given = {"element_id": goal.id, "level": "outcome", "unit": "ร้อยละ", "baseline": base}
        given |= {name: getattr(one, name) for name in ("code", "name", "direction", "source")}
        aims = [max(0.0, round(base + one.step * at, 1)) for at in range(1, YEARS + 1)]
        years = [{"fiscal_year": year, "value": aim} for year, aim in zip(plan.years, aims, strict=True)]
        draft = targets.IndicatorDraft.read({**given, "baseline_year": plan.first_year - 1, "targets": years})
        made = targets.save_indicator(session, visitor, plan, draft)
        for frame in line.frames:
            what = {"strategy_id": strategy.id, "indicator_id": made.id, "title": frame.title, "output": frame.output}
            costs = [{"fiscal_year": year, "amount": str(frame.baht)} for year in plan.years]
            wish = targets.FrameDraft.read({**what, "owner": invented.GROUPS[frame.group], "years": costs})
            row = targets.save_frame(session, visitor, plan, wish)
            strategies.answer_problems(session, visitor, plan, factors=[ids[line.inner]], frame_id=row.id)


def _lean(session: Session, visitor: Visitor) -> None:
    """Goals, strategies and projects on a node of the national strategy, as the registry has it."""
    rows = references_of(session, SHARED, visitor.office_code)
    leaned = next((row for row in rows if row.title.startswith(invented.NATIONAL_STRATEGY) and row.nodes), None)
    if leaned is None:
        raise RefusedCommandError("the registry has no nodes of the national strategy")
    nodes = {node.code: node.key for node in leaned.nodes}
    node_of = {text: nodes[line.node] for line in invented.LINES for text in _texts(line)}
    for one in pointing_of(session, SHARED, visitor.office_code):
        align(session, visitor, SHARED, one, AlignmentDraft(nodes=(node_of[one.title],)))


def _texts(line: invented.Line) -> tuple[str, ...]:
    return (line.goal, line.strategy, *(frame.title for frame in line.frames))


def go_on(session: Session, today: date) -> int:
    """What the board approved is published; of the first schools each comes as far as the words say."""
    visitor = invented_planner()
    plan = find_plans(session, visitor)[0]
    versions.approve(session, visitor, DEVELOPMENT, plan.key)
    said = PublishDraft(announcement=f"สมมติ 1/{plan.first_year}", released_on=happened.today())
    publish(session, visitor, SHARED, DEVELOPMENT, plan.key, said)
    school_plans.open_workspaces(session, visitor, plan)
    run = run_of(session, visitor, DEVELOPMENT.kind, plan.key)
    assert run is not None
    walking.begin_step(session, visitor, run, "schools")
    rows = school_plans.school_plans(session, visitor, plan.id)[: len(invented.SCHOOLS)]
    for row, far in zip(rows, invented.SCHOOLS, strict=False):
        _write(session, visitor, row, far, today)
    return len(rows)


def _write(session: Session, visitor: Visitor, row: SchoolPlan, far: str, today: date) -> None:
    goals = school_plans.goals_of(session, row)
    answers = [
        {"id": goal.id, "answer": answer, "target": target}
        for goal, (answer, target) in zip(goals, invented.ANSWERS, strict=True)
    ]
    words = {"vision": invented.SCHOOL_VISION, "problems": invented.SCHOOL_PROBLEMS, "goals": answers}
    school_plans.write(session, visitor, row, school_plans.SchoolPlanDraft.read(words))
    if far == "writing":
        return
    school_plans.send(session, visitor, row)
    if far == "sent":
        return
    met = CHECKLIST if far == "accepted" else CHECKLIST[:-1]
    comment = "" if far == "accepted" else "ยังไม่มีความเห็นชอบของคณะกรรมการสถานศึกษา"
    school_plans.review(session, visitor, row, met=met, comment=comment)
    visit = {"held_on": today - timedelta(days=7), "visitor": f"ศึกษานิเทศก์ {invented.SAMPLE}"}
    subject = {"subject": "การจัดทำแผนพัฒนาคุณภาพของสถานศึกษา", "advice": "ใช้ข้อมูลผลสอบของโรงเรียนกำหนดเป้าหมาย"}
    school_plans.add_visit(session, visitor, row, school_plans.VisitDraft.read(visit | subject))
