"""The form of a need: short for a school, with everything for the office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.asset import Asset, Standing
from inventory.models.device import Device
from inventory.models.site import Site, SiteKind
from inventory.queries.sight import Sight
from netops.web.criteria_words import SHORT_LISTINGS
from netops.web.forms.layout import Layout, site_choices, site_id_of
from office.fiscal import FiscalYear
from procurement.needs.need import Reason
from procurement.queries.needs import KIND_WORDS, REASON_WORDS, URGENCY_WORDS
from procurement.store.criteria import office_catalogue
from service.columns import utc_now
from service.i18n import N_, _
from service.thai_order import in_thai
from service.web.form import Field, Section, choices

OWN_REASONS: Final = (Reason.BROKEN, Reason.SHORTAGE, Reason.NEW_WORK, Reason.AGE, Reason.REPAIRS, Reason.OTHER)
"""What a school can know; the others are seen in the inventory."""
YEARS_AHEAD: Final = 4


def kind_word(kind: str) -> str:
    """The reader's word for a kind of equipment; one of the office's own stays as it was written."""
    return _(KIND_WORDS[kind]) if kind in KIND_WORDS else kind


def _sections(session: Session, sight: Sight, values: Mapping[str, str]) -> list[Section]:
    reasons = OWN_REASONS if sight.site_id is not None else tuple(Reason)
    wanted = values.get("reason", "")
    chosen = [(one.value, _(REASON_WORDS[one])) for one in Reason if one in reasons or one.value == wanted]
    return [
        Section(_("What is needed"), _thing(session, sight, values)),
        Section(
            _("Why"),
            (
                Field("reason", _("Why it is needed"), "select", required=True, options=[("", "–"), *chosen]),
                Field(
                    "urgency",
                    _("How pressing"),
                    "select",
                    options=[(one.value, _(said)) for one, said in URGENCY_WORDS.items()],
                ),
                Field(
                    "reason_text",
                    _("Reason in words"),
                    "textarea",
                    hint=_("What cannot be done without it, and for how many pupils; no names of pupils."),
                    maxlength=2000,
                ),
                Field(
                    "device_id",
                    _("About a device of the network"),
                    "select",
                    hint=_("Of one device there is one need for each reason."),
                    options=_devices(session, sight, values),
                ),
                Field(
                    "asset_id",
                    _("About an asset of the book"),
                    "select",
                    options=_assets(session, sight, values),
                ),
            ),
        ),
    ]


def _thing(session: Session, sight: Sight, values: Mapping[str, str]) -> tuple[Field, ...]:
    sites = site_choices(session, sight)
    owners = sites if sight.site_id is not None else [("", _("the office")), *sites]
    year = FiscalYear.of(utc_now().date()).era
    years = sorted({str(year + ahead) for ahead in range(YEARS_AHEAD)} | ({values.get("fiscal_year", "")} - {""}))
    present = values.get("kind", "")
    kinds = [("", "–"), *((kind, _(said)) for kind, said in KIND_WORDS.items())]
    return (
        Field("site_id", _("For"), "select", options=owners),
        Field("title", _("What is needed"), hint=_("Such as: switch with 24 ports"), required=True),
        Field(
            "kind",
            _("Kind of equipment"),
            "select",
            options=kinds if present in dict(kinds) else [*kinds, (present, present)],
        ),
        Field("quantity", _("Quantity"), required=True, maxlength=6),
        Field(
            "fiscal_year", _("Wished for fiscal year"), "select", options=[("", "–"), *((era, era) for era in years)]
        ),
        Field(
            "criteria_item",
            _("Item of price criteria"),
            "select",
            hint=_("Where it is known; the specification begins with it."),
            options=[("", "–"), *_items(session, sight)],
            wide=True,
        ),
    )


def _items(session: Session, sight: Sight) -> list[tuple[str, str]]:
    held = office_catalogue(session, sight.office_id).items_at(utc_now().date())
    return [
        (
            f"{one.edition.listing.value}/{one.item.code}",
            f"{_(SHORT_LISTINGS[one.edition.listing])} {one.item.item_no}: {one.item.name_th}",
        )
        for one in held
    ]


def _devices(session: Session, sight: Sight, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Those of the owner, and the one that is set. The office's own stand at its own place."""
    chosen = sight.site_id or site_id_of(values)
    at = col(Site.id) == chosen if chosen is not None else col(Site.kind) == SiteKind.OFFICE
    known = _set(values, "device_id")
    rows = session.exec(
        select(Device.id, Device.name, Site.name)
        .join(Site)
        .where(
            sight.sites(), col(Device.archived_at).is_(None), at if known is None else at | (col(Device.id) == known)
        )
        .order_by(in_thai(Site.name), Device.name)
    )
    return choices(((row_id, f"{name} ({site})") for row_id, name, site in rows), none=_("none"))


def _assets(session: Session, sight: Sight, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """Those of the owner that were not disposed of, and the one that is set."""
    unit, known = sight.site_id or site_id_of(values) or 0, _set(values, "asset_id")
    here = (col(Asset.unit) == unit) & (col(Asset.standing) != Standing.DISPOSED)
    rows = session.exec(
        select(Asset.id, Asset.number, Asset.name)
        .where(Asset.office_id == sight.office_id, here if known is None else here | (col(Asset.id) == known))
        .order_by(Asset.number)
        .limit(500)
    )
    return choices(((row_id, f"{number} {name}") for row_id, number, name in rows), none=_("none"))


def _set(values: Mapping[str, str], name: str) -> int | None:
    text = values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


NEED: Final = Layout(N_("New need"), N_("Change the need"), _sections)
