"""One look at everything: needs that the evidence asks for are opened, those that lost it are marked, none is deleted.

Two looks at once make no need twice: the index of live keys lets one of them in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from inventory.models.site import Site
from inventory.store.acting import By
from inventory.store.pupils import latest_counts
from procurement.models.need import Need
from procurement.needs.found import Found
from procurement.needs.looking import look
from procurement.needs.matching import Known, Opened, Refreshed, Resumed, Unsupported, match
from procurement.needs.need import NeedState, Source
from procurement.needs.rule import Rule
from procurement.store.need_facts import Facts, gather
from procurement.store.need_history import SYSTEM, happened, put
from procurement.store.need_risks import treat_what_is_seen
from procurement.store.need_rules import rule_of
from procurement.store.need_scoring import keep_severity, rescore
from procurement.store.needs import add_live
from service.refusal import RefusedError


@dataclass(slots=True)
class Looked:
    """How many needs were opened, opened again, lost their evidence and got it back."""

    opened: int = 0
    reopened: int = 0
    unsupported: int = 0
    supported: int = 0


def find_needs(session: Session, office_id: int, now: datetime) -> Looked:
    """Look at an office as of now, score what is to be decided, and say which risks it treats."""
    return settle(session, office_id, gather(session, office_id, now), now)


def settle(session: Session, office_id: int, facts: Facts, now: datetime) -> Looked:
    """The same by facts that were read before."""
    rule, today = rule_of(session, office_id, now.date()), now.date()
    found = look(facts.devices, facts.sites, rule, today)
    by, done = By(SYSTEM, now), Looked()
    # Needs of cases rest on what the school network tells, not on what is seen here.
    seen_here = (Need.office_id == office_id, col(Need.key).is_not(None), Need.source != Source.CASE)
    keyed = select(Need).where(*seen_here).order_by(col(Need.id))
    # Nobody decides between what is read here and what is written by it.
    known = session.exec(keyed.with_for_update(key_share=True).execution_options(populate_existing=True)).all()
    rows = {need.id: need for need in known}
    for change in match(found, [_known(need) for need in known], today):
        match change:
            case Opened():
                done.opened += _open(session, office_id, change.found, by)
            case Refreshed():
                _refresh(session, rows[change.need_id], change, by, done)
            case Unsupported():
                gone = {"is_supported": False, "supported_until": now}
                put(session, rows[change.need_id], "unsupported", by, gone)
                done.unsupported += 1
            case Resumed():
                _reopen(session, rows[change.need_id], by)
                done.reopened += 1
    _resume_others(session, office_id, by, done)
    treat_what_is_seen(session, office_id, by)
    score_all(session, office_id, rule, now)
    return done


def score_all(session: Session, office_id: int, rule: Rule, now: datetime) -> None:
    """Of every need that is to be decided."""
    needs = session.exec(
        select(Need).where(Need.office_id == office_id, col(Need.state).in_((NeedState.OPEN, NeedState.DEFERRED)))
    ).all()
    counts = latest_counts(session, {need.site_id for need in needs if need.site_id is not None})
    for need in needs:
        count = counts.get(need.site_id) if need.site_id is not None else None
        rescore(need, rule, now.date(), pupils=count.pupils if count else None)
        session.add(need)
    session.flush()


def _known(need: Need) -> Known:
    assert need.id is not None
    assert need.key is not None
    return Known(
        need_id=need.id,
        key=need.key,
        state=need.state,
        level=need.level,
        decided_level=need.decided_level,
        is_supported=need.is_supported,
        rests_on_evidence=bool(need.evidence),
        deferred_until=need.deferred_until,
    )


def _open(session: Session, office_id: int, found: Found, by: By) -> int:
    """0 where another look was quicker."""
    need = Need(
        office_id=office_id,
        site_id=found.site_id if _is_school(session, found.site_id) else None,
        device_id=found.device_id,
        asset_id=found.asset_id,
        title=found.title,
        kind=found.kind,
        quantity=found.quantity,
        reason=found.reason,
        source=Source.AUTOMATIC,
        key=found.key,
        evidence=_rows(found),
        level=found.level,
        created_at=by.at,
        changed_at=by.at,
    )
    keep_severity(need, found.severity)
    try:
        add_live(session, need)
    except RefusedError:
        return 0
    happened(session, need, "found", by)
    return 1


def _refresh(session: Session, need: Need, change: Refreshed, by: By, done: Looked) -> None:
    """Figures move every day and are simply taken; the history tells when the evidence went a step further or back."""
    found, values = change.found, dict[str, Any]()
    need.evidence = _rows(found)
    keep_severity(need, found.severity)
    if need.source is Source.AUTOMATIC and need.state is NeedState.OPEN:
        need.quantity = found.quantity
    session.add(need)
    if change.returns:
        put(session, need, "supported", by, {"is_supported": True, "supported_until": None})
        done.supported += 1
    if need.level != found.level:
        values["level"] = found.level
    put(session, need, "evidence", by, values)
    if change.reopens:
        _reopen(session, need, by)
        done.reopened += 1


def _reopen(session: Session, need: Need, by: By) -> None:
    put(session, need, "reopened", by, {"state": NeedState.OPEN, "deferred_until": None})


def _resume_others(session: Session, office_id: int, by: By, done: Looked) -> None:
    """Deferrals of needs that nothing is looked for."""
    over = select(Need).where(
        Need.office_id == office_id,
        Need.state == NeedState.DEFERRED,
        or_(col(Need.key).is_(None), Need.source == Source.CASE),
        col(Need.deferred_until) <= by.at.date(),
    )
    for need in session.exec(over.order_by(col(Need.id)).with_for_update(key_share=True)).all():
        _reopen(session, need, by)
        done.reopened += 1


def _is_school(session: Session, site_id: int) -> bool:
    return session.get_one(Site, site_id).kind == "school"


def _rows(found: Found) -> list[dict[str, Any]]:
    return [asdict(one) for one in found.evidence]


def offices_of(session: Session) -> Iterable[int]:
    """All offices that have a site."""
    return list(session.exec(select(Site.office_id).distinct().order_by(col(Site.office_id))))
