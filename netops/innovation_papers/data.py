"""What the papers of innovations are made from, as stored with each paper."""

from __future__ import annotations

from datetime import date

from innovation.models.evaluation import Measure, Money, Outcome, Verdict
from service.papers.kind import PaperData


class PhaseSaid(PaperData):
    """A figure of one phase: the mean over `n`."""

    value: float
    n: int
    first_day: date
    last_day: date
    source: str = ""


class MetricSaid(PaperData):
    """A metric with both its figures."""

    name: str
    unit: str
    measure: Measure
    is_higher_better: bool
    before: PhaseSaid | None = None
    after: PhaseSaid | None = None


class QuestionSaid(PaperData):
    """A question of a survey: how many answered it, mean and deviation, and how often each figure was given."""

    text: str
    n: int = 0
    mean: float | None = None
    deviation: float | None = None
    counts: tuple[int, ...] = (0, 0, 0, 0, 0)


class SurveySaid(PaperData):
    """A survey with all its answers. `answers` counts people."""

    title: str
    opens_on: date
    closes_on: date
    answers: int
    mean: float | None
    deviation: float | None
    percent: float | None
    questions: tuple[QuestionSaid, ...]


class AdoptionSaid(PaperData):
    """Schools that have it, and those of which use was measured."""

    rolled_out: int
    used: int
    unmeasured: int
    percent: float | None
    until: date
    days: int


class MoneySaid(PaperData):
    """An amount with where it is from."""

    kind: Money
    what: str
    amount_satang: int
    on_day: date
    source: str


class DecisionSaid(PaperData):
    """What was decided, by whom and why."""

    verdict: Verdict
    why: str
    actor: str
    day: date


class Evaluation(PaperData):
    """Everything that is known of whether an innovation was worth it."""

    office: str
    owner_unit: str
    name: str
    version: str
    novelty: str
    owner: str
    problem: str
    need: str
    as_of: date
    metrics: tuple[MetricSaid, ...] = ()
    surveys: tuple[SurveySaid, ...] = ()
    adoption: AdoptionSaid | None = None
    money: tuple[MoneySaid, ...] = ()
    decisions: tuple[DecisionSaid, ...] = ()
    taught: int = 0
    helped: int = 0

    @property
    def answers(self) -> int:
        """People who answered any survey."""
        return sum(one.answers for one in self.surveys)

    def total(self, kind: Money) -> int:
        """Satang of all amounts of a kind."""
        return sum(one.amount_satang for one in self.money if one.kind is kind)


class PilotRow(PaperData):
    """A requirement as the pilot's form asks about it. `result` is empty on a blank form."""

    number: int
    text: str
    test: str
    result: str = ""


class PilotForm(PaperData):
    """The form of a pilot school. What is not known yet stays a dotted line."""

    office: str
    name: str
    version: str
    school: str = ""
    begins_on: date | None = None
    ends_on: date | None = None
    result: str = ""
    finding: str = ""
    rows: tuple[PilotRow, ...] = ()


class SurveyForm(PaperData):
    """A survey on paper: blank, or with how often each figure was given."""

    office: str
    name: str
    survey: SurveySaid
    is_blank: bool = True


class OutcomeSaid(PaperData):
    """One figure of the objective. `part` of `whole` is what it was reckoned from."""

    outcome: Outcome
    title: str
    unit: str
    actual: float | None
    part: float
    whole: int
    baseline: float | None = None
    target: float | None = None
    is_met: bool | None = None


class AdoptionRow(PaperData):
    """One innovation that was released."""

    name: str
    adoption: AdoptionSaid


class OutcomeReport(PaperData):
    """The objective in one fiscal year (Buddhist era)."""

    office: str
    year: int
    as_of: date
    outcomes: tuple[OutcomeSaid, ...]
    innovations: tuple[AdoptionRow, ...] = ()
