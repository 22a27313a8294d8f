"""Editing a maintenance window: what, from when to when, in local time, and on which days it comes again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Link, Provider
from inventory.models.outage import Subject
from inventory.models.site import Site
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, site_choices
from service.i18n import N_, _
from service.thai_order import in_thai
from service.web.form import Field, Section

WEEKDAYS = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)


def _subjects(session: Session, sight: Sight) -> list[tuple[str, str]]:
    found = [(f"office:{sight.office_id}", _("the whole office"))]
    found += [(f"site:{row_id}", name) for row_id, name in site_choices(session, sight)]
    providers = session.exec(select(Provider.id, Provider.name).where(Provider.office_id == sight.office_id))
    found += [
        (f"provider:{row_id}", _("all links of %(provider)s") % {"provider": name})
        for row_id, name in sorted(providers, key=lambda row: row[1])
    ]
    for kind, table in ((Subject.LINK, Link), (Subject.DEVICE, Device)):
        rows = session.exec(
            select(table.id, Site.name, table.name)
            .join(Site, col(Site.id) == table.site_id)
            .where(sight.sites(), col(table.archived_at).is_(None))
            .order_by(in_thai(Site.name), table.name)
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
        ),
        Section(
            _("Comes again"),
            (
                *(Field(f"weekday_{day}", _(name), "checkbox") for day, name in enumerate(WEEKDAYS)),
                Field(
                    "repeats_until",
                    _("Until the day"),
                    "date",
                    hint=_("At the same clock times on the days chosen; empty: until it is ended"),
                ),
            ),
        ),
    ]


def _to_form(values: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    shown: dict[str, Any] = {"note": values["note"], "what": f"{values['subject']}:{values['subject_id']}"}
    for name in ("starts_at", "ends_at"):
        shown[name] = values[name].astimezone(zone).strftime("%Y-%m-%dT%H:%M")
    shown |= {f"weekday_{day}": True for day in values["weekdays"]}
    shown["repeats_until"] = values["repeats_until"]
    return shown


def _from_form(given: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    subject, _colon, row_id = str(given.get("what", "")).partition(":")
    wanted: dict[str, Any] = {"subject": subject, "subject_id": row_id, "note": given.get("note", "")}
    wanted["weekdays"] = [day for day in range(7) if given.get(f"weekday_{day}") == "yes"]
    wanted["repeats_until"] = given.get("repeats_until", "")
    for name in ("starts_at", "ends_at"):
        typed = str(given.get(name, ""))
        try:
            wanted[name] = datetime.fromisoformat(typed).replace(tzinfo=zone)
        except ValueError:
            wanted[name] = typed
    return wanted


RENAME = {"subject": "what", "subject_id": "what", "weekdays": "weekday_0"}


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
