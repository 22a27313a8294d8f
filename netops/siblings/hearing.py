"""What planning services tell netops: schools that close, what others will lack for it, and money for needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from contract.events import AllocationReduced, Fact
from contract.planning import (
    DecommissionOrdered,
    DecommissionWithdrawn,
    EnrolmentFrozen,
    NeedBudgeted,
    SchoolStatusChanged,
    ShortfallFound,
    ShortfallGone,
    WorkMoved,
)
from contract.services import PORTS
from inventory.models.decommission import Decommission
from inventory.models.site import Office, Site
from inventory.store import decommissioning
from inventory.store.acting import By
from inventory.store.pupils import take_counts
from netops.audit import Actor, record
from netops.models.heard import SiblingHeard, SiblingPeer
from netops.siblings.reducing import take_reduction
from netops.siblings.working import taker
from procurement.models.need import Need
from procurement.store import need_budgets, need_from_case, plans
from service.columns import utc_now
from service.database import reading, transaction
from service.hearing import Ear, Handler, Listening
from service.identity import Key
from service.refusal import RefusedError

REGISTRY: Final = "registry"
SCHOOL_NETWORK: Final = "school_network"
ANNUAL_PLAN: Final = "annual_plan"
JUNE: Final = 6
NO_OFFICE: Final = "no such office here"
NO_SCHOOL: Final = "no such school here"


def _ordered(session: Session, fact: Fact, _at: datetime) -> str:
    assert isinstance(fact, DecommissionOrdered)
    office, site = _named(session, fact.office_code, fact.school_code)
    by = By(SCHOOL_NETWORK, utc_now())
    if office is None:
        return NO_OFFICE
    if site is None:
        decommissioning.refuse_order(session, fact, office=office, by=by)
        return NO_SCHOOL
    row = decommissioning.order_away(session, fact, office=office, site=site, by=by)
    _write_down(session, office, "ordered", row)
    return f"order {row.id}: {row.state}"


def _withdrawn(session: Session, fact: Fact, _at: datetime) -> str:
    assert isinstance(fact, DecommissionWithdrawn)
    office, site = _named(session, fact.office_code, fact.school_code)
    if office is None or site is None:
        return NO_OFFICE if office is None else NO_SCHOOL
    wanted = select(Decommission).where(
        Decommission.office_id == office.id, Decommission.case_key == fact.case_key, Decommission.site_id == site.id
    )
    row = session.exec(wanted).first()
    if row is None:
        return "no such order here"
    decommissioning.withdraw(session, row, fact.reason, By(SCHOOL_NETWORK, utc_now()))
    _write_down(session, office, "withdrawn", row)
    return f"order {row.id}: {row.state}"


def _changed(session: Session, fact: Fact, _at: datetime) -> str:
    assert isinstance(fact, SchoolStatusChanged)
    office, site = _named(session, fact.office_code, fact.school_code)
    if office is None or site is None:
        return NO_OFFICE if office is None else NO_SCHOOL
    decommissioning.set_state(session, fact, site)
    detail = {"state": fact.state, "effective_on": fact.effective_on.isoformat()}
    record(session, _actor(SCHOOL_NETWORK, office), "site.state", subject="site", subject_id=site.id, detail=detail)
    return f"{site.code}: {fact.state}"


def _lacks(session: Session, fact: Fact, _at: datetime) -> str:
    """Needs of the school that takes the children over."""
    assert isinstance(fact, ShortfallFound)
    office, site = _named(session, fact.office_code, fact.school_code)
    if office is None or site is None:
        return NO_OFFICE if office is None else NO_SCHOOL
    stands = need_from_case.take_shortfall(session, site, fact, By(SCHOOL_NETWORK, utc_now()))
    _told_of_case(session, office, site, "found", fact.case_key)
    return f"{site.code}: {stands} needs"


def _lacks_no_more(session: Session, fact: Fact, _at: datetime) -> str:
    assert isinstance(fact, ShortfallGone)
    office, site = _named(session, fact.office_code, fact.school_code)
    if office is None or site is None:
        return NO_OFFICE if office is None else NO_SCHOOL
    gone = need_from_case.drop_shortfall(session, site, fact, By(SCHOOL_NETWORK, utc_now()))
    _told_of_case(session, office, site, "gone", fact.case_key)
    return f"{site.code}: {gone} needs gone"


def _told_of_case(session: Session, office: Office, site: Site, what: str, case_key: str) -> None:
    actor, detail = _actor(SCHOOL_NETWORK, office), {"case": case_key}
    record(session, actor, f"shortfall.{what}", subject="site", subject_id=site.id, detail=detail)


def _budgeted(session: Session, fact: Fact, _at: datetime) -> str:
    """A line of an approved annual plan pays for a need."""
    assert isinstance(fact, NeedBudgeted)
    office = session.exec(select(Office).where(Office.code == fact.office_code)).first()
    need = session.get(Need, fact.need_id)
    if office is None or need is None or need.office_id != office.id:
        return NO_OFFICE if office is None else "no such need here"
    now = utc_now()
    need_budgets.take_budget(session, need, fact, By(ANNUAL_PLAN, now))
    plans.confirm_known(session, office.id or 0, fact.line_key, now)
    return f"need {need.id}: {fact.amount_satang}"


def _reduced(session: Session, fact: Fact, _at: datetime) -> str:
    """The office is named, or is that of the needs, whose numbers no two offices share."""
    assert isinstance(fact, AllocationReduced)
    wanted = select(Office).where(Office.code == fact.office_code)
    if not fact.office_code:
        owners = select(Need.office_id).where(col(Need.id).in_(fact.need_ids))
        wanted = select(Office).where(col(Office.id).in_(owners)).order_by(col(Office.id))
    office = session.exec(wanted).first()
    if office is None:
        return NO_OFFICE
    try:
        with session.begin_nested():
            done, _is_new = take_reduction(session, fact, _actor(ANNUAL_PLAN, office), office_id=office.id or 0)
    except RefusedError as error:
        return f"refused: {error}"
    return f"deferred {sum(one.is_deferred for one in done)} of {len(done)}"


def _counted(session: Session, fact: Fact, _at: datetime) -> str:
    """The count of June is that of the academic year; the one of November changes nothing here."""
    assert isinstance(fact, EnrolmentFrozen)
    office = session.exec(select(Office).where(Office.code == fact.office_code)).first()
    if office is None:
        return NO_OFFICE
    if fact.count_date.month != JUNE:
        return "not the count of June"
    changed = take_counts(session, office.id or 0, fact.academic_year, fact.pupils_of)
    if changed:
        detail = {"year": fact.academic_year, "revision": fact.revision, "changed": changed}
        record(
            session, _actor(REGISTRY, office), "pupils.counted", subject="office", subject_id=office.id, detail=detail
        )
    return f"{fact.academic_year} revision {fact.revision}: {len(changed)} schools"


_ACTED_ON: Final[Mapping[str, Mapping[str, Handler]]] = {
    REGISTRY: {EnrolmentFrozen.__name__: _counted},
    SCHOOL_NETWORK: {
        DecommissionOrdered.__name__: _ordered,
        DecommissionWithdrawn.__name__: _withdrawn,
        SchoolStatusChanged.__name__: _changed,
        ShortfallFound.__name__: _lacks,
        ShortfallGone.__name__: _lacks_no_more,
    },
    ANNUAL_PLAN: {AllocationReduced.__name__: _reduced, NeedBudgeted.__name__: _budgeted},
}
LISTENING: Final = tuple(
    Listening(name, {WorkMoved.__name__: taker(name), **_ACTED_ON.get(name, {})}) for name in PORTS
)
"""Each planning service tells what waits for people there; what else is acted on is its own."""


def _named(session: Session, office_code: str, school_code: str) -> tuple[Office | None, Site | None]:
    office = session.exec(select(Office).where(Office.code == office_code)).first()
    if office is None:
        return None, None
    return office, session.exec(select(Site).where(Site.office_id == office.id, Site.code == school_code)).first()


def _actor(service: str, office: Office) -> Actor:
    return Actor(service, office.id)


def _write_down(session: Session, office: Office, what: str, row: Decommission) -> None:
    detail = {"case": row.case_key, "effective_on": row.effective_on.isoformat(), "state": row.state.value}
    actor = _actor(SCHOOL_NETWORK, office)
    record(session, actor, f"decommission.{what}", subject="decommission", subject_id=row.id, detail=detail)


def hear_all(engine: Engine, key: Key, urls: Mapping[str, str]) -> int:
    """Read on from the planning services of the settings; how many facts were read."""
    ear = Ear(engine, key, urls, SiblingHeard, SiblingPeer)
    return sum(ear.hear(one) for one in LISTENING if one.peer in urls)


def follow_orders(engine: Engine) -> None:
    """What somebody ended, moved or retired on its own page is told too."""
    with reading(engine) as session:
        waiting = decommissioning.open_orders(session)
    for row_id in waiting:
        with transaction(engine) as session:
            decommissioning.settle(session, session.get_one(Decommission, row_id), By("", utc_now()))
