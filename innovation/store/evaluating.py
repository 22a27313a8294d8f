"""Metrics with their figures before and after, money, and the decision that follows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator
from sqlmodel import Session, col, select

from contract.events import InnovationEvaluated
from innovation.models.evaluation import Decision, Measure, Metric, Money, MoneyLine, Phase, Reading, Verdict
from innovation.models.innovation import Innovation
from innovation.models.rollout import Rollout
from innovation.queries.innovations import HAVING
from innovation.queries.measuring import measure
from innovation.store.parts import Part
from inventory.models.site import Office
from inventory.store.acting import By
from inventory.store.siblings import tell_siblings
from service.draft import Digits, Draft, Line, Note, take
from service.refusal import NotTakenError, _, refuse

LONGEST: Final = timedelta(days=1100)
MOST_SATANG: Final = 10**13


class MetricDraft(Draft):
    """What is compared. The unit of a measured one is its own."""

    name: Annotated[Line, Field(min_length=1)]
    unit: Annotated[Line, Field(max_length=64)] = ""
    is_higher_better: bool = True
    measure: Measure = Measure.ENTERED

    @model_validator(mode="after")
    def _has_a_unit(self) -> Self:
        if self.measure is Measure.ENTERED and not self.unit:
            raise NotTakenError(_("A figure without its unit says nothing"), "unit")
        return self


UNITS: Final[Mapping[Measure, tuple[str, bool]]] = {
    Measure.AVAILABILITY: ("%", True),
    Measure.OUTAGE_MINUTES: ("นาทีต่อโรงเรียน", False),
    Measure.MBPS_PER_PUPIL: ("Mbit/s ต่อนักเรียนหนึ่งคน", True),
}
"""Unit of each measured figure, and whether more of it is better."""


class PeriodDraft(Draft):
    """The days of a phase; both included."""

    first_day: date
    last_day: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day < self.first_day:
            raise NotTakenError(_("It cannot end before it begins"), "last_day")
        if self.last_day - self.first_day > LONGEST:
            raise NotTakenError(_("At most three years"), "last_day")
        return self


class ReadingDraft(PeriodDraft):
    """A figure that a person enters: over how many, and where it is from."""

    value: Annotated[float, Field(ge=-1e12, le=1e12, allow_inf_nan=False), Digits]
    n: Annotated[int, Field(ge=1, le=10_000_000), Digits]
    source: Annotated[Line, Field(min_length=1, max_length=500)]


class MoneyDraft(Draft):
    """An amount in satang, with its day and where it is from."""

    kind: Money = Money.COST
    what: Annotated[Line, Field(min_length=1)]
    amount_satang: Annotated[int, Field(ge=0, le=MOST_SATANG)]
    on_day: date
    source: Annotated[Line, Field(min_length=1, max_length=500)]


class DecisionDraft(Draft):
    """What is to become of it, and why."""

    verdict: Verdict
    why: Annotated[Note, Field(min_length=3)]


def _metric(session: Session, innovation: Innovation, draft: MetricDraft, row: Metric | None) -> None:
    same = session.exec(
        select(Metric.id).where(Metric.innovation_id == innovation.id, Metric.name == draft.name)
    ).first()
    if same is not None and (row is None or same != row.id):
        raise refuse("name", _("There is a metric of this name already"))
    if row is not None and (row.measure is not draft.measure) and _readings(session, row):
        raise refuse("measure", _("It has figures already: where they come from is not changed any more"))


METRICS: Final = Part("metrics", "metric", Metric, MetricDraft, _metric, owned=((Reading, "metric_id"),))
MONEY: Final = Part("money", "money_line", MoneyLine, MoneyDraft)


def unit_of(metric: Metric) -> str:
    """What its figures are counted in."""
    return metric.unit if metric.measure is Measure.ENTERED else UNITS[metric.measure][0]


def is_higher_better(metric: Metric) -> bool:
    """Whether more of it is better."""
    return metric.is_higher_better if metric.measure is Measure.ENTERED else UNITS[metric.measure][1]


def _readings(session: Session, metric: Metric) -> list[Reading]:
    return list(session.exec(select(Reading).where(Reading.metric_id == metric.id)).all())


def enter_reading(session: Session, metric: Metric, phase: Phase, draft: ReadingDraft, by: By) -> dict[str, object]:
    """A figure that a person brings. RefusedError of a metric that is measured: those figures nobody enters."""
    if metric.measure is not Measure.ENTERED:
        raise refuse("value", _("This figure is measured and cannot be entered"))
    return _keep(session, metric, phase, {**draft.model_dump(), "rows": []}, by)


def take_reading(
    session: Session, metric: Metric, phase: Phase, draft: PeriodDraft, *, zone: tzinfo, by: By
) -> dict[str, object]:
    """Measure it over the schools that have the innovation. RefusedError where nothing was measured in these days."""
    if metric.measure is Measure.ENTERED:
        raise refuse("value", _("This figure is not measured: enter it with its source"))
    wanted = select(Rollout.site_id).where(
        Rollout.innovation_id == metric.innovation_id, col(Rollout.reach).in_(HAVING)
    )
    taken = measure(session, metric.measure, session.exec(wanted).all(), draft.first_day, draft.last_day, zone)
    if taken.value is None:
        raise refuse("first_day", _("Nothing was measured of these schools in these days"))
    rows = [{"site_id": one.site_id, "name": one.name, "value": one.value, "basis": one.basis} for one in taken.schools]
    values = {"value": taken.value, "n": taken.n, "source": "", "rows": rows, **draft.model_dump()}
    return _keep(session, metric, phase, values, by)


def _keep(session: Session, metric: Metric, phase: Phase, values: Mapping[str, Any], by: By) -> dict[str, object]:
    assert metric.id is not None
    row = session.exec(select(Reading).where(Reading.metric_id == metric.id, Reading.phase == phase)).one_or_none()
    if row is None:
        first, last = values["first_day"], values["last_day"]
        row = Reading(metric_id=metric.id, phase=phase, value=0, n=0, first_day=first, last_day=last, taken_at=by.at)
    changes = take(row, {**values, "taken_at": by.at, "actor": by.actor[:120]})
    session.add(row)
    session.flush()
    return {name: pair for name, pair in changes.items() if name not in {"rows", "taken_at"}}


@dataclass(frozen=True, slots=True)
class Compared:
    """A metric with both its figures."""

    metric: Metric
    before: Reading | None
    after: Reading | None


def compared(session: Session, innovation: Innovation) -> list[Compared]:
    """All metrics of an innovation, by name."""
    metrics = session.exec(select(Metric).where(Metric.innovation_id == innovation.id).order_by(col(Metric.name))).all()
    found: dict[tuple[int, Phase], Reading] = {}
    for row in session.exec(select(Reading).where(col(Reading.metric_id).in_([one.id for one in metrics]))):
        found[row.metric_id, row.phase] = row
    return [
        Compared(one, found.get((one.id or 0, Phase.BEFORE)), found.get((one.id or 0, Phase.AFTER))) for one in metrics
    ]


def amounts_of(session: Session, innovation: Innovation) -> list[MoneyLine]:
    """Costs and benefits by day."""
    wanted = select(MoneyLine).where(MoneyLine.innovation_id == innovation.id)
    return list(session.exec(wanted.order_by(col(MoneyLine.on_day), col(MoneyLine.id))).all())


def decide(
    session: Session, innovation: Innovation, draft: DecisionDraft, figures: Mapping[str, object], by: By
) -> Decision:
    """Write down a decision with the figures of the day. RefusedError where nothing was evaluated."""
    if not any(one.before and one.after for one in compared(session, innovation)) and not figures.get("answers"):
        raise refuse("verdict", _("Nothing was evaluated yet: a metric before and after, or a survey, is needed"))
    assert innovation.id is not None
    row = Decision(
        innovation_id=innovation.id,
        verdict=draft.verdict,
        why=draft.why,
        figures=dict(figures),
        actor=by.actor[:120],
        person_id=by.person_id,
        at=by.at,
    )
    session.add(row)
    session.flush()
    _tell(session, innovation, row)
    return row


def _tell(session: Session, innovation: Innovation, row: Decision) -> None:
    """Siblings hear of it with the first metric that has both figures: whoever plans may take it up."""
    office = session.get_one(Office, innovation.office_id)
    one = next((one for one in compared(session, innovation) if one.before and one.after), None)
    persons = row.figures.get("answers")
    fact = InnovationEvaluated(
        office_code=office.code,
        innovation_id=row.innovation_id,
        title=innovation.name,
        decision=row.verdict.value,
        unit=one.metric.unit if one else "",
        before=one.before.value if one and one.before else None,
        after=one.after.value if one and one.after else None,
        persons=persons if isinstance(persons, int) else 0,
        evaluated_on=row.at.astimezone(ZoneInfo(office.timezone)).date(),
    )
    tell_siblings(session, fact, office_id=innovation.office_id, at=row.at, subject_id=row.innovation_id)
