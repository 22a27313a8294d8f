"""One look at everything: risks that the evidence asks for are opened, re-scored, lowered and closed, none is deleted.

Two looks at once make no risk twice: the unique key lets one of them in. What has not moved is not written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from inventory.store.acting import By
from risk.facts import Facts
from risk.looking import Found, all_rules, look
from risk.matching import Change, Known, Lapsed, Lowered, Moved, Opened, Refreshed, match
from risk.models.register import Risk, RiskAssessment
from risk.parameters import Parameter
from risk.scale import Level, Scale
from risk.store.facts import gather
from risk.store.history import SYSTEM, ByRule, happened, put
from risk.store.settings import parameters_of, scale_of
from risk.store.support_telling import tell_ended_support
from risk.store.tasks import ask_for, drop_automatic
from risk.store.telling import tell_rating
from risk.terms import LEAST, Basis, Movement, RiskState, Subject

FIRST_REVIEW: Final[Mapping[Level, timedelta]] = {
    Level.VERY_HIGH: timedelta(days=30),
    Level.HIGH: timedelta(days=90),
    Level.MODERATE: timedelta(days=180),
    Level.LOW: timedelta(days=365),
}
DUE, EXPIRED = "due", "expired"
"""Why a review is open, where no movement of the evidence says so."""


@dataclass(slots=True)
class Looked:
    """How many risks were opened, moved, lowered, closed, and asked to be reviewed."""

    opened: int = 0
    moved: int = 0
    lowered: int = 0
    closed: int = 0
    reviews: int = 0

    @property
    def changed(self) -> bool:
        """Something did."""
        return any((self.opened, self.moved, self.lowered, self.closed, self.reviews))


@dataclass(frozen=True, slots=True)
class Ruler:
    """By what an assessment is made: the levels, and the steps of the rule (none where a person judged)."""

    scale: Scale
    steps: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class _Look:
    """What all changes of one look have in common."""

    session: Session
    office_id: int
    scale: Scale
    parameters: Mapping[str, Parameter]
    by: By
    done: Looked
    fingerprints: Mapping[str, str]

    def ruler(self, rule: str) -> Ruler:
        """Of a rule's risk."""
        return Ruler(self.scale, self.parameters[rule].steps if rule in self.parameters else ())


def rescore(session: Session, office_id: int, now: datetime, *, knowers: int | None = None) -> Looked:
    """Look at an office as of now."""
    parameters, facts = seen(session, office_id, now, knowers=knowers)
    return settle(session, office_id, facts, parameters)


def seen(
    session: Session, office_id: int, now: datetime, *, knowers: int | None = None
) -> tuple[Mapping[str, Parameter], Facts]:
    """By which parameters an office looks, and at what; nothing is written."""
    parameters = parameters_of(session, office_id, now.date())
    longest = max(one.window_days for one in parameters.values())
    return parameters, gather(session, office_id, now, longest_days=longest, knowers=knowers)


def settle(session: Session, office_id: int, facts: Facts, parameters: Mapping[str, Parameter]) -> Looked:
    """The same by facts that were read before."""
    now = facts.now
    found = look(facts, parameters)
    marks = {key: fingerprint(one) for key, one in found.items()}
    here = _Look(
        session, office_id, scale_of(session, office_id, now.date()), parameters, By(SYSTEM, now), Looked(), marks
    )

    def judged() -> list[Change]:
        known = _known(session, office_id)
        there = _there(facts, known.keys() - found.keys())
        return match(found, known.values(), facts.today, fingerprints=marks, there=there)

    changes = judged()
    rows = _rows(session, [change.risk_id for change in changes if not isinstance(change, Opened)])
    if rows:  # again, now that they are held: a person may have decided meanwhile
        changes = [change for change in judged() if isinstance(change, Opened) or change.risk_id in rows]
    number = _last_number(session, office_id) if any(isinstance(change, Opened) for change in changes) else 0
    for change in changes:
        match change:
            case Opened():
                number += 1
                _open(here, change.found, number)
            case Moved():
                _move(here, rows[change.risk_id], change)
            case Refreshed():
                _refresh(session, rows[change.risk_id], change.found, marks[change.found.key])
            case Lowered():
                _lower(here, rows[change.risk_id], change)
            case Lapsed():
                _lapse(here, rows[change.risk_id])
    _due(here, facts.today)
    tell_ended_support(session, office_id, facts, here.by)
    session.flush()
    return here.done


def fingerprint(found: Found) -> str:
    """Of the figure and its evidence."""
    said = (found.signal.figure, found.signal.name, found.signal.evidence)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def assess(
    session: Session,
    risk: Risk,
    movement: Movement,
    by: By,
    *,
    by_what: Ruler,
    note: str = "",
) -> RiskAssessment:
    """Write down what the risk is now said to be; its score and level are set by the scale."""
    assert risk.id is not None
    risk.score = risk.likelihood * risk.impact
    risk.level = by_what.scale.level(risk.score)
    risk.changed_at = by.at
    made = RiskAssessment(
        risk_id=risk.id,
        at=by.at,
        movement=movement,
        likelihood=risk.likelihood,
        likelihood_basis=risk.likelihood_basis,
        impact=risk.impact,
        impact_basis=risk.impact_basis,
        score=risk.score,
        level=risk.level,
        figure=risk.figure,
        steps=list(by_what.steps),
        evidence=list(risk.evidence),
        scale=by_what.scale.as_json(),
        note=note,
        actor=by.actor[:120],
        person_id=by.person_id,
    )
    session.add(risk)
    session.add(made)
    tell_rating(session, risk, by)
    return made


def _known(session: Session, office_id: int) -> dict[str, Known]:
    """Of plain columns: hundreds of rows are compared after every poll, and few of them change."""
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Risk.id, Risk.rule, Risk.key, Risk.state, Risk.likelihood, Risk.impact, Risk.impact_basis,
            Risk.weighed_impact, Risk.is_supported, Risk.accepted_until, Risk.fingerprint,
        ).where(Risk.office_id == office_id, col(Risk.key).is_not(None))
    )  # fmt: skip
    return {row[2]: Known(*row) for row in rows}


def _there(facts: Facts, keys: Collection[str]) -> set[str]:
    """Those of the keys whose thing is still in the inventory."""
    if not keys:
        return set()
    alive = {
        *(f"{Subject.DEVICE.value}:{one.device_id}" for one in facts.devices),
        *(f"{Subject.LINK.value}:{one.link_id}" for one in facts.links),
        *(f"{Subject.SITE.value}:{site_id}" for site_id in facts.sites),
    }
    return {key for key in keys if key.partition(":")[2] in alive}


def _rows(session: Session, ids: Sequence[int]) -> dict[int, Risk]:
    """Held until the end; where nothing is to change, nothing is."""
    if not ids:
        return {}
    wanted = select(Risk).where(col(Risk.id).in_(ids)).order_by(col(Risk.id)).with_for_update(key_share=True)
    return {risk.id or 0: risk for risk in session.exec(wanted.execution_options(populate_existing=True))}


def _last_number(session: Session, office_id: int) -> int:
    return session.exec(select(func.max(Risk.number)).where(Risk.office_id == office_id)).one() or 0


def _open(here: _Look, found: Found, number: int) -> None:
    signal, words = found.signal, found.rule.thai
    level = here.scale.level(found.likelihood * found.impact)
    risk = Risk(
        office_id=here.office_id,
        site_id=signal.site_id,
        device_id=signal.device_id,
        link_id=signal.link_id,
        number=number,
        rule=found.rule.key,
        key=found.key,
        subject=signal.subject,
        thing=signal.name[:255],
        title=(words.title % {"name": signal.name})[:255],
        group=found.rule.group,
        service=found.rule.service,
        threat=words.threat,
        vulnerability=words.vulnerability,
        concerns=found.rule.concerns,
        likelihood=found.likelihood,
        likelihood_basis=Basis.MEASURED,
        impact=found.impact,
        impact_basis=Basis.MEASURED,
        weighed_impact=found.impact,
        score=found.likelihood * found.impact,
        level=level,
        figure=signal.figure,
        evidence=_evidence(found),
        fingerprint=here.fingerprints[found.key],
        identified_on=here.by.at.date(),
        review_on=here.by.at.date() + FIRST_REVIEW[level],
        review_since=here.by.at,
        review_why=Movement.FOUND.value,
        created_at=here.by.at,
        changed_at=here.by.at,
    )
    try:
        with here.session.begin_nested():
            here.session.add(risk)
            here.session.flush()
    except IntegrityError:
        return  # another look was quicker
    assess(here.session, risk, Movement.FOUND, here.by, by_what=here.ruler(risk.rule))
    happened(here.session, risk, Movement.FOUND.value, here.by)
    ask_for(here.session, risk, found.rule.thai.task, here.by)
    here.done.opened += 1


def _move(here: _Look, risk: Risk, change: Moved) -> None:
    values: dict[str, Any] = {
        "likelihood": change.likelihood,
        "impact": change.impact,
        "is_supported": True,
        "review_since": here.by.at,
        "review_why": change.movement.value,
    }
    if change.reopens:
        values |= {"state": RiskState.OPEN, "closed_at": None, "closed_why": "", "accepted_until": None}
    _take(risk, change.found, here.fingerprints[change.found.key])
    put(here.session, risk, change.movement.value, here.by, values)
    assess(here.session, risk, change.movement, here.by, by_what=here.ruler(risk.rule))
    if change.movement in {Movement.ROSE, Movement.RETURNED}:
        ask_for(here.session, risk, change.found.rule.thai.task, here.by)
    here.done.moved += 1
    here.done.reviews += 1


def _refresh(session: Session, risk: Risk, found: Found, mark: str) -> None:
    """Figures move every day and are simply taken; the class is what it was."""
    _take(risk, found, mark)
    risk.is_supported = True
    session.add(risk)


def _take(risk: Risk, found: Found, mark: str) -> None:
    risk.figure, risk.evidence, risk.fingerprint = found.signal.figure, _evidence(found), mark
    risk.weighed_impact = found.impact
    risk.thing = found.signal.name[:255]
    risk.title = (found.rule.thai.title % {"name": found.signal.name})[:255]


def _lower(here: _Look, risk: Risk, change: Lowered) -> None:
    rule = all_rules().get(risk.rule)
    why = rule.thai.gone if rule is not None else ""
    values: dict[str, Any] = {
        "likelihood": LEAST,
        "is_supported": False,
        "review_since": None if change.closes else here.by.at,
        "review_why": "" if change.closes else change.movement.value,
    }
    if change.closes:
        values |= {"state": RiskState.CLOSED, "closed_at": here.by.at, "closed_why": why, "accepted_until": None}
    risk.figure, risk.evidence, risk.fingerprint = 0, [], ""
    put(here.session, risk, change.movement.value, here.by, values, note=ByRule(("gone",) if rule is not None else ()))
    assess(here.session, risk, change.movement, here.by, by_what=here.ruler(risk.rule), note=why)
    if change.closes:
        drop_automatic(here.session, risk, here.by)
        here.done.closed += 1
    else:
        here.done.reviews += 1
    here.done.lowered += 1


def _lapse(here: _Look, risk: Risk) -> None:
    values = {"state": RiskState.OPEN, "accepted_until": None, "review_since": here.by.at, "review_why": EXPIRED}
    put(here.session, risk, EXPIRED, here.by, values)
    tell_rating(here.session, risk, here.by)
    here.done.reviews += 1


def _due(here: _Look, today: date) -> None:
    """Reviews whose day has come, and acceptances of risks without a rule whose day is over."""
    waiting = select(Risk).where(Risk.office_id == here.office_id, Risk.state != RiskState.CLOSED)
    due = waiting.where(col(Risk.review_since).is_(None), col(Risk.review_on) <= today)
    for risk in _held(here, due):
        put(here.session, risk, DUE, here.by, {"review_since": here.by.at, "review_why": DUE})
        here.done.reviews += 1
    over = waiting.where(Risk.state == RiskState.ACCEPTED, col(Risk.key).is_(None), col(Risk.accepted_until) < today)
    for risk in _held(here, over):
        _lapse(here, risk)


def _held(here: _Look, wanted: SelectOfScalar[Risk]) -> list[Risk]:
    """Those of which it is still so once they are held; most looks find none, and hold nothing."""
    ids = [risk.id for risk in here.session.exec(wanted)]
    if not ids:
        return []
    again = wanted.where(col(Risk.id).in_(ids)).order_by(col(Risk.id)).with_for_update(key_share=True)
    return list(here.session.exec(again.execution_options(populate_existing=True)))


def _evidence(found: Found) -> list[dict[str, Any]]:
    return [asdict(one) for one in (*found.signal.evidence, *found.signal.weighed)]
