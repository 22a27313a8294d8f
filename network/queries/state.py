"""The networks of schools as the inventory knows them, in a few queries however many schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func
from sqlmodel import Session, and_, col, select

from inventory.models.device import Device, Interface
from inventory.models.link import Link
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Site, SiteKind
from inventory.models.topology import Decision, Stranger
from inventory.queries.sight import Sight
from inventory.store.pupils import latest_counts
from network.gap import GapLine, gap_of, meets
from network.state import SiteState
from network.store.targets import targets_on
from network.targets import TargetModel, model_for
from service.thai_order import in_thai

ETHERNET: Final = 6  # ifType of a port that a cable goes into
ANSWERING: Final = (State.UP, State.DEGRADED)


@dataclass
class _Counts:
    """Sums of one school while they are made."""

    speeds: list[int | None] = field(default_factory=list)
    roles: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    devices: int = 0
    answering: int = 0
    ports: int = 0
    ports_up: int = 0
    unregistered: int = 0


@dataclass(frozen=True, slots=True)
class SchoolGap:
    """A school, its state, the target of its size and what it lacks; no target where its size is not known."""

    site: Site
    state: SiteState
    model: TargetModel | None
    lines: tuple[GapLine, ...]

    @property
    def is_met(self) -> bool | None:
        """None where it cannot be told."""
        return meets(self.lines)


def schools(session: Session, sight: Sight) -> list[Site]:
    """Schools that may be seen, by name."""
    wanted = select(Site).where(sight.sites(), Site.kind == SiteKind.SCHOOL, col(Site.archived_at).is_(None))
    return list(session.exec(wanted.order_by(in_thai(Site.name))).all())


def states(session: Session, site_ids: Collection[int]) -> dict[int, SiteState]:
    """Of each school, as of now."""
    sums: dict[int, _Counts] = {site_id: _Counts() for site_id in site_ids}
    _links(session, sums)
    _devices(session, sums)
    _ports(session, sums)
    rows = session.exec(
        select(Stranger.site_id, func.count())
        .where(col(Stranger.site_id).in_(sums), Stranger.decision == Decision.OPEN)
        .group_by(col(Stranger.site_id))
    )
    for site_id, strangers in rows:
        sums[site_id].unregistered = strangers
    pupils = latest_counts(session, sums)
    found = {}
    for site_id, one in sums.items():
        known = bool(one.speeds) and all(speed is not None for speed in one.speeds)
        count = pupils.get(site_id)
        found[site_id] = SiteState(
            site_id=site_id,
            pupils=count.pupils if count is not None else None,
            pupils_year=count.year if count is not None else None,
            links=len(one.speeds),
            speed_bps=sum(speed or 0 for speed in one.speeds) if known else None if one.speeds else 0,
            devices=one.devices,
            answering=one.answering,
            switch_ports=one.ports,
            ports_up=one.ports_up,
            access_points=one.roles["ap"],
            ups=one.roles["ups"],
            unregistered=one.unregistered,
        )
    return found


def _links(session: Session, sums: dict[int, _Counts]) -> None:
    rows = session.exec(
        select(Link.site_id, Link.speed_bps).where(col(Link.site_id).in_(sums), col(Link.archived_at).is_(None))
    )
    for site_id, speed in rows:
        sums[site_id].speeds.append(speed)


def _devices(session: Session, sums: dict[int, _Counts]) -> None:
    now = and_(col(CurrentState.subject) == Subject.DEVICE, col(CurrentState.subject_id) == col(Device.id))
    rows: Any = session.exec(
        select(Device.site_id, Device.role, CurrentState.state)
        .join(CurrentState, now, isouter=True)
        .where(col(Device.site_id).in_(sums), col(Device.archived_at).is_(None))
    )
    for site_id, role, state in rows:
        one = sums[site_id]
        one.devices += 1
        one.answering += state in ANSWERING
        one.roles[role] += 1


def _ports(session: Session, sums: dict[int, _Counts]) -> None:
    rows = session.exec(
        select(Device.site_id, func.count(), func.count().filter(col(Interface.oper_status) == "up"))
        .select_from(Interface)
        .join(Device, col(Device.id) == Interface.device_id)
        .where(
            col(Device.site_id).in_(sums),
            col(Device.archived_at).is_(None),
            Device.role == "switch",
            Interface.type == ETHERNET,
            col(Interface.retired_at).is_(None),
        )
        .group_by(col(Device.site_id))
    )
    for site_id, ports, up in rows:
        sums[site_id].ports, sums[site_id].ports_up = ports, up


def gaps(session: Session, sight: Sight, now: datetime, sites: Collection[Site] | None = None) -> list[SchoolGap]:
    """Of each school that may be seen, or of those that are given, by name."""
    rows = schools(session, sight) if sites is None else list(sites)
    models = targets_on(session, sight.office_id, now.date())
    known = states(session, [site.id or 0 for site in rows])
    found = []
    for site in rows:
        state = known[site.id or 0]
        model = model_for(models, state.pupils)
        found.append(SchoolGap(site, state, model, gap_of(state, model) if model is not None else ()))
    return found


def unregistered(session: Session, site_id: int) -> list[Stranger]:
    """What was seen on a school's network and stands in no inventory, the newest first."""
    wanted = select(Stranger).where(Stranger.site_id == site_id, Stranger.decision == Decision.OPEN)
    return list(session.exec(wanted.order_by(col(Stranger.seen_at).desc(), col(Stranger.id))).all())
