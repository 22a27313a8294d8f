"""Needs of schools that take children over, as cases of the school network tell what their networks will lack.

Of one case and school there is one need of devices and one of internet, whatever is told how often. While nobody
decided, they follow the case; what was decided is a person's affair, and only said to rest on nothing any more.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from contract.planning import ShortfallFound, ShortfallGone
from inventory.models.site import Site
from inventory.store.acting import By
from procurement.models.need import Need
from procurement.models.need_told import NeedCase
from procurement.needs.need import CHANGEABLE, CLOSED, Evidence, NeedState, Reason, Source
from procurement.needs.titles import kind_th
from procurement.store.need_history import happened, put
from procurement.store.need_scoring import rescore_one
from procurement.store.needs import add_live

DEVICES: Final = "devices"
LINK: Final = "link"
_SATANG: Final = 100


@dataclass(frozen=True, slots=True)
class _Wish:
    """One need as the fact asks for it; a quantity of 0: nothing of it is lacking."""

    what: str
    title: str
    kind: str
    quantity: int
    figure: Evidence


def take_shortfall(session: Session, site: Site, fact: ShortfallFound, by: By) -> int:
    """How many needs stand for it now."""
    stands = 0
    for wish in _wishes(site, fact):
        need = _of(session, site, fact.case_key, wish.what)
        if wish.quantity == 0:
            _drop(session, need, "", by)
            continue
        stands += 1
        if need is None or _went(session, need):
            _open(session, site, fact, wish, by)
        else:
            _follow(session, need, site, fact, wish, by)
    return stands


def drop_shortfall(session: Session, site: Site, fact: ShortfallGone, by: By) -> int:
    """How many needs this was about."""
    found = [_of(session, site, fact.case_key, what) for what in (DEVICES, LINK)]
    return sum(_drop(session, need, fact.reason, by) for need in found)


def _wishes(site: Site, fact: ShortfallFound) -> tuple[_Wish, _Wish]:
    kind = "computer" if fact.are_computers else "other"
    count = str(fact.devices_lacking)
    speed = f"{fact.mbps_lacking:.1f}"
    return (
        _Wish(
            DEVICES,
            f"{kind_th('computer' if fact.are_computers else '')} เพิ่มสำหรับนักเรียนที่ย้ายมา {site.name}"[:255],
            kind,
            fact.devices_lacking,
            Evidence("devices_lacking", count, "site", site.id, _source(fact)),
        ),
        _Wish(
            LINK,
            f"{kind_th('link')} เพิ่ม {speed} Mbit/s สำหรับนักเรียนที่ย้ายมา {site.name}"[:255],
            "link",
            1 if fact.mbps_lacking > 0 else 0,
            Evidence("mbps_lacking", speed, "site", site.id, _source(fact)),
        ),
    )


def _source(fact: ShortfallFound) -> str:
    return f"school_network {fact.case_key}"


def _evidence(site: Site, fact: ShortfallFound, wish: _Wish) -> list[dict[str, Any]]:
    children = Evidence("children_come", str(fact.children), "site", site.id, _source(fact))
    cost = Evidence("case_cost_baht", f"{fact.cost_satang / _SATANG:,.2f}", "site", site.id, _source(fact))
    return [asdict(one) for one in (children, wish.figure, cost)]


def _key(site: Site, case_key: str, what: str) -> str:
    return f"case:{case_key[:32]}:{site.id}:{what}"


def _of(session: Session, site: Site, case_key: str, what: str) -> Need | None:
    """The newest of this case, school and thing; held until the end."""
    wanted = select(Need).where(Need.office_id == site.office_id, Need.key == _key(site, case_key, what))
    return session.exec(wanted.order_by(col(Need.id).desc()).limit(1).with_for_update()).first()


def _went(session: Session, need: Need) -> bool:
    """The case itself took it back, and now lacks it again: that is a new need. What a person rejected stays so."""
    return need.state in CLOSED and session.get_one(NeedCase, need.id).gone_at is not None


def _open(session: Session, site: Site, fact: ShortfallFound, wish: _Wish, by: By) -> None:
    need = Need(
        office_id=site.office_id,
        site_id=site.id,
        title=wish.title,
        kind=wish.kind,
        quantity=wish.quantity,
        reason=Reason.SHORTAGE,
        source=Source.CASE,
        key=_key(site, fact.case_key, wish.what),
        evidence=_evidence(site, fact, wish),
        created_at=by.at,
        changed_at=by.at,
    )
    add_live(session, need)
    happened(session, need, "shortfall", by)
    _link(session, need, fact, by)
    rescore_one(session, need, by.at.date())


def _follow(session: Session, need: Need, site: Site, fact: ShortfallFound, wish: _Wish, by: By) -> None:
    """What was told last holds, as long as nobody decided by what was told before."""
    _link(session, need, fact, by)
    values: dict[str, Any] = {}
    if not need.is_supported:
        values |= {"is_supported": True, "supported_until": None}
    if need.state in CHANGEABLE:
        need.evidence = _evidence(site, fact, wish)
        values |= {"quantity": wish.quantity, "title": wish.title}
    session.add(need)
    put(session, need, "shortfall", by, values)
    rescore_one(session, need, by.at.date())


def _link(session: Session, need: Need, fact: ShortfallFound, by: By) -> None:
    row = session.get(NeedCase, need.id) or NeedCase(need_id=need.id or 0, case_key=fact.case_key, told_at=by.at)
    row.case_school, row.path = fact.case_school[:255], fact.path[:255]
    row.children, row.cost_satang, row.told_at, row.gone_at = fact.children, fact.cost_satang, by.at, None
    session.add(row)
    session.flush()


def _drop(session: Session, need: Need | None, reason: str, by: By) -> bool:
    if need is None or need.state in CLOSED:
        return False
    row = session.get_one(NeedCase, need.id)
    row.gone_at = by.at
    session.add(row)
    if need.state in CHANGEABLE:
        values = {"state": NeedState.REJECTED, "decision": reason[:2000], "deferred_until": None}
        put(session, need, "withdrawn", by, values, note=reason[:2000])
    else:
        put(session, need, "unsupported", by, {"is_supported": False, "supported_until": by.at}, note=reason[:2000])
    session.flush()
    return True
