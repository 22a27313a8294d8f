"""Surveys of satisfaction: made, answered by whoever has the link, closed by date. Nobody's name is asked or kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe
from typing import Annotated, Any, Final, Self

from pydantic import AfterValidator, Field, model_validator
from sqlalchemy import CursorResult, update
from sqlmodel import Session, col, delete, select

from innovation.evaluation import HIGHEST, LOWEST, SurveyFigures, survey_figures
from innovation.models.evaluation import Survey, SurveyAnswer, SurveySender, SurveyTicket
from innovation.models.innovation import Innovation
from service.draft import Draft, Line, Note
from service.refusal import MissingError, NotTakenError, _, refuse

MOST_QUESTIONS: Final = 20
MOST_TICKETS: Final = 2000
MOST_ANSWERS: Final = 20_000
MOST_OF_ONE_SENDER: Final = 60
"""Answers an hour of one address: a school's people share one."""
AN_HOUR: Final = timedelta(hours=1)


def _questions(text: str) -> str:
    lines = questions_of(text)
    if not lines:
        raise NotTakenError(_("At least one question is needed, one on each line"))
    if len(lines) > MOST_QUESTIONS:
        raise NotTakenError(_("At most %(most)s questions"), most=MOST_QUESTIONS)
    return text


def questions_of(text: str) -> list[str]:
    """One on each line."""
    return [line.strip()[:255] for line in text.splitlines() if line.strip()]


class SurveyDraft(Draft):
    """Its questions, one on each line, and from when until when it is open (both days included)."""

    title: Annotated[Line, Field(min_length=1)]
    questions: Annotated[Note, AfterValidator(_questions)]
    opens_on: date
    closes_on: date
    has_tickets: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes_on < self.opens_on:
            raise NotTakenError(_("It cannot end before it begins"), "closes_on")
        if self.closes_on - self.opens_on > timedelta(days=366):
            raise NotTakenError(_("At most a year"), "closes_on")
        return self


class Taken(StrEnum):
    """What became of an answer."""

    KEPT = "kept"
    TOO_MANY = "too_many"
    CLOSED = "closed"
    NO_TICKET = "no_ticket"
    EMPTY = "empty"


def create_survey(session: Session, innovation: Innovation, draft: SurveyDraft, *, at: datetime) -> Survey:
    """A new one, with a link that nobody guesses."""
    assert innovation.id is not None
    row = Survey(
        innovation_id=innovation.id,
        **draft.model_dump(exclude={"questions"}),
        questions=questions_of(draft.questions),
        token=token_urlsafe(24),
        made_at=at,
    )
    session.add(row)
    session.flush()
    return row


def change_survey(session: Session, survey: Survey, draft: SurveyDraft) -> None:
    """RefusedError when questions change that were answered: an answer would then say something else."""
    questions = questions_of(draft.questions)
    if questions != survey.questions and count_of(session, survey):
        raise refuse("questions", _("It was answered already: the questions are not changed any more"))
    for name, value in draft.model_dump(exclude={"questions"}).items():
        setattr(survey, name, value)
    survey.questions = questions
    session.add(survey)
    session.flush()


def find_survey(session: Session, innovation: Innovation, survey_id: int) -> Survey:
    """Of this innovation; MissingError."""
    row = session.get(Survey, survey_id)
    if row is None or row.innovation_id != innovation.id:
        raise MissingError("survey")
    return row


def by_token(session: Session, token: str) -> tuple[Survey, Innovation]:
    """By its link; MissingError."""
    row = session.exec(
        select(Survey, Innovation)
        .join(Innovation, col(Innovation.id) == Survey.innovation_id)
        .where(Survey.token == token[:64])
    ).one_or_none()
    if row is None:
        raise MissingError("survey")
    return row


def is_open(survey: Survey, today: date) -> bool:
    """Whether it takes answers on a day."""
    return survey.opens_on <= today <= survey.closes_on


def make_tickets(session: Session, survey: Survey, count: int) -> list[str]:
    """So many tickets more; they are told once and only their hashes are kept. RefusedError beyond what is allowed."""
    if not survey.has_tickets:
        raise refuse("count", _("This survey needs no tickets"))
    if not 1 <= count <= MOST_TICKETS:
        raise refuse("count", _("Between 1 and %(most)s"), most=MOST_TICKETS)
    tickets = [token_urlsafe(12) for _number in range(count)]
    session.add_all([SurveyTicket(survey_id=survey.id or 0, sha256=_hash(one)) for one in tickets])
    session.flush()
    return tickets


def _hash(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who sent an answer, for as long as it is taken: a ticket, and a keyed hash of the address. Neither is kept beside
    the answer.
    """

    ticket: str
    sender: str
    today: date
    now: datetime


def answer(session: Session, survey: Survey, given: Mapping[str, str], asker: Asker) -> Taken:
    """Keep one answer. `given` are the typed figures by `q0`, `q1` ... and a `comment`."""
    if not is_open(survey, asker.today) or count_of(session, survey) >= MOST_ANSWERS:
        return Taken.CLOSED
    scores = [_figure(given.get(f"q{at}", "")) for at in range(len(survey.questions))]
    if all(one is None for one in scores):
        return Taken.EMPTY
    if not _within_limit(session, survey, asker.sender, asker.now):
        return Taken.TOO_MANY
    if survey.has_tickets and not _use(session, survey, asker.ticket):
        return Taken.NO_TICKET
    comment = "".join(char for char in given.get("comment", "") if ord(char) >= 32 or char == "\n").strip()[:1000]
    session.add(SurveyAnswer(survey_id=survey.id or 0, day=asker.today, scores=scores, comment=comment))
    session.flush()
    return Taken.KEPT


def _figure(text: str) -> int | None:
    """1 to 5; whatever else was sent counts as left out."""
    known = {str(figure): figure for figure in range(LOWEST, HIGHEST + 1)}
    return known.get(text)


def _use(session: Session, survey: Survey, ticket: str) -> bool:
    """Once: of two that come at the same time one finds it used."""
    done: Any = session.execute(
        update(SurveyTicket)
        .where(
            col(SurveyTicket.survey_id) == survey.id,
            col(SurveyTicket.sha256) == _hash(ticket),
            col(SurveyTicket.is_used).is_(False),
        )
        .values(is_used=True)
    )
    assert isinstance(done, CursorResult)
    return done.rowcount == 1


def _within_limit(session: Session, survey: Survey, sender: str, now: datetime) -> bool:
    session.exec(delete(SurveySender).where(col(SurveySender.since) < now - AN_HOUR))
    row = session.exec(
        select(SurveySender).where(SurveySender.survey_id == survey.id, SurveySender.sender == sender).with_for_update()
    ).one_or_none()
    if row is None:
        row = SurveySender(survey_id=survey.id or 0, sender=sender, since=now)
    if row.count >= MOST_OF_ONE_SENDER:
        return False
    row.count += 1
    session.add(row)
    session.flush()
    return True


def count_of(session: Session, survey: Survey) -> int:
    """How many answers there are."""
    return len(session.exec(select(SurveyAnswer.id).where(SurveyAnswer.survey_id == survey.id)).all())


def figures_of(session: Session, survey: Survey) -> SurveyFigures:
    """Mean and spread with n."""
    rows = session.exec(select(SurveyAnswer.scores).where(SurveyAnswer.survey_id == survey.id)).all()
    return survey_figures(len(survey.questions), rows)


def comments_of(session: Session, survey: Survey, limit: int = 200) -> list[str]:
    """What people wrote, in the order of the words themselves, so that the order tells nothing of who came when."""
    rows = session.exec(
        select(SurveyAnswer.comment).where(SurveyAnswer.survey_id == survey.id, SurveyAnswer.comment != "")
    ).all()
    return sorted(rows)[:limit]


def surveys_of(session: Session, innovation: Innovation) -> list[Survey]:
    """The newest first."""
    wanted = select(Survey).where(Survey.innovation_id == innovation.id)
    return list(session.exec(wanted.order_by(col(Survey.opens_on).desc(), col(Survey.id).desc())).all())
