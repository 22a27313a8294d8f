"""What the letters of each sender bear, kept so that nobody types it again: the office's, and each paying school's."""

from __future__ import annotations

from sqlmodel import Session, col, select

from inventory.models.site import Contact, Office, Site
from netops.claims.kinds import Letterhead
from netops.models.job import StoredSetting
from service.columns import utc_now


def load_letterhead(session: Session, office_id: int, site_id: int | None) -> Letterhead:
    """Of the office, or of a school that pays; what is known of it before anybody typed anything."""
    row = _row(session, office_id, site_id)
    if row is not None:
        return Letterhead.model_validate(row.value)
    if site_id is None:
        return Letterhead(sender=session.get_one(Office, office_id).name)
    site = session.get_one(Site, site_id)
    query = select(Contact).where(Contact.site_id == site_id).order_by(col(Contact.position)).limit(1)
    contact = session.exec(query).first()
    phone = f"โทร. {contact.phone}" if contact is not None and contact.phone else ""
    return Letterhead(sender="\n".join(part for part in (site.name, site.address) if part), contact=phone)


def store_letterhead(session: Session, office_id: int, site_id: int | None, head: Letterhead) -> None:
    """For letters from now on. The caller commits."""
    row = _row(session, office_id, site_id) or StoredSetting(office_id=office_id, key=_key(site_id))
    row.value, row.changed_at = head.model_dump(), utc_now()
    session.add(row)
    session.flush()


def _key(site_id: int | None) -> str:
    return "letterhead" if site_id is None else f"letterhead:{site_id}"


def _row(session: Session, office_id: int, site_id: int | None) -> StoredSetting | None:
    wanted = select(StoredSetting).where(StoredSetting.office_id == office_id, StoredSetting.key == _key(site_id))
    return session.exec(wanted).first()
