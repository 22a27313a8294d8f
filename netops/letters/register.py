"""Lines of the registers of letters: entered with their number, corrected, voided, and their files kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy import ColumnElement, and_, func
from sqlmodel import Session, col, select

from inventory.queries.sight import Sight
from netops.audit import Actor, record
from netops.models.letter import Letter
from netops.models.paper import IssuedNumber, Paper
from netops.papers.numbering import Taker, issued_to, load_numbering, take_number
from office.thai_date import year
from service.draft import Digits, Empty, OptionalId, take
from service.filetypes import GivenFile
from service.i18n import N_
from service.letters import Day, Direction, VoidReason
from service.letters import LetterTexts as Texts
from service.refusal import MissingError, refuse
from service.uploads import Uploads

SUBJECT: Final = "letter"
SERIES_OF: Final = {Direction.IN: "incoming", Direction.OUT: "outgoing"}
Number = Annotated[int | None, Field(ge=1, le=10_000_000), Empty, Digits]
Text = Annotated[str, Field(max_length=500)]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who writes, how far this person sees, and when; `today` is on the office's own clock."""

    session: Session
    actor: Actor
    sight: Sight
    now: datetime
    today: date


class LetterTexts(Texts):
    """What may be corrected later."""

    action: Text = ""
    note: Text = ""
    case_id: OptionalId = None


class LetterDraft(LetterTexts):
    """A letter to be entered. `number` is empty where this system counts; `paper_id` is one of our papers."""

    direction: Direction
    number: Number = None
    entered_on: Day = None
    paper_id: OptionalId = None


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `letter` that keeps what may be seen."""
    ours = col(Letter.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Letter.site_id) == sight.site_id)


def find_letter(session: Session, sight: Sight, letter_id: int, *, to_change: bool = False) -> Letter:
    """By id; MissingError where it may not be seen."""
    wanted = select(Letter).where(col(Letter.id) == letter_id, seen(sight))
    found = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if found is None:
        raise MissingError("letter")
    return found


def letters_of(session: Session, sight: Sight, case_id: int) -> Sequence[Letter]:
    """Lines that name a case and may be seen, the newest first; void ones are left out."""
    wanted = select(Letter).where(col(Letter.case_id) == case_id, seen(sight), Letter.void_reason == "")
    return session.exec(wanted.order_by(col(Letter.entered_on).desc(), col(Letter.id).desc())).all()


def counts_itself(session: Session, office_id: int, direction: Direction) -> bool:
    """Whether this system gives the numbers of a register."""
    return load_numbering(session, office_id).of(SERIES_OF[direction]).is_own


def next_number(clerk: Clerk, direction: Direction) -> int:
    """The one after the highest of this year, for the form."""
    return _last(clerk, direction, year(clerk.today)) + 1


def enter(clerk: Clerk, draft: LetterDraft) -> Letter:
    """With its number. RefusedError when the number is taken, or typed although this system counts."""
    session, day = clerk.session, draft.entered_on or clerk.today
    if day > clerk.today:
        raise refuse("entered_on", N_("This day is yet to come"))
    if draft.paper_id is not None and letter_of(session, draft.paper_id) is not None:
        raise refuse("paper_id", N_("This paper is in the register already"))
    number, text, issued = _number(clerk, draft, day)
    made = Letter(
        office_id=clerk.sight.office_id,
        site_id=clerk.sight.site_id,
        unit=clerk.sight.site_id or 0,
        year=year(day),
        number=number,
        issued_number_id=issued.id if issued is not None else None,
        entered_on=day,
        entered_at=clerk.now,
        entered_by=clerk.actor.person_id,
        **draft.model_dump(exclude={"number", "entered_on", "letter_no"}),
    )
    made.letter_no = draft.letter_no or text
    session.add(made)
    session.flush()
    detail = {"direction": made.direction.value, "number": made.number, "year": made.year, "subject": made.subject}
    record(session, clerk.actor, "letter.entered", subject=SUBJECT, subject_id=made.id, detail=detail)
    return made


def _number(clerk: Clerk, draft: LetterDraft, day: date) -> tuple[int, str, IssuedNumber | None]:
    """The number of the register, what the letter bears by it, and the number that we gave, if we did."""
    session, direction = clerk.session, draft.direction
    paper = session.get(Paper, draft.paper_id) if draft.paper_id is not None else None
    issued = issued_to(session, paper) if paper is not None else None
    if issued is not None and direction is Direction.OUT:
        _check_free(clerk, direction, year(day), issued.value)
        return issued.value, issued.text, issued
    rule = load_numbering(session, clerk.sight.office_id).of(SERIES_OF[direction])
    if rule.is_own:
        if draft.number is not None:
            raise refuse("number", N_("The office lets this system count: leave the number empty"))
        taker = Taker(clerk.sight.office_id, clerk.sight.site_id or 0, clerk.now, clerk.actor.person_id)
        given = take_number(session, taker, SERIES_OF[direction], rule, era=year(day))
        session.flush()
        _check_free(clerk, direction, year(day), given.value)
        return given.value, given.text if direction is Direction.OUT else "", given
    if draft.number is None:
        raise refuse("number", N_("Type the number of the register"))
    _check_free(clerk, direction, year(day), draft.number)
    return draft.number, paper.number if paper is not None else "", None


def _check_free(clerk: Clerk, direction: Direction, era: int, number: int) -> None:
    taken = clerk.session.exec(select(Letter.id).where(*_register(clerk, direction, era), Letter.number == number))
    if taken.first() is not None:
        raise refuse("number", N_("Number %(number)s of %(year)s is in the register already"), number=number, year=era)


def _register(clerk: Clerk, direction: Direction, era: int) -> tuple[ColumnElement[bool], ...]:
    return (
        col(Letter.office_id) == clerk.sight.office_id,
        col(Letter.unit) == (clerk.sight.site_id or 0),
        col(Letter.direction) == direction,
        col(Letter.year) == era,
    )


def _last(clerk: Clerk, direction: Direction, era: int) -> int:
    return clerk.session.exec(select(func.max(Letter.number)).where(*_register(clerk, direction, era))).one() or 0


def letter_of(session: Session, paper_id: int) -> Letter | None:
    """The line of a register that holds one of our papers."""
    return session.exec(select(Letter).where(Letter.paper_id == paper_id, Letter.void_reason == "")).first()


def correct(clerk: Clerk, letter: Letter, draft: LetterTexts) -> None:
    """Its texts; number, day and register stay. What changed goes to the audit log."""
    _check_holds(letter)
    changes = take(letter, draft.model_dump())
    if changes:
        record(clerk.session, clerk.actor, "letter.corrected", subject=SUBJECT, subject_id=letter.id, detail=changes)


def void(clerk: Clerk, letter: Letter, given: VoidReason) -> None:
    """The line stays and means nothing any more; its number is never given again."""
    _check_holds(letter)
    letter.void_reason = given.reason
    if letter.issued_number_id is not None and letter.paper_id is None:
        clerk.session.get_one(IssuedNumber, letter.issued_number_id).void_reason = given.reason
    detail = {"number": letter.number, "year": letter.year, "reason": given.reason}
    record(clerk.session, clerk.actor, "letter.void", subject=SUBJECT, subject_id=letter.id, detail=detail)


def attach(clerk: Clerk, letter: Letter, file: GivenFile, uploads: Uploads) -> None:
    """Its file from now on; what was there before is named in the audit log and stays in its place."""
    _check_holds(letter)
    before = letter.sha256
    letter.file_name, letter.media_type, letter.size_bytes = file.name, file.media_type, len(file.data)
    letter.sha256 = uploads.keep(file.data)
    detail = {"name": file.name, "sha256": letter.sha256, "before": before}
    record(clerk.session, clerk.actor, "letter.file_added", subject=SUBJECT, subject_id=letter.id, detail=detail)


def _check_holds(letter: Letter) -> None:
    if letter.void_reason:
        raise refuse("", N_("This line is void"))
