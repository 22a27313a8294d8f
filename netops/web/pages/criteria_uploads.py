"""A later edition of price criteria from a file: what it says of itself, what it would change, then all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, UploadFile
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.store.acting import ForOffice
from netops.audit import record
from netops.models.job import Job, JobState
from netops.web.access import Visitor, allowed
from netops.web.criteria_words import CERTAINTIES, LISTINGS, SCOPES
from netops.web.pages.criteria import wording
from netops.web.pages.jobs import CRITERIA_UPLOAD, find_job
from procurement.criteria.comparing import Comparison, compare
from procurement.criteria.draft import EditionDraft
from procurement.criteria.edition import Certainty, Edition
from procurement.criteria.rows import COLUMNS, FILE_ROW, ReadItems, read_items
from procurement.store.criteria import office_catalogue, store_edition
from service.columns import utc_now
from service.i18n import _
from service.importing.decode import MAX_BYTES, UnreadableError, decode
from service.importing.row_problem import RowProblem
from service.refusal import RefusedError
from service.web.exports import Sheet, as_file
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/criteria/uploads", include_in_schema=False)
MayImport = Annotated[Visitor, Depends(allowed("criteria.write"))]
HOME: Final = "/criteria/uploads"
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits for its yes, and what was said of its edition."""

    job: Job
    draft: EditionDraft
    read: ReadItems


def find_upload(db: Session, visitor: Visitor, job_id: int) -> Upload:
    """The file again, read anew; MissingError when it is gone."""
    job = find_job(db, visitor, job_id, CRITERIA_UPLOAD)
    draft = EditionDraft.read(job.request)
    try:
        return Upload(job, draft, read_items(decode(job.payload), certainty=draft.certainty))
    except UnreadableError as error:
        return Upload(job, draft, ReadItems((), (RowProblem(FILE_ROW, "", "", error.problem),), 0))


@router.get("")
def choose(request: Request, db: Db, visitor: MayImport) -> Response:
    """What the edition says of itself, and which file; files that wait for their yes."""
    # Nobody is to claim by not choosing that the figures were compared.
    return _form(request, db, visitor, {"certainty": Certainty.READ.value})


@router.post("")
def upload(
    request: Request, db: Db, visitor: MayImport, typed: Posted, file: Annotated[UploadFile, File()]
) -> Response:
    """Keep the file and show what it would change."""
    data = file.file.read(MAX_BYTES + 1)
    try:
        draft = EditionDraft.read(typed)
    except RefusedError as error:
        return _form(request, db, visitor, typed, problems(error))
    if not data or len(data) > MAX_BYTES:
        told = _("The file is empty.") if not data else _("The file is too large.")
        return _form(request, db, visitor, typed, {"file": told})
    job = Job(
        office_id=visitor.office_id,
        person_id=visitor.person_id,
        kind=CRITERIA_UPLOAD,
        state=JobState.DONE,  # nothing works on it; it waits for a person
        title=(file.filename or "file")[:255],
        request=draft.model_dump(mode="json"),
        payload=data,
    )
    db.add(job)
    db.flush()
    return redirect(request, f"{HOME}/{job.id}")


@router.get("/template.{form}")
def template(visitor: MayImport, form: str) -> Response:
    """An empty file with the headings."""
    return as_file(Sheet("criteria", [column.name for column in COLUMNS], []), form)


@router.get("/{job_id}")
def preview(request: Request, db: Db, visitor: MayImport, job_id: int) -> Response:
    """What would come, go and change against the edition before, or every problem of every row."""
    return _preview(request, db, visitor, find_upload(db, visitor, job_id))


@router.post("/{job_id}/apply")
def apply(request: Request, db: Db, visitor: MayImport, job_id: int) -> Response:
    """Keep the edition with all its items."""
    found = find_upload(db, visitor, job_id)
    if not found.read.ok:
        return _preview(request, db, visitor, found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        by = ForOffice(visitor.office_id, utc_now(), visitor.person_id)
        row = store_edition(db, found.draft, found.read.items, by)
    except RefusedError as error:
        told = list(problems(error).values())
        return _preview(request, db, visitor, found, status=HTTPStatus.UNPROCESSABLE_ENTITY, refused=told)
    db.delete(found.job)
    detail = {"name": row.name, "listing": row.listing.value, "items": len(found.read.items)}
    record(db, visitor.actor, "criteria_edition.imported", subject="criteria_edition", subject_id=row.id, detail=detail)
    return redirect(request, f"/criteria/editions/own-{row.id}", _("The edition was imported."))


@router.post("/{job_id}/forget")
def forget(request: Request, db: Db, visitor: MayImport, job_id: int) -> Response:
    """Do not take it; the file is deleted."""
    db.delete(find_job(db, visitor, job_id, CRITERIA_UPLOAD))
    record(db, visitor.actor, "import.forgotten", subject="job", subject_id=job_id)
    return redirect(request, HOME, _("The file was deleted. Nothing was imported."))


def _preview(
    request: Request,
    db: Session,
    visitor: Visitor,
    found: Upload,
    *,
    status: int = HTTPStatus.OK,
    refused: list[str] | None = None,
) -> Response:
    before, changes = _against_before(db, visitor, found)
    return page(
        request,
        "criteria_import_preview.html",
        status=status,
        job=found.job,
        draft=found.draft,
        read=found.read,
        refused=refused or [],
        problems=[(one, one.column, one.text(_)) for one in found.read.problems[:SHOWN]],
        shown=SHOWN,
        before=before,
        found=changes,
        scopes=SCOPES,
        **wording(),
    )


def _against_before(db: Session, visitor: Visitor, found: Upload) -> tuple[Edition | None, Comparison | None]:
    """The edition that stands before it in its list, and what differs; none where it would be the first."""
    if not found.read.ok:
        return None, None
    catalogue = office_catalogue(db, visitor.office_id)
    newest = max((one.serial for one in catalogue.editions), default=0)
    new = found.draft.edition("new", serial=newest + 1)
    earlier = [one for one in catalogue.editions if one.listing is new.listing and one.order < new.order]
    if not earlier:
        return None, None
    with_it = catalogue.with_editions({new: found.read.items})
    return earlier[-1], compare(with_it, earlier[-1].key, new.key)


def _form(
    request: Request,
    db: Session,
    visitor: Visitor,
    typed: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
) -> Response:
    form = Form(
        title=_("Import an edition of price criteria"),
        action=HOME,
        back="/criteria/editions",
        sections=[Section("", _fields())],
        values=typed,
        problems=wrong or {},
    )
    waiting = select(Job).where(Job.office_id == visitor.office_id, Job.kind == CRITERIA_UPLOAD)
    uploads = db.exec(waiting.order_by(col(Job.id).desc()).limit(20)).all()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return page(request, "criteria_import.html", status=status, form=form, uploads=uploads, columns=COLUMNS)


def _fields() -> tuple[Field, ...]:
    return (
        Field("listing", _("List"), "select", required=True, options=_options(LISTINGS)),
        Field("name", _("Name of the edition"), required=True, maxlength=120, hint=_("Such as: December 2569")),
        Field("announced_on", _("Announced on"), "date", required=True),
        Field("effective_from", _("In force from"), "date", required=True),
        Field(
            "scope",
            _("What it replaces"),
            "select",
            required=True,
            options=_options(SCOPES),
            hint=_("A whole edition ends every item that it does not name"),
        ),
        Field(
            "certainty",
            _("How the figures were taken over"),
            "select",
            required=True,
            options=_options(CERTAINTIES),
        ),
        Field("source", _("Source"), required=True, hint=_("Which document, and where it can be found")),
        Field("url", _("Address of the source")),
        Field("note", _("Note"), "textarea", maxlength=2000),
    )


def _options(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(key.value, _(text)) for key, text in words.items()]
