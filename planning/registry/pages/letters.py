"""The policy group's register of letters, and the rules of the desk. The office's central register is at netops."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.visitor import Visitor
from planning.plans.store.papers import make_paper
from planning.registry.models.letter import Letter, Restart
from planning.registry.pages.clock import today_of
from planning.registry.pages.history import ACTS, history_of
from planning.registry.papers.letters import MOST_LINES, register_data
from planning.registry.store.catalogue import GROUP
from planning.registry.store.letters import (
    SUBJECT,
    Asked,
    LetterDraft,
    LetterTexts,
    RuleDraft,
    change_rule,
    correct,
    find_letter,
    finish,
    letters,
    named,
    register,
    rule_of,
    void,
)
from service.i18n import N_, _
from service.letters import Direction, VoidReason
from service.papers.letter_register import LETTER_REGISTER
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
DIRECTIONS: Final = {Direction.IN: N_("letters in"), Direction.OUT: N_("letters out")}
RESTARTS: Final = {
    Restart.CALENDAR: N_("on 1 January"),
    Restart.FISCAL: N_("on 1 October"),
    Restart.NEVER: N_("numbers run on"),
}
HIDDEN: Final = ("service", "subject_kind", "subject_key", "link")
GIVEN: Final = (
    *HIDDEN,
    *("direction", "subject", "subject_title", "letter_no", "dated", "sender", "receiver", "central_no"),
)
"""What an address may fill in: a letter of the central register that is handed on, or a meeting, a step, a plan."""
MOST_EXPORTED: Final = 100_000
FILTERS: Final = ("direction", "series", "subject")
COLUMNS: Final = (
    Column("number", N_("Number of the group"), sortable=False),
    Column("entered_on", N_("Day"), sortable=False),
    Column("letter_no", N_("Number on the letter"), sortable=False),
    Column("subject", N_("Subject"), sortable=False),
    Column("sender", N_("From whom"), sortable=False),
    Column("receiver", N_("To whom"), sortable=False),
    Column("state", N_("State"), sortable=False),
)


def _asked(request: Request, limit: int, offset: int) -> Asked:
    wanted = asked(request, COLUMNS, filters=FILTERS)
    series = wanted.filters.get("series", "")
    number = int(series) if series.isascii() and series.isdigit() and len(series) == 4 else None
    return Asked(
        wanted.q, wanted.filters.get("direction", ""), number, wanted.filters.get("subject", ""), limit, offset
    )


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest first; those of one step or meeting by its key in the address."""
    wanted = asked(request, COLUMNS, filters=FILTERS)
    found = letters(db, visitor, _asked(request, wanted.per_page, wanted.offset))
    directions = [(one.value, _(text)) for one, text in DIRECTIONS.items()]
    chips = (Chips("direction", N_("Register"), directions),)
    view = View(HOME, wanted, COLUMNS, found.rows, found.total, chips, f"{HOME}/export")
    return page(
        request,
        "letters.html",
        view=view,
        directions=DIRECTIONS,
        named=named,
        rule=rule_of(db, visitor.office_code),
        today=today_of(request),
        may_write=visitor.may("letters.write"),
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The register as a file."""
    fields = {
        "entered_on": _("Day"),
        "letter_no": _("Number on the letter"),
        "dated": _("Dated"),
        "central_no": _("Number in the central register"),
        "sender": _("From whom"),
        "receiver": _("To whom"),
        "subject": _("Subject"),
        "handled_by": _("Handled by"),
        "void_reason": _("Void because"),
    }
    rows = [
        [_(DIRECTIONS[row.direction]), named(row), *(_cell(getattr(row, name)) for name in fields)]
        for row in letters(db, visitor, _asked(request, MOST_EXPORTED, 0)).rows
    ]
    titles = [_("Register"), _("Number of the group"), *fields.values()]
    return as_file(Sheet("letters", titles, rows), kind)


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


@router.post(f"{HOME}/register")
def as_paper(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The lines that the list shows, all its pages, as paper."""
    rows = letters(db, visitor, _asked(request, MOST_LINES + 1, 0)).rows
    try:
        data = register_data(_group(visitor), rows, today_of(request))
    except RefusedError as error:
        at = f"{HOME}?{asked(request, COLUMNS, filters=FILTERS).query}"
        return redirect(request, at, " ".join(problems(error).values()), kind="danger")
    made = make_paper(db, visitor, LETTER_REGISTER, data)
    return redirect(request, f"/papers/{made.id}", _("The paper is made."))


def _group(visitor: Visitor) -> str:
    return f"{GROUP} {visitor.office_name}"


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
    """For a step, a plan, a meeting or a letter of the central register where the address names one."""
    given = {name: request.query_params.get(name, "")[:500] for name in GIVEN}
    direction = Direction.OUT if given["direction"] == Direction.OUT else Direction.IN
    values = {**given, "direction": direction.value, "entered_on": today_of(request).isoformat()}
    party = "receiver" if direction is Direction.IN else "sender"
    return page(request, "form.html", form=_form({**values, party: given[party] or _group(visitor)}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """With the next number of its series."""
    try:
        with db.begin_nested():
            row = register(db, visitor, LetterDraft.read(typed))
    except RefusedError as error:
        form = _form(typed, problems(error, lambda name: "" if name in HIDDEN else name))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{row.key}", _("Registered as number %(number)s.") % {"number": named(row)})


@router.get(f"{HOME}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """One letter."""
    return _shown(request, db, visitor, find_letter(db, visitor, key))


@router.get(f"{HOME}/{{key}}/correct")
def correct_form(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """Its texts as they stand."""
    row = find_letter(db, visitor, key)
    values = flat(row.model_dump(include=set(LetterTexts.model_fields)))
    return page(request, "form.html", form=_correcting(row, values, {}))


@router.post(f"{HOME}/{{key}}/correct")
def corrected(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """As they were typed."""
    row = find_letter(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            correct(db, visitor, row, LetterTexts.read(typed))
    except RefusedError as error:
        db.refresh(row)
        form = _correcting(row, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{key}", _("Saved."))


@router.post(f"{HOME}/{{key}}/void")
def void_line(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """It stays to be read and means nothing any more."""
    row = find_letter(db, visitor, key, to_change=True)
    try:
        with db.begin_nested():
            void(db, visitor, row, VoidReason.read(typed))
    except RefusedError as error:
        db.refresh(row)
        return _shown(request, db, visitor, row, problems(error))
    return redirect(request, f"{HOME}/{key}", _("Saved."))


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
    central = {
        "direction": row.direction.value,
        "subject": row.subject,
        "sender": row.sender,
        "receiver": row.receiver,
        "note": named(row),
    }
    return page(
        request,
        "letter.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        number=named(row),
        central=f"{request.app.state.peers.links['netops'].rstrip('/')}/letters/new?{urlencode(central)}",
        directions=DIRECTIONS,
        today=today_of(request),
        wrong=wrong or {},
        history=history_of(db, visitor, SUBJECT, row.id),
        acts=ACTS,
        may_write=visitor.may("letters.write"),
    )


def _form(typed: Typed, wrong: Mapping[str, str]) -> Form:
    direction = Direction.OUT if typed.get("direction") == Direction.OUT else Direction.IN
    fields = (
        *(Field(name, "", "hidden") for name in HIDDEN),
        Field("direction", _("Register"), "select", options=[(direction.value, _(DIRECTIONS[direction]))]),
        Field("entered_on", _("Entered on"), "date", required=True),
        *_texts(direction),
    )
    into = _("New letter in the register of the group: in")
    title = into if direction is Direction.IN else _("New letter in the register of the group: out")
    section = Section(_("The group's own number is given when it is entered."), fields)
    back = f"{HOME}?direction={direction.value}"
    return Form(title, f"{HOME}/new", back, (section,), typed, wrong, submit=_("Enter"))


def _correcting(row: Letter, typed: Typed, wrong: Mapping[str, str]) -> Form:
    title = _("Correct %(number)s") % {"number": named(row)}
    at = f"{HOME}/{row.key}"
    return Form(title, f"{at}/correct", at, (Section("", _texts(row.direction)),), typed, wrong)


def _texts(direction: Direction) -> tuple[Field, ...]:
    comes = direction is Direction.IN
    no_hint = _("As the letter bears it") if comes else _("From the central register; it can be written in later")
    return (
        Field("letter_no", _("Number on the letter"), maxlength=64, hint=no_hint),
        Field("dated", _("Dated"), "date"),
        Field("central_no", _("Number in the central register"), maxlength=64, hint=_("Of the office, e.g. 12/2570")),
        Field("sender", _("From whom"), required=True),
        Field("receiver", _("To whom"), required=True),
        Field("subject", _("Subject"), required=True, maxlength=500, wide=True),
        Field("handled_by", _("Handled by"), maxlength=120),
        Field("due_on", _("Due on"), "date"),
        Field("subject_title", _("Belongs to the step or meeting"), wide=True),
    )


def _rules(typed: Typed, wrong: Mapping[str, str]) -> Form:
    restarts = [(one.value, _(text)) for one, text in RESTARTS.items()]
    fields = (
        Field("restart", _("Numbers of letters begin anew"), "select", options=restarts),
        Field(
            "mark",
            _("Mark of the group"),
            maxlength=20,
            required=True,
            hint=_("Stands before each of its numbers; without digits and strokes, unlike those of the office"),
        ),
        Field("answer_days", _("Requests are answered within (days)"), "number"),
        Field("term_days", _("Terms are listed before they end (days)"), "number"),
    )
    return Form(_("Rules of the desk"), f"{HOME}/rules", HOME, (Section("", fields),), typed, wrong)
