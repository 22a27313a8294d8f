"""Files for the registry: one is given, looked at row by row, then taken in whole, and its report stays."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, File, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import happened
from planning.kit.reading.writing import as_csv, as_xlsx
from planning.kit.visitor import Visitor
from planning.registry import words
from planning.registry.grades import CountDay
from planning.registry.importing.plan import IMPORTERS
from planning.registry.importing.step import Act, Plan
from planning.registry.models.batch import BatchState, Dataset, ImportBatch
from planning.registry.store.batches import (
    BatchDraft,
    Consent,
    GivenBatch,
    find_batch,
    find_batches,
    give,
    look_at,
    problems_of,
    put_away,
    take_in,
)
from service.columns import utc_now
from service.i18n import N_, _
from service.importing.decode import MAX_BYTES
from service.importing.row_problem import RowProblem
from service.refusal import MissingError, RefusedError
from service.uploads import Uploads
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import Posted, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/imports"
MayRead = Annotated[Visitor, Depends(Allowed("counts.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("counts.write"))]
SHOWN_ROWS: Final = 200
ACTS: Final = {Act.NEW: N_("new"), Act.CHANGED: N_("changed"), Act.SAME: N_("as it is")}
_MEDIA: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _uploads(request: Request) -> Uploads:
    state = request.app.state
    return Uploads(state.settings.folder_of(state.part.name))


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead, dataset: Dataset | None = None) -> Response:
    """Which files were given, and what became of each; a new one is given here."""
    typed = {"dataset": (dataset or Dataset.PUPILS).value, "as_of": CountDay.newest(happened.today()).day.isoformat()}
    return _list(request, db, visitor, typed, {})


def _list(request: Request, db: Db, visitor: Visitor, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    return page(
        request,
        "imports.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        batches=find_batches(db, visitor),
        typed=typed,
        wrong=wrong,
        datasets=words.DATASETS,
        states=words.BATCHES,
        forms={dataset: one.form for dataset, one in IMPORTERS.items()},
        may_write=visitor.may("counts.write"),
    )


@router.get(f"{HOME}/template.{{dataset}}.{{kind}}")
def template(_request: Request, _visitor: MayRead, dataset: Dataset, kind: str) -> Response:
    """An empty file with the headings."""
    if kind not in _MEDIA:
        raise MissingError("template")
    form: Any = IMPORTERS[dataset].form
    body = as_csv(form) if kind == "csv" else as_xlsx(form)
    headers = {"Content-Disposition": f'attachment; filename="{dataset.value}.{kind}"'}
    return Response(body, media_type=_MEDIA[kind], headers=headers)


@router.post(HOME)
def upload(
    request: Request, db: Db, visitor: MayWrite, typed: Posted, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Keep the file and show what it would do."""
    data = file.file.read(MAX_BYTES + 1) if file is not None else b""
    if not data or len(data) > MAX_BYTES:
        problem = _("The file is empty.") if not data else _("The file is too large.")
        return _list(request, db, visitor, typed, {"file": problem})
    try:
        draft = BatchDraft.read({name: typed.get(name, "") for name in BatchDraft.model_fields})
    except RefusedError as error:
        return _list(request, db, visitor, typed, problems(error))
    name = (file.filename if file is not None else "") or "file"
    batch = give(db, visitor, _uploads(request), draft, GivenBatch(name, data), now=utc_now())
    return redirect(request, f"{HOME}/{batch.id}")


@router.get(f"{HOME}/{{batch_id:int}}")
def show(request: Request, db: Db, visitor: MayRead, batch_id: int) -> Response:
    """What a file would do, or what was done with it; and each row that was refused, with column and reason."""
    return _shown(request, db, visitor, find_batch(db, visitor, batch_id), "")


def _shown(request: Request, db: Db, visitor: Visitor, batch: ImportBatch, wrong: str) -> Response:
    waits = batch.state is BatchState.WAITING
    plan = look_at(db, visitor, _uploads(request), batch, now=utc_now()) if waits else None
    told = plan.problems if plan is not None else problems_of(batch)
    return page(
        request,
        "import.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        batch=batch,
        plan=plan,
        counts=_counts(batch, plan),
        problems=[(one, _reason(one)) for one in told[:SHOWN_ROWS]],
        most=len(told),
        shown=SHOWN_ROWS,
        acts=ACTS,
        wrong=wrong,
        words=words,
        may_write=visitor.may("counts.write"),
    )


def _counts(batch: ImportBatch, plan: Plan | None) -> list[tuple[str, int]]:
    """Rows by what happens to them, in words."""
    figures = (batch.new, batch.changed, batch.same) if plan is None else tuple(plan.count(act) for act in Act)
    refused = batch.refused if plan is None else plan.refused
    return [*((ACTS[act], count) for act, count in zip(Act, figures, strict=True)), (N_("refused"), refused)]


def _reason(one: RowProblem) -> str:
    """In the reader's language, with what the column holds where that is known."""
    expected = f" ({_(one.expected)})" if one.expected else ""
    return f"{one.text(_)}{expected}"


@router.post(f"{HOME}/{{batch_id:int}}/take")
def take(request: Request, db: Db, visitor: MayWrite, batch_id: int, typed: Posted) -> Response:
    """All rows, or nothing."""
    batch = find_batch(db, visitor, batch_id, to_change=True)
    consent = Consent(typed.get("digest", ""), typed.get("leave_out") == "yes")
    try:
        with db.begin_nested():
            plan = take_in(db, visitor, _uploads(request), batch, consent, now=utc_now())
    except RefusedError as error:
        return _shown(request, db, visitor, batch, error.problems[0].text(_))
    count = plan.count(Act.NEW) + plan.count(Act.CHANGED)
    return redirect(request, f"{HOME}/{batch_id}", _("Taken in: %(count)s rows.") % {"count": count})


@router.post(f"{HOME}/{{batch_id:int}}/put-away")
def put_file_away(request: Request, db: Db, visitor: MayWrite, batch_id: int) -> Response:
    """Nothing of it is taken; its report stays."""
    batch = find_batch(db, visitor, batch_id, to_change=True)
    try:
        put_away(db, visitor, batch)
    except RefusedError as error:
        return _shown(request, db, visitor, batch, error.problems[0].text(_))
    return redirect(request, HOME, _("The file was put away. Nothing was taken in."))


@router.get(f"{HOME}/{{batch_id:int}}/report.{{kind}}")
def report(request: Request, db: Db, visitor: MayRead, batch_id: int, kind: str) -> Response:
    """Each refused row with its column, what stood there and why."""
    batch = find_batch(db, visitor, batch_id)
    told: Any = problems_of(batch)
    if batch.state is BatchState.WAITING:
        told = look_at(db, visitor, _uploads(request), batch, now=utc_now()).problems
    titles = [_("Row"), _("Sheet"), _("Column"), _("Value"), _("What is wrong")]
    rows = [[one.row or _("file"), one.sheet, one.column, one.value, _reason(one)] for one in told]
    return as_file(Sheet(f"report-{batch_id}", titles, rows), kind)
