"""Editing where a school keeps its computer traffic logs."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, site_choices
from service.i18n import N_, _
from service.thai_order import in_thai
from service.web.form import Field, Section


def _devices(session: Session, sight: Sight) -> list[tuple[str, str]]:
    rows = session.exec(
        select(Device.id, Site.name, Device.name)
        .join(Site, col(Site.id) == Device.site_id)
        .where(sight.sites(), col(Device.archived_at).is_(None))
        .order_by(in_thai(Site.name), Device.name)
    )
    return [(str(row_id), f"{site} · {name}") for row_id, site, name in rows]


def _sections(session: Session, sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    return [
        Section(
            "",
            (
                Field("site_id", _("School"), "select", required=True, options=site_choices(session, sight)),
                Field("name", _("Name"), hint=_("Such as: log box in the server room"), required=True, maxlength=120),
                Field("kept_where", _("Kept where"), hint=_("The machine, the provider, or the service")),
                Field("retention_days", _("Days kept"), "number", required=True),
                Field(
                    "has_traffic",
                    _("Holds computer traffic data"),
                    "checkbox",
                    hint=_("Who used which address, and when; not only what devices say of themselves"),
                ),
                Field("device_id", _("Device"), "select", options=_devices(session, sight)),
                Field(
                    "checked_on",
                    _("Last looked at"),
                    "date",
                    hint=_("The day on which somebody opened logs of 90 days ago"),
                ),
                Field("note", _("Note"), "textarea", maxlength=2000),
            ),
        )
    ]


LOG_SOURCE = Layout(N_("New log source"), N_("Change %(name)s"), _sections)
