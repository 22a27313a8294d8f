"""Who else fell when a link did: others of its provider, and schools beside it with another one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlmodel import Session, col, func, or_, select

from inventory.models.link import Check, Link
from inventory.models.outage import Outage, Subject
from inventory.models.site import Site

PROVIDER_SPAN: Final = timedelta(minutes=10)
AREA_SPAN: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Fallen:
    """`alike` links of the same provider fell too, `in_district` of them in its district, of `of` that it has in all;
    `neighbours` are schools of the sub-district that fell silent wholly, when not all have one provider.
    """

    alike: int = 0
    in_district: int = 0
    of: int = 0
    neighbours: tuple[str, ...] = ()


def fallen_around(session: Session, site: Site, link: Link | None, outage: Outage) -> Fallen:
    """As the outages of those minutes have it, open or over."""
    if link is None:
        return Fallen()
    query = (
        select(Outage.started_at, Link, Site)
        .join(Link, col(Link.id) == Outage.subject_id)
        .join(Site, col(Site.id) == Link.site_id)
        .where(Outage.subject == Subject.LINK, Site.office_id == site.office_id, Link.id != link.id)
        .where(Outage.started_at >= outage.started_at - PROVIDER_SPAN)
        .where(Outage.started_at <= outage.started_at + PROVIDER_SPAN)
    )
    others = session.exec(query).all()
    neighbours = _neighbours(session, site, link, [
        (each, at) for started_at, each, at in others if abs(started_at - outage.started_at) <= AREA_SPAN
    ])  # fmt: skip
    beside = {each.id for _started_at, each, at in others if neighbours and at.sub_district == site.sub_district}
    # A place without power takes links of all providers with it: they say nothing of any one of them.
    alike = {
        each.id: at
        for _started_at, each, at in others
        if link.provider_id is not None and each.provider_id == link.provider_id and each.id not in beside
    }
    return Fallen(
        alike=len(alike),
        in_district=sum(at.district == site.district for at in alike.values()),
        of=_links_of(session, link.provider_id),
        neighbours=neighbours,
    )


def _neighbours(session: Session, site: Site, link: Link, others: list[tuple[Link, Site]]) -> tuple[str, ...]:
    if not site.sub_district:
        return ()
    down: dict[int, set[int | None]] = {}
    providers = {link.provider_id}
    names: dict[int, str] = {}
    for each, at in others:
        if (
            at.id is not None
            and at.id != site.id
            and (at.district, at.sub_district) == (site.district, site.sub_district)
        ):
            down.setdefault(at.id, set()).add(each.id)
            names[at.id] = at.name
            providers.add(each.provider_id)
    if len(providers) < 2:
        return ()
    checked = or_(col(Link.check_address) != "", col(Link.check) == Check.AGENT)
    query = (
        select(Link.site_id, func.count(col(Link.id)))
        .where(col(Link.site_id).in_(down), col(Link.archived_at).is_(None), checked)
        .group_by(col(Link.site_id))
    )
    counts = dict(session.exec(query).all())
    return tuple(names[site_id] for site_id, links in sorted(down.items()) if counts.get(site_id) == len(links))


def _links_of(session: Session, provider_id: int | None) -> int:
    if provider_id is None:
        return 0
    query = select(func.count(col(Link.id))).where(Link.provider_id == provider_id, col(Link.archived_at).is_(None))
    return session.exec(query).one()
