"""What this service declares to planning.plans: the plan of the network, each case, steps, papers, objectives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sqlmodel import Session

from contract.data.registry import ReferenceRow, SchoolRow
from planning.kit import copies
from planning.kit.visitor import Visitor
from planning.plans.declared import Frozen, Head, Measured, Objective, Shared, Subject
from planning.plans.store.walking import RunDraft, start_run
from planning.plans.workflows import Workflows
from planning.school_network import judging, words
from planning.school_network.models.case import CaseState, ChangeCase
from planning.school_network.papers.case_file import CASE_FILE, case_file_data
from planning.school_network.papers.kinds import KINDS
from planning.school_network.store import cases, following, runs, scenarios
from planning.school_network.store.dating import before_board
from planning.school_network.store.freezing import case_content, plan_content
from planning.school_network.store.sources import REFERENCES, sources
from service.i18n import N_, _
from service.refusal import BlockedError, Problem
from service.web.exports import Sheet


def _plan_head(session: Session, office_code: str, key: str) -> Head:
    row = scenarios.find_scenario(session, office_code, key)
    years = [one.academic_year for one in scenarios.steps_of(session, row)]
    this = scenarios.run_of(session, row).academic_year
    return Head(row.title, min(years, default=this), max(years, default=this))


def _plan_problems(session: Session, office_code: str, key: str) -> list[Problem]:
    row = scenarios.find_scenario(session, office_code, key)
    found = []
    if not scenarios.steps_of(session, row):
        found.append(Problem("", N_("The plan has no change yet")))
    if runs.is_stale(scenarios.run_of(session, row), sources(session, office_code), {}):
        found.append(Problem("", N_("Its mapping run is stale: put the changes on a new run")))
    return found


def _plan_approved(session: Session, visitor: Visitor, frozen: Frozen) -> None:
    """Each change of the approved plan becomes a case."""
    row = scenarios.find_scenario(session, frozen.office_code, frozen.key, to_change=True)
    for step in scenarios.steps_of(session, row):
        opened = cases.open_planned(session, visitor, row.key, step)
        if opened is not None:
            begin_steps(session, visitor, opened)
    row.has_cases = True


def begin_steps(session: Session, visitor: Visitor, row: ChangeCase) -> None:
    """The run of the workflow of its kind, with the case."""
    draft = RunDraft(
        workflow=row.kind.value.replace("_", "-"),
        title=_case_head(session, row.office_code, row.key).title,
        subject_kind=CASE.kind,
        subject_key=row.key,
    )
    start_run(session, visitor, SHARED, draft)


def _case_head(session: Session, office_code: str, key: str) -> Head:
    row = cases.find_case(session, office_code, key)
    year = row.effective_year or runs_year(session, office_code)
    return Head(f"{_(words.KINDS[row.kind])}: {row.school_name}"[:255], year, year)


def runs_year(session: Session, office_code: str) -> int:
    """The academic year of the newest run, of this year without one."""
    run = runs.newest_done(session, office_code)
    return run.academic_year if run is not None else cases.this_year()


def _case_problems(session: Session, office_code: str, key: str) -> list[Problem]:
    return judging.problems_of(cases.gathered(session, cases.find_case(session, office_code, key)))


def _case_approved(session: Session, _visitor: Visitor, frozen: Frozen) -> None:
    """BlockedError where the board is said to have decided before it could know what it decided on."""
    row = cases.find_case(session, frozen.office_code, frozen.key, to_change=True)
    if frozen.held_on is not None and (wrong := before_board(cases.gathered(session, row), frozen.held_on)):
        raise BlockedError(wrong)
    row.state = CaseState.RESOLVED


def _case_schools(session: Session, office_code: str, key: str) -> Sequence[str]:
    row = cases.find_case(session, office_code, key)
    return [code for code in (row.school_code, row.to_code) if code]


def _beyond(session: Session, office_code: str, _fiscal_year: int) -> Measured:
    """Children beyond the norm of distance, by the newest run over all children of school age."""
    run = runs.newest_of_children(session, office_code)
    if run is None:
        return Measured(None)
    told: Mapping[str, Any] = run.summary
    return Measured(float(told["beyond"]), int(told["children"]))


def _lost(session: Session, office_code: str, _fiscal_year: int) -> Measured:
    """Children lost after a change, by the last follow-up of each case."""
    return Measured(*following.lost_after(session, office_code))


def _references(session: Session, office_code: str) -> Sequence[ReferenceRow]:
    return copies.rows(session, office_code, REFERENCES).rows


def _schools(session: Session, office_code: str) -> Sequence[SchoolRow]:
    return sources(session, office_code).schools


def _plan_tables(frozen: Frozen) -> list[Sheet]:
    """The changes as open data."""
    titles = ("academic_year", "kind", "school_code", "school_name", "to_code", "to_name", "low", "high", "reason")
    steps: Sequence[Mapping[str, Any]] = frozen.content["steps"]
    return [Sheet("plan", titles, [[step[title] for title in titles] for step in steps])]


PLAN_FIELDS: Final = {"steps": N_("Changes"), "effect": N_("What it does"), "run": N_("Mapping runs")}
CASE_FIELDS: Final = {
    "case": N_("Case"),
    "checklist": N_("Criteria"),
    "clauses": N_("Criteria"),
    "effects": N_("Ways of the children"),
    "assets": N_("Land, buildings, things, documents and money"),
    "staff": N_("Staff"),
    "groups": N_("Children by grade and village"),
    "hearings": N_("Hearings"),
    "opinions": N_("Opinions of school boards"),
    "readiness": N_("Readiness of the local body"),
    "rooms": N_("Rooms of the receiving schools"),
    "files": N_("Files"),
    "school_name": N_("School"),
    "to_name": N_("Receiving school"),
    "village_name": N_("Village"),
    "transport": N_("Transport"),
    "support_satang_day": N_("Support a day (baht)"),
    "place": N_("Place"),
    "parents": N_("Parents (persons)"),
    "teachers": N_("Teachers (persons)"),
    "board": N_("Board (persons)"),
    "community": N_("Community (persons)"),
    "agree": N_("Agree"),
    "disagree": N_("Disagree"),
    "abstain": N_("Abstain"),
    "opinion": N_("Opinion"),
    "present": N_("Members present"),
    "verdict": N_("Finding by the rule"),
    "found": N_("Found"),
    "effective_year": N_("Academic year"),
    "effective_term": N_("Term"),
}
PLAN: Final = Subject(
    kind="network_plan",
    title=N_("School network plan"),
    decision="school_network_plan",
    committee="esao_board",
    head=_plan_head,
    content=plan_content,
    problems=_plan_problems,
    page="/scenarios/{key}",
    template="published_network_plan.html",
    tables=_plan_tables,
    field_words=PLAN_FIELDS,
    on_approved=_plan_approved,
)
CASE: Final = Subject(
    kind="change_case",
    title=N_("Change of a school"),
    decision="school_change",
    committee="esao_board",
    head=_case_head,
    content=case_content,
    problems=_case_problems,
    page="/cases/{key}",
    paper=(CASE_FILE, case_file_data),
    field_words=CASE_FIELDS,
    on_approved=_case_approved,
    schools=_case_schools,
)
SHARED: Final = Shared(
    service="school_network",
    workflows=Workflows(Path(__file__).parent / "workflows"),
    subjects=(PLAN, CASE),
    papers=KINDS,
    objectives=(
        Objective("P4-1", N_("Children beyond the norm of distance"), N_("children"), "down", 0.0, _beyond),
        Objective("P4-1-lost", N_("Children lost after a change"), N_("children"), "down", 0.0, _lost),
    ),
    process="P4",
    references=_references,
    schools=_schools,
)
