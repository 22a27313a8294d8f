"""Whether an innovation was worth it: metrics before and after, satisfaction, money, and what was decided."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now, words


class Measure(StrEnum):
    """Where the figures of a metric come from: measured by the inventory, or entered by a person with their source."""

    ENTERED = "entered"
    AVAILABILITY = "availability"
    OUTAGE_MINUTES = "outage_minutes"
    MBPS_PER_PUPIL = "mbps_per_pupil"


class Phase(StrEnum):
    """Before the innovation came, or after."""

    BEFORE = "before"
    AFTER = "after"


class Metric(Core, table=True):
    """What is compared, with its unit, over the schools that have the innovation."""

    __tablename__ = "innovation_metric"
    __table_args__ = (UniqueConstraint("innovation_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    name: str = Field(max_length=255)
    unit: str = Field(max_length=64)
    is_higher_better: bool = True
    measure: Measure = Field(default=Measure.ENTERED, sa_type=words(Measure))


class Reading(Core, table=True):
    """A figure of a metric in one phase: the mean over `n`, from `first_day` to `last_day`. `rows` are what a measured
    one was reckoned from: one row for each school.
    """

    __tablename__ = "innovation_reading"
    __table_args__ = (UniqueConstraint("metric_id", "phase"),)

    id: int | None = Field(default=None, primary_key=True)
    metric_id: int = Field(foreign_key="innovation_metric.id", index=True)
    phase: Phase = Field(sa_type=words(Phase))
    value: float
    n: int
    first_day: date
    last_day: date
    source: str = Field(default="", max_length=500)
    rows: list[dict[str, object]] = Field(default_factory=list, sa_type=JSON)
    taken_at: datetime = Field(sa_type=Utc)
    actor: str = Field(default="", max_length=120)


class Survey(Core, table=True):
    """Questions of satisfaction, answered from 1 to 5 by whoever has the link; no names are asked.

    `has_tickets`: each respondent has a ticket of his own that works once.
    """

    __tablename__ = "innovation_survey"

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    title: str = Field(max_length=255)
    questions: list[str] = Field(default_factory=list, sa_type=JSON)
    opens_on: date
    closes_on: date
    has_tickets: bool = False
    token: str = Field(max_length=64, unique=True)
    made_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class SurveyTicket(Core, table=True):
    """The right to answer once. Only its hash is kept, and never beside the answer."""

    __tablename__ = "innovation_survey_ticket"

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="innovation_survey.id", index=True)
    sha256: str = Field(max_length=64, unique=True)
    is_used: bool = False


class SurveyAnswer(Core, table=True):
    """One answer: a figure from 1 to 5 for each question in order, None where it was left out. `day` and no time, so
    that nobody can tell by it who answered.
    """

    __tablename__ = "innovation_survey_answer"

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="innovation_survey.id", index=True)
    day: date
    scores: list[int | None] = Field(default_factory=list, sa_type=JSON)
    comment: str = Field(default="", max_length=1000)


class SurveySender(Core, table=True):
    """How many answers came from one address within the hour; forgotten when it is over. A keyed hash, no address."""

    __tablename__ = "innovation_survey_sender"
    __table_args__ = (UniqueConstraint("survey_id", "sender"),)

    id: int | None = Field(default=None, primary_key=True)
    survey_id: int = Field(foreign_key="innovation_survey.id", index=True)
    sender: str = Field(max_length=64)
    count: int = 0
    since: datetime = Field(sa_type=Utc)


class Money(StrEnum):
    """What was spent, or what was saved or gained."""

    COST = "cost"
    BENEFIT = "benefit"


class MoneyLine(Core, table=True):
    """An amount with where it is from."""

    __tablename__ = "innovation_money"

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    kind: Money = Field(sa_type=words(Money))
    what: str = Field(max_length=255)
    amount_satang: int = Field(sa_type=BigInteger)
    on_day: date
    source: str = Field(max_length=500)


class Verdict(StrEnum):
    """What is to become of it."""

    KEEP = "keep"
    SCALE = "scale"
    RETIRE = "retire"


class Decision(Core, table=True):
    """What a director decided, why, and the figures as they were that day. None is ever changed."""

    __tablename__ = "innovation_decision"

    id: int | None = Field(default=None, primary_key=True)
    innovation_id: int = Field(foreign_key="innovation.id", index=True)
    verdict: Verdict = Field(sa_type=words(Verdict))
    why: str = Field(max_length=2000)
    figures: dict[str, object] = Field(default_factory=dict, sa_type=JSON)
    actor: str = Field(max_length=120)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Utc)


class Outcome(StrEnum):
    """The three figures by which the objective is judged, in percent or points."""

    NEEDS_MET = "needs_met"
    ADOPTION = "adoption"
    SATISFACTION = "satisfaction"


class OutcomeTarget(Core, table=True):
    """What an office wants to reach in a fiscal year (Buddhist era), and where it began."""

    __tablename__ = "outcome_target"
    __table_args__ = (UniqueConstraint("office_id", "year", "outcome"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    year: int
    outcome: Outcome = Field(sa_type=words(Outcome))
    baseline: float
    target: float
    source: str = Field(default="", max_length=255)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
