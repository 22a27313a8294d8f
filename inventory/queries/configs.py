"""Configurations of the fleet: when each was read well, what went wrong, and how the versions of one device differ."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, literal, or_, select
from sqlmodel import Session, col

from inventory.models.config import ConfigAttempt, ConfigVersion, Occasion
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import _
from service.thai_order import in_thai

# The worst first. What is not set up is no fault, but no backup either.
STANDING_WORDS: Final = {
    "key": _("another host key"),
    "stale": _("too old"),
    "failing": _("could not be read"),
    "waiting": _("not read yet"),
    "unset": _("not set up"),
    "good": _("kept"),
}
OCCASION_WORDS: Final = {
    Occasion.NIGHT: _("nightly"),
    Occasion.FIRST: _("first reading"),
    Occasion.CHANGE: _("after a change"),
    Occasion.HAND: _("asked for by a person"),
}
_UNSET = or_(
    col(Device.ssh_platform) == "",
    col(Device.ssh_credential_id).is_(None),
    col(Device.address) == "",
    ~col(Device.monitored),
)
_STANDING: Any = case(
    (_UNSET, literal("unset")),
    (col(ConfigAttempt.device_id).is_(None), literal("waiting")),
    (col(ConfigAttempt.key_refused_at).is_not(None), literal("key")),
    (col(ConfigAttempt.stale_since).is_not(None), literal("stale")),
    (col(ConfigAttempt.failures) > 0, literal("failing")),
    else_=literal("good"),
)
_RANK: ColumnElement[Any] = case({word: rank for rank, word in enumerate(STANDING_WORDS)}, value=_STANDING)
_VERSIONS: Any = (
    select(func.count(col(ConfigVersion.id)))
    .where(col(ConfigVersion.device_id) == col(Device.id))
    .correlate(Device)
    .scalar_subquery()
)
_CHANGED: Any = (
    select(func.max(ConfigVersion.taken_at, type_=ConfigVersion.__table__.c.taken_at.type))  # type: ignore[attr-defined]
    .where(col(ConfigVersion.device_id) == col(Device.id))
    .correlate(Device)
    .scalar_subquery()
)


def _standings(_session: Session, _sight: Sight) -> list[tuple[str, str]]:
    return list(STANDING_WORDS.items())


CONFIGS: Final = Table(
    key="configs",
    source=Device.__table__.join(Site, col(Site.id) == Device.site_id).outerjoin(  # type: ignore[attr-defined]
        ConfigAttempt, col(ConfigAttempt.device_id) == Device.id
    ),
    row_id=col(Device.id),
    columns=(
        Column("name", _("Device"), col(Device.name)),
        Column("site", _("School"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("standing", _("Backup"), _STANDING, ranked=_RANK),
        Column("good_at", _("Last read well"), col(ConfigAttempt.good_at), Kind.MOMENT),
        Column("changed_at", _("Last change"), _CHANGED, Kind.MOMENT),
        Column("versions", _("Versions"), _VERSIONS, Kind.NUMBER),
        Column("platform", _("Platform"), col(Device.ssh_platform)),
        Column("tried_at", _("Last tried"), col(ConfigAttempt.tried_at), Kind.MOMENT, shown=False),
        Column("failures", _("Failures in a row"), col(ConfigAttempt.failures), Kind.NUMBER, shown=False),
        Column("detail", _("What went wrong"), col(ConfigAttempt.detail)),
    ),
    searched=(col(Device.name), col(Site.name), col(Site.code), col(Device.ssh_platform), col(ConfigAttempt.detail)),
    filters=(Filter("standing", _("Backup"), lambda value: value == _STANDING, _standings),),
    order=(_RANK, in_thai(Site.name), col(Device.name)),
    always={"archived": "no"},
    hidden_filters={"archived": lambda _value: col(Device.archived_at).is_(None)},
)


@dataclass(frozen=True, slots=True)
class ConfigLine:
    """A configuration version in a list."""

    id: int
    taken_at: datetime
    checked_at: datetime
    occasion: Occasion


def config_lines(session: Session, device_id: int, *, limit: int = 200) -> Sequence[ConfigLine]:
    """Versions of the running configuration, newest first; their texts stay in the database."""
    rows = session.execute(
        select(
            col(ConfigVersion.id),
            col(ConfigVersion.taken_at),
            col(ConfigVersion.checked_at),
            col(ConfigVersion.occasion),
        )
        .where(col(ConfigVersion.device_id) == device_id)
        .order_by(col(ConfigVersion.id).desc())
        .limit(limit)
    )
    return [ConfigLine(*row) for row in rows]


def config_text(session: Session, device_id: int, version_id: int) -> ConfigVersion | None:
    """One version of this device."""
    version = session.get(ConfigVersion, version_id)
    return version if version is not None and version.device_id == device_id else None


def config_before(session: Session, version: ConfigVersion) -> ConfigVersion | None:
    """The version that this one replaced."""
    wanted = select(ConfigVersion).where(
        col(ConfigVersion.device_id) == version.device_id, col(ConfigVersion.id) < version.id
    )
    return session.execute(wanted.order_by(col(ConfigVersion.id).desc()).limit(1)).scalars().first()


def config_diff(old: str, new: str, *, around: int = 3) -> Sequence[tuple[str, str]]:
    """Changed lines with some around them: (kind, text), kind being added, removed, same or gap."""
    kinds = {"+": "added", "-": "removed", " ": "same"}
    found: list[tuple[str, str]] = []
    for line in difflib.unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=around):
        if line.startswith(("---", "+++")) and not found:
            continue
        found.append(("gap", line) if line.startswith("@@") else (kinds[line[0]], line[1:]))
    return found
