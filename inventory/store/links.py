"""Internet links: put in, changed and archived."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator
from sqlmodel import Session, select

from inventory.models.contract import Contract
from inventory.models.device import Device
from inventory.models.link import Check, Link, Provider
from inventory.models.site import Calendar, Site
from inventory.store.belonging import in_office
from service.columns import utc_now
from service.draft import Address, Digits, Draft, Empty, Name, Note, OptionalId, Port, take
from service.refusal import MissingError, NotTakenError, _, refuse

BIGGEST = 2**53  # what a JSON number holds exactly


class LinkDraft(Draft):
    """A link of `site_id`: contract facts (bit/s, satang a month) and how it is checked."""

    site_id: int
    name: Name
    provider_id: OptionalId = None
    circuit_no: Annotated[str, Field(max_length=64), Digits] = ""
    speed_bps: Annotated[int | None, Field(gt=0, le=BIGGEST), Empty] = None
    price_satang_month: Annotated[int | None, Field(ge=0, le=BIGGEST), Empty] = None
    contract_id: OptionalId = None
    contract_start: Annotated[date | None, Empty] = None
    contract_end: Annotated[date | None, Empty] = None
    calendar_id: OptionalId = None
    check: Check = Check.ICMP
    check_address: Address = ""
    check_port: Annotated[Port | None, Empty] = None
    device_id: OptionalId = None
    upstream_id: OptionalId = None
    near_end: Annotated[str, Field(max_length=120)] = ""
    far_end: Annotated[str, Field(max_length=120)] = ""
    note: Note = ""

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.contract_start and self.contract_end and self.contract_end < self.contract_start:
            raise NotTakenError(_("The contract ends before it starts"), "contract_end")
        if self.check is Check.TCP and self.check_port is None:
            raise NotTakenError(_("A check by TCP needs a port"), "check_port")
        if self.check is Check.SNMP and self.device_id is None and not self.check_address:
            raise NotTakenError(_("A check by SNMP needs the router or its address"), "device_id")
        return self


def find_link(session: Session, link_id: int, *, office_id: int) -> Link:
    """The link of this office; MissingError when there is none."""
    link = session.get(Link, link_id)
    site = session.get(Site, link.site_id) if link is not None else None
    if link is None or site is None or site.office_id != office_id:
        raise MissingError("link")
    return link


def create_link(session: Session, draft: LinkDraft, *, office_id: int) -> Link:
    """A new link; RefusedError when the site has one of this name."""
    _check(session, draft, office_id=office_id, link_id=None)
    link = Link(**draft.model_dump())
    session.add(link)
    session.flush()
    return link


def change_link(session: Session, link: Link, draft: LinkDraft, *, office_id: int) -> dict[str, object]:
    """Make the link as drafted; returns {field: [before, after]}."""
    _check(session, draft, office_id=office_id, link_id=link.id)
    changes = take(link, draft.model_dump())
    session.add(link)
    session.flush()
    return changes


def archive_link(session: Session, link: Link) -> None:
    """Out of sight and out of checking; samples and outages stay as proof."""
    link.archived_at = utc_now()
    session.add(link)
    session.flush()


def restore_link(session: Session, link: Link) -> None:
    """Undo archive_link."""
    link.archived_at = None
    session.add(link)
    session.flush()


def _check(session: Session, draft: LinkDraft, *, office_id: int, link_id: int | None) -> None:
    in_office(session, Site, draft.site_id, office_id=office_id, field="site_id")
    in_office(session, Provider, draft.provider_id, office_id=office_id, field="provider_id")
    contract = in_office(session, Contract, draft.contract_id, office_id=office_id, field="contract_id")
    if contract is not None and draft.provider_id not in {None, contract.provider_id}:
        raise refuse("contract_id", _("This is a contract with another provider"))
    in_office(session, Calendar, draft.calendar_id, office_id=office_id, field="calendar_id")
    in_office(session, Device, draft.device_id, office_id=office_id, field="device_id")
    in_office(session, Device, draft.upstream_id, office_id=office_id, field="upstream_id")
    upstream = session.get(Device, draft.upstream_id) if draft.upstream_id is not None else None
    if upstream is not None and upstream.site_id == draft.site_id:
        raise refuse("upstream_id", _("A device of the same school stands behind the link, not before it"))
    taken = session.exec(select(Link).where(Link.site_id == draft.site_id, Link.name == draft.name)).first()
    if taken is not None and taken.id != link_id:
        raise refuse("name", _("The site already has a link named %(name)s"), name=draft.name)
