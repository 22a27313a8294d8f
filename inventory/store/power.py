"""What schools say of their power, by a link that needs no account: signed, revocable, and limited."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_hex
from typing import Final

from sqlmodel import Session, col, func, select

from inventory.models.outage import Outage, PowerReport
from inventory.models.power import PowerLink
from inventory.models.site import Site, SiteKind
from inventory.store.causes import judge_outage

SIGNATURE_LENGTH: Final = 32  # hex digits: 128 bits
SPAN: Final = timedelta(minutes=30)
MOST_OF_SENDER: Final = 6
MOST_OF_SCHOOL: Final = 10
SAME: Final = timedelta(minutes=5)


class Taken(StrEnum):
    """What became of a report."""

    NEW = "new"
    KNOWN = "known"  # the same was said a moment ago
    TOO_MANY = "too_many"


def power_link(session: Session, site_id: int) -> PowerLink | None:
    """The link in force of a school."""
    query = select(PowerLink).where(PowerLink.site_id == site_id, col(PowerLink.revoked_at).is_(None))
    return session.exec(query.order_by(col(PowerLink.id).desc()).limit(1)).first()


def link_for_mail(session: Session, site: Site, *, at: datetime) -> PowerLink | None:
    """The link in force of a school, made where there never was one. None where a person took it back: a mail does not
    bring back what was revoked. None for what is no school in use.
    """
    if site.id is None or site.kind is not SiteKind.SCHOOL or site.archived_at is not None:
        return None
    link = power_link(session, site.id)
    if link is not None:
        return link
    had_one = select(PowerLink.id).where(PowerLink.site_id == site.id).limit(1)
    return None if session.exec(had_one).first() is not None else renew_link(session, site.id, at=at)


def renew_link(session: Session, site_id: int, *, at: datetime) -> PowerLink:
    """A new link; the one before works no more."""
    revoke_link(session, site_id, at=at)
    link = PowerLink(site_id=site_id, secret=token_hex(32), made_at=at)
    session.add(link)
    session.flush()
    return link


def revoke_link(session: Session, site_id: int, *, at: datetime) -> bool:
    """End every link in force, also one that was made at the same moment by a mail; whether there was one."""
    in_force = select(PowerLink).where(PowerLink.site_id == site_id, col(PowerLink.revoked_at).is_(None))
    links = session.exec(in_force).all()
    for link in links:
        link.revoked_at = at
        session.add(link)
    session.flush()
    return bool(links)


def path_of(site: Site, link: PowerLink) -> str:
    """The path of the page, beginning with a slash."""
    return f"/s/{site.code}/power/{link.id}-{_signature(link, site)}"


def find_school(session: Session, code: str, token: str) -> Site | None:
    """The school that a link was made for; None for one that is forged, revoked or of another school."""
    number, _dash, signature = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 10 and signature.isascii()):
        return None
    link = session.get(PowerLink, int(number))
    site = session.get(Site, link.site_id) if link is not None else None
    if link is None or site is None or link.revoked_at is not None or site.archived_at is not None:
        return None
    if site.kind is not SiteKind.SCHOOL or site.code != code:
        return None
    return site if hmac.compare_digest(signature, _signature(link, site)) else None


def _signature(link: PowerLink, site: Site) -> str:
    said = f"power {link.id} {site.id} {site.code}"
    return hmac.new(bytes.fromhex(link.secret), said.encode(), sha256).hexdigest()[:SIGNATURE_LENGTH]


def take_report(session: Session, site: Site, *, is_off: bool, sender: str, at: datetime) -> Taken:
    """Keep what a school says, unless it or its sender said too much; `sender` is a keyed hash of the address."""
    assert site.id is not None
    recent = select(func.count(col(PowerReport.id))).where(PowerReport.at > at - SPAN)
    if session.exec(recent.where(PowerReport.sender == sender)).one() >= MOST_OF_SENDER:
        return Taken.TOO_MANY
    if session.exec(recent.where(PowerReport.site_id == site.id)).one() >= MOST_OF_SCHOOL:
        return Taken.TOO_MANY
    last = next(iter(reports_of(session, site.id, limit=1)), None)
    if last is not None and last.is_off == is_off and last.at > at - SAME:
        return Taken.KNOWN
    session.add(PowerReport(site_id=site.id, at=at, is_off=is_off, sender=sender))
    session.flush()
    open_here = select(Outage).where(Outage.site_id == site.id, col(Outage.ended_at).is_(None))
    for outage in session.exec(open_here).all():
        judge_outage(session, outage, at=at)
    return Taken.NEW


def reports_of(session: Session, site_id: int, *, limit: int = 5) -> list[PowerReport]:
    """The last reports of a school, newest first."""
    query = select(PowerReport).where(PowerReport.site_id == site_id)
    return list(session.exec(query.order_by(col(PowerReport.at).desc(), col(PowerReport.id).desc()).limit(limit)))
