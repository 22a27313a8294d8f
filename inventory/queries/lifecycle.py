"""What ends when: devices by the end of their support and warranty, and the versions that run in the office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cmp_to_key
from typing import Any, Final

from sqlalchemy import func, select
from sqlmodel import Session, col

from inventory.lifecycle.firmware import Firmware
from inventory.lifecycle.version import compare
from inventory.models.device import Device, DeviceSupport
from inventory.models.site import Site
from inventory.queries.ages import HARDWARE_END, IN_USE_SINCE, SOFTWARE_END, SUPPORT_WORDS, Support, standing, stands
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import _

FIRMWARE_WORDS: Final = {
    Firmware.BEHIND: _("older than others here"),
    Firmware.UNCLEAR: _("cannot be compared"),
    Firmware.NEWEST: _("the newest here"),
    Firmware.UNKNOWN: _("version unknown"),
}
WARRANTY_WORDS: Final = {
    Support.ENDED: _("warranty has ended"),
    Support.SOON: _("warranty ends within a year"),
    Support.LATER: _("under warranty for more than a year"),
    Support.UNKNOWN: _("no warranty is written down"),
}
SOFTWARE_WORDS: Final = {
    Support.ENDED: _("its version is not supported any more"),
    Support.SOON: _("its version is supported for less than a year"),
    Support.LATER: _("its version is supported for more than a year"),
    Support.UNKNOWN: _("no end is known"),
}
_LIVE: Final = col(Device.archived_at).is_(None)
_WARRANTY_END: Final = col(Device.warranty_until)
_SOURCE: Final[Any] = Device.__table__.join(Site, col(Site.id) == Device.site_id).outerjoin(  # type: ignore[attr-defined]
    DeviceSupport, col(DeviceSupport.device_id) == Device.id
)


def _by_day(key: str, title: str, day: Any, words: Mapping[Support, str]) -> Filter:
    choices = [(one.value, said) for one, said in words.items()]
    return Filter(key, title, lambda value: stands(day, value), lambda _db, _sight: choices)


def _vendors(session: Session, sight: Sight) -> list[tuple[str, str]]:
    vendor = col(Device.vendor)
    wanted = select(vendor).select_from(_SOURCE).where(sight.sites(), _LIVE, vendor != "").distinct().order_by(vendor)
    return [(name, name) for name in session.execute(wanted).scalars()]


ENDS: Final = Table(
    key="lifecycle",
    source=_SOURCE,
    row_id=col(Device.id),
    columns=(
        Column("device", _("Device"), col(Device.name)),
        Column("site", _("School"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("district", _("District"), col(Site.district), shown=False),
        Column("vendor", _("Vendor"), col(Device.vendor), shown=False),
        Column("model", _("Model"), col(Device.model)),
        Column("serial", _("Serial number"), col(Device.serial), shown=False),
        Column("in_use_since", _("In use since (at least)"), IN_USE_SINCE, Kind.DAY),
        Column("acquired_on", _("Acquired on"), col(Device.acquired_on), Kind.DAY, shown=False),
        Column("warranty_until", _("Warranty until"), _WARRANTY_END, Kind.DAY),
        Column("end_of_sale", _("Sale ended"), col(DeviceSupport.end_of_sale), Kind.DAY, shown=False),
        Column("end_of_support", _("Support ends"), HARDWARE_END, Kind.DAY),
        Column("certainty", _("Certainty"), col(DeviceSupport.certainty), shown=False),
        Column("source", _("Source"), col(DeviceSupport.source), shown=False),
        Column("url", _("Address of the source"), col(DeviceSupport.url), shown=False),
        Column("version", _("Software version"), col(Device.version)),
        Column("software_end", _("Support of its version ends"), SOFTWARE_END, Kind.DAY),
        Column("newest_version", _("Newest version here"), col(DeviceSupport.newest_version), shown=False),
    ),
    searched=(
        *(col(Device.name), col(Site.name), col(Site.code), col(Device.vendor)),
        *(col(Device.model), col(Device.version), col(Device.serial)),
    ),
    filters=(
        _by_day("support", _("Support"), HARDWARE_END, SUPPORT_WORDS),
        _by_day("software", _("Support of its version"), SOFTWARE_END, SOFTWARE_WORDS),
        _by_day("warranty", _("Warranty"), _WARRANTY_END, WARRANTY_WORDS),
        Filter(
            "firmware",
            _("Software version"),
            lambda value: col(DeviceSupport.firmware) == value,
            lambda _db, _sight: [(one.value, said) for one, said in FIRMWARE_WORDS.items()],
        ),
        Filter("vendor", _("Vendor"), lambda value: col(Device.vendor) == value, _vendors),
    ),
    order=(
        HARDWARE_END.is_(None),
        HARDWARE_END,
        SOFTWARE_END.is_(None),
        SOFTWARE_END,
        col(Site.name),
        col(Device.name),
    ),
    always={"archived": "no"},
    hidden_filters={
        "archived": lambda _value: _LIVE,
        "family": lambda value: col(DeviceSupport.family) == value,
        "version": lambda value: col(Device.version) == value,
    },
)


@dataclass(frozen=True, slots=True)
class Ends:
    """How many devices stand where, of each of the three ends."""

    hardware: Mapping[Support, int]
    software: Mapping[Support, int]
    warranty: Mapping[Support, int]


def ends(session: Session, sight: Sight, *, today: date) -> Ends:
    """Of every device that is not archived."""
    found = [_counted(session, sight, day, today) for day in (HARDWARE_END, SOFTWARE_END, _WARRANTY_END)]
    return Ends(*found)


def _counted(session: Session, sight: Sight, day: Any, today: date) -> dict[Support, int]:
    stand = standing(day, today).label("stand")
    wanted = select(stand, func.count()).select_from(_SOURCE).where(sight.sites(), _LIVE).group_by(stand)
    counts = {Support(value): count for value, count in session.execute(wanted)}
    return {one: counts.get(one, 0) for one in Support}


@dataclass(frozen=True, slots=True)
class Running:
    """A version, how many devices run it, and how it stands to the newest."""

    version: str
    count: int
    firmware: Firmware


@dataclass(frozen=True, slots=True)
class Spread:
    """The versions of one family, the newest first."""

    family: str
    newest: str
    running: Sequence[Running]

    @property
    def devices(self) -> int:
        """Of the family."""
        return sum(each.count for each in self.running)

    @property
    def behind(self) -> int:
        """Those that run an older version than another of their family."""
        return sum(each.count for each in self.running if each.firmware is Firmware.BEHIND)


def spreads(session: Session, sight: Sight) -> Sequence[Spread]:
    """Every family with a known version; those with most devices behind first."""
    support = DeviceSupport
    rows = session.execute(
        select(
            col(support.family),
            col(Device.version),
            col(support.firmware),
            func.max(col(support.newest_version)),
            func.count(),
        )
        .select_from(_SOURCE)
        .where(sight.sites(), _LIVE, col(support.family) != "", col(Device.version) != "")
        .group_by(col(support.family), col(Device.version), col(support.firmware))
    )
    families: dict[str, list[Running]] = defaultdict(list)
    best: dict[str, str] = {}
    for family, version, firmware, newest, count in rows:
        families[family].append(Running(version, count, Firmware(firmware)))
        best[family] = newest
    found = [Spread(family, best[family], sorted(each, key=_NEWEST_FIRST)) for family, each in families.items()]
    return sorted(found, key=lambda spread: (-spread.behind, -spread.devices, spread.family))


def _order(one: Running, other: Running) -> int:
    return -(compare(one.version, other.version) or 0)


_NEWEST_FIRST: Final = cmp_to_key(_order)


def support_of(session: Session, sight: Sight, device_id: int) -> tuple[Device, DeviceSupport | None] | None:
    """A device with what is known of its end; None when there is none to be seen."""
    wanted = select(Device, DeviceSupport).select_from(_SOURCE).where(sight.sites(), col(Device.id) == device_id)
    row = session.execute(wanted).first()
    return (row[0], row[1]) if row else None
