"""Acts of an evaluation: figures entered or measured, surveys made and changed, decisions. Each is written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

from innovation.models.evaluation import Decision, Measure, Metric, OutcomeTarget, Phase, Survey
from innovation.models.innovation import Innovation
from innovation.store import evaluating, surveys
from innovation.store.targets import TargetDraft, store_target
from inventory.store.acting import By
from netops.audit import record
from netops.editors import Hand
from netops.innovation_papers.gathering import AsOf, evaluation_of
from service.columns import utc_now


def _by(hand: Hand) -> By:
    return By(hand.actor.name, utc_now(), hand.actor.person_id)


def put_reading(
    hand: Hand, innovation: Innovation, metric: Metric, phase: Phase, given: Mapping[str, object], *, zone: tzinfo
) -> None:
    """Enter a figure, or measure it where the metric is a measured one."""
    by = _by(hand)
    if metric.measure is Measure.ENTERED:
        draft = evaluating.ReadingDraft.read(given)
        changes = evaluating.enter_reading(hand.session, metric, phase, draft, by)
    else:
        days = {name: given.get(name, "") for name in evaluating.PeriodDraft.model_fields}
        period = evaluating.PeriodDraft.read(days)
        changes = evaluating.take_reading(hand.session, metric, phase, period, zone=zone, by=by)
    _write_down(hand, "metric.read", innovation, {"metric": metric.name, "phase": phase.value, **changes})


def make_survey(hand: Hand, innovation: Innovation, given: Mapping[str, object]) -> Survey:
    """A new survey with its link."""
    row = surveys.create_survey(hand.session, innovation, surveys.SurveyDraft.read(given), at=utc_now())
    _write_down(hand, "survey.made", innovation, {"survey_id": row.id, "title": row.title})
    return row


def change_survey(hand: Hand, innovation: Innovation, survey: Survey, given: Mapping[str, object]) -> None:
    """Its dates and words; its questions only while nobody answered."""
    surveys.change_survey(hand.session, survey, surveys.SurveyDraft.read(given))
    detail = {"survey_id": survey.id, "title": survey.title, "closes_on": survey.closes_on.isoformat()}
    _write_down(hand, "survey.changed", innovation, detail)


def make_tickets(hand: Hand, innovation: Innovation, survey: Survey, count: int) -> list[str]:
    """Tickets, told once."""
    tickets = surveys.make_tickets(hand.session, survey, count)
    _write_down(hand, "survey.tickets", innovation, {"survey_id": survey.id, "count": count})
    return tickets


def decide(hand: Hand, innovation: Innovation, given: Mapping[str, object], at: AsOf) -> Decision:
    """With the figures of the day beside it."""
    draft = evaluating.DecisionDraft.read(given)
    known = evaluation_of(hand.session, innovation, at)
    figures = {**known.model_dump(mode="json", exclude={"decisions"}), "answers": known.answers}
    row = evaluating.decide(hand.session, innovation, draft, figures, _by(hand))
    _write_down(hand, "innovation.decided", innovation, {"verdict": row.verdict.value, "why": row.why[:200]})
    return row


def set_target(hand: Hand, given: Mapping[str, object]) -> OutcomeTarget:
    """What the office wants to reach in a year."""
    row = store_target(hand.session, TargetDraft.read(given), office_id=hand.office_id, at=utc_now())
    detail = {"year": row.year, "outcome": row.outcome.value, "baseline": row.baseline, "target": row.target}
    record(
        hand.session, hand.actor, "outcome_target.stored", subject="outcome_target", subject_id=row.id, detail=detail
    )
    return row


def _write_down(hand: Hand, act: str, innovation: Innovation, detail: Mapping[str, object]) -> None:
    record(hand.session, hand.actor, act, subject="innovation", subject_id=innovation.id, detail=detail)
