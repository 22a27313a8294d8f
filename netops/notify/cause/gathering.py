"""Alerts of many links that fell for one reason: found, joined by those who fall later, and ended.

The rule to know: a link that belongs to such an alert has none of its own. One that was told alone before is folded
in: its own alert ends without a word, and the mail of the many names it. When the pattern is over, whoever is still
down is told on its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, or_, select

from inventory.models.link import Check, Link
from inventory.models.outage import CurrentState, Outage, State, Subject
from inventory.models.site import Site
from inventory.state import Mark
from netops.models.alert import Alert, AlertKind, AlertMember
from netops.notify.cause.causes import Causes
from netops.notify.cause.matters import PATTERNS, Turns, end_untold, ended, members_of, open_of_kind, opened
from netops.notify.cause.patterns import (
    AREA_SCHOOLS,
    PROVIDER_LINKS,
    PROVIDER_SPAN,
    Area,
    Cut,
    Pattern,
    find_patterns,
    is_over,
    joins,
)

# What does not carry a school, whatever the reason.
SILENT: Final = (State.DOWN, State.UNREACHABLE)
_AREA_SIGN: Final = " / "


def gather(session: Session, at: datetime, causes: Causes) -> Turns:
    """Let cut links join the open patterns, then look for new ones among the rest; what has a cause already is none."""
    cuts = _cuts(session, causes)
    if not cuts:
        return []
    rest = _join(session, cuts, at)
    if len(rest) < min(AREA_SCHOOLS, PROVIDER_LINKS):
        return []
    turns: Turns = []
    for pattern in find_patterns(rest, links_of_provider=_links_of_provider(session)):
        told = _fold(session, pattern.cuts, at)
        members = [_member(cut, at) for cut in pattern.cuts]
        turns += opened(session, _alert(pattern, told), members)
    return turns


def settle(session: Session, at: datetime) -> Turns:
    """Let members go whose outages are over, and end the patterns that are none any more."""
    turns: Turns = []
    for alert in open_of_kind(session, *PATTERNS):
        members = members_of(session, alert)
        ends = _ends(session, [member.outage_id for member in members if member.left_at is None])
        for member in members:
            if member.left_at is None:
                member.left_at = ends.get(member.outage_id)
        still = sum(member.left_at is None for member in members)
        if is_over(total=len(members), still=still):
            turns += ended([alert], at)
    session.flush()
    return turns


def _ends(session: Session, outages: Sequence[int | None]) -> dict[int | None, datetime | None]:
    """When those of these outages ended that did."""
    query = select(Outage.id, Outage.ended_at).where(col(Outage.id).in_(outages), col(Outage.ended_at).is_not(None))
    return dict(session.exec(query).all())


def gathered_outages(session: Session) -> set[int]:
    """The outages that an open alert of many stands for."""
    query = (
        select(AlertMember.outage_id)
        .join(Alert, col(Alert.id) == AlertMember.alert_id)
        .where(col(Alert.ended_at).is_(None), col(Alert.kind).in_(PATTERNS), col(AlertMember.outage_id).is_not(None))
    )
    return {outage_id for outage_id in session.exec(query) if outage_id is not None}


def may_be_gathered(session: Session, link: Link, at: datetime) -> bool:
    """Whether enough others beside it are silent, though not yet confirmed, that a pattern may be in the making."""
    site = session.get_one(Site, link.site_id)
    silent = (
        select(Link.provider_id, Site.id, Site.district, Site.sub_district)
        .join(Site, col(Site.id) == Link.site_id)
        .join(CurrentState, (col(CurrentState.subject_id) == Link.id) & (CurrentState.subject == Subject.LINK))
        .where(Site.office_id == site.office_id, Link.id != link.id, col(CurrentState.recent).endswith(Mark.SILENT))
        .where(col(CurrentState.last_up_at) > at - PROVIDER_SPAN)
    )
    same_provider = 0
    same_area: set[int | None] = set()
    for provider_id, site_id, district, sub_district in session.exec(silent):
        if link.provider_id is not None and provider_id == link.provider_id:
            same_provider += 1
        if sub_district and (district, sub_district) == (site.district, site.sub_district):
            same_area.add(site_id)
    return same_provider + 1 >= PROVIDER_LINKS or len(same_area | {site.id}) >= AREA_SCHOOLS


def _cuts(session: Session, causes: Causes) -> list[Cut]:
    """The links that are down and were never of a pattern that is over, nor flap."""
    before = (
        select(AlertMember.id)
        .join(Alert, col(Alert.id) == AlertMember.alert_id)
        .where(AlertMember.outage_id == Outage.id, col(Alert.kind).in_(PATTERNS))
    )
    flapping = select(Alert.id).where(
        Alert.kind == AlertKind.FLAPPING, col(Alert.ended_at).is_(None), Alert.subject_id == Link.id
    )
    query = (
        select(Outage, Link, Site)
        .join(Link, col(Link.id) == Outage.subject_id)
        .join(Site, col(Site.id) == Link.site_id)
        .join(CurrentState, (col(CurrentState.subject_id) == Link.id) & (CurrentState.subject == Subject.LINK))
        .where(Outage.subject == Subject.LINK, col(Outage.ended_at).is_(None), CurrentState.state == State.DOWN)
        .where(~before.exists(), ~flapping.where(Alert.subject == Subject.LINK).exists())
        .order_by(col(Outage.id))
    )
    cuts = [
        Cut(
            outage_id=outage.id or 0,
            link_id=outage.subject_id,
            site_id=site.id or 0,
            office_id=site.office_id,
            started_at=outage.started_at,
            provider_id=link.provider_id,
            district=site.district,
            sub_district=site.sub_district,
        )
        for outage, link, site in session.exec(query).all()
        if not causes.explains_link(link, since=outage.started_at)
    ]
    whole = _whole(session, {cut.site_id for cut in cuts})
    return [replace(cut, whole=cut.site_id in whole) for cut in cuts]


def _whole(session: Session, sites: set[int]) -> set[int]:
    """Those of these schools that no link carries."""
    if not sites:
        return set()
    checked = or_(col(Link.check_address) != "", col(Link.check) == Check.AGENT)
    query = (
        select(Link.site_id)
        .join(
            CurrentState,
            (col(CurrentState.subject_id) == Link.id) & (CurrentState.subject == Subject.LINK),
            isouter=True,
        )
        .where(col(Link.site_id).in_(sites), col(Link.archived_at).is_(None), checked)
        .where(col(CurrentState.state).is_(None) | col(CurrentState.state).not_in(SILENT))
    )
    return sites - set(session.exec(query).all())


def _join(session: Session, cuts: Sequence[Cut], at: datetime) -> list[Cut]:
    """Put cuts into the open patterns that they belong to; the rest."""
    rest = list(cuts)
    for alert in open_of_kind(session, *PATTERNS):
        members = members_of(session, alert)
        pattern = _pattern(session, alert, members)
        joining = [cut for cut in rest if joins(cut, pattern)]
        known = {member.subject_id: member for member in members}
        for cut in joining:
            member = known.get(cut.link_id) or _member(cut, at)
            # One that was back for a while and fell again is the same member.
            member.alert_id, member.outage_id, member.left_at = alert.id or 0, cut.outage_id, None
            session.add(member)
        _fold(session, joining, at)
        rest = [cut for cut in rest if cut not in joining]
    session.flush()
    return rest


def _fold(session: Session, cuts: Iterable[Cut], at: datetime) -> int:
    """End the alerts that these links had alone; how many there were."""
    links = {cut.link_id for cut in cuts}
    alone = [alert for alert in open_of_kind(session, AlertKind.LINK_DOWN) if alert.subject_id in links]
    end_untold(alone, at)
    return len(alone)


def _pattern(session: Session, alert: Alert, members: Sequence[AlertMember]) -> Pattern:
    """An open alert as the pattern that it is."""
    rows = session.exec(
        select(Outage, Site)
        .join(Site, col(Site.id) == Outage.site_id)
        .where(col(Outage.id).in_([member.outage_id for member in members]))
    ).all()
    cuts = tuple(
        Cut(outage.id or 0, outage.subject_id, site.id or 0, site.office_id, outage.started_at, district=site.district)
        for outage, site in rows
    )
    provider_id = alert.subject_id if alert.kind is AlertKind.PROVIDER_OUTAGE else None
    area = _area_of(alert) if alert.kind is AlertKind.AREA_POWER_OUT else None
    return Pattern(alert.kind, cuts[0].office_id, cuts, provider_id=provider_id, area=area)


def _alert(pattern: Pattern, told: int) -> Alert:
    """`value` is how many of its links people had been told of alone."""
    about = (
        (Subject.PROVIDER, pattern.provider_id)
        if pattern.provider_id is not None
        else (Subject.OFFICE, pattern.office_id)
    )
    area = pattern.area or (", ".join(pattern.districts),)
    return Alert(
        kind=pattern.kind,
        subject=about[0],
        subject_id=about[1] or 0,
        started_at=pattern.started_at,
        area=_AREA_SIGN.join(area)[:255],
        value=float(told),
    )


def _area_of(alert: Alert) -> Area:
    district, _sign, sub_district = alert.area.partition(_AREA_SIGN)
    return district, sub_district


def _member(cut: Cut, at: datetime) -> AlertMember:
    return AlertMember(
        alert_id=0,
        subject=Subject.LINK,
        subject_id=cut.link_id,
        site_id=cut.site_id,
        outage_id=cut.outage_id,
        joined_at=at,
    )


def _links_of_provider(session: Session) -> dict[int, int]:
    query = (
        select(Link.provider_id, func.count(col(Link.id)))
        .where(col(Link.archived_at).is_(None), col(Link.provider_id).is_not(None))
        .group_by(col(Link.provider_id))
    )
    return {provider_id: count for provider_id, count in session.exec(query) if provider_id is not None}
