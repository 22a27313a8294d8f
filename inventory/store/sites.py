"""Schools and the office's own place: put in, changed and archived."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator
from sqlalchemy import update
from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Calendar, Contact, Site, SiteKind
from inventory.store.belonging import in_office
from service.columns import utc_now
from service.draft import Digits, Draft, Empty, Line, Mail, Note, OptionalId, take
from service.refusal import MissingError, NotTakenError, _, refuse


class ContactDraft(Draft):
    """Whom to call; the order of the list is the order of calling."""

    name: Annotated[Line, Field(min_length=1)]
    role: Annotated[str, Field(max_length=120)] = ""
    phone: Annotated[str, Field(max_length=64), Digits] = ""
    email: Mail = ""
    knows: Annotated[str, Field(pattern=r"^P?C?M?$")] = ""


class SiteDraft(Draft):
    """A site. A school's code has 8 digits; Thai digits are taken. Position in degrees (WGS 84)."""

    code: Annotated[str, Digits]
    name: Annotated[Line, Field(min_length=1)]
    kind: SiteKind = SiteKind.SCHOOL
    district: Annotated[str, Field(max_length=120)] = ""
    sub_district: Annotated[str, Field(max_length=120)] = ""
    latitude: Annotated[float | None, Field(ge=-90, le=90, allow_inf_nan=False), Empty] = None
    longitude: Annotated[float | None, Field(ge=-180, le=180, allow_inf_nan=False), Empty] = None
    address: Annotated[str, Field(max_length=500)] = ""
    calendar_id: OptionalId = None
    note: Note = ""
    contacts: tuple[ContactDraft, ...] = ()

    @field_validator("code")
    @classmethod
    def _eight_digits(cls, value: str) -> str:
        if not (len(value) == 8 and value.isascii() and value.isdigit()):
            raise NotTakenError(_("The school code has exactly 8 digits"))
        return value

    @model_validator(mode="after")
    def _whole_position(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            missing = "latitude" if self.latitude is None else "longitude"
            raise NotTakenError(_("Give both latitude and longitude, or neither"), missing)
        return self


def draft_of(session: Session, site: Site) -> SiteDraft:
    """The site as it could be given again."""
    contacts = tuple(ContactDraft.of(contact) for contact in contacts_of(session, site))
    return SiteDraft.of(site, contacts=contacts)


def contacts_of(session: Session, site: Site) -> list[Contact]:
    """Whom to call at the site, first first."""
    query = select(Contact).where(Contact.site_id == site.id).order_by(col(Contact.position), col(Contact.id))
    return list(session.exec(query))


def find_site(session: Session, site_id: int, *, office_id: int) -> Site:
    """The site of this office; MissingError when there is none."""
    site = session.get(Site, site_id)
    if site is None or site.office_id != office_id:
        raise MissingError("site")
    return site


def create_site(session: Session, draft: SiteDraft, *, office_id: int) -> Site:
    """A new site; RefusedError when the code is taken."""
    _check(session, draft, office_id=office_id, site_id=None)
    site = Site(office_id=office_id, **draft.model_dump(exclude={"contacts"}))
    session.add(site)
    session.flush()
    _keep_contacts(session, site, draft)
    return site


def change_site(session: Session, site: Site, draft: SiteDraft) -> dict[str, object]:
    """Make the site as drafted; returns {field: [before, after]}."""
    _check(session, draft, office_id=site.office_id, site_id=site.id)
    before = draft_of(session, site)
    changes = take(site, draft.model_dump(exclude={"contacts"}))
    if before.contacts != draft.contacts:
        _keep_contacts(session, site, draft)
        changes["contacts"] = [[c.name for c in before.contacts], [c.name for c in draft.contacts]]
    session.add(site)
    session.flush()
    return changes


def archive_site(session: Session, site: Site) -> None:
    """Take the site with its links and devices out of sight and out of polling; history stays."""
    now = utc_now()
    site.archived_at = now
    session.add(site)
    for table in (Link, Device):
        session.execute(
            update(table).where(col(table.site_id) == site.id, col(table.archived_at).is_(None)).values(archived_at=now)
        )
    session.flush()


def restore_site(session: Session, site: Site) -> None:
    """Undo archive_site: what was archived in the same moment comes back."""
    for table in (Link, Device):
        session.execute(
            update(table)
            .where(col(table.site_id) == site.id, col(table.archived_at) == site.archived_at)
            .values(archived_at=None)
        )
    site.archived_at = None
    session.add(site)
    session.flush()


def sites_by_code(session: Session, *, office_id: int) -> Mapping[str, Site]:
    """All sites of the office by their code, archived ones too: a code is never given twice."""
    return {site.code: site for site in session.exec(select(Site).where(Site.office_id == office_id))}


def _check(session: Session, draft: SiteDraft, *, office_id: int, site_id: int | None) -> None:
    in_office(session, Calendar, draft.calendar_id, office_id=office_id, field="calendar_id")
    taken = session.exec(select(Site).where(Site.office_id == office_id, Site.code == draft.code)).first()
    if taken is not None and taken.id != site_id:
        raise refuse("code", _("%(code)s is already the code of %(name)s"), code=draft.code, name=taken.name)


def _keep_contacts(session: Session, site: Site, draft: SiteDraft) -> None:
    assert site.id is not None  # flushed
    for old in contacts_of(session, site):
        session.delete(old)
    session.flush()
    for position, contact in enumerate(draft.contacts):
        session.add(Contact(site_id=site.id, position=position, **contact.model_dump()))
    session.flush()
