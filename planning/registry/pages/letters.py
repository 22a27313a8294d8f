"""The register of letters, and the rules of the desk."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.registry.models.letter import Letter, Restart, Way
from planning.registry.pages.clock import today_of
from planning.registry.pages.history import ACTS, history_of
from planning.registry.store.letters import (
    SUBJECT,
    Asked,
    LetterDraft,
    RuleDraft,
    change_rule,
    find_letter,
    finish,
    letters,
    named,
    register,
    rule_of,
)
from service.i18n import N_, _
from service.refusal import RefusedError
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import Field, Form, Posted, Section, Typed, flat, problems
from service.web.render import page, redirect
from service.web.table import Chips, Column, View, asked
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/letters"
MayRead = Annotated[Visitor, Depends(Allowed("letters.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("letters.write"))]
WAYS: Final = {Way.IN: N_("letter in"), Way.OUT: N_("letter out")}
RESTARTS: Final = {
    Restart.CALENDAR: N_("on 1 January"),
    Restart.FISCAL: N_("on 1 October"),
    Restart.NEVER: N_("numbers run on"),
}
HIDDEN: Final = ("service", "subject_kind", "subject_key", "link")
MOST_EXPORTED: Final = 100_000
COLUMNS: Final = (
    Column("number", N_("Number"), sortable=False),
    Column("registered_on", N_("Day"), sortable=False),
    Column("title", N_("Subject"), sortable=False),
    Column("sender", N_("Sender"), sortable=False),
    Column("recipient", N_("Recipient"), sortable=False),
    Column("state", N_("State"), sortable=False),
)


def _asked(request: Request, limit: int, offset: int) -> Asked:
    wanted = asked(request, COLUMNS, filters=("way", "series", "subject"))
    series = wanted.filters.get("series", "")
    number = int(series) if series.isascii() and series.isdigit() and len(series) == 4 else None
    return Asked(wanted.q, wanted.filters.get("way", ""), number, wanted.filters.get("subject", ""), limit, offset)


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest first; those of one step or meeting by its key in the address."""
    wanted = asked(request, COLUMNS, filters=("way", "series", "subject"))
    found = letters(db, visitor, _asked(request, wanted.per_page, wanted.offset))
    ways = [(way.value, _(text)) for way, text in WAYS.items()]
    view = View(
        HOME, wanted, COLUMNS, found.rows, found.total, (Chips("way", N_("Letters in or out"), ways),), f"{HOME}/export"
    )
    return page(
        request,
        "letters.html",
        view=view,
        ways=WAYS,
        named=named,
        today=today_of(request),
        may_write=visitor.may("letters.write"),
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The register as a file."""
    titles = [
        _("Letters in or out"),
        _("Number"),
        _("Day"),
        _("Their number"),
        _("Sender"),
        _("Recipient"),
        _("Subject"),
    ]
    rows = [
        [
            _(WAYS[row.way]),
            named(row),
            row.registered_on.isoformat(),
            row.their_number,
            row.sender,
            row.recipient,
            row.title,
        ]
        for row in letters(db, visitor, _asked(request, MOST_EXPORTED, 0)).rows
    ]
    return as_file(Sheet("letters", titles, rows), kind)


@router.get(f"{HOME}/rules")
def rules(request: Request, db: Db, visitor: MayWrite) -> Response:
    """When numbers restart, and how long things take."""
    values = flat(rule_of(db, visitor.office_code).model_dump(include=set(RuleDraft.model_fields)))
    return page(request, "form.html", form=_rules(values, {}))


@router.post(f"{HOME}/rules")
def set_rules(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """From now on."""
    try:
        with db.begin_nested():
            change_rule(db, visitor, RuleDraft.read(typed))
    except RefusedError as error:
        form = _rules(typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, HOME, _("Saved."))


@router.get(f"{HOME}/new")
def new(request: Request, visitor: MayWrite) -> Response:
    """For a step, a plan or a meeting where the address names one."""
    given = {name: request.query_params.get(name, "")[:500] for name in (*HIDDEN, "subject_title", "way", "title")}
    today = today_of(request).isoformat()
    values = {**given, "way": given["way"] or Way.IN.value, "registered_on": today}
    party = "recipient" if values["way"] == Way.IN.value else "sender"
    return page(request, "form.html", form=_form({**values, party: visitor.office_name}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """With the next number of its series."""
    try:
        with db.begin_nested():
            row = register(db, visitor, LetterDraft.read(typed), today=today_of(request))
    except RefusedError as error:
        form = _form(typed, problems(error, lambda name: "" if name in HIDDEN else name))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{row.key}", _("Registered as number %(number)s.") % {"number": named(row)})


@router.get(f"{HOME}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """One letter."""
    return _shown(request, db, visitor, find_letter(db, visitor, key))


@router.post(f"{HOME}/{{key}}/done")
def done(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """What it asked for is done."""
    row = find_letter(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            finish(db, visitor, row, today_of(request))
    except RefusedError as error:
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{key}", _("Saved."))


def _shown(request: Request, db: Db, visitor: Visitor, row: Letter, wrong: Mapping[str, str] | None = None) -> Response:
    return page(
        request,
        "letter.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        number=named(row),
        prefix=rule_of(db, visitor.office_code).prefix,
        ways=WAYS,
        today=today_of(request),
        wrong=wrong or {},
        history=history_of(db, visitor, SUBJECT, row.id),
        acts=ACTS,
        may_write=visitor.may("letters.write"),
    )


def _form(typed: Typed, wrong: Mapping[str, str]) -> Form:
    ways = [(way.value, _(text)) for way, text in WAYS.items()]
    fields = (
        *(Field(name, "", "hidden") for name in HIDDEN),
        Field("way", _("Letters in or out"), "select", options=ways),
        Field("registered_on", _("Registered on"), "date", required=True),
        Field("their_number", _("Their number"), maxlength=120),
        Field("dated", _("Dated"), "date"),
        Field("sender", _("Sender"), required=True),
        Field("recipient", _("Recipient"), required=True),
        Field("title", _("Subject"), required=True, maxlength=500, wide=True),
        Field("handled_by", _("Handled by"), maxlength=120),
        Field("due_on", _("Due on"), "date"),
        Field("subject_title", _("Belongs to the step or meeting"), wide=True),
    )
    return Form(_("Register a letter"), f"{HOME}/new", HOME, (Section("", fields),), typed, wrong)


def _rules(typed: Typed, wrong: Mapping[str, str]) -> Form:
    restarts = [(one.value, _(text)) for one, text in RESTARTS.items()]
    fields = (
        Field("restart", _("Numbers of letters begin anew"), "select", options=restarts),
        Field("prefix", _("Stands before the number of a letter out"), maxlength=60),
        Field("answer_days", _("Requests are answered within (days)"), "number"),
        Field("term_days", _("Terms are listed before they end (days)"), "number"),
    )
    return Form(_("Rules of the desk"), f"{HOME}/rules", HOME, (Section("", fields),), typed, wrong)
