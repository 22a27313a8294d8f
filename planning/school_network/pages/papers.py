"""Papers of a run and of a case: drawn from what is kept, or kept themselves with a number."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.plans.models.version import VersionState
from planning.plans.pages.drawing import Whose, file_of
from planning.plans.store.papers import MEDIA, Of, about_of, draw, make_paper, papers_of
from planning.plans.store.versions import approved, find_version, frozen_of
from planning.school_network.declared import CASE
from planning.school_network.models.case import ChangeCase
from planning.school_network.pages.part_form import CASES
from planning.school_network.pages.run_form import RUNS
from planning.school_network.papers.case_file import CASE_FILE, case_file_data
from planning.school_network.papers.data import CaseData
from planning.school_network.papers.forms import SUMMARIES
from planning.school_network.papers.kinds import COMMON
from planning.school_network.papers.making import case_data, mapping_data, place_of
from planning.school_network.papers.mapping_paper import MAPPING
from planning.school_network.store import cases, following, runs
from planning.school_network.store.sources import sources
from service.columns import utc_now
from service.i18n import _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.files import handed_out
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayReadRun = Annotated[Visitor, Depends(Allowed("mapping.read"))]
MayReadCase = Annotated[Visitor, Depends(Allowed("cases.read"))]
MayWriteCase = Annotated[Visitor, Depends(Allowed("cases.write"))]
PRIMARY: Final = 3


@router.get(f"{RUNS}/{{key}}/paper.{{form}}")
def of_run(_request: Request, db: Db, visitor: MayReadRun, key: str, form: str, grade: int = PRIMARY) -> Response:
    """The chapter with its map, as PDF or Word, by the template that holds."""
    row = runs.find_run(db, visitor.office_code, key)
    made = runs.result_of(row)
    if form not in ("pdf", "docx") or not 0 <= grade < len(made["near"]["group"]):
        raise MissingError("paper")
    data = mapping_data(row, made, visitor.office_name, grade)
    at = row.done_at or utc_now()
    drawn = draw(db, MAPPING, (data, about_of(visitor.office_name, "", at)), office_code=visitor.office_code, at=at)
    return handed_out(drawn.file(form), f"school-map-{key[:8]}.{form}", MEDIA[form])


@router.get(f"{CASES}/{{key}}/papers")
def of_case(request: Request, db: Db, visitor: MayReadCase, key: str) -> Response:
    """What can be made, and what was made."""
    row = cases.find_case(db, visitor.office_code, key)
    return page(
        request,
        "case_papers.html",
        case=row,
        kinds=(SUMMARIES[row.kind], *COMMON),
        made=papers_of(db, visitor, CASE.kind, key),
        may_write=visitor.may("cases.write"),
    )


@router.post(f"{CASES}/{{key}}/papers")
def make(request: Request, db: Db, visitor: MayWriteCase, key: str, typed: Posted) -> Response:
    """Kept with its data and the template that holds today."""
    row = cases.find_case(db, visitor.office_code, key)
    wanted = {one.key: one for one in (SUMMARIES[row.kind], *COMMON)}
    kind = wanted.get(typed.get("kind", ""))
    if kind is None:
        raise MissingError("paper")
    number = row.announcement_number if kind.key == "school-announcement" else ""
    of = Of(CASE.kind, row.key, row.school_code)
    paper = make_paper(db, visitor, kind, data_of(db, visitor, row), number=number, of=of)
    return redirect(request, f"/papers/{paper.id}", _("Saved."))


def data_of(session: Session, visitor: Visitor, row: ChangeCase) -> CaseData:
    """Of a case, with its place from the registry and what the board resolved."""
    school = sources(session, visitor.office_code).school(row.school_code)
    place = "" if school is None else place_of(school)
    frozen = approved(session, visitor.office_code, CASE.kind, row.key)
    resolution = ""
    if frozen is not None and frozen.state is not VersionState.SUPERSEDED:
        resolution = f"มติ{frozen.committee} {frozen.meeting}".strip()
    followed = [(one, following.counts_of(session, one)) for one in cases.follow_ups(session, row) if one.done_on]
    found = cases.gathered(session, row)
    return case_data(found, visitor.office_name, place=place, resolution=resolution, followed=followed)


@router.get(f"{CASES}/{{key}}/versions/{{number:int}}.{{form}}")
def whole(_request: Request, db: Db, visitor: MayReadCase, key: str, number: int, form: str) -> Response:
    """The whole file of one frozen version: the same again, whatever became of the case."""
    cases.find_case(db, visitor.office_code, key)
    version = find_version(db, visitor, CASE.kind, key, number)
    if form not in ("pdf", "docx"):
        raise MissingError("paper")
    at = version.submitted_at or version.opened_at
    whose = Whose(visitor.office_code, visitor.office_name, at, settled=True)
    frozen = frozen_of(db, version)
    data = case_file_data(frozen)
    if not frozen.content.get("office"):  # frozen before anybody of the office signed in here
        data = data.model_copy(update={"office": visitor.office_name})
    return file_of(db, CASE_FILE, data, form, whose)
