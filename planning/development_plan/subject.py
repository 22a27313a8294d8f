"""The development plan as what is frozen, laid before the board and published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlmodel import Session

from planning.development_plan import words
from planning.development_plan.content import content_of
from planning.development_plan.models.element import ElementKind
from planning.development_plan.models.plan import EvidenceKind, Plan
from planning.development_plan.papers.book import BOOK, book_of
from planning.development_plan.steps.order import lacking_for_draft
from planning.development_plan.steps.strategies import blocked
from planning.development_plan.steps.targets import goals_without_indicator, strategies_without_frame
from planning.development_plan.store.plans import evidence_of, plan_of_key
from planning.development_plan.store.written import (
    elements_of,
    frames,
    gaps_of_direction,
    indicators_of,
    latest_fingerprint,
    served_goals,
    sheets,
    strategy_links,
)
from planning.kit.visitor import Visitor
from planning.plans.declared import Frozen, Head, Subject
from planning.plans.store.walking import done_by_system
from service.i18n import N_, _
from service.refusal import Problem
from service.web.exports import Money, Sheet

KIND: Final = "development"


def head(session: Session, office_code: str, key: str) -> Head:
    """Title and fiscal years."""
    plan = plan_of_key(session, office_code, key)
    return Head(plan.title, plan.first_year, plan.last_year)


def content(session: Session, office_code: str, key: str) -> Mapping[str, Any]:
    """What is frozen."""
    return content_of(session, plan_of_key(session, office_code, key))


def problems(session: Session, office_code: str, key: str) -> Sequence[Problem]:
    """All that keeps the plan from being submitted."""
    plan = plan_of_key(session, office_code, key)
    return [
        *_evidence(session, plan),
        *_direction(session, plan),
        *_strategies(session, plan),
        *_targets(session, plan),
    ]


_STEPS: Final = {
    "missions": N_("The review of duties (4.1) was not handed in"),
    "situation": N_("The situation report (4.2) was not handed in"),
    "environment": N_("Factors and school map (4.3) were not handed in"),
}


def evidence_lacking(session: Session, plan: Plan) -> list[Problem]:
    """Sets of evidence that were not handed in: while there is one, nothing of the plan may be written."""
    there = {kind.value for kind in evidence_of(session, plan)}
    return [Problem("", _STEPS[step]) for step in lacking_for_draft(there)]


def _evidence(session: Session, plan: Plan) -> Iterator[Problem]:
    yield from evidence_lacking(session, plan)
    handed = evidence_of(session, plan).get(EvidenceKind.POSITION)
    newest = latest_fingerprint(session, plan.office_code)
    if handed is not None and handed.content.get("fingerprint") != newest:
        yield Problem("", N_("The school map is outdated: hand in step 4.3 anew"))


def _direction(session: Session, plan: Plan) -> Iterator[Problem]:
    gaps = gaps_of_direction(session, plan)
    texts = {row.id: row.text for row in elements_of(session, plan)}
    kinds = {kind.value: said for kind, said in words.ELEMENTS.items()}
    for kind in gaps.kinds:
        yield Problem("", N_("Nothing is said yet: %(kind)s"), {"kind": _(kinds[kind])})
    if gaps.unworded:
        yield Problem("", N_("%(count)s elements have no wording that holds"), {"count": len(gaps.unworded)})
    for goal in gaps.goals:
        yield Problem("", N_("This goal serves no mission: %(goal)s"), {"goal": texts[goal]})


def _strategies(session: Session, plan: Plan) -> Iterator[Problem]:
    links = strategy_links(session, plan)
    texts = {row.id: row.text for row in elements_of(session, plan)}
    if not links:
        yield Problem("", N_("Nothing is said yet: %(kind)s"), {"kind": _("Strategy")})
    for one in blocked(links):
        lacks = ", ".join(_(words.LACKS[name]) for name in one.lacks)
        yield Problem("", N_("Strategy %(strategy)s: %(lacks)s"), {"strategy": one.text, "lacks": lacks})
    for goal, count in served_goals(session, plan).items():
        if not count:
            yield Problem("", N_("No strategy serves this goal: %(goal)s"), {"goal": texts[goal]})


def _targets(session: Session, plan: Plan) -> Iterator[Problem]:
    texts = {row.id: row.text for row in elements_of(session, plan)}
    goals = [row.id or 0 for row in elements_of(session, plan, {ElementKind.GOAL})]
    strategies = [row.id or 0 for row in elements_of(session, plan, {ElementKind.STRATEGY})]
    for goal in goals_without_indicator(goals, [row.element_id for row in indicators_of(session, plan)]):
        yield Problem("", N_("No indicator measures this goal: %(goal)s"), {"goal": texts[goal]})
    found = frames(session, plan)
    for one in strategies_without_frame(strategies, found):
        yield Problem("", N_("No project is foreseen for this strategy: %(strategy)s"), {"strategy": texts[one]})
    for sheet in sheets(session, plan):
        if missing := sheet.lacks(plan.years):
            yield Problem("", N_("Indicator %(code)s: %(lacks)s"), {"code": sheet.code, "lacks": _said(missing)})
    for frame in found:
        if missing := frame.lacks(plan.years):
            yield Problem("", N_("Project %(title)s: %(lacks)s"), {"title": frame.title, "lacks": _said(missing)})


def _said(names: Sequence[str]) -> str:
    return ", ".join(
        _(words.LACKS[name]) if name in words.LACKS else _("no figure for %(year)s") % {"year": name} for name in names
    )


DESCRIBED: Final = ("code", "name", "unit", "direction", "source", "baseline", "no_baseline")


def tables(frozen: Frozen) -> Sequence[Sheet]:
    """Open data: indicators with their targets, projects with their amounts in baht."""
    years = list(range(frozen.first_year, frozen.last_year + 1))
    named = {one["key"]: one["text"] for one in frozen.content["elements"]}
    indicators: list[list[object]] = []
    for one in frozen.content["indicators"]:
        targets = {each["fiscal_year"]: each["value"] for each in one["targets"] if not each["area"]}
        indicators.append(
            [
                one["code"],
                one["name"],
                one["unit"],
                one["direction"],
                one["source"],
                one["baseline"],
                one.get("no_baseline", ""),
                *(targets[year] for year in years),
            ]
        )
    projects: list[list[object]] = []
    for one in frozen.content["frames"]:
        amounts = {each["fiscal_year"]: Money(each["satang"]) for each in one["amounts"]}
        projects.append([one["title"], named[one["strategy"]], one["owner"], *(amounts[year] for year in years)])
    return [
        Sheet("projects", ["title", "strategy", "owner", *map(str, years)], projects),
        Sheet("indicators", [*DESCRIBED, *map(str, years)], indicators),
    ]


def published(session: Session, visitor: Visitor, frozen: Frozen) -> None:
    """The step of the publication is done by it."""
    done_by_system(session, visitor, KIND, frozen.key, "publication")


DEVELOPMENT: Final = Subject(
    kind=KIND,
    title=N_("Development plan"),
    decision="development_plan",
    committee="esao_board",
    head=head,
    content=content,
    problems=problems,
    page="/plans/{key}",
    template="published_plan.html",
    paper=(BOOK, book_of),
    tables=tables,
    field_words={
        "elements": N_("Vision, mission, goals and values"),
        "evidence": N_("Evidence"),
        "factors": N_("Factors"),
        "frames": N_("Projects of five years"),
        "amounts": N_("Money by year"),
        "pairs": N_("Strategies and factors"),
        "problems": N_("Problems that it answers"),
        "serves": N_("What it serves"),
        "parent": N_("Stands under"),
        "formula": N_("How it is reckoned"),
        "baseline_year": N_("Year of the baseline"),
        "output": N_("Output"),
        "outcome": N_("Outcome"),
        "reference": N_("Reference"),
        "node": N_("Policy"),
        "content": N_("Content"),
    },
    on_published=published,
)
