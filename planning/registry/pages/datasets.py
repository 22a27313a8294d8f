"""The catalogue of datasets: who keeps each, where it comes from, of which day, the last file and how good it was."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.registry import words
from planning.registry.models.batch import Dataset
from planning.registry.store.catalogue import EntryDraft, entries, say
from service.i18n import _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import Field, Form, Posted, Section, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/datasets"
MayRead = Annotated[Visitor, Depends(Allowed("counts.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("counts.write"))]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every dataset with its last file."""
    return page(
        request, "datasets.html", entries=entries(db, visitor), words=words, may_write=visitor.may("counts.write")
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(_request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The catalogue as a file."""
    titles = [_("Dataset"), _("Kept by"), _("Source system"), _("Cut-off day"), _("As of"), _("Quality"), _("Rows")]
    rows = [
        [
            _(words.DATASETS[one.dataset]),
            *(one.said.owner, one.said.source_system, one.said.cut_off),
            *(("", "") if one.batch is None else (one.batch.as_of.isoformat(), one.batch.quality)),
            one.rows,
        ]
        for one in entries(db, visitor)
    ]
    return as_file(Sheet("datasets", titles, rows), kind)


@router.get(f"{HOME}/{{dataset}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, dataset: Dataset) -> Response:
    """The form with what is said now."""
    said = next(one.said for one in entries(db, visitor) if one.dataset is dataset)
    return page(request, "form.html", form=_form(dataset, flat(said.model_dump()), {}))


@router.post(f"{HOME}/{{dataset}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, dataset: Dataset, typed: Posted) -> Response:
    """As it was typed, or nothing at all."""
    try:
        with db.begin_nested():
            say(db, visitor, dataset, EntryDraft.read(typed))
    except RefusedError as error:
        form = _form(dataset, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, HOME, _("Saved."))


def _form(dataset: Dataset, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("owner", _("Kept by")),
        Field("source_system", _("Source system")),
        Field("cut_off", _("Cut-off day"), hint=_("Such as 10 June each year"), maxlength=120),
        Field("note", _("Note"), "textarea", maxlength=2000),
    )
    title = _(words.DATASETS[dataset])
    return Form(title, f"{HOME}/{dataset.value}/edit", HOME, (Section("", fields),), typed, wrong)
