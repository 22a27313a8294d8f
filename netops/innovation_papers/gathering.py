"""The figures of an evaluation and of the objective, read once for pages, decisions and papers alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from sqlmodel import Session, col, select

from innovation.adoption import Adoption
from innovation.evaluation import HIGHEST, LOWEST
from innovation.models.evaluation import Decision, Money, Reading, Survey, SurveyAnswer
from innovation.models.innovation import Innovation
from innovation.models.rollout import HelpRequest, Training
from innovation.queries.bought import bought_for
from innovation.queries.outcome import OUTCOME_WORDS, UNIT_WORDS, adoptions, outcomes
from innovation.queries.use import adoption_of
from innovation.store.evaluating import amounts_of, compared, is_higher_better, unit_of
from innovation.store.surveys import figures_of, surveys_of
from inventory.models.site import Office, Site
from netops.innovation_papers.data import (
    AdoptionRow,
    AdoptionSaid,
    DecisionSaid,
    Evaluation,
    MetricSaid,
    MoneySaid,
    OutcomeReport,
    OutcomeSaid,
    PhaseSaid,
    QuestionSaid,
    SurveySaid,
)
from office.fiscal import FiscalYear


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day of the figures, on the office's own clock."""

    day: date
    zone: tzinfo


def evaluation_of(session: Session, innovation: Innovation, at: AsOf) -> Evaluation:
    """All that is known on a day."""
    key = innovation.id or 0
    office = session.get_one(Office, innovation.office_id).name
    site = session.get(Site, innovation.site_id) if innovation.site_id is not None else None
    found = adoption_of(session, [key], until=at.day, zone=at.zone)[key]
    taught = session.exec(select(Training.people).where(Training.innovation_id == key)).all()
    helped = session.exec(select(HelpRequest.id).where(HelpRequest.innovation_id == key)).all()
    decided = select(Decision).where(Decision.innovation_id == key).order_by(col(Decision.id).desc())
    return Evaluation(
        office=office,
        owner_unit=site.name if site is not None else office,
        name=innovation.name,
        version=innovation.version,
        novelty=innovation.novelty.value,
        owner=innovation.owner,
        problem=innovation.problem,
        need=innovation.need,
        as_of=at.day,
        metrics=tuple(
            MetricSaid(
                name=one.metric.name,
                unit=unit_of(one.metric),
                measure=one.metric.measure,
                is_higher_better=is_higher_better(one.metric),
                before=_phase(one.before),
                after=_phase(one.after),
            )
            for one in compared(session, innovation)
        ),
        surveys=tuple(survey_said(session, one) for one in surveys_of(session, innovation)),
        adoption=adoption_said(found),
        money=tuple(
            MoneySaid(
                kind=Money.COST,
                what=f"{one.what} × {one.quantity:,}",
                amount_satang=one.amount_satang,
                on_day=one.signed_on,
                source=f"จัดซื้อจัดจ้าง {one.number}",
            )
            for one in bought_for(session, innovation)
        )
        + tuple(
            MoneySaid.model_validate(one.model_dump(include=set(MoneySaid.model_fields)))
            for one in amounts_of(session, innovation)
        ),
        decisions=tuple(
            DecisionSaid(verdict=one.verdict, why=one.why, actor=one.actor, day=one.at.astimezone(at.zone).date())
            for one in session.exec(decided)
        ),
        taught=sum(taught),
        helped=len(helped),
    )


def _phase(row: Reading | None) -> PhaseSaid | None:
    if row is None:
        return None
    return PhaseSaid(value=row.value, n=row.n, first_day=row.first_day, last_day=row.last_day, source=row.source)


def adoption_said(found: Adoption) -> AdoptionSaid:
    """As stored with a paper."""
    return AdoptionSaid(
        rolled_out=found.rolled_out,
        used=found.used,
        unmeasured=found.unmeasured,
        percent=found.percent,
        until=found.until,
        days=found.days,
    )


def survey_said(session: Session, survey: Survey) -> SurveySaid:
    """A survey with how often each figure was given."""
    figures = figures_of(session, survey)
    answers = session.exec(select(SurveyAnswer.scores).where(SurveyAnswer.survey_id == survey.id)).all()
    return SurveySaid(
        title=survey.title,
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        answers=figures.answers,
        mean=figures.whole.mean,
        deviation=figures.whole.deviation,
        percent=figures.percent,
        questions=tuple(
            QuestionSaid(text=text, n=own.n, mean=own.mean, deviation=own.deviation, counts=_counts(answers, at))
            for at, (text, own) in enumerate(zip(survey.questions, figures.questions, strict=True))
        ),
    )


def _counts(answers: Sequence[Sequence[int | None]], at: int) -> tuple[int, ...]:
    said = [one[at] for one in answers if at < len(one)]
    return tuple(said.count(figure) for figure in range(LOWEST, HIGHEST + 1))


def outcome_report(session: Session, office_id: int, year: FiscalYear, at: AsOf) -> OutcomeReport:
    """The objective in a fiscal year, as of a day within it."""
    return OutcomeReport(
        office=session.get_one(Office, office_id).name,
        year=year.era,
        as_of=at.day,
        outcomes=tuple(
            OutcomeSaid(
                outcome=one.outcome,
                title=OUTCOME_WORDS[one.outcome],
                unit=UNIT_WORDS[one.outcome],
                actual=one.actual,
                part=one.part,
                whole=one.whole,
                baseline=one.target.baseline if one.target is not None else None,
                target=one.target.target if one.target is not None else None,
                is_met=one.is_met,
            )
            for one in outcomes(session, office_id, year, until=at.day, zone=at.zone)
        ),
        innovations=tuple(
            AdoptionRow(name=row.name, adoption=adoption_said(found))
            for row, found in adoptions(session, office_id, until=at.day, zone=at.zone)
        ),
    )
