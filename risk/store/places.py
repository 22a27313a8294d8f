"""What is known of sites for the rules: lines, pupils, strangers, traffic logs, manuals, and who knows them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Row, select
from sqlmodel import Session, col

from inventory.models.message import LogSource
from inventory.models.site import Contact, Site, SiteKind
from inventory.models.topology import Decision, Stranger
from inventory.store.log_coverage import coverage
from inventory.store.pupils import latest_counts
from network.completeness import FilePart
from network.models.file import NetworkPart
from risk.facts import DeviceFacts, KnowersSeen, LinkFacts, LogSeen, ManualSeen, OutageSeen, SiteFacts, StrangerSeen

UPS: Final = "ups"


def sites_of(
    session: Session,
    office_id: int,
    devices: Sequence[DeviceFacts],
    links: Sequence[LinkFacts],
    power_cuts: Mapping[int, Sequence[OutageSeen]],
) -> dict[int, SiteFacts]:
    """Live sites of an office by id, with the devices, lines and power cuts that were read before."""
    lines: dict[int, list[int]] = defaultdict(list)
    for link in links:
        lines[link.site_id].append(link.link_id)
    counts = Counter(device.site_id for device in devices)
    with_ups = {device.site_id for device in devices if device.role == UPS}
    strangers, logs = _strangers(session, office_id), _logs(session, office_id)
    manuals, knowers = _manuals(session, office_id), _knowers(session, office_id)
    rows = session.execute(
        select(col(Site.id), col(Site.name), col(Site.kind))
        .where(col(Site.office_id) == office_id, col(Site.archived_at).is_(None))
        .order_by(col(Site.id))
    ).all()
    counted = latest_counts(session, [row[0] for row in rows])
    found: dict[int, SiteFacts] = {}
    for row in rows:
        site_id: Any = row[0]
        found[site_id] = SiteFacts(
            site_id=site_id,
            name=row[1],
            is_school=row[2] is SiteKind.SCHOOL,
            pupils=counted[site_id].pupils if site_id in counted else None,
            links=lines.get(site_id, ()),
            devices=counts[site_id],
            strangers=strangers.get(site_id, ()),
            logs=logs.get(site_id, ()),
            manual=manuals.get(site_id),
            knowers=knowers.get(site_id, KnowersSeen()),
            power_cuts=power_cuts.get(site_id, ()),
            has_ups=site_id in with_ups,
        )
    return found


def _of_office(session: Session, office_id: int, site_id: Any, *columns: Any) -> Iterable[Row[*tuple[Any, ...]]]:
    return session.execute(
        select(site_id, *columns).join(Site, col(Site.id) == site_id).where(col(Site.office_id) == office_id)
    )


def _strangers(session: Session, office_id: int) -> dict[int, list[StrangerSeen]]:
    rows = session.execute(
        select(
            col(Stranger.site_id), col(Stranger.id), col(Stranger.first_seen_at), col(Stranger.name), col(Stranger.mac)
        )
        .join(Site, col(Site.id) == col(Stranger.site_id))
        .where(col(Site.office_id) == office_id, col(Stranger.decision) == Decision.OPEN)
        .order_by(col(Stranger.first_seen_at), col(Stranger.id))
    )
    found: dict[int, list[StrangerSeen]] = defaultdict(list)
    for site_id, row_id, since, name, mac in rows:
        found[site_id].append(StrangerSeen(row_id or 0, since, name or mac))
    return found


def _logs(session: Session, office_id: int) -> dict[int, list[LogSeen]]:
    found: dict[int, list[LogSeen]] = defaultdict(list)
    measured = coverage(session, office_id)
    rows = session.execute(
        select(col(LogSource.site_id), col(LogSource.id), col(LogSource.name), col(LogSource.retention_days))
        .join(Site, col(Site.id) == col(LogSource.site_id))
        .where(col(Site.office_id) == office_id, col(LogSource.has_traffic))
        .order_by(col(LogSource.id))
    )
    for site_id, row_id, name, stated in rows:
        days, last = measured.get(row_id or 0, (None, None))
        found[site_id].append(LogSeen(row_id or 0, name, stated, days, last))
    return found


def _manuals(session: Session, office_id: int) -> dict[int, ManualSeen]:
    """Manuals that are dated and have a day of review, as the network files of the schools have them."""
    rows = _of_office(
        session, office_id, col(NetworkPart.site_id), col(NetworkPart.id), col(NetworkPart.dated_on),
        col(NetworkPart.review_on), col(NetworkPart.part),
    )  # fmt: skip
    return {
        site_id: ManualSeen(row_id, dated_on, review_on)
        for site_id, row_id, dated_on, review_on, part in rows
        if part is FilePart.MANUAL and dated_on is not None and review_on is not None
    }


def _knowers(session: Session, office_id: int) -> dict[int, KnowersSeen]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for site_id, knows in _of_office(session, office_id, col(Contact.site_id), col(Contact.knows)):
        found[site_id].update(knows)
    return {site_id: KnowersSeen(seen["P"], seen["C"], seen["M"]) for site_id, seen in found.items()}
