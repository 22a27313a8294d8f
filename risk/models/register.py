"""The risk register: what threatens what, how likely and how grave it is, what is done about it. Nothing is deleted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from risk.scale import Level
from risk.terms import Basis, Group, Movement, RiskState, Subject, Treatment
from service.columns import Utc, utc_now, words


class Risk(Core, table=True):
    """One risk. `rule` and `key` are empty of one that a person wrote down; of each key there is one row for ever.

    `likelihood`, `impact`, `score` and `level` are those of the last assessment. `weighed_impact` is the impact that
    the rule has, also while a person's stands in its place. `residual_*` are what a person expects after treatment.
    `review_since` is set while somebody has to look again, `review_why` says why (a Movement, or "due", "expired",
    "asked", "withheld"). `fingerprint` tells whether the evidence is what it was. `withheld` are treatments that were
    put off, each {"by": what was put off, "why": in words, "since": ISO 8601}: while there is one, `left` is what there
    is.
    """

    __table_args__ = (
        UniqueConstraint("office_id", "number", name="uq_risk_number"),
        UniqueConstraint("office_id", "key", name="uq_risk_key"),
        Index("ix_risk_office_score", "office_id", "state", "score"),
    )

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id")
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    device_id: int | None = Field(default=None, foreign_key="device.id", index=True)
    link_id: int | None = Field(default=None, foreign_key="link.id", index=True)
    number: int
    rule: str = Field(default="", max_length=64, index=True)
    key: str | None = Field(default=None, max_length=400)
    subject: Subject = Field(sa_type=words(Subject))
    thing: str = Field(default="", max_length=255)
    title: str = Field(max_length=255)
    group: Group = Field(sa_type=words(Group))
    service: str = Field(default="", max_length=120)
    threat: str = Field(default="", max_length=2000)
    vulnerability: str = Field(default="", max_length=2000)
    controls: str = Field(default="", max_length=2000)
    concerns: str = Field(default="", max_length=3)
    likelihood: int
    likelihood_basis: Basis = Field(sa_type=words(Basis))
    impact: int
    impact_basis: Basis = Field(sa_type=words(Basis))
    weighed_impact: int
    score: int
    level: Level = Field(sa_type=words(Level))
    figure: int | None = None
    evidence: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    fingerprint: str = Field(default="", max_length=64)
    is_supported: bool = True
    owner: str = Field(default="", max_length=120)
    treatment: Treatment | None = Field(default=None, sa_type=words(Treatment))
    plan: str = Field(default="", max_length=2000)
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    withheld: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    state: RiskState = Field(default=RiskState.OPEN, sa_type=words(RiskState))
    identified_on: date
    review_on: date | None = Field(default=None, index=True)
    review_since: datetime | None = Field(default=None, sa_type=Utc)
    review_why: str = Field(default="", max_length=32)
    reviewed_at: datetime | None = Field(default=None, sa_type=Utc)
    reviewed_by: str = Field(default="", max_length=120)
    accepted_until: date | None = None
    accepted_by: str = Field(default="", max_length=120)
    accepted_why: str = Field(default="", max_length=2000)
    closed_at: datetime | None = Field(default=None, sa_type=Utc)
    closed_why: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)

    @property
    def left(self) -> tuple[int, int] | None:
        """Likelihood and impact expected after treatment, as things stand; None where nobody said what remains."""
        if self.residual_likelihood is None or self.residual_impact is None:
            return None
        return (self.likelihood, self.impact) if self.withheld else (self.residual_likelihood, self.residual_impact)


class RiskAssessment(Core, table=True):
    """What a risk was said to be at a moment, by which set of levels, on which evidence. Never changed."""

    __tablename__ = "risk_assessment"
    __table_args__ = (Index("ix_risk_assessment_at", "at", "risk_id"),)

    id: int | None = Field(default=None, primary_key=True)
    risk_id: int = Field(foreign_key="risk.id", index=True)
    at: datetime = Field(sa_type=Utc)
    movement: Movement = Field(sa_type=words(Movement))
    likelihood: int
    likelihood_basis: Basis = Field(sa_type=words(Basis))
    impact: int
    impact_basis: Basis = Field(sa_type=words(Basis))
    score: int
    level: Level = Field(sa_type=words(Level))
    figure: int | None = None
    steps: list[int] = Field(default_factory=list, sa_type=JSON)
    evidence: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    scale: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    note: str = Field(default="", max_length=2000)
    actor: str = Field(default="", max_length=120)
    person_id: int | None = Field(default=None, foreign_key="person.id")


class RiskTask(Core, table=True):
    """A step of a treatment. `is_automatic`: the rule asked for it. `percent` is how far it is; `dropped_why` says why
    one is not needed any more, and is empty where the cause of an automatic one is gone.
    """

    __tablename__ = "risk_task"

    id: int | None = Field(default=None, primary_key=True)
    risk_id: int = Field(foreign_key="risk.id", index=True)
    what: str = Field(max_length=500)
    owner: str = Field(default="", max_length=120)
    due_on: date | None = Field(default=None, index=True)
    percent: int = 0
    is_automatic: bool = False
    done_on: date | None = None
    dropped_on: date | None = None
    dropped_why: str = Field(default="", max_length=500)
    note: str = Field(default="", max_length=2000)
    created_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    changed_at: datetime = Field(default_factory=utc_now, sa_type=Utc)


class RiskEvent(Core, table=True):
    """What was done to a risk: `changes` is {field: [before, after]}, `actor` the name of who did it at that time.

    `words` are those that its rule says of it (fields of risk.found.Words), told in the reader's language; `note` is
    what a person wrote.
    """

    __tablename__ = "risk_event"

    id: int | None = Field(default=None, primary_key=True)
    risk_id: int = Field(foreign_key="risk.id", index=True)
    at: datetime = Field(sa_type=Utc)
    kind: str = Field(max_length=32)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    actor: str = Field(default="", max_length=120)
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    words: list[str] = Field(default_factory=list, sa_type=JSON)
    note: str = Field(default="", max_length=2000)
