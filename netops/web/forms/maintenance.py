"""Editing a maintenance window: what, from when to when, in local time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.outage import Subject
from inventory.models.site import Site
from inventory.queries.sight import Sight
from netops.i18n import N_, _
from netops.web.form import Field, Section
from netops.web.forms.layout import Layout, site_choices


def _subjects(session: Session, sight: Sight) -> list[tuple[str, str]]:
    found = [(f"office:{sight.office_id}", _("the whole office"))]
    found += [(f"site:{row_id}", name) for row_id, name in site_choices(session, sight)]
    for kind, table in ((Subject.LINK, Link), (Subject.DEVICE, Device)):
        rows = session.exec(
            select(table.id, Site.name, table.name)
            .join(Site, col(Site.id) == table.site_id)
            .where(sight.sites(), col(table.archived_at).is_(None))
            .order_by(Site.name, table.name)
        )
        found += [(f"{kind.value}:{row_id}", f"{site} · {name}") for row_id, site, name in rows]
    return found


def _sections(session: Session, sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    return [
        Section(
            "",
            (
                Field("what", _("What is worked on"), "select", required=True, options=_subjects(session, sight)),
                Field("starts_at", _("Begins"), "datetime-local", required=True),
                Field("ends_at", _("Ends"), "datetime-local", hint=_("At most 92 days"), required=True),
                Field("note", _("What for"), "textarea", maxlength=500),
            ),
        )
    ]


def _to_form(values: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    shown: dict[str, Any] = {"note": values["note"], "what": f"{values['subject']}:{values['subject_id']}"}
    for name in ("starts_at", "ends_at"):
        shown[name] = values[name].astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    return shown


def _from_form(given: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    subject, _colon, row_id = str(given.get("what", "")).partition(":")
    wanted: dict[str, Any] = {"subject": subject, "subject_id": row_id, "note": given.get("note", "")}
    for name in ("starts_at", "ends_at"):
        typed = str(given.get(name, ""))
        try:
            wanted[name] = datetime.fromisoformat(typed).replace(tzinfo=zone)
        except ValueError:
            wanted[name] = typed
    return wanted


RENAME = {"subject": "what", "subject_id": "what"}


def window(zone: ZoneInfo) -> Layout:
    """Times are typed in the zone of the screen."""
    return Layout(
        N_("New maintenance window"),
        N_("Change the window"),
        _sections,
        lambda values: _to_form(values, zone),
        lambda given: _from_form(given, zone),
        RENAME,
    )
