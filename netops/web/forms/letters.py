"""The forms by which letters are entered in a register and corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from netops.cases.facts import seen
from netops.letters.register import Clerk, counts_itself, next_number
from netops.models.case import WorkCase
from netops.models.letter import Letter
from netops.web.letters_listed import DIRECTIONS
from service.i18n import _
from service.letters import Direction
from service.web.form import Field, Form, Section, Typed, choices, flat

_HOME = "/letters"


def entering(clerk: Clerk, typed: Typed, wrong: Mapping[str, str]) -> Form:
    """A new line of one register."""
    direction = Direction(typed["direction"]) if typed.get("direction") in set(Direction) else Direction.IN
    counts = counts_itself(clerk.session, clerk.sight.office_id, direction)
    hint = _("The next one would be %(number)s") % {"number": next_number(clerk, direction)}
    number = Field("number", _("Number in the register"), "number", required=True, hint=hint)
    if counts:
        number = Field("number", _("Number in the register"), "number", hint=_("Empty: this system gives it"))
    register = (
        Field("direction", _("Register"), "select", options=[(direction.value, _(DIRECTIONS[direction]))]),
        number,
        Field("entered_on", _("Entered on"), "date"),
    )
    fields = list(_texts(direction, open_cases(clerk, typed.get("case_id", ""))))
    if typed.get("paper_id"):
        paper = typed["paper_id"]
        fields.append(Field("paper_id", _("One of our papers"), "select", options=[(paper, f"#{paper}")]))
    sections = (Section(_("Register"), register), Section(_("The letter"), tuple(fields)))
    title = _("New letter in the register: in") if direction is Direction.IN else _("New letter in the register: out")
    back = f"{_HOME}?direction={direction.value}"
    return Form(title, f"{_HOME}/new", back, sections, typed, wrong, submit=_("Enter"))


def correcting(clerk: Clerk, letter: Letter, typed: Typed, wrong: Mapping[str, str]) -> Form:
    """The texts of a line; number, day and register stay."""
    home = f"{_HOME}/{letter.id}"
    cases = open_cases(clerk, flat({"case_id": letter.case_id})["case_id"])
    title = _("Correct number %(number)s of %(year)s") % {"number": letter.number, "year": letter.year}
    return Form(title, f"{home}/correct", home, (Section("", _texts(letter.direction, cases)),), typed, wrong)


def open_cases(clerk: Clerk, named: str = "") -> list[tuple[str, str]]:
    """Cases of the unit that run, the newest first, and the one that the letter names already, ended or not."""
    running: ColumnElement[bool] = col(WorkCase.ended_at).is_(None)
    if named.isdecimal() and len(named) < 10:
        running = or_(running, col(WorkCase.id) == int(named))
    wanted = select(WorkCase).where(seen(clerk.sight), running).order_by(col(WorkCase.id).desc())
    return choices((row.id, f"{row.title} (#{row.id})") for row in clerk.session.exec(wanted))


def _texts(direction: Direction, cases: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    no_hint = _("As the letter bears it") if direction is Direction.IN else _("Empty: as the numbers of papers are set")
    return (
        Field("letter_no", _("Number on the letter"), hint=no_hint, maxlength=64),
        Field("dated", _("Dated"), "date"),
        Field("sender", _("From whom")),
        Field("receiver", _("To whom")),
        Field("subject", _("Subject"), required=True, wide=True, maxlength=500),
        Field("action", _("What is done"), wide=True, maxlength=500, hint=_("Who gets it, what was ordered")),
        Field("note", _("Note"), wide=True, maxlength=500),
        Field("case_id", _("Case"), "select", options=cases, wide=True, find=True, hint=_("Cases that run")),
    )
