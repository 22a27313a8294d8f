"""Editing a card of the asset book, and a class with its dated terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session, col, select
from starlette.requests import Request

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.site import Site, SiteKind
from inventory.queries.assets import FUND_WORDS, classes_of, seen
from inventory.queries.conditions import whole
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, scaled, site_choices, site_id_of, unscaled
from service.i18n import N_, _
from service.thai_order import in_thai
from service.web.form import Field, Rows, Section, choices

SATANG: Final = 100
_BAHT: Final = {"price_satang": "price_baht"}


def _sections(session: Session, sight: Sight, values: Mapping[str, str]) -> list[Section]:
    return [
        Section(_("Asset"), _thing(session, sight)),
        Section(_("How it was acquired"), _acquired()),
        Section(
            _("Where it is"),
            (
                Field("custodian", _("Custodian"), hint=_("Who answers for it")),
                Field("place", _("Where it stands"), hint=_("Building and room")),
                Field(
                    "device_id",
                    _("Device of the network"),
                    "select",
                    hint=_("The card then shows whether it is on and where it was seen."),
                    options=_devices(session, sight, values),
                ),
                Field("note", _("Note"), "textarea", maxlength=2000),
            ),
        ),
    ]


def _thing(session: Session, sight: Sight) -> tuple[Field, ...]:
    sites = site_choices(session, sight)
    owners = sites if sight.site_id is not None else [("", _("the office")), *sites]
    return (
        Field("site_id", _("Owner"), "select", hint=_("Numbers are unique within their owner."), options=owners),
        Field("number", _("Asset number"), hint=_("Such as 7440-001-0001/65"), required=True, maxlength=50),
        Field("gfmis_no", _("GFMIS number"), maxlength=50),
        Field("name", _("Item"), required=True),
        Field("class_id", _("Class"), "select", options=[("", "–"), *classes_of(session, sight.office_id)]),
        Field("brand", _("Brand"), maxlength=120),
        Field("model", _("Model")),
        Field("serial", _("Serial number")),
        Field("quantity", _("Quantity"), hint=_("More than one: a batch of equal things"), required=True, maxlength=7),
        Field("unit_word", _("Counted in"), hint=_("Such as machines, sets"), maxlength=32),
    )


def _acquired() -> tuple[Field, ...]:
    return (
        Field("acquired_on", _("Acquired on"), "date"),
        Field("price_baht", _("Price each (baht)"), maxlength=20),
        Field("document_no", _("Document number"), maxlength=120),
        Field("fund", _("Kind of money"), "select", options=[(one.value, _(said)) for one, said in FUND_WORDS.items()]),
        Field("method", _("Way of acquiring"), hint=_("As the paper says, such as the specific method"), maxlength=120),
        Field("contract_no", _("Contract number"), maxlength=120),
        Field("supplier", _("Seller or donor")),
        Field("supplier_address", _("Address of the seller or donor"), maxlength=500),
        Field("supplier_phone", _("Telephone of the seller or donor"), maxlength=64),
        Field("warranty_until", _("Warranty until"), "date"),
        Field("life_years", _("Life (years)"), hint=_("Empty: as its class says"), maxlength=3),
    )


def _devices(session: Session, sight: Sight, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Those of the owner, and the one that is set. The office's own stand at its own place."""
    chosen = sight.site_id or site_id_of(values)
    at = col(Site.id) == chosen if chosen is not None else col(Site.kind) == SiteKind.OFFICE
    linked = values.get("device_id", "")
    known = col(Device.id) == int(linked) if linked.isascii() and linked.isdigit() and len(linked) < 10 else None
    rows = session.exec(
        select(Device.id, Device.name, Site.name)
        .join(Site)
        .where(sight.sites(), col(Device.archived_at).is_(None), at if known is None else at | known)
        .order_by(in_thai(Site.name), Device.name)
    )
    return choices(((row_id, f"{name} ({site})") for row_id, name, site in rows), none=_("none"))


def asset_choice(session: Session, sight: Sight, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """The one asset that a form is about: among thousands none is chosen from a list."""
    asset_id = whole(values.get("asset_id", ""))
    row = session.exec(select(Asset).where(col(Asset.id) == asset_id, seen(sight))).one_or_none()
    return [] if row is None else [(str(row.id), f"{row.number} · {row.name}")]


def prefilled(request: Request, db: Session, sight: Sight) -> dict[str, str]:
    """Owner and number of the asset from whose card one comes (?asset_id=); a school's own unit else."""
    asset_id = whole(request.query_params.get("asset_id", ""))
    row = db.exec(select(Asset).where(col(Asset.id) == asset_id, seen(sight))).one_or_none()
    if row is None:
        return {"site_id": str(sight.site_id or "")}
    return {"site_id": str(row.site_id or ""), "numbers": row.number}


def all_units(session: Session, office_id: int) -> list[tuple[str, str]]:
    """The office and every school of it."""
    return [("", _("the office")), *site_choices(session, Sight(office_id))]


def owner_field(session: Session, sight: Sight, *, name: str = "site_id", label: str = "") -> Field:
    """Whose assets a form is about; a school's people have their own only."""
    options = site_choices(session, sight) if sight.site_id is not None else all_units(session, sight.office_id)
    return Field(name, label or _("Owner"), "select", options=options)


def numbers_field(label: str) -> Field:
    """Assets by their numbers."""
    return Field("numbers", label, "textarea", hint=_("Asset numbers, one a line"), maxlength=26_000, required=True)


def _to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(values)
    shown["price_baht"] = unscaled(shown.pop("price_satang"), SATANG)
    return shown


def _from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = dict(given)
    wanted["price_satang"] = scaled(wanted.pop("price_baht", None), SATANG)
    return wanted


ASSET: Final = Layout(N_("New asset"), N_("Change the card of %(name)s"), _sections, _to_form, _from_form, rename=_BAHT)


def _class_sections(_session: Session, _sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    term = (
        Field("valid_from", _("For what was acquired from"), "date"),
        Field("life_years", _("Life (years)"), maxlength=3),
        Field("is_depreciated", _("Depreciated"), "select", options=[("", _("yes")), ("no", _("no"))]),
        Field("source", _("Where this is from"), hint=_("Circular, manual, decision")),
    )
    return [
        Section(
            _("Class of assets"),
            (
                Field("code", _("Code"), required=True, maxlength=32),
                Field("name", _("Name"), required=True, maxlength=120),
            ),
            rows=(Rows("terms", _("How it is depreciated"), term, _("Straight line; one baht stays."), spare=1),),
        )
    ]


def _class_to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    terms = [{**term, "is_depreciated": "" if term["is_depreciated"] else "no"} for term in values.get("terms") or ()]
    return {**values, "terms": terms}


def _class_from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    terms = [{**term, "is_depreciated": term.get("is_depreciated") != "no"} for term in given.get("terms", ())]
    return {**given, "terms": terms}


CLASS: Final = Layout(
    N_("New class of assets"), N_("Change the class %(name)s"), _class_sections, _class_to_form, _class_from_form
)
