"""The library of rules: clauses with their figures, later versions, required papers, and who has read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.school_network import words
from planning.school_network.file_kinds import FILES
from planning.school_network.mapping.criteria import CriteriaSet
from planning.school_network.mapping.parameters import Certainty
from planning.school_network.store import rules
from planning.school_network.store.rules import ChangeDraft, FigureDraft
from service.i18n import _
from service.refusal import MissingError, Problem, RefusedError
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.seen import SEEN_FIELD, opened, unseen
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
RULES: Final = "/rules"
MayRead = Annotated[Visitor, Depends(Allowed("rules.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("rules.write"))]
MayTell = Annotated[Visitor, Depends(Allowed("rules.acknowledge"))]


@router.get(RULES)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every regulation with the version that holds now."""
    found = [rules.versions(db, visitor.office_code, one) for one in rules.ORDER]
    return page(request, "rules.html", found=found)


@router.get(f"{RULES}/{{regulation}}")
def show(request: Request, db: Db, visitor: MayRead, regulation: str, version: int = 0) -> Response:
    """Clause by clause, each with its figure, how sure it is and its source."""
    known = rules.versions(db, visitor.office_code, regulation)
    shown = _chosen(known, version)
    readers = rules.readers(db, visitor.office_code, regulation, shown.version)
    return page(
        request,
        "rule.html",
        rule=shown,
        versions=known,
        readers=readers,
        has_read=any(one.username == visitor.username for one in readers),
        words=words,
        files=FILES,
        compares=words.COMPARES,
        may_write=visitor.may("rules.write"),
        may_tell=visitor.may("rules.acknowledge"),
    )


def _chosen(known: Sequence[CriteriaSet], number: int) -> CriteriaSet:
    if not number:
        return known[-1]
    for one in known:
        if one.version == number:
            return one
    raise MissingError("version")


@router.post(f"{RULES}/{{regulation}}/read")
def acknowledge(request: Request, db: Db, visitor: MayTell, regulation: str, typed: Posted) -> Response:
    """This person has read this version."""
    number = typed.get("version", "")
    if not number.isdecimal():
        raise MissingError("version")
    rules.acknowledge(db, visitor, regulation, int(number[:9]))
    return redirect(request, f"{RULES}/{regulation}?version={number}", _("Saved."))


@router.get(f"{RULES}/{{regulation}}/change")
def edit(request: Request, db: Db, visitor: MayWrite, regulation: str) -> Response:
    """The figures of the newest version, to be changed into the next one."""
    last = rules.versions(db, visitor.office_code, regulation)[-1]
    return page(request, "form.html", form=_form(last, opened(_figures_of(last)), {}))


def _figures_of(last: CriteriaSet) -> dict[str, str]:
    """What the form begins with, and of which version it is."""
    values = {"version": str(last.version)}
    for place, one in enumerate(last.clauses):
        if one.limit is not None:
            values |= {
                f"value_{place}": f"{one.limit.value:g}",
                f"certainty_{place}": one.certainty.value,
                f"source_{place}": one.source,
            }
    return values


@router.post(f"{RULES}/{{regulation}}/change")
def change(request: Request, db: Db, visitor: MayWrite, regulation: str, typed: Posted) -> Response:
    """The next version; open cases keep theirs."""
    last = rules.versions(db, visitor.office_code, regulation)[-1]
    try:
        with db.begin_nested():
            draft, figures = _read(last, unseen(typed, _figures_of(last)))
            made = rules.add_version(db, visitor, regulation, draft, figures)
    except RefusedError as error:
        form = _form(last, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{RULES}/{regulation}?version={made.version}", _("Saved."))


def _read(last: CriteriaSet, typed: Mapping[str, str]) -> tuple[ChangeDraft, dict[int, FigureDraft]]:
    """All faults at once, each at its field."""
    wrong: list[Problem] = []
    figures: dict[int, FigureDraft] = {}
    for place, one in enumerate(last.clauses):
        if one.limit is None:
            continue
        given = {name: typed.get(f"{name}_{place}", "") for name in ("value", "certainty", "source")}
        try:
            figures[place] = FigureDraft.read(given)
        except RefusedError as error:
            wrong += [Problem(f"{item.field}_{place}", item.message, item.values) for item in error.problems]
    given = {name: typed.get(name, "") for name in ("valid_from", "reason")}
    try:
        draft = ChangeDraft.read(given)
    except RefusedError as error:
        raise RefusedError([*error.problems, *wrong]) from None
    if wrong:
        raise RefusedError(wrong)
    return draft, figures


def _form(last: CriteriaSet, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    certainties = tuple((one.value, _(words.CERTAINTIES[one])) for one in Certainty)
    clauses = tuple(
        Section(
            f"{one.number} {one.text}",
            (
                Field(f"value_{place}", f"{_(words.FACTS[one.limit.fact])} ({_(words.COMPARES[one.limit.compare])})"),
                Field(f"certainty_{place}", _("Certainty"), "select", options=certainties),
                Field(f"source_{place}", _("Source"), wide=True),
            ),
        )
        for place, one in enumerate(last.clauses)
        if one.limit is not None
    )
    head = Section(
        last.title,
        (
            Field("valid_from", _("Holds from"), "date", required=True),
            Field("reason", _("Reason of the change"), required=True, maxlength=500, wide=True),
            SEEN_FIELD,
        ),
    )
    at = f"{RULES}/{last.id}"
    return Form(_("Change figures"), f"{at}/change", at, (head, *clauses), typed, wrong)
