"""The policy group's register of letters: each takes the next number of its series, and no two take the same one.
Numbers of the office's letters come from its central register at netops (docs/decisions/0047).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final

from pydantic import Field
from sqlmodel import Session, col, func, or_, select

from office.fiscal import FiscalYear
from office.thai_date import BUDDHIST_ERA
from planning.kit import audit
from planning.kit.happened import Happened
from planning.kit.visitor import Visitor
from planning.registry.models.letter import MARK, DeskRule, Letter, LetterCounter, Restart
from service.counting import take_next
from service.draft import Draft, Line, take
from service.i18n import N_
from service.letters import Day, Direction, VoidReason
from service.letters import LetterTexts as Texts
from service.refusal import MissingError, refuse

SUBJECT: Final = "letter"
Word = Annotated[str, Field(max_length=48, pattern=r"^[a-z0-9_]*$")]
Party = Annotated[str, Field(min_length=1, max_length=255)]


class RuleDraft(Draft):
    """How the desk works: when numbers restart, how long an answer and the notice of a term take (days). `mark` has no
    digit and no stroke: a number of an office's letter, ศธ 04000/12, has both.
    """

    restart: Restart = Restart.CALENDAR
    mark: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\d/]+$")] = MARK
    answer_days: Annotated[int, Field(ge=0, le=365)] = 3
    term_days: Annotated[int, Field(ge=0, le=365)] = 60


class LetterTexts(Texts):
    """What may be corrected later."""

    central_no: Annotated[str, Field(max_length=64)] = ""
    sender: Party
    receiver: Party
    handled_by: Annotated[str, Field(max_length=120)] = ""
    due_on: Day = None
    subject_title: Line = ""


class LetterDraft(LetterTexts):
    """A letter as it is registered. What it belongs to is named by service, kind and key, e.g. a step of a plan."""

    direction: Direction
    entered_on: Happened
    service: Annotated[str, Field(max_length=32, pattern=r"^[a-z0-9_]*$")] = ""
    subject_kind: Word = ""
    subject_key: Annotated[str, Field(max_length=64)] = ""
    link: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+|/[^/\\]\S*)?$")] = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list asks for; empty: everything. `subject` is the key of what letters belong to."""

    q: str = ""
    direction: str = ""
    series: int | None = None
    subject: str = ""
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """A page of letters, and how many there are."""

    rows: Sequence[Letter]
    total: int


def rule_of(session: Session, office_code: str) -> DeskRule:
    """As the office set it, else the usual one, which is not stored."""
    return session.get(DeskRule, office_code) or DeskRule(office_code=office_code)


def change_rule(session: Session, visitor: Visitor, draft: RuleDraft) -> None:
    """Holds for letters from now on; numbers that were given stay."""
    row = session.exec(
        select(DeskRule).where(DeskRule.office_code == visitor.office_code).with_for_update()
    ).one_or_none()
    row = row or DeskRule(office_code=visitor.office_code)
    changes = take(row, draft.model_dump())
    session.add(row)
    session.flush()
    audit.record(session, visitor, "desk.rule", subject="desk_rule", detail=changes)


def series_of(rule: Restart, day: date) -> int:
    """The Buddhist year whose numbers a day takes; 0 where they never restart."""
    match rule:
        case Restart.CALENDAR:
            return day.year + BUDDHIST_ERA
        case Restart.FISCAL:
            return FiscalYear.of(day).era
        case Restart.NEVER:
            return 0


def register(session: Session, visitor: Visitor, draft: LetterDraft) -> Letter:
    """With the next number. Who takes it holds the series until the end, so that another waits for the next one."""
    rule = rule_of(session, visitor.office_code)
    series = series_of(rule.restart, draft.entered_on)
    keys = {"office_code": visitor.office_code, "direction": draft.direction, "series": series}
    number = take_next(session, LetterCounter, keys)
    row = Letter(office_code=visitor.office_code, series=series, number=number, mark=rule.mark, **draft.model_dump())
    session.add(row)
    session.flush()
    detail = {"direction": row.direction.value, "number": named(row)}
    audit.record(session, visitor, "letter.registered", subject=SUBJECT, subject_id=row.id, detail=detail)
    return row


def letters(session: Session, visitor: Visitor, asked: Asked) -> Found:
    """The newest first."""
    conditions = [col(Letter.office_code) == visitor.office_code]
    if asked.q:
        words = f"%{asked.q.replace('%', '').replace('_', '')}%"
        texts = (
            *(Letter.subject, Letter.sender, Letter.receiver, Letter.subject_title),
            *(Letter.letter_no, Letter.central_no),
        )
        conditions.append(or_(*(col(text).ilike(words) for text in texts)))
    if asked.direction in set(Direction):
        conditions.append(col(Letter.direction) == asked.direction)
    if asked.series is not None:
        conditions.append(col(Letter.series) == asked.series)
    if asked.subject:
        conditions.append(col(Letter.subject_key) == asked.subject)
    wanted = select(Letter).where(*conditions).order_by(col(Letter.id).desc())
    rows = session.exec(wanted.limit(asked.limit).offset(asked.offset)).all()
    return Found(rows, session.exec(select(func.count()).select_from(Letter).where(*conditions)).one())


def due_letters(session: Session, visitor: Visitor) -> Sequence[Letter]:
    """Not answered yet, those of the earliest day first."""
    return session.exec(
        select(Letter)
        .where(
            Letter.office_code == visitor.office_code,
            col(Letter.due_on).is_not(None),
            col(Letter.done_on).is_(None),
            Letter.void_reason == "",
        )
        .order_by(col(Letter.due_on))
        .limit(100)
    ).all()


def find_letter(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> Letter:
    """MissingError where the office has none of this key."""
    wanted = select(Letter).where(Letter.office_code == visitor.office_code, Letter.key == key)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("letter")
    return row


def finish(session: Session, visitor: Visitor, row: Letter, today: date) -> None:
    """What it asked for is done; said once."""
    _check_holds(row)
    if row.done_on is not None:
        raise refuse("", N_("It is done already"))
    row.done_on = today
    audit.record(session, visitor, "letter.done", subject=SUBJECT, subject_id=row.id)


def correct(session: Session, visitor: Visitor, row: Letter, draft: LetterTexts) -> None:
    """Its texts; number, day and register stay. What changed goes to the audit."""
    _check_holds(row)
    changes = take(row, draft.model_dump())
    if changes:
        audit.record(session, visitor, "letter.corrected", subject=SUBJECT, subject_id=row.id, detail=changes)


def void(session: Session, visitor: Visitor, row: Letter, given: VoidReason) -> None:
    """The line stays and means nothing any more; its number is never given again."""
    _check_holds(row)
    row.void_reason = given.reason
    detail = {"number": named(row), "reason": given.reason}
    audit.record(session, visitor, "letter.void", subject=SUBJECT, subject_id=row.id, detail=detail)


def _check_holds(row: Letter) -> None:
    if row.void_reason:
        raise refuse("", N_("This line is void"))


def named(row: Letter) -> str:
    """นผ 12/2570, or นผ 12 where numbers never restart: the mark of the group is never left out."""
    return f"{row.mark} {row.number}/{row.series}" if row.series else f"{row.mark} {row.number}"
