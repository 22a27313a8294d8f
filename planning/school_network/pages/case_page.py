"""The page of one case, also where an act on it is refused: with the reasons at its head."""

from __future__ import annotations

from http import HTTPStatus

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.plans import words as plan_words
from planning.plans.models.version import FROZEN
from planning.plans.pages.answers import refused
from planning.plans.store.versions import versions_of
from planning.school_network import case_words, judging, words
from planning.school_network.declared import CASE
from planning.school_network.directing import pair_of
from planning.school_network.file_kinds import FILES
from planning.school_network.kinds import SENDING
from planning.school_network.models.case import ChangeCase
from planning.school_network.pages.sending import today
from planning.school_network.store import carrying_out, cases, costs, scenarios
from planning.school_network.store.parts import PARTS, is_open
from planning.school_network.store.runs import result_of
from service.i18n import _
from service.refusal import RefusedError
from service.web.render import page


def case_page(
    request: Request, db: Session, visitor: Visitor, row: ChangeCase, error: RefusedError | None = None
) -> Response:
    """With what it lacks for the board, and what hinders its completion."""
    found = cases.gathered(db, row)
    run = cases.run_of(db, row)
    return page(
        request,
        "case.html",
        status=HTTPStatus.OK if error is None else refused(error),
        refused=[] if error is None else [one.text(_) for one in error.problems],
        case=row,
        found=found,
        checklist=judging.checklist(found),
        papers=judging.required_papers(found),
        lacking=[one.text(_) for one in judging.problems_of(found)],
        hindrances=[one.text(_) for one in judging.hindrances(found)],
        follow_ups=cases.follow_ups(db, row),
        versions=versions_of(db, visitor, CASE.kind, row.key),
        frozen_states=FROZEN,
        version_words=plan_words.STATES,
        schedule=carrying_out.schedule(db, row),
        red=cases.is_red(db, row, today(request)),
        today=today(request),
        run=run,
        pair=pair_of(result_of(run)["options"], row.school_code, row.to_code)
        if run is not None and row.to_code
        else None,
        profile=run is not None,
        plan=scenarios.plan_of(db, row.office_code, row.scenario_key),
        lacking_network=costs.lacking_of_case(db, row, found.groups) if row.kind in SENDING else (),
        parts=PARTS,
        may_change_part=lambda part: is_open(row, part),
        words=words,
        said=case_words,
        grades=words.GRADE_CODES,
        files=FILES,
        may_write=visitor.may("cases.write"),
    )
