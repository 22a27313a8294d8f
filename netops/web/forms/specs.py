"""Editing the head of a specification, and a line of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlmodel import Session

from inventory.queries.sight import Sight
from netops.web.criteria_words import CATEGORIES, SHORT_LISTINGS
from netops.web.forms.layout import Layout, scaled, site_choices, unscaled
from office.baht import figures
from procurement.criteria.edition import InForce, Listing
from procurement.models.spec import PriceFrom
from service.i18n import N_, _
from service.web.form import Field, Rows, Section

SATANG: Final = 100
_HEAD: Final = {"budget_satang": "budget_baht", "penalty_bp": "penalty_percent"}
_LINE: Final = {"unit_price_satang": "unit_price_baht", "code": "item", "listing": "item"}


def _sections(session: Session, sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    buyers = [("", _("the office")), *site_choices(session, sight)]
    member = (
        Field("name", _("Name")),
        Field("position", _("Position")),
        Field("duty", _("Duty"), hint=_("Chairman, member, secretary"), maxlength=120),
    )
    return [
        Section(
            _("What is bought"),
            (
                Field("title", _("Name of the project"), required=True, wide=True),
                Field("site_id", _("Buyer"), "select", options=buyers),
                Field(
                    "day", _("Day of the specification"), "date", required=True, hint=_("Criteria in force then hold.")
                ),
                Field("background", _("Reasons and background"), "textarea", lines=4, maxlength=8000),
                Field("objective", _("Objectives"), "textarea", lines=3, maxlength=8000, hint=_("One a line")),
            ),
        ),
        Section(_("Money and method"), _money()),
        Section(_("Delivery and warranty"), _delivery()),
        Section(_("Committee for the specification and its price"), rows=(Rows("members", "", member, spare=3),)),
    ]


def _money() -> tuple[Field, ...]:
    return (
        Field("budget_baht", _("Allotted budget (baht)"), maxlength=20),
        Field("budget_source", _("Source of the money")),
        Field("plan_no", _("Number of the procurement plan"), maxlength=120),
        Field(
            "price_set_on", _("Reference price approved on"), "date", hint=_("The day the head approved the amount.")
        ),
        Field("method", _("Method"), hint=_("Such as the specific method"), maxlength=120),
        Field("method_reason", _("Reason of the method"), maxlength=500),
    )


def _delivery() -> tuple[Field, ...]:
    return (
        Field("deliver_days", _("To be delivered within (days)"), maxlength=4),
        Field("place", _("Place of delivery"), hint=_("Empty: the schools of the lines")),
        Field("payment", _("Payment"), maxlength=500),
        Field("warranty_years", _("Warranty (years)"), maxlength=2),
        Field("repair_days", _("Repaired within (days)"), maxlength=3),
        Field("penalty_percent", _("Fine for each day (percent)"), maxlength=6, hint=_("0.01 to 0.20 for goods")),
        Field("qualifications", _("Qualifications of bidders"), "textarea", maxlength=8000, hint=_("One a line")),
        Field("other_terms", _("Other terms"), "textarea", maxlength=8000, hint=_("One a line")),
    )


def _to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(values)
    shown["budget_baht"] = unscaled(shown.pop("budget_satang"), SATANG)
    shown["penalty_percent"] = unscaled(shown.pop("penalty_bp"), SATANG)
    return shown


def _from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = dict(given)
    wanted["budget_satang"] = scaled(wanted.pop("budget_baht", None), SATANG)
    wanted["penalty_bp"] = scaled(wanted.pop("penalty_percent", None), SATANG)
    return wanted


SPEC: Final = Layout(
    N_("New specification"), N_("Change the specification"), _sections, _to_form, _from_form, rename=_HEAD
)


def line_sections(
    session: Session, sight: Sight, held: Iterable[InForce], used: tuple[str, str] | None
) -> list[Section]:
    """Of a line: `held` is what the criteria have on its day, `used` the item it was taken from, with its words."""
    items = [(key_of(each), _item_words(each)) for each in held]
    if used is not None and used[0] not in dict(items):
        items.insert(0, used)
    categories = [("", "–"), *((key, _(words)) for key, words in CATEGORIES.items())]
    thing = (
        Field("item", _("Item of the criteria"), "select", options=[("", _("in no criteria")), *items], wide=True),
        Field("name", _("Name"), hint=_("Empty: as the criteria say"), wide=True),
        Field("category", _("Kind"), "select", options=categories, hint=_("Where it is in no criteria")),
        Field("quantity", _("Quantity"), required=True, maxlength=7),
        Field("unit_word", _("Counted in"), maxlength=32),
        Field("unit_price_baht", _("Unit price with VAT (baht)"), required=True, maxlength=20),
        Field("price_source", _("Where the price is from"), hint=_("Empty: the criteria, or the market prices")),
        Field(
            "additions",
            _("Further demands"),
            "textarea",
            lines=4,
            maxlength=8000,
            hint=_("One a line, measurable; those of the criteria stand by themselves. No brands and no models."),
        ),
    )
    return [
        Section(_("Item"), thing),
        Section(_("Where it goes"), rows=(Rows("deliveries", "", _places(session, sight), spare=3),)),
        Section("", rows=(_prices(), _products(), _replaced())),
    ]


def _places(session: Session, sight: Sight) -> tuple[Field, ...]:
    schools = [("", "–"), *site_choices(session, sight)]
    return (Field("site_id", _("School"), "select", options=schools), Field("quantity", _("Quantity"), maxlength=7))


def _prices() -> Rows:
    ways = [(PriceFrom.COMPANY.value, _("company")), (PriceFrom.WEBSITE.value, _("website"))]
    fields = (
        Field("source", _("Who asks it")),
        Field("asked_from", _("Way"), "select", options=[("", "–"), *ways]),
        Field("price_baht", _("Unit price with VAT (baht)"), maxlength=20),
        Field("asked_on", _("On"), "date"),
    )
    return Rows("prices", _("Market prices"), fields, _("Needed where the criteria name no price."), spare=3)


def _products() -> Rows:
    fields = (Field("maker", _("Maker"), maxlength=120), Field("model", _("Model"), maxlength=120))
    hint = _("That fulfil every demand; no paper names them.")
    return Rows("products", _("Products able to compete"), fields, hint, spare=2)


def _replaced() -> Rows:
    fields = (
        Field("name", _("Number or name")),
        Field("in_use_since", _("In use since"), "date"),
        Field("asset_id", _("Card"), maxlength=9, hint=_("Its number in this system")),
        Field("device_id", _("Device"), maxlength=9, hint=_("Its number in this system")),
    )
    return Rows("replaced", _("What is replaced"), fields, spare=1)


def key_of(held: InForce) -> str:
    """An item as the value of a choice."""
    return f"{held.edition.listing.value}:{held.item.code}"


def _item_words(held: InForce) -> str:
    item = held.item
    price = _("no price known") if item.price_satang is None else figures(item.price_satang)
    return f"{_(SHORT_LISTINGS[held.edition.listing])} {item.item_no} {item.name_th} · {price}"


def line_to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the fields."""
    shown = dict(values)
    listing, code = shown.pop("listing", None), shown.pop("code", "")
    shown["item"] = f"{Listing(listing).value}:{code}" if listing and code else ""
    shown["unit_price_baht"] = unscaled(shown.pop("unit_price_satang", None), SATANG)
    shown["prices"] = [
        {**price, "price_baht": unscaled(price["price_satang"], SATANG)} for price in shown.get("prices") or ()
    ]
    for price in shown["prices"]:
        del price["price_satang"]
    return shown


def line_from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields ask the draft to be."""
    wanted = dict(given)
    listing, _colon, code = str(wanted.pop("item", "")).partition(":")
    if code:
        wanted |= {"listing": listing, "code": code}
    wanted["unit_price_satang"] = scaled(wanted.pop("unit_price_baht", None), SATANG)
    wanted["prices"] = [_price(price) for price in wanted.get("prices", ())]
    return wanted


def _price(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {key: value for key, value in given.items() if key != "price_baht"}
    wanted["asked_from"] = wanted.get("asked_from") or PriceFrom.COMPANY.value
    return wanted | {"price_satang": scaled(given.get("price_baht"), SATANG)}


def line_named(name: str) -> str:
    """What the form calls a field of the draft."""
    return _LINE.get(name, name.replace("price_satang", "price_baht"))
