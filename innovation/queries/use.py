"""Measured use of an innovation, read from what collectors saw and what was imported: each school with its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from innovation.adoption import WITHIN_DAYS, Adoption, Use, Way, adoption, logins_of
from innovation.models.innovation import Innovation
from innovation.models.rollout import Measured, Rollout, UseCount
from innovation.queries.innovations import HAVING
from inventory.models.device import Device
from inventory.models.link import Link, LinkSample, LinkSampleDay
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Site
from inventory.queries.sight import Sight
from service.thai_order import in_thai

_ON = frozenset({State.UP, State.DEGRADED})


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school of the roll-out with what was measured there; `use` None where it does not have it yet."""

    rollout: Rollout
    site: Site
    use: Adoption | None


def adoption_of(
    session: Session, innovations: Collection[int], *, until: date, zone: tzinfo, days: int = WITHIN_DAYS
) -> dict[int, Adoption]:
    """Of each innovation (by id), over all its schools."""
    having: dict[int, list[int]] = {innovation_id: [] for innovation_id in innovations}
    rollouts: dict[int, tuple[int, int]] = {}
    wanted = select(Rollout).where(col(Rollout.innovation_id).in_(innovations), col(Rollout.reach).in_(HAVING))
    for row in session.exec(wanted.order_by(col(Rollout.id))):
        having[row.innovation_id].append(row.site_id)
        rollouts[row.id or 0] = (row.innovation_id, row.site_id)
    uses: dict[int, list[Use]] = defaultdict(list)
    for rollout_id, use in [*_devices(session, rollouts, zone), *_links(session, rollouts, until, zone, days)]:
        uses[rollouts[rollout_id][0]].append(use)
    for innovation_id, counts in _counts(session, innovations).items():
        uses[innovation_id] += logins_of(having[innovation_id], counts, until=until, days=days)
    return {key: adoption(schools, uses[key], until=until, days=days) for key, schools in having.items()}


def schools_of(session: Session, sight: Sight, innovation: Innovation) -> list[tuple[Rollout, Site]]:
    """The roll-out, by name of the school; a school sees itself only."""
    wanted = (
        select(Rollout, Site)
        .join(Site, col(Site.id) == Rollout.site_id)
        .where(Rollout.innovation_id == innovation.id, sight.sites())
        .order_by(in_thai(Site.name))
    )
    return list(session.exec(wanted).all())


def _devices(session: Session, rollouts: Collection[int], zone: tzinfo) -> list[tuple[int, Use]]:
    """The last day on which each device was seen on."""
    rows = session.exec(
        select(Measured.rollout_id, Device, CurrentState)
        .join(Device, col(Device.id) == Measured.device_id)
        .join(
            CurrentState,
            (col(CurrentState.subject) == Subject.DEVICE) & (col(CurrentState.subject_id) == col(Device.id)),
            isouter=True,
        )
        .where(col(Measured.rollout_id).in_(rollouts))
        .order_by(col(Device.name))
    )
    return [(key, _seen_on(device, now, zone)) for key, device, now in rows]


def _seen_on(device: Device, now: CurrentState | None, zone: tzinfo) -> Use:
    at = None
    if now is not None:
        # `checked_at` is the last round in which it answered while it is on; else it stands in `last_up_at`.
        at = (now.checked_at or now.last_up_at) if now.state in _ON else now.last_up_at
    day = at.astimezone(zone).date() if at is not None else None
    return Use(device.site_id, Way.DEVICE, day, device.name, device.id)


def _links(
    session: Session, rollouts: Mapping[int, tuple[int, int]], until: date, zone: tzinfo, days: int
) -> list[tuple[int, Use]]:
    """The last day on which each link answered, by its samples."""
    linked = session.exec(
        select(Measured.rollout_id, Link)
        .join(Link, col(Link.id) == Measured.link_id)
        .where(col(Measured.rollout_id).in_(rollouts))
    ).all()
    if not linked:
        return []
    ids = [link.id for _key, link in linked]
    by_day = session.exec(
        select(LinkSampleDay.link_id, func.max(LinkSampleDay.day))
        .where(col(LinkSampleDay.link_id).in_(ids), LinkSampleDay.received > 0, LinkSampleDay.day <= until)
        .group_by(col(LinkSampleDay.link_id))
    )
    last: dict[int, date] = dict(by_day.all())
    newest = session.exec(
        select(LinkSample.link_id, func.max(LinkSample.at))
        .where(col(LinkSample.link_id).in_(ids), LinkSample.received > 0)
        .group_by(col(LinkSample.link_id))
    )
    for link_id, at in newest:
        day = at.astimezone(zone).date()
        last[link_id] = max(day, last.get(link_id, day))
    return [(key, Use(link.site_id, Way.LINK, last.get(link.id or 0), link.name, link.id)) for key, link in linked]


def _counts(session: Session, innovations: Collection[int]) -> dict[int, dict[int, Sequence[tuple[date, int]]]]:
    found: dict[int, dict[int, list[tuple[date, int]]]] = defaultdict(lambda: defaultdict(list))
    for row in session.exec(select(UseCount).where(col(UseCount.innovation_id).in_(innovations))):
        found[row.innovation_id][row.site_id].append((row.day, row.logins))
    return {key: dict(own) for key, own in found.items()}
