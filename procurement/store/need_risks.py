"""Needs and the risks that they treat: put together once and kept, so that a card tells both ways what answers what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import or_
from sqlmodel import Session, col, select

from inventory.store.acting import By
from procurement.models.need import Need, NeedRisk
from procurement.needs.facts import RiskSeen
from procurement.needs.need import CLOSED, NeedState
from procurement.needs.treating import TAKEN_UP, Threat, Treating, is_put_off, rivals, treats
from risk.looking import all_rules
from risk.models.register import Risk
from risk.store.residual import restore, withhold
from risk.store.telling import NEED, needs_withholding
from risk.terms import LIVE


def risks_seen(session: Session, office_id: int) -> list[RiskSeen]:
    """Live risks of devices that another device would take away."""
    return [
        RiskSeen(risk.id or 0, risk.device_id, risk.score, risk.title)
        for risk in _live(session, office_id)
        if risk.device_id is not None and _by_replacing(risk)
    ]


def treat(session: Session, need: Need, risk: Risk, by: By) -> None:
    """From now on the need treats the risk. One that was put off already leaves the risk as it is."""
    known = select(NeedRisk.id).where(NeedRisk.need_id == need.id, NeedRisk.risk_id == risk.id)
    if session.exec(known).first() is None:
        _add(session, need, risk, by)
        _follow(session, need, risk, by, note=need.decision)


def treat_what_is_seen(session: Session, office_id: int, by: By) -> None:
    """Live needs and live risks that belong together by themselves: of a device, or of the lines of a school."""
    wanted = select(Need).where(Need.office_id == office_id, col(Need.state).not_in({*CLOSED, NeedState.MERGED}))
    needs = session.exec(wanted.order_by(col(Need.id))).all()
    risks = _live(session, office_id)
    by_device, by_site = defaultdict[int, list[Risk]](list), defaultdict[int, list[Risk]](list)
    for risk in risks:
        if risk.device_id is not None:
            by_device[risk.device_id].append(risk)
        elif risk.link_id is not None and risk.site_id is not None:
            by_site[risk.site_id].append(risk)
    known = {
        (row[0], row[1])
        for row in session.exec(
            select(NeedRisk.need_id, NeedRisk.risk_id).join(Need).where(Need.office_id == office_id)
        )
    }
    for need in needs:
        for risk in by_site.get(need.site_id or 0, ()) if need.device_id is None else by_device[need.device_id]:
            seen = treats(need.reason, site_id=need.site_id, device_id=need.device_id, threat=_threat(risk))
            if seen and (need.id, risk.id) not in known:
                _add(session, need, risk, by)
                _follow(session, need, risk, by, note=need.decision)


def risks_of_need(session: Session, need: Need) -> Sequence[Risk]:
    """All that it treats, also for needs that were merged into it, the gravest first."""
    merged = select(Need.id).where(Need.merged_into_id == need.id, Need.state == NeedState.MERGED)
    links = select(NeedRisk.risk_id).where(or_(col(NeedRisk.need_id) == need.id, col(NeedRisk.need_id).in_(merged)))
    return session.exec(
        select(Risk).where(col(Risk.id).in_(links)).order_by(col(Risk.score).desc(), col(Risk.id))
    ).all()


def state_moved(session: Session, need: Need, by: By, note: str) -> None:
    """The need stands otherwise: what remains of its risks rises where it was put off, and falls where it is taken up.

    Of an open one nobody has decided: what was put off stays so until it is approved.
    """
    for risk in risks_of_need(session, need):
        _follow(session, need, risk, by, note=note)


def _follow(session: Session, need: Need, risk: Risk, by: By, *, note: str) -> None:
    others = _treating(session, risk)
    for need_id in set(needs_withholding(risk)) - {one.need_id for one in others}:
        restore(session, risk, f"{NEED}{need_id}", by)  # merged into another, or taken out of one
    at_stake = need if need.merged_into_id is None else session.get_one(Need, need.merged_into_id)
    me = _as_treating(at_stake)
    if is_put_off(me, others):
        withhold(session, risk, f"{NEED}{me.need_id}", note or at_stake.decision, by)
    elif any(one.state in TAKEN_UP for one in rivals(me, others)):
        for one in rivals(me, others):
            restore(session, risk, f"{NEED}{one.need_id}", by)


def _treating(session: Session, risk: Risk) -> list[Treating]:
    rows = session.exec(
        select(Need).join(NeedRisk, col(NeedRisk.need_id) == Need.id).where(NeedRisk.risk_id == risk.id)
    ).all()
    found = {row.id if row.merged_into_id is None else row.merged_into_id: row for row in rows}
    return [_as_treating(session.get_one(Need, need_id)) for need_id in found]


def _as_treating(need: Need) -> Treating:
    return Treating(need.id or 0, need.state, need.device_id)


def _add(session: Session, need: Need, risk: Risk, by: By) -> None:
    session.add(
        NeedRisk(
            need_id=need.id or 0,
            risk_id=risk.id or 0,
            likelihood=risk.likelihood,
            impact=risk.impact,
            level=risk.level,
            figure=risk.figure,
            evidence=list(risk.evidence),
            at=by.at,
        )
    )
    session.flush()


def _live(session: Session, office_id: int) -> Sequence[Risk]:
    wanted = select(Risk).where(Risk.office_id == office_id, col(Risk.state).in_(LIVE))
    return session.exec(wanted.order_by(col(Risk.id))).all()


def _by_replacing(risk: Risk) -> bool:
    rule = all_rules().get(risk.rule)
    return rule is not None and rule.by_replacing


def _threat(risk: Risk) -> Threat:
    return Threat(risk.id or 0, risk.rule, _by_replacing(risk), risk.site_id, risk.device_id, risk.link_id)


def ids_of(risks: Iterable[Risk]) -> tuple[int, ...]:
    """As facts for siblings name them."""
    return tuple(risk.id or 0 for risk in risks)
