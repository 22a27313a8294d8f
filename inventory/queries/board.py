"""The status board: every school's state from its links and devices, in four queries whatever their number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Check, Link, Provider
from inventory.models.outage import WORST_FIRST, CurrentState, Outage, State, Subject
from inventory.models.site import Site, SiteKind
from inventory.queries.sight import Sight

_RANK = {state: rank for rank, state in enumerate(WORST_FIRST)}
NEEDS_A_PERSON = frozenset({State.DOWN, State.DEGRADED})


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link of a school on the board."""

    id: int
    name: str
    provider: str
    state: State
    since: datetime | None
    reason: str
    loss_percent: float | None
    rtt_ms: float | None


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school on the board. `devices` counts its devices by state."""

    id: int
    code: str
    name: str
    district: str
    latitude: float | None
    longitude: float | None
    state: State
    links: tuple[LinkLine, ...]
    devices: Mapping[State, int]
    acknowledged: bool

    @property
    def since(self) -> datetime | None:
        """Since when its worst link is as it is."""
        return min((link.since for link in self.links if link.state == self.state and link.since), default=None)

    @property
    def troubled(self) -> tuple[LinkLine, ...]:
        """The links that are not well."""
        return tuple(link for link in self.links if link.state in NEEDS_A_PERSON)


@dataclass(frozen=True, slots=True)
class Board:
    """All schools that may be seen, the worst first."""

    schools: tuple[SchoolLine, ...] = ()
    by_district: Mapping[str, tuple[SchoolLine, ...]] = field(default_factory=dict)

    @property
    def count(self) -> Counter[State]:
        """Schools by state."""
        return Counter(school.state for school in self.schools)

    @property
    def needing(self) -> tuple[SchoolLine, ...]:
        """Schools that need a person, the worst first, those nobody has taken on before the others."""
        return tuple(school for school in self.schools if school.state in NEEDS_A_PERSON)

    @property
    def common_provider(self) -> tuple[str, int] | None:
        """The provider that most schools which are down have in common, when there are two or more of them."""
        shared = Counter(
            provider
            for school in self.schools
            if school.state is State.DOWN
            for provider in {link.provider for link in school.links if link.state is State.DOWN and link.provider}
        ).most_common(1)
        return shared[0] if shared and shared[0][1] > 1 else None


def school_state(links: Sequence[State], devices: Mapping[State, int]) -> State:
    """A school is down when every link of it is; degraded while another still carries, or when a device is down.

    Without links its devices speak for it, and a school that nothing watches is never up.
    """
    watched = [state for state in links if state is not State.NOT_MONITORED]
    if not watched:
        seen = [state for state, number in devices.items() if number and state is not State.NOT_MONITORED]
        if not seen:
            return State.NOT_MONITORED
        worst = min(seen, key=_RANK.__getitem__)
        return State.DEGRADED if worst is State.DOWN and len(seen) > 1 else worst
    if State.DOWN in watched and set(watched) != {State.DOWN}:
        return State.DEGRADED
    worst = min(watched, key=_RANK.__getitem__)
    return State.DEGRADED if worst is State.UP and devices.get(State.DOWN) else worst


def board(session: Session, sight: Sight, *, taken: Container[int] = frozenset()) -> Board:
    """The board as it stands now. `taken`: outages that somebody has taken on."""
    sites = session.exec(select(Site).where(sight.sites(), col(Site.archived_at).is_(None))).all()
    links = _links(session, sight)
    devices = _devices(session, sight)
    open_outages = _open_outages(session, sight, taken)
    lines = [_school(site, links, devices, open_outages) for site in sites]
    # The office's own seat is on the board only when something watches it: it is no school that was forgotten.
    seats = {site.id for site in sites if site.kind is SiteKind.OFFICE}
    lines = [line for line in lines if line.id not in seats or line.state is not State.NOT_MONITORED]
    lines.sort(key=lambda line: (_RANK[line.state], line.acknowledged, line.name))
    grouped: dict[str, list[SchoolLine]] = defaultdict(list)
    for line in lines:
        grouped[line.district].append(line)
    return Board(tuple(lines), {name: tuple(grouped[name]) for name in sorted(grouped)})


def _school(
    site: Site,
    links: Mapping[int, Sequence[LinkLine]],
    devices: Mapping[int, Counter[State]],
    open_outages: Mapping[int, Sequence[bool]],
) -> SchoolLine:
    assert site.id is not None
    own = tuple(sorted(links.get(site.id, ()), key=lambda link: (_RANK[link.state], link.name)))
    counted = devices.get(site.id, Counter())
    outages = open_outages.get(site.id, ())
    return SchoolLine(
        id=site.id,
        code=site.code,
        name=site.name,
        district=site.district,
        latitude=site.latitude,
        longitude=site.longitude,
        state=school_state([link.state for link in own], counted),
        links=own,
        devices=counted,
        acknowledged=bool(outages) and all(outages),
    )


def _links(session: Session, sight: Sight) -> Mapping[int, Sequence[LinkLine]]:
    rows = session.exec(
        select(Link, Provider.name, CurrentState)
        .join(Site, col(Site.id) == Link.site_id)
        .outerjoin(Provider, col(Provider.id) == Link.provider_id)
        .outerjoin(
            CurrentState, and_(col(CurrentState.subject) == Subject.LINK, col(CurrentState.subject_id) == Link.id)
        )
        .where(sight.sites(), col(Link.archived_at).is_(None))
    ).all()
    found: dict[int, list[LinkLine]] = defaultdict(list)
    for link, provider, state in rows:
        found[link.site_id].append(link_line(link, provider or "", state))
    return found


def link_line(link: Link, provider: str, state: CurrentState | None) -> LinkLine:
    """One link with what is known of it now; nothing known means that nothing watches it."""
    assert link.id is not None
    if state is None:
        watched = State.UNKNOWN if link.check_address or link.check is Check.AGENT else State.NOT_MONITORED
        return LinkLine(link.id, link.name, provider, watched, None, "", None, None)
    return LinkLine(
        id=link.id,
        name=link.name,
        provider=provider,
        state=state.state,
        since=state.since,
        reason=state.reason,
        loss_percent=state.loss_percent,
        rtt_ms=state.rtt_ms,
    )


def _devices(session: Session, sight: Sight) -> Mapping[int, Counter[State]]:
    # The outer join gives no state where nothing watches a device; the stubs of the library cannot say so.
    rows: Sequence[tuple[int, State | None, int]] = session.exec(  # type: ignore[assignment]
        select(Device.site_id, CurrentState.state, func.count())
        .join(Site, col(Site.id) == Device.site_id)
        .outerjoin(
            CurrentState, and_(col(CurrentState.subject) == Subject.DEVICE, col(CurrentState.subject_id) == Device.id)
        )
        .where(sight.sites(), col(Device.archived_at).is_(None))
        .group_by(col(Device.site_id), col(CurrentState.state))
    ).all()
    found: dict[int, Counter[State]] = defaultdict(Counter)
    for site_id, state, number in rows:
        found[site_id][state or State.NOT_MONITORED] += int(number)  # the outer join gives None where nothing is known
    return found


def _open_outages(session: Session, sight: Sight, taken: Container[int]) -> Mapping[int, Sequence[bool]]:
    """Whether each open outage was taken on, by site."""
    rows = session.exec(
        select(Outage.site_id, Outage.id)
        .join(Site, col(Site.id) == Outage.site_id)
        .where(sight.sites(), col(Outage.ended_at).is_(None))
    ).all()
    found: dict[int, list[bool]] = defaultdict(list)
    for site_id, outage_id in rows:
        found[site_id].append(outage_id in taken)
    return found
