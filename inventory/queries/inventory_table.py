"""The three lists of the inventory: sites, links and devices, with their present states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, false, func, literal, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col

from inventory.models.contract import Contract
from inventory.models.credential import Credential
from inventory.models.device import Device, DeviceSupport
from inventory.models.link import Link, Provider
from inventory.models.outage import WORST_FIRST, CurrentState, State, Subject
from inventory.models.site import Site, SiteKind
from inventory.queries.ages import AGES, SUPPORT_FILTER
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Condition, Filter, Kind, Table
from service.refusal import _
from service.thai_order import in_thai

Parent = aliased(Device)

_STATE: ColumnElement[Any] = func.coalesce(cast(col(CurrentState.state), String), literal(State.NOT_MONITORED.value))
_RANK: ColumnElement[Any] = case({state.value: rank for rank, state in enumerate(WORST_FIRST)}, value=_STATE)


def _is(column: Any) -> Condition:
    return lambda value: column == value


def _is_id(column: Any) -> Condition:
    return lambda value: column == int(value) if value.isascii() and value.isdigit() and len(value) < 10 else false()


def _archived(column: Any) -> Condition:
    return lambda value: column.is_not(None) if value == "yes" else column.is_(None)


# The link's own last day, else its contract's.
_LAST_DAY: Final = func.coalesce(col(Link.contract_end), col(Contract.ends_on))


def _ends_within(value: str) -> ColumnElement[bool]:
    if not (value.isascii() and value.isdigit() and len(value) < 5):
        return false()
    last = datetime.now(UTC).date() + timedelta(days=int(value))
    return and_(_LAST_DAY.is_not(None), last >= _LAST_DAY)


def _values(column: Any, table: type[SQLModel]) -> Callable[[Session, Sight], list[tuple[str, str]]]:
    """Every text that occurs in a column of what the reader sees."""

    def occurring(session: Session, sight: Sight) -> list[tuple[str, str]]:
        wanted = select(column).where(sight.sites(), column != "").distinct().order_by(column)
        if table is not Site:
            wanted = wanted.join(Site, col(Site.id) == table.site_id)  # type: ignore[attr-defined]
        return [(value, value) for value in session.execute(wanted).scalars()]

    return occurring


def _words(words: Mapping[Any, str]) -> Callable[[Session, Sight], list[tuple[str, str]]]:
    return lambda _session, _sight: [(str(value), said) for value, said in words.items()]


def _providers(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = (
        select(col(Provider.id), col(Provider.name))
        .where(col(Provider.office_id) == sight.office_id)
        .order_by(in_thai(Provider.name))
    )
    return [(str(row_id), name) for row_id, name in session.execute(wanted)]


def _state_of(subject: Subject, row_id: Any) -> ColumnElement[bool]:
    return and_(col(CurrentState.subject) == subject, col(CurrentState.subject_id) == row_id)


def _count(table: Any) -> Any:
    counted = select(func.count(table.id)).where(table.site_id == Site.id, table.archived_at.is_(None))
    return counted.correlate(Site).scalar_subquery()


STATE_WORDS: Final = {
    State.DOWN: _("down"),
    State.DEGRADED: _("degraded"),
    State.UNREACHABLE: _("unreachable"),
    State.UNKNOWN: _("unknown"),
    State.MAINTENANCE: _("maintenance"),
    State.CLOSED: _("closed"),
    State.UP: _("up"),
    State.NOT_MONITORED: _("not monitored"),
}
_DISTRICT = col(Site.district)


def _site_columns(*, shown: bool = True) -> tuple[Column, ...]:
    return (
        Column("site", _("School"), col(Site.name), shown=shown),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("district", _("District"), _DISTRICT, shown=shown),
    )


SITES: Final = Table(
    key="sites",
    source=Site.__table__,  # type: ignore[attr-defined]
    row_id=col(Site.id),
    columns=(
        Column("code", _("School code"), col(Site.code)),
        Column("name", _("Name"), col(Site.name)),
        Column("kind", _("Kind"), cast(col(Site.kind), String), shown=False),
        Column("district", _("District"), _DISTRICT),
        Column("sub_district", _("Sub-district"), col(Site.sub_district)),
        Column("links", _("Links"), _count(Link), Kind.NUMBER),
        Column("devices", _("Devices"), _count(Device), Kind.NUMBER),
        Column("latitude", _("Latitude"), col(Site.latitude), Kind.NUMBER, shown=False),
        Column("longitude", _("Longitude"), col(Site.longitude), Kind.NUMBER, shown=False),
        Column("note", _("Note"), col(Site.note), shown=False),
    ),
    searched=(col(Site.code), col(Site.name), _DISTRICT, col(Site.sub_district)),
    filters=(
        Filter("district", _("District"), _is(_DISTRICT), _values(_DISTRICT, Site)),
        Filter(
            "kind",
            _("Kind"),
            _is(cast(col(Site.kind), String)),
            _words({SiteKind.SCHOOL: _("school"), SiteKind.OFFICE: _("office")}),
        ),
    ),
    order=(_DISTRICT, in_thai(Site.name)),
    always={"archived": "no"},
    hidden_filters={"archived": _archived(col(Site.archived_at))},
)

LINKS: Final = Table(
    key="links",
    source=Link.__table__.join(Site, col(Site.id) == Link.site_id)  # type: ignore[attr-defined]
    .outerjoin(Provider, col(Provider.id) == Link.provider_id)
    .outerjoin(Contract, col(Contract.id) == Link.contract_id)
    .outerjoin(CurrentState, _state_of(Subject.LINK, Link.id)),
    row_id=col(Link.id),
    columns=(
        Column("state", _("State"), _STATE, Kind.STATE, ranked=_RANK),
        *_site_columns(),
        Column("name", _("Link"), col(Link.name)),
        Column("provider", _("Provider"), col(Provider.name)),
        Column("circuit_no", _("Circuit number"), col(Link.circuit_no)),
        Column("speed_bps", _("Speed"), col(Link.speed_bps), Kind.SPEED),
        Column("price_satang_month", _("Price a month (baht)"), col(Link.price_satang_month), Kind.MONEY),
        Column("contract", _("Contract"), col(Contract.number), shown=False),
        Column("contract_end", _("Contract ends"), _LAST_DAY, Kind.DAY),
        Column("check", _("Checked by"), cast(col(Link.check), String), shown=False),
        Column("check_address", _("Checked address"), col(Link.check_address), shown=False),
        Column("rtt_ms", _("Round trip"), col(CurrentState.rtt_ms), Kind.MS, shown=False),
        Column("loss_percent", _("Loss"), col(CurrentState.loss_percent), Kind.PERCENT, shown=False),
        Column("since", _("Since"), col(CurrentState.since), Kind.MOMENT, shown=False),
        Column("note", _("Note"), col(Link.note), shown=False),
    ),
    searched=(
        *(col(Link.name), col(Link.circuit_no), col(Link.check_address)),
        *(col(Site.name), col(Site.code), func.coalesce(col(Provider.name), "")),
    ),
    filters=(
        Filter("state", _("State"), _is(_STATE), _words(STATE_WORDS)),
        Filter("district", _("District"), _is(_DISTRICT), _values(_DISTRICT, Site)),
        Filter("provider", _("Provider"), _is_id(col(Link.provider_id)), _providers),
        Filter(
            "ends",
            _("Contract ends"),
            _ends_within,
            _words({"30": _("within 30 days"), "90": _("within 90 days"), "365": _("within a year")}),
        ),
    ),
    order=(_RANK, in_thai(Site.name), col(Link.name)),
    always={"archived": "no"},
    hidden_filters={
        "site_id": _is_id(col(Link.site_id)),
        "contract": _is_id(col(Link.contract_id)),
        "check": _is(cast(col(Link.check), String)),
        "archived": _archived(col(Link.archived_at)),
    },
)

DEVICES: Final = Table(
    key="devices",
    source=Device.__table__.join(Site, col(Site.id) == Device.site_id)  # type: ignore[attr-defined]
    .outerjoin(Parent, Parent.id == Device.parent_id)
    .outerjoin(Credential, col(Credential.id) == Device.snmp_credential_id)
    .outerjoin(DeviceSupport, col(DeviceSupport.device_id) == Device.id)
    .outerjoin(CurrentState, _state_of(Subject.DEVICE, Device.id)),
    row_id=col(Device.id),
    columns=(
        Column("state", _("State"), _STATE, Kind.STATE, ranked=_RANK),
        Column("name", _("Name"), col(Device.name)),
        *_site_columns(),
        Column("role", _("Role"), col(Device.role)),
        Column("address", _("Address"), col(Device.address)),
        Column("vendor", _("Vendor"), col(Device.vendor)),
        Column("model", _("Model"), col(Device.model)),
        Column("version", _("Version"), col(Device.version), shown=False),
        Column("serial", _("Serial number"), col(Device.serial), shown=False),
        Column("chassis_mac", _("MAC address"), col(Device.chassis_mac), shown=False),
        Column("sys_name", _("Own name"), col(Device.sys_name), shown=False),
        Column("parent", _("Stands behind"), col(Parent.name), shown=False),
        Column("credential", _("SNMP credential"), col(Credential.name), shown=False),
        Column("monitored", _("Monitored"), col(Device.monitored), Kind.YES, shown=False),
        Column("since", _("Since"), col(CurrentState.since), Kind.MOMENT, shown=False),
        Column("facts_at", _("Facts read"), col(Device.facts_at), Kind.MOMENT, shown=False),
        *AGES,
        Column("note", _("Note"), col(Device.note), shown=False),
    ),
    searched=(
        *(col(Device.name), col(Device.address), col(Device.serial), col(Device.model), col(Device.vendor)),
        *(col(Device.chassis_mac), col(Device.sys_name), col(Site.name), col(Site.code)),
    ),
    filters=(
        Filter("state", _("State"), _is(_STATE), _words(STATE_WORDS)),
        Filter("district", _("District"), _is(_DISTRICT), _values(_DISTRICT, Site)),
        Filter("role", _("Role"), _is(col(Device.role)), _values(col(Device.role), Device)),
        Filter("vendor", _("Vendor"), _is(col(Device.vendor)), _values(col(Device.vendor), Device)),
        SUPPORT_FILTER,
    ),
    order=(_RANK, in_thai(Site.name), col(Device.name)),
    always={"archived": "no"},
    hidden_filters={
        "site_id": _is_id(col(Device.site_id)),
        "parent_id": _is_id(col(Device.parent_id)),
        "archived": _archived(col(Device.archived_at)),
    },
)

TABLES: Final = {table.key: table for table in (DEVICES, LINKS, SITES)}
