"""The three figures by which the objective is judged in a fiscal year, reckoned from data and against their targets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, tzinfo
from typing import Final

from sqlmodel import Session, col, select

from innovation.adoption import Adoption
from innovation.evaluation import Indicator, survey_figures
from innovation.models.evaluation import Outcome, OutcomeTarget, Survey, SurveyAnswer
from innovation.models.innovation import Innovation, Stage
from innovation.queries.use import adoption_of
from office.fiscal import FiscalYear
from procurement.models.need import Need
from procurement.needs.need import NeedState
from service.refusal import _

OUTCOME_WORDS: Final = {
    Outcome.NEEDS_MET: _("Needs that are met"),
    Outcome.ADOPTION: _("Schools that use what they have, by measure"),
    Outcome.SATISFACTION: _("Satisfaction"),
}
UNIT_WORDS: Final = {
    Outcome.NEEDS_MET: _("percent of the needs that were not rejected"),
    Outcome.ADOPTION: _("percent of the schools that have an innovation"),
    Outcome.SATISFACTION: _("percent of the highest figure"),
}
COUNTED: Final = (Stage.RELEASE, Stage.MAINTENANCE)
"""Adoption is asked of what was released."""
_NOT_COUNTED: Final = (NeedState.REJECTED, NeedState.MERGED)


@dataclass(frozen=True, slots=True)
class OutcomeFigure:
    """One of the three. `part` of `whole` is what it was reckoned from; `actual` None: nothing to reckon it from."""

    outcome: Outcome
    actual: float | None
    part: float
    whole: int
    target: OutcomeTarget | None

    @property
    def indicator(self) -> Indicator | None:
        """Against its target; None where the office set none."""
        if self.target is None:
            return None
        return Indicator(self.actual, self.target.baseline, self.target.target)

    @property
    def is_met(self) -> bool | None:
        """None where there is no target or nothing was measured."""
        return self.indicator.is_met if self.indicator is not None else None


def outcomes(session: Session, office_id: int, year: FiscalYear, *, until: date, zone: tzinfo) -> list[OutcomeFigure]:
    """All three of a fiscal year, as of `until`, a day within it."""
    targets = {
        row.outcome: row
        for row in session.exec(
            select(OutcomeTarget).where(OutcomeTarget.office_id == office_id, OutcomeTarget.year == year.era)
        )
    }
    found = {
        Outcome.NEEDS_MET: _needs(session, office_id, year, zone),
        Outcome.ADOPTION: _adoption(session, office_id, until, zone),
        Outcome.SATISFACTION: _satisfaction(session, office_id, year),
    }
    return [OutcomeFigure(outcome, *figures, targets.get(outcome)) for outcome, figures in found.items()]


def _needs(session: Session, office_id: int, year: FiscalYear, zone: tzinfo) -> tuple[float | None, float, int]:
    """Of the needs that were known until the end of the year and not settled before it, those that are met."""
    whole = met = 0
    for need in session.exec(select(Need).where(Need.office_id == office_id, col(Need.state).not_in(_NOT_COUNTED))):
        begun = need.created_at.astimezone(zone).date()
        settled = need.changed_at.astimezone(zone).date()
        if begun > year.last or (need.state is NeedState.MET and settled < year.first):
            continue
        whole += 1
        met += need.state is NeedState.MET and settled <= year.last
    return (100 * met / whole if whole else None, met, whole)


def released(session: Session, office_id: int) -> list[Innovation]:
    """What adoption is asked of."""
    wanted = select(Innovation).where(Innovation.office_id == office_id, col(Innovation.stage).in_(COUNTED))
    return list(session.exec(wanted.order_by(col(Innovation.name))).all())


def adoptions(session: Session, office_id: int, *, until: date, zone: tzinfo) -> list[tuple[Innovation, Adoption]]:
    """Of each innovation that was released."""
    rows = released(session, office_id)
    found = adoption_of(session, [row.id or 0 for row in rows], until=until, zone=zone)
    return [(row, found[row.id or 0]) for row in rows]


def _adoption(session: Session, office_id: int, until: date, zone: tzinfo) -> tuple[float | None, float, int]:
    """Over all schools and innovations where anything can be measured."""
    used = whole = 0
    for _innovation, one in adoptions(session, office_id, until=until, zone=zone):
        if one.percent is not None:
            used += one.used
            whole += one.rolled_out
    return (100 * used / whole if whole else None, used, whole)


def _satisfaction(session: Session, office_id: int, year: FiscalYear) -> tuple[float | None, float, int]:
    """The mean over all answers given in the year."""
    answers: list[list[int | None]] = []
    most = 0
    rows = session.exec(
        select(SurveyAnswer.scores)
        .join(Survey, col(Survey.id) == SurveyAnswer.survey_id)
        .join(Innovation, col(Innovation.id) == Survey.innovation_id)
        .where(Innovation.office_id == office_id, col(SurveyAnswer.day).between(year.first, year.last))
    )
    for scores in rows:
        answers.append(list(scores))
        most = max(most, len(scores))
    figures = survey_figures(most, answers)
    return (figures.percent, figures.whole.mean or 0.0, figures.answers)
