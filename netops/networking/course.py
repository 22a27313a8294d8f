"""Where a school stands in the process: its case, papers handed in to it, and designs that were approved."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.site import Site
from netops.cases.definitions import find_definition
from netops.cases.documents import add_paper
from netops.cases.facts import view_case
from netops.cases.walking import CaseDraft, Doer, may_walk, open_case
from netops.models.case import CaseStep, Resolution, WorkCase
from netops.models.paper import Paper
from service.i18n import N_, spoken
from service.refusal import refuse

WORKFLOW: Final = "network"
APPROVAL: Final = "approval"


def cases_of(session: Session, site_ids: Collection[int]) -> dict[int, WorkCase]:
    """The newest case of each school that has one."""
    wanted = select(WorkCase).where(WorkCase.workflow == WORKFLOW, col(WorkCase.site_id).in_(site_ids))
    return {row.site_id or 0: row for row in session.exec(wanted.order_by(col(WorkCase.id)))}


def begin(doer: Doer, site: Site) -> WorkCase:
    """A new case of a school; RefusedError while one is running."""
    running = cases_of(doer.session, [site.id or 0]).get(site.id or 0)
    if running is not None and running.ended_at is None:
        raise refuse("", N_("It has its case already"))
    title = find_definition(WORKFLOW).title.said(spoken())
    return open_case(doer, CaseDraft(workflow=WORKFLOW, title=f"{title} {site.name}"[:255], site_id=site.id))


def hand_in(doer: Doer, site_id: int, kind: str, paper: Paper) -> bool:
    """Let a paper be the evidence of its step; False where no case runs, where its step is done or somebody else's, and
    where a signed version stands there already.
    """
    case = cases_of(doer.session, [site_id]).get(site_id)
    if case is None or case.ended_at is not None:
        return False
    view = view_case(doer.session, case, doer.now)
    key = next((step.key for step in view.definition.steps if kind in step.evidence), None)
    if key is None or view.steps[key].done_at is not None or not may_walk(doer, view.steps[key]):
        return False
    here = view.documents.get(kind)
    if here is not None and here.is_signed:
        return False
    add_paper(doer, case, kind, paper)
    return True


def approved(session: Session, site_id: int) -> set[str]:
    """SHA-256 of each document of the school's cases that a committee approved as design and the director let pass."""
    rows = session.exec(
        select(Resolution.sha256)
        .join(WorkCase, col(WorkCase.id) == Resolution.case_id)
        .join(CaseStep, col(CaseStep.case_id) == WorkCase.id)
        .where(
            WorkCase.workflow == WORKFLOW,
            WorkCase.site_id == site_id,
            Resolution.step == APPROVAL,
            col(Resolution.is_approved),
            CaseStep.key == APPROVAL,
            CaseStep.choice == "go",
        )
    )
    return set(rows.all())


def open_steps(session: Session, site_ids: Collection[int]) -> dict[int, CaseStep]:
    """The open step of each school's running case that is due first."""
    cases = {case.id or 0: site_id for site_id, case in cases_of(session, site_ids).items() if case.ended_at is None}
    wanted = select(CaseStep).where(
        col(CaseStep.case_id).in_(cases), col(CaseStep.done_at).is_(None), col(CaseStep.due_on).is_not(None)
    )
    rows = session.exec(wanted.order_by(col(CaseStep.due_on).desc(), col(CaseStep.id).desc()))
    return {cases[row.case_id]: row for row in rows}
