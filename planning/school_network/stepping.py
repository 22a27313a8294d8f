"""Steps of the work on a case that the case itself shows to be done: nobody says or hands in the same thing twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from planning.kit.visitor import Person, Visitor
from planning.plans.models.walking import Run
from planning.plans.store.evidence import EvidenceDraft, add_evidence
from planning.plans.store.facts import run_of
from planning.plans.store.walking import done_by_system
from planning.school_network.declared import CASE
from planning.school_network.file_kinds import FileKind
from planning.school_network.judging import heard, placed
from planning.school_network.models.case import CaseState, ChangeCase, Round
from planning.school_network.store.cases import follow_ups, gathered
from service.filetypes import GivenFile
from service.refusal import BlockedError, RefusedError
from service.uploads import Uploads

EVIDENCE: Final = {
    FileKind.SITE_VISIT: "site-visit",
    FileKind.BOARD_OPINION: "opinion",
    FileKind.MINUTES: "minutes",
    FileKind.LAND_PAPER: "land",
    FileKind.DEMAND_TABLE: "demand",
    FileKind.CLASS_PLAN: "class-plan",
    FileKind.ANNOUNCEMENT: "announcement",
    FileKind.ASSETS: "asset-list",
}
"""What a file of a case is called by the workflows."""
ORDER: Final = (
    "study",
    "visit",
    "opinion",
    "hearing",
    "relocation",
    "resolution",
    "announcement",
    "assets",
    "network",
    "effect",
    "term",
    "year",
)
AFTER_BOARD: Final = (CaseState.ANNOUNCED, CaseState.EXECUTING, CaseState.COMPLETED, CaseState.FOLLOWED_UP)


def prove(
    session: Session, visitor: Visitor, uploads: Uploads, row: ChangeCase, kind: FileKind, file: GivenFile
) -> None:
    """A file of the case counts for its step too, where the workflow asks for one and the step is still open."""
    run = run_of(session, visitor, CASE.kind, row.key, to_change=True)
    if run is None or run.ended_at is not None or kind not in EVIDENCE:
        return
    try:
        with session.begin_nested():
            add_evidence(session, visitor, run, EvidenceDraft(kind=EVIDENCE[kind]), file, uploads)
    except (RefusedError, BlockedError):
        return  # of another workflow, of a step that is done, or of somebody else's: the case keeps the file anyway


def step_on(session: Session, visitor: Visitor, row: ChangeCase) -> int:
    """Every step that the case shows to be done, in their order; how many are. What lacks evidence waits for it."""
    there = shown(session, row)
    return sum(done_by_system(session, visitor, CASE.kind, row.key, step) for step in ORDER if there[step])


def shown(session: Session, row: ChangeCase) -> Mapping[str, bool]:
    """What the case says of each step; a visit is shown by its report, which is evidence of the step."""
    found = gathered(session, row)
    told = {one.round for one in follow_ups(session, row) if one.done_on is not None}
    return {
        "study": bool(row.run_key) and bool(found.files or found.hearings or found.opinions),
        "visit": True,
        "opinion": bool(found.opinions),
        "hearing": not heard(found),
        "relocation": bool(found.groups) and not placed(found),
        "resolution": row.state is CaseState.RESOLVED or row.state in AFTER_BOARD,
        "announcement": row.announced_on is not None,
        "assets": bool(found.assets) and all(one.done_on is not None for one in found.assets),
        "network": row.network_done_on is not None,
        "effect": row.in_force_on is not None,
        "term": Round.TERM in told,
        "year": Round.YEAR in told,
    }


def step_all_on(session: Session, _today: date) -> int:
    """Of cases that the board resolved: what netops did, and what the day brought, is told by no page."""
    wanted = (
        select(ChangeCase)
        .join(Run, (col(Run.subject_key) == ChangeCase.key) & (col(Run.office_code) == ChangeCase.office_code))
        .where(Run.subject_kind == CASE.kind, col(Run.ended_at).is_(None), col(ChangeCase.state).in_(AFTER_BOARD))
        .order_by(col(ChangeCase.id))
    )
    return sum(step_on(session, _service(row.office_code), row) for row in session.exec(wanted).unique().all())


def _service(office_code: str) -> Visitor:
    name = "school_network"
    # Pages show who did a step: the name of a program is no word for people who read Thai.
    person = Person(sub=name, username=name, name="ระบบ", role="service", office_code=office_code, office_name="")
    return Visitor(person, {})
