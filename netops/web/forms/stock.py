"""Editing a stock card, and writing a line on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.stock import KIND_WORDS
from netops.web.forms.assets import owner_field
from netops.web.forms.layout import Layout, site_choices
from service.i18n import N_, _
from service.thai_order import in_thai
from service.web.form import Field, Section, choices


def _sections(session: Session, sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    kinds = [(one.value, _(said)) for one, said in KIND_WORDS.items()]
    models = _("Names of models, one a line; the beginning of a name is enough. The page of such a device names it.")
    return [
        Section(
            "",
            (
                owner_field(session, sight),
                Field("code", _("Code"), required=True, maxlength=50),
                Field("name", _("Item"), required=True),
                Field("kind", _("Kind"), "select", options=kinds),
                Field("unit_word", _("Counted in"), hint=_("Such as machines, sets"), maxlength=32),
                Field("minimum", _("At least"), hint=_("Below this the card is marked"), maxlength=7),
                Field("place", _("Where it is kept")),
                Field("fits", _("Fits models"), "textarea", hint=models, maxlength=2000),
                Field("note", _("Note"), "textarea", maxlength=2000),
            ),
        )
    ]


def _from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**given, "minimum": given.get("minimum") or 0}


STOCK_ITEM: Final = Layout(N_("New stock card"), N_("Change the stock card %(name)s"), _sections, from_form=_from_form)


def receipt_fields() -> tuple[Field, ...]:
    """What came in."""
    return (
        Field("moved_on", _("On"), "date", required=True),
        Field("quantity", _("Quantity"), required=True, maxlength=7),
        Field("price_baht", _("Price each (baht)"), required=True, maxlength=20),
        Field("counterpart", _("Received from")),
        Field("document_no", _("Document number"), maxlength=120),
        Field("note", _("Note"), maxlength=2000),
    )


def issue_fields(session: Session, sight: Sight, site_id: int | None) -> tuple[Field, ...]:
    """What goes out. `site_id`: the school whose card it is; its devices can be named."""
    return (
        Field("moved_on", _("On"), "date", required=True),
        Field("quantity", _("Quantity"), required=True, maxlength=7),
        Field("to_site_id", _("To the school"), "select", options=[("", "–"), *site_choices(session, sight)]),
        Field("device_id", _("For the device"), "select", options=_devices(session, sight, site_id)),
        Field("counterpart", _("To whom or why")),
        Field("document_no", _("Document number"), maxlength=120),
        Field("note", _("Note"), maxlength=2000),
    )


def _devices(session: Session, sight: Sight, site_id: int | None) -> list[tuple[str, str]]:
    at = sight.sites() if site_id is None else Site.id == site_id
    rows = session.exec(
        select(Device.id, Device.name, Site.name)
        .join(Site, col(Site.id) == Device.site_id)
        .where(sight.sites(), at, col(Device.archived_at).is_(None))
        .order_by(in_thai(Site.name), Device.name)
    )
    return choices((row_id, f"{name} ({site})") for row_id, name, site in rows)
