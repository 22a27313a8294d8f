"""Rows of schools to drafts. The key is the school code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from inventory.importing.plan import PlannedRow, planned
from inventory.models.site import Contact, Site
from inventory.store.sites import ContactDraft, SiteDraft, sites_by_code
from service.importing import cells

CONTACT = {"contact_name": "name", "contact_phone": "phone", "contact_email": "email"}


class SitePlanner:
    """Plans one row at a time against what is stored."""

    def __init__(self, session: Session, *, office_id: int) -> None:
        self._stored = sites_by_code(session, office_id=office_id)
        self._contacts: dict[int, list[Contact]] = {}
        for contact in session.exec(
            select(Contact).join(Site).where(Site.office_id == office_id).order_by(col(Contact.position))
        ):
            self._contacts.setdefault(contact.site_id, []).append(contact)

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What must not stand twice in a file."""
        return (cells.western(row["site_code"]),)

    def plan(self, number: int, row: Mapping[str, str]) -> PlannedRow:
        """The row's act; RefusedError says what is wrong."""
        code = cells.code("site_code", row["site_code"], digits=8)
        stored = self._stored.get(code)
        given: dict[str, Any] = {name: row[name] for name in row if name in SiteDraft.model_fields} | {"code": code}
        for name in ("latitude", "longitude"):
            if name in row:
                degrees = cells.number(name, row[name])
                given[name] = None if degrees is None else float(degrees)
        contacts = self._contacts.get(stored.id or 0, []) if stored is not None else []
        before = tuple(ContactDraft.of(contact) for contact in contacts)
        after = self._first_contact(before, row)
        draft = SiteDraft.of(stored, contacts=before) if stored is not None else None
        given["contacts"] = after
        made = draft.with_changes(given) if draft is not None else SiteDraft.read(given)
        plan = planned(number, f"{made.code} {made.name}", made, stored)
        return plan.with_change("contacts", [[c.name for c in before], [c.name for c in after]], before != after)

    def _first_contact(self, before: tuple[ContactDraft, ...], row: Mapping[str, str]) -> tuple[ContactDraft, ...]:
        given = {field: row[name] for name, field in CONTACT.items() if name in row}
        if not any(given.values()):
            return before
        first = before[0].with_changes(given) if before else ContactDraft.read(given)
        return (first, *before[1:])
