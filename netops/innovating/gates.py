"""From stage to stage: an innovation's gates look at its case, where steps are decided and their evidence is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session, col, select

from innovation.models.innovation import Innovation, Stage
from innovation.pipeline import ORDER, lacking, may_follow
from innovation.store.innovations import Said, come_to, ground_of
from inventory.store.acting import By
from inventory.store.holding import alone
from netops.audit import record
from netops.cases.definitions import find_definition
from netops.cases.walking import CaseDraft, Doer, open_case
from netops.models.case import CaseStep, WorkCase
from service.i18n import N_, spoken
from service.refusal import Problem, RefusedError, refuse

WORKFLOW: Final = "innovation"


def open_case_of(doer: Doer, innovation: Innovation) -> WorkCase:
    """The case of an innovation that has none yet. RefusedError when it has one."""
    alone(doer.session, innovation)
    if innovation.case_id is not None:
        raise refuse("", N_("It has its case already"))
    case = open_case(doer, CaseDraft(workflow=WORKFLOW, title=innovation.name, site_id=innovation.site_id))
    innovation.case_id = case.id
    doer.session.add(innovation)
    doer.session.flush()
    return case


def pass_gate(doer: Doer, innovation: Innovation, stage: Stage, *, note: str) -> None:
    """Bring it to a stage; RefusedError says everything that is lacking."""
    alone(doer.session, innovation)
    before, note = innovation.stage, Said.read({"note": note}).note
    ground = ground_of(doer.session, innovation, done=_done(doer.session, innovation), note=note)
    by = By(doer.actor.name, doer.now, doer.person_id)
    try:
        come_to(doer.session, innovation, stage, note=note, ground=ground, by=by)
    except RefusedError as error:
        raise RefusedError(_told(one) for one in error.problems) from None
    detail: Mapping[str, object] = {"stage": [before.value, stage.value], "note": note[:200]}
    record(doer.session, doer.actor, "innovation.stage", subject="innovation", subject_id=innovation.id, detail=detail)


def gates_of(session: Session, innovation: Innovation) -> list[tuple[Stage, list[Problem]]]:
    """The stages that it could come to now, each with what is lacking; the next one first. A reason to be typed is not
    counted as lacking.
    """
    ground = ground_of(session, innovation, done=_done(session, innovation), note="-")
    wanted = [stage for stage in ORDER if may_follow(innovation.stage, stage)]
    ahead = sorted(wanted, key=lambda one: (ORDER.index(one) < ORDER.index(innovation.stage), ORDER.index(one)))
    return [(stage, [_told(one) for one in lacking(innovation.stage, stage, ground)]) for stage in ahead]


def _done(session: Session, innovation: Innovation) -> dict[str, str] | None:
    """Steps of its case that are done, each with how it ended; None where it has no case."""
    if innovation.case_id is None:
        return None
    rows = session.exec(
        select(CaseStep).where(CaseStep.case_id == innovation.case_id, col(CaseStep.done_at).is_not(None))
    )
    return {row.key: row.choice for row in rows}


def _told(problem: Problem) -> Problem:
    """With the title of a step in place of its key."""
    key = problem.values.get("step")
    if key is None:
        return problem
    title = find_definition(WORKFLOW).by_key[str(key)].title.said(spoken())
    return Problem(problem.field, problem.message, {**problem.values, "step": title})
