"""Needs as a list: columns and filters; and what a card shows beside its own row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, false, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Condition, Filter, Kind, Table
from procurement.models.need import Need, NeedEvent
from procurement.models.need_told import NeedBudget, NeedCase
from procurement.models.purchase import Purchase
from procurement.needs.need import NeedState, Reason, Source, Urgency
from procurement.queries.purchases import purchases_for
from procurement.store.need_budgets import budgets_of
from procurement.store.need_merging import merged_into
from service.refusal import MissingError, _
from service.thai_order import in_thai

REASON_WORDS: Final = {
    Reason.END_OF_LIFE: _("its maker's support has ended"),
    Reason.AGE: _("old enough to be replaced"),
    Reason.REPAIRS: _("repaired again and again"),
    Reason.PORTS: _("hardly a port left"),
    Reason.BANDWIDTH: _("internet too slow for its pupils"),
    Reason.COMPUTERS: _("too few computers for its pupils"),
    Reason.OUTAGES: _("outages that come again"),
    Reason.RISK: _("a risk that was judged"),
    Reason.BROKEN: _("broken"),
    Reason.SHORTAGE: _("not enough of it"),
    Reason.NEW_WORK: _("for new work"),
    Reason.OTHER: _("another reason"),
}
STATE_WORDS: Final = {
    NeedState.OPEN: _("waits for a decision"),
    NeedState.APPROVED: _("approved for buying"),
    NeedState.DEFERRED: _("deferred"),
    NeedState.REJECTED: _("rejected"),
    NeedState.MERGED: _("merged into another"),
    NeedState.IN_SPECIFICATION: _("in a specification"),
    NeedState.ORDERED: _("ordered"),
    NeedState.MET: _("met"),
}
SOURCE_WORDS: Final = {
    Source.SCHOOL: _("asked by the school"),
    Source.AUTOMATIC: _("found by the system"),
    Source.HAND: _("entered by the office"),
    Source.CASE: _("found in a case of the school network"),
}
URGENCY_WORDS: Final = {
    Urgency.LOW: _("can wait"),
    Urgency.NORMAL: _("as usual"),
    Urgency.HIGH: _("pressing"),
}
# Roles of devices first, as the inventory has them; an office may have kinds of its own.
KIND_WORDS: Final = {
    "router": _("router"),
    "switch": _("switch"),
    "ap": _("access point"),
    "firewall": _("firewall"),
    "ups": _("UPS"),
    "nas": _("NAS"),
    "server": _("server"),
    "printer": _("printer"),
    "camera": _("camera"),
    "computer": _("computer"),
    "notebook": _("notebook computer"),
    "tablet": _("tablet"),
    "projector": _("projector"),
    "link": _("internet link"),
    "software": _("software"),
    "spare": _("spare part"),
    "other": _("other equipment"),
}
EVENT_WORDS: Final = {
    "created": _("Entered"),
    "found": _("Found by the system"),
    "changed": _("Changed"),
    "evidence": _("The evidence changed"),
    "unsupported": _("The evidence went away"),
    "supported": _("The evidence is there again"),
    "proposed": _("Proposed to the director"),
    "approved": _("Approved"),
    "deferred": _("Deferred"),
    "rejected": _("Rejected"),
    "reopened": _("Opened again"),
    "merged": _("Merged into another"),
    "taken_out": _("Taken out again"),
    "took_in": _("Another was merged into it"),
    "gave_back": _("Another was taken out of it"),
    "in_specification": _("Taken into a specification"),
    "out_of_specification": _("Taken out of its specification"),
    "ordered": _("Ordered"),
    "order_cancelled": _("Its order was cancelled"),
    "met": _("Met"),
    "shortfall": _("What the school will lack was told"),
    "withdrawn": _("Not lacking any more"),
    "budgeted": _("A line of the annual plan pays for it"),
}
LIVE: Final = (NeedState.OPEN, NeedState.APPROVED, NeedState.DEFERRED, NeedState.IN_SPECIFICATION, NeedState.ORDERED)
MOST_EVENTS: Final = 200


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `need` that keeps what may be seen: a school sees its own unit's."""
    ours = col(Need.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Need.site_id) == sight.site_id)


def _words(column: Any, known: type[StrEnum]) -> Condition:
    return lambda value: column == value if value in set(known) else false()


def _of_state(value: str) -> ColumnElement[bool]:
    """`live` is all that waits for something; `proposed` what waits for the director."""
    if value == "live":
        return col(Need.state).in_(LIVE)
    if value == "proposed":
        return and_(col(Need.state) == NeedState.OPEN, col(Need.proposed_at).is_not(None))
    return col(Need.state) == NeedState(value) if value in set(NeedState) else false()


def _number(value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _of_unit(value: str) -> ColumnElement[bool]:
    """A school by its id; 0 is the office."""
    unit = _number(value)
    if unit is None:
        return false()
    return col(Need.site_id) == unit if unit else col(Need.site_id).is_(None)


def _of_device(value: str) -> ColumnElement[bool]:
    device_id = _number(value)
    return false() if device_id is None else col(Need.device_id) == device_id


def _of_year(value: str) -> ColumnElement[bool]:
    year = _number(value)
    return col(Need.fiscal_year).is_(None) if value == "none" else col(Need.fiscal_year) == (year or 0)


def _supported(value: str) -> ColumnElement[bool]:
    return col(Need.is_supported).is_(value == "yes")


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """The office first, then the schools that lack something."""
    owners = select(col(Need.site_id)).where(seen(sight), col(Need.site_id).is_not(None))
    wanted = select(col(Site.id), col(Site.name)).where(col(Site.id).in_(owners)).order_by(in_thai(Site.name))
    schools = [(str(row_id), name) for row_id, name in session.execute(wanted)]
    return schools if sight.site_id is not None else [("0", _("the office")), *schools]


def _kinds(session: Session, sight: Sight) -> list[tuple[str, str]]:
    kind = col(Need.kind)
    wanted = select(kind).where(seen(sight), kind != "").distinct().order_by(kind)
    return [(value, KIND_WORDS.get(value, value)) for value in session.execute(wanted).scalars()]


def _years(session: Session, sight: Sight) -> list[tuple[str, str]]:
    year = col(Need.fiscal_year)
    wanted = select(year).where(seen(sight), year.is_not(None)).distinct().order_by(year.desc())
    return [(str(value), str(value)) for value in session.execute(wanted).scalars()]


def _fixed(*options: tuple[Any, str]) -> Any:
    return lambda _session, _sight: [(str(value), said) for value, said in options]


def _by_value(words: Mapping[Any, str]) -> dict[str, str]:
    return {str(value): said for value, said in words.items()}


_STATE: Final = cast(col(Need.state), String)
_REASON: Final = cast(col(Need.reason), String)
_SOURCE: Final = cast(col(Need.source), String)
# A school may read of its own unit's needs only, so a device that stands elsewhere is not named.
NEEDS: Final = Table(
    key="needs",
    source=Need.__table__.outerjoin(Site, col(Site.id) == Need.site_id).outerjoin(  # type: ignore[attr-defined]
        Device,
        and_(col(Device.id) == Need.device_id, func.coalesce(col(Need.site_id), Device.site_id) == Device.site_id),
    ),
    row_id=col(Need.id),
    columns=(
        Column("title", _("What is needed"), col(Need.title)),
        Column("unit", _("For"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("district", _("District"), col(Site.district), shown=False),
        Column("need_kind", _("Kind of equipment"), col(Need.kind), shown=False, words=KIND_WORDS),
        Column("number", _("Number"), col(Need.id), Kind.NUMBER, shown=False),
        Column("quantity", _("Quantity"), col(Need.quantity), Kind.NUMBER),
        Column("reason", _("Why it is needed"), _REASON, words=_by_value(REASON_WORDS)),
        Column("need_state", _("State"), _STATE, words=_by_value(STATE_WORDS)),
        Column("score", _("Score"), col(Need.score_hundredths) / 100.0, Kind.NUMBER),
        Column("fiscal_year", _("Fiscal year"), col(Need.fiscal_year), shown=False),
        Column("source", _("Comes from"), _SOURCE, shown=False, words=_by_value(SOURCE_WORDS)),
        Column("is_supported", _("Evidence still there"), col(Need.is_supported), Kind.YES, shown=False),
        Column("device", _("Device"), col(Device.name), shown=False),
        Column("device_id", _("Number of the device"), col(Device.id), Kind.NUMBER, shown=False),
        Column("criteria_item", _("Item of price criteria"), col(Need.criteria_item), shown=False),
        Column("reason_text", _("Reason in words"), col(Need.reason_text), shown=False),
        Column("asked_by", _("Entered by"), col(Need.asked_by), shown=False),
        Column("decision", _("Decision"), col(Need.decision), shown=False),
        Column("deferred_until", _("Deferred until"), col(Need.deferred_until), Kind.DAY, shown=False),
        Column("created_at", _("Since"), col(Need.created_at), Kind.MOMENT, shown=False),
    ),
    searched=(
        *(col(Need.title), col(Need.kind), col(Need.reason_text), func.coalesce(col(Site.name), "")),
        *(func.coalesce(col(Site.code), ""), func.coalesce(col(Device.name), "")),
    ),
    filters=(
        Filter(
            "need_state",
            _("State"),
            _of_state,
            _fixed(
                ("live", _("all that are not done with")),
                ("proposed", _("proposed to the director")),
                *STATE_WORDS.items(),
            ),
        ),
        Filter("reason", _("Why it is needed"), _words(_REASON, Reason), _fixed(*REASON_WORDS.items())),
        Filter("unit", _("For"), _of_unit, _units),
        Filter("need_kind", _("Kind of equipment"), lambda value: col(Need.kind) == value, _kinds),
        Filter("fiscal_year", _("Fiscal year"), _of_year, _years),
        Filter("source", _("Comes from"), _words(_SOURCE, Source), _fixed(*SOURCE_WORDS.items())),
        Filter("supported", _("Evidence"), _supported, _fixed(("yes", _("is there")), ("no", _("went away")))),
    ),
    order=(col(Need.score_hundredths).desc(),),
    hidden_filters={"device_id": _of_device, "site_id": _of_unit},
    seen=seen,
)


@dataclass(frozen=True, slots=True)
class Card:
    """A need with what stands in other tables."""

    need: Need
    site: Site | None
    device: Device | None
    device_site: Site | None
    asset: Asset | None
    into: Need | None
    took_in: Sequence[Need]
    purchases: Sequence[Purchase]
    events: Sequence[NeedEvent]
    budgets: Sequence[NeedBudget]
    case: NeedCase | None


def card(session: Session, sight: Sight, need_id: int) -> Card:
    """By id; MissingError where it may not be seen, so that ids tell nothing."""
    need = session.exec(select_rows(Need).where(col(Need.id) == need_id, seen(sight))).one_or_none()
    if need is None:
        raise MissingError("need")
    device = session.get(Device, need.device_id) if need.device_id is not None else None
    if device is not None and sight.site_id not in (None, device.site_id):
        device = None  # stands at another school by now, of which this reader sees nothing
    asset = session.get(Asset, need.asset_id) if need.asset_id is not None else None
    if asset is not None and sight.site_id not in (None, asset.site_id):
        asset = None
    happened = select_rows(NeedEvent).where(NeedEvent.need_id == need_id)
    return Card(
        need=need,
        site=session.get(Site, need.site_id) if need.site_id is not None else None,
        device=device,
        device_site=session.get(Site, device.site_id) if device is not None else None,
        asset=asset,
        into=session.get(Need, need.merged_into_id) if need.merged_into_id is not None else None,
        took_in=merged_into(session, need),
        purchases=purchases_for(session, sight, need_id),
        events=session.exec(happened.order_by(col(NeedEvent.id).desc()).limit(MOST_EVENTS)).all(),
        budgets=budgets_of(session, need_id),
        case=session.get(NeedCase, need_id),
    )
