"""The asset book as a list: columns, filters and sums; and what a card shows beside its own row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, literal, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.assets.ages import years_earlier
from inventory.models.asset import Asset, AssetClass, AssetEvent, Fund, Standing, folded
from inventory.models.device import Device
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Site
from inventory.queries.conditions import by_value, eras, in_fiscal_year, is_row, is_word, whole
from inventory.queries.sight import Sight
from inventory.queries.table import Asked, Column, Filter, Kind, Table
from service.refusal import MissingError, _
from service.thai_order import in_thai

FUND_WORDS: Final = {
    Fund.BUDGET: _("budget money"),
    Fund.OFF_BUDGET: _("off-budget money"),
    Fund.DONATION: _("donated"),
    Fund.OTHER: _("other money"),
}
STANDING_WORDS: Final = {
    Standing.IN_USE: _("in use"),
    Standing.BROKEN: _("broken"),
    Standing.WORN: _("worn out"),
    Standing.LOST: _("lost"),
    Standing.LENT: _("lent"),
    Standing.TO_DISPOSE: _("to be disposed of"),
    Standing.DISPOSED: _("disposed of"),
}
EVENT_WORDS: Final = {
    "created": _("Entered in the book"),
    "changed": _("The card was changed"),
    "moved": _("Moved to another unit"),
    "standing": _("Its condition was written down"),
    "imported": _("Taken from a file"),
    "inspected": _("Looked at in the annual inspection"),
    "seen_by_serial": _("First seen by the network, by its serial number"),
    "seen_by_mac": _("First seen by the network, by its MAC address"),
    "repair_reported": _("A fault was reported"),
    "repair_ended": _("Back from repair"),
    "returned": _("Given back"),
    "transfer_proposed": _("Proposed to another unit"),
    "transfer_refused": _("The other unit refused it"),
    "transfer_withdrawn": _("The proposal was withdrawn"),
    "transferred": _("Given to another unit"),
    "disposal_given_up": _("Its disposal was given up"),
}
_TOTAL: Final = col(Asset.price_satang) * col(Asset.quantity)
_STANDING: Final = cast(col(Asset.standing), String)
_FUND: Final = cast(col(Asset.fund), String)
# The state of the device that it is; nothing where it is none.
_STATE: Final[ColumnElement[Any]] = case(
    (
        col(Asset.device_id).is_not(None),
        func.coalesce(cast(col(CurrentState.state), String), literal(State.NOT_MONITORED.value)),
    ),
    else_=None,
)
# A school may read of its own unit's card only, so a device that stands elsewhere is not named.
_DEVICE: Final[ColumnElement[Any]] = case(
    (or_(col(Asset.site_id).is_(None), col(Device.site_id) == Asset.site_id), col(Device.name)), else_=None
)


def _today() -> date:
    return datetime.now(UTC).date()


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `asset` that keeps what may be seen: a school sees its own unit's."""
    ours = col(Asset.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Asset.site_id) == sight.site_id)


def _of_class(value: str) -> ColumnElement[bool]:
    return col(Asset.class_id).is_(None) if value == "none" else is_row(col(Asset.class_id))(value)


def _of_standing(value: str) -> ColumnElement[bool]:
    """`kept` is all that was not disposed of."""
    if value == "kept":
        return col(Asset.standing) != Standing.DISPOSED
    return false() if value not in set(Standing) else col(Asset.standing) == Standing(value)


def _warranty(value: str) -> ColumnElement[bool]:
    today, until = _today(), col(Asset.warranty_until)
    if value == "over":
        return until < today
    days = whole(value)
    return false() if days is None or days > 9999 else and_(until >= today, until <= today + timedelta(days=days))


def _older(value: str) -> ColumnElement[bool]:
    """Used for so many whole years."""
    years = whole(value)
    if years is None or not 0 < years <= 100:
        return false()
    return col(Asset.acquired_on) <= years_earlier(_today(), years)


def _in_network(value: str) -> ColumnElement[bool]:
    return col(Asset.device_id).is_not(None) if value == "yes" else col(Asset.device_id).is_(None)


def units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """The office first, then the schools that own something."""
    owners = select(Asset.site_id).where(seen(sight), col(Asset.site_id).is_not(None))  # type: ignore[call-overload]
    wanted = select(col(Site.id), col(Site.name)).where(col(Site.id).in_(owners)).order_by(in_thai(Site.name))
    schools = [(str(row_id), name) for row_id, name in session.execute(wanted)]
    return schools if sight.site_id is not None else [("0", _("the office")), *schools]


def classes_of(session: Session, office_id: int) -> list[tuple[str, str]]:
    """Classes of an office by name."""
    wanted = select(col(AssetClass.id), col(AssetClass.name)).where(col(AssetClass.office_id) == office_id)
    return [(str(row_id), name) for row_id, name in session.execute(wanted.order_by(in_thai(AssetClass.name)))]


def _years(session: Session, sight: Sight) -> list[tuple[str, str]]:
    day = col(Asset.acquired_on)
    first, last = session.execute(select(func.min(day), func.max(day)).where(seen(sight))).one()
    return eras(first, last)


def _fixed(*options: tuple[Any, str]) -> Any:
    return lambda _session, _sight: [(str(value), said) for value, said in options]


def _term(term: str) -> ColumnElement[bool]:
    """In the text of the card, or in the name of its school."""
    schools = aliased(Site)
    named = select(schools.id).where(col(schools.name).icontains(term, autoescape=True))  # type: ignore[call-overload]
    return or_(col(Asset.search_text).contains(folded(term), autoescape=True), col(Asset.site_id).in_(named))


ASSETS: Final = Table(
    key="assets",
    source=Asset.__table__.outerjoin(Site, col(Site.id) == Asset.site_id)  # type: ignore[attr-defined]
    .outerjoin(AssetClass, col(AssetClass.id) == Asset.class_id)
    .outerjoin(Device, col(Device.id) == Asset.device_id)
    .outerjoin(
        CurrentState,
        and_(col(CurrentState.subject) == Subject.DEVICE, col(CurrentState.subject_id) == Asset.device_id),
    ),
    row_id=col(Asset.id),
    columns=(
        Column("number", _("Asset number"), col(Asset.number)),
        Column("name", _("Item"), col(Asset.name)),
        Column("unit", _("Owner"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("class_name", _("Class"), col(AssetClass.name)),
        Column("standing", _("Condition"), _STANDING, words=by_value(STANDING_WORDS)),
        Column("acquired_on", _("Acquired on"), col(Asset.acquired_on), Kind.DAY),
        Column("quantity", _("Quantity"), col(Asset.quantity), Kind.NUMBER, shown=False),
        Column("unit_word", _("Counted in"), col(Asset.unit_word), shown=False),
        Column("price_satang", _("Price each (baht)"), col(Asset.price_satang), Kind.MONEY, shown=False),
        Column("total_satang", _("Value (baht)"), _TOTAL, Kind.MONEY),
        Column("state", _("In the network"), _STATE, Kind.STATE),
        Column("device", _("Device"), _DEVICE, shown=False),
        Column("device_id", _("Number of the device"), col(Asset.device_id), Kind.NUMBER, shown=False),
        Column("brand", _("Brand"), col(Asset.brand), shown=False),
        Column("model", _("Model"), col(Asset.model), shown=False),
        Column("serial", _("Serial number"), col(Asset.serial), shown=False),
        Column("gfmis_no", _("GFMIS number"), col(Asset.gfmis_no), shown=False),
        Column("fund", _("Kind of money"), _FUND, shown=False, words=by_value(FUND_WORDS)),
        Column("method", _("Way of acquiring"), col(Asset.method), shown=False),
        Column("document_no", _("Document number"), col(Asset.document_no), shown=False),
        Column("contract_no", _("Contract number"), col(Asset.contract_no), shown=False),
        Column("supplier", _("Seller or donor"), col(Asset.supplier), shown=False),
        Column("warranty_until", _("Warranty until"), col(Asset.warranty_until), Kind.DAY, shown=False),
        Column("custodian", _("Custodian"), col(Asset.custodian), shown=False),
        Column("place", _("Where it stands"), col(Asset.place), shown=False),
        Column("note", _("Note"), col(Asset.note), shown=False),
    ),
    searched=(col(Asset.search_text), func.coalesce(col(Site.name), "")),
    term=_term,
    filters=(
        Filter("unit", _("Owner"), is_row(col(Asset.unit)), units),
        Filter("class", _("Class"), _of_class, lambda db, sight: classes_of(db, sight.office_id)),
        Filter(
            "standing",
            _("Condition"),
            _of_standing,
            _fixed(("kept", _("all but disposed of")), *STANDING_WORDS.items()),
        ),
        Filter("fund", _("Kind of money"), is_word(_FUND, Fund), _fixed(*FUND_WORDS.items())),
        Filter("year", _("Acquired in fiscal year"), in_fiscal_year(col(Asset.acquired_on)), _years),
        Filter(
            "warranty_ends",
            _("Warranty"),
            _warranty,
            _fixed(
                (30, _("within 30 days")), (90, _("within 90 days")), (365, _("within a year")), ("over", _("is over"))
            ),
        ),
        Filter(
            "older",
            _("Used for"),
            _older,
            _fixed((3, _("3 years or more")), (5, _("5 years or more")), (7, _("7 years or more"))),
        ),
        Filter(
            "network",
            _("Network"),
            _in_network,
            _fixed(("yes", _("is a device of the network")), ("no", _("is none"))),
        ),
    ),
    order=(col(Asset.number),),
    hidden_filters={"site_id": is_row(col(Asset.unit))},
    seen=seen,
    counted=Asset.__table__,  # type: ignore[attr-defined]
)


@dataclass(frozen=True, slots=True)
class Sums:
    """Of all rows that the filters keep: cards, pieces, and satang of those whose price is known."""

    cards: int
    pieces: int
    total_satang: int


def sums(session: Session, sight: Sight, asked: Asked) -> Sums:
    """Over every page of the list."""
    counted = (func.count(col(Asset.id)), func.sum(col(Asset.quantity)), func.sum(_TOTAL))
    found = ASSETS.reckon(session, sight, asked, *counted)
    return Sums(*(int(figure or 0) for figure in found))


@dataclass(frozen=True, slots=True)
class Card:
    """A card with what stands in other tables. `state` is the device's; None where it is no device."""

    asset: Asset
    site: Site | None
    asset_class: AssetClass | None
    device: Device | None
    device_site: Site | None
    state: CurrentState | None
    events: Sequence[AssetEvent]


MOST_EVENTS: Final = 200


def card(session: Session, sight: Sight, asset_id: int) -> Card:
    """By id; MissingError where it may not be seen, so that ids tell nothing."""
    asset = session.exec(select_rows(Asset).where(col(Asset.id) == asset_id, seen(sight))).one_or_none()
    if asset is None:
        raise MissingError("asset")
    device = session.get(Device, asset.device_id) if asset.device_id is not None else None
    if device is not None and sight.site_id not in (None, device.site_id):
        device = None  # stands at another school, of which this reader sees nothing
    now = session.get(CurrentState, (Subject.DEVICE, asset.device_id)) if device is not None else None
    happened = select_rows(AssetEvent).where(AssetEvent.asset_id == asset_id)
    return Card(
        asset=asset,
        site=session.get(Site, asset.site_id) if asset.site_id is not None else None,
        asset_class=session.get(AssetClass, asset.class_id) if asset.class_id is not None else None,
        device=device,
        device_site=session.get(Site, device.site_id) if device is not None else None,
        state=now,
        events=session.exec(happened.order_by(col(AssetEvent.id).desc()).limit(MOST_EVENTS)).all(),
    )


def asset_of_device(session: Session, sight: Sight, device_id: int) -> Asset | None:
    """The card of a device, where it may be seen."""
    return session.exec(select_rows(Asset).where(col(Asset.device_id) == device_id, seen(sight))).first()
