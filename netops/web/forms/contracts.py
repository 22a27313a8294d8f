"""Editing a contract: the paper's facts, which time counts, and the credit or fine as rows of parameters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from sqlmodel import Session, select

from inventory.models.contract import ClockStart
from inventory.models.link import Provider
from inventory.models.outage import Cause
from inventory.queries.sight import Sight
from inventory.sla.formula import BaseOf, Days, Measure, Parts, Per, Rounding
from netops.web.forms.layout import Layout, calendar_choices, scaled, site_choices, unscaled
from netops.web.outage_sections.cause import CAUSE_WORDS
from service.i18n import N_, _
from service.thai_order import in_thai
from service.web.form import Field, Rows, Section, choices

SATANG: Final = 100
EXCLUDED: Final = "excluded_"
_THAI: Final = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_TIER: Final = re.compile(r"\s*([^=]*?)\s*=\s*(.*?)\s*")
# formula.rates.0.percent_per_hour.percent -> rates.0.percent
_RATE: Final = re.compile(r"formula\.rates\.(\d+)(?:\.[a-z_]+(?:\.([a-z_]+))?)?.*")
_BY_ITSELF: Final = (Measure.DOWNTIME, Per.OUTAGE, Parts.UP, Days.HOURS, 0)
_IN_BAHT: Final = {"satang": "baht", "price_satang_month": "price_baht_month", "amount_satang": "amount_baht"}


def _sections(session: Session, sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    providers = session.exec(
        select(Provider.id, Provider.name).where(Provider.office_id == sight.office_id).order_by(in_thai(Provider.name))
    )
    return [
        Section(
            _("Contract"),
            (
                Field("number", _("Contract number"), required=True, maxlength=120),
                Field("name", _("What it is about")),
                Field("provider_id", _("Provider"), "select", required=True, options=choices(providers)),
                Field(
                    "payer_site_id",
                    _("Who pays"),
                    "select",
                    hint=_("The one who pays sends the claims"),
                    options=[("", _("the office")), *site_choices(session, sight)],
                ),
                Field("signed_on", _("Signed on"), "date"),
                Field("starts_on", _("First day"), "date"),
                Field("ends_on", _("Last day"), "date"),
                Field("remind_days", _("Remind so many days before"), hint=_("Such as 90, 60, 30"), maxlength=60),
                Field(
                    "price_baht_month",
                    _("Price a month of one link (baht)"),
                    hint=_("A link's own price holds over this one"),
                    maxlength=20,
                ),
                Field("amount_baht", _("Amount of the whole contract (baht)"), maxlength=20),
            ),
        ),
        Section(_("What counts"), _terms(session, sight)),
        Section(
            _("Credit or fine, as the contract says"),
            (
                Field("base", _("A percent is of"), "select", options=_bases()),
                Field("cap_percent", _("At most (percent of that)"), maxlength=20),
                Field("cap_baht", _("At most (baht)"), maxlength=20),
                Field("rounding", _("Rounding"), "select", options=_roundings()),
                Field("round_each", _("Each amount is rounded by itself"), "checkbox"),
            ),
            rows=(Rows("rates", _("Rates"), _rate(), _("Copied from the paper; none holds by itself."), spare=2),),
        ),
        Section("", (Field("note", _("Note"), "textarea", maxlength=2000),)),
    ]


def _terms(session: Session, sight: Sight) -> tuple[Field, ...]:
    starts = [(ClockStart.OUTAGE.value, _("when the link is cut")), (ClockStart.REPORT.value, _("when it is reported"))]
    return (
        Field(
            "calendar_id",
            _("Hours that count"),
            "select",
            options=calendar_choices(session, sight, _("all 24 hours of every day")),
        ),
        Field("response_minutes", _("Response time (minutes)"), maxlength=6),
        Field("repair_minutes", _("Repair time (minutes)"), maxlength=6),
        Field("clock_start", _("The repair time begins"), "select", options=starts),
        Field("least_seconds", _("Shorter outages do not count (seconds)"), hint=_("0: all count"), maxlength=6),
        *(
            Field(f"{EXCLUDED}{cause.value}", _("Does not count: %(cause)s") % {"cause": _(words)}, "checkbox")
            for cause, words in CAUSE_WORDS.items()
            if cause is not Cause.PROVIDER
        ),
    )


def _rate() -> tuple[Field, ...]:
    kinds = [
        ("", "–"),
        ("percent_per_hour", _("percent for each hour")),
        ("percent_per_day", _("percent for each day")),
        ("baht_per_hour", _("baht for each hour")),
        ("tiers", _("percent by availability")),
    ]
    measures = [
        ("", _("all outage time")),
        (Measure.REPAIR_OVER.value, _("time beyond the repair time")),
        (Measure.RESPONSE_OVER.value, _("time beyond the response time")),
    ]
    parts = [("", _("a part counts as a whole")), (Parts.EXACT.value, _("exact")), (Parts.DOWN.value, _("left out"))]
    return (
        Field("kind", _("Kind"), "select", options=kinds),
        Field("percent", _("Percent"), maxlength=12),
        Field("baht", _("Baht"), maxlength=20),
        Field("measure", _("Which time"), "select", options=measures),
        Field(
            "per",
            _("Reckoned how"),
            "select",
            options=[("", _("in each outage")), (Per.MONTH.value, _("in the month"))],
        ),
        Field("parts", _("Parts of an hour or day"), "select", options=parts),
        Field("free_minutes", _("Free minutes"), maxlength=6),
        Field("days", _("A day is"), "select", options=[("", _("24 hours")), (Days.DATES.value, _("a date"))]),
        Field("tiers", _("Tiers"), hint=_("Below = percent, such as 99.5 = 5; 99 = 10"), maxlength=400),
    )


def _bases() -> list[tuple[str, str]]:
    return [
        (BaseOf.MONTH.value, _("the price of the month")),
        (BaseOf.PART_MONTH.value, _("the price for the days that the contract holds in the month")),
        (BaseOf.CONTRACT.value, _("the amount of the contract")),
    ]


def _roundings() -> list[tuple[str, str]]:
    return [
        (Rounding.SATANG_HALF_UP.value, _("to the satang, half and more up")),
        (Rounding.SATANG_DOWN.value, _("to the satang, down")),
        (Rounding.SATANG_UP.value, _("to the satang, up")),
        (Rounding.BAHT_HALF_UP.value, _("to the baht, half and more up")),
        (Rounding.BAHT_DOWN.value, _("to the baht, down")),
        (Rounding.BAHT_UP.value, _("to the baht, up")),
    ]


def _to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(values)
    formula = shown.pop("formula") or {}
    formula = formula if isinstance(formula, dict) else formula.model_dump()
    shown["price_baht_month"] = unscaled(shown.pop("price_satang_month"), SATANG)
    shown["amount_baht"] = unscaled(shown.pop("amount_satang"), SATANG)
    shown["remind_days"] = ", ".join(str(days) for days in shown.pop("remind_days") or ())
    shown |= {f"{EXCLUDED}{Cause(cause).value}": True for cause in shown.pop("excluded") or ()}
    shown["cap_baht"] = unscaled(formula.pop("cap_satang", None), SATANG)
    shown["rates"] = [_rate_shown(rate) for rate in formula.pop("rates", ())]
    return shown | formula


def _rate_shown(rate: Mapping[str, Any]) -> dict[str, Any]:
    if rate["kind"] == "tiers":
        tiers = "; ".join(f"{tier['below']} = {tier['percent']}" for tier in rate["tiers"])
        return {"kind": "tiers", "tiers": tiers}
    # What holds by itself stands as the first choice, which is sent empty.
    shown = {name: value for name, value in rate.items() if value not in _BY_ITSELF}
    if "satang" in shown:
        shown["baht"] = unscaled(shown.pop("satang"), SATANG)
    return shown


def _from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {name: value for name, value in given.items() if not name.startswith(EXCLUDED)}
    wanted["excluded"] = [
        name.removeprefix(EXCLUDED) for name, value in given.items() if name.startswith(EXCLUDED) and value == "yes"
    ]
    wanted["price_satang_month"] = scaled(wanted.pop("price_baht_month", None), SATANG)
    wanted["amount_satang"] = scaled(wanted.pop("amount_baht", None), SATANG)
    wanted["remind_days"] = [part for part in re.split(r"[,\s]+", _western(wanted.get("remind_days"))) if part]
    wanted["least_seconds"] = _western(wanted.get("least_seconds")) or 0
    formula = {name: wanted.pop(name, None) for name in ("base", "cap_percent", "rounding", "round_each")}
    formula["cap_satang"] = scaled(wanted.pop("cap_baht", None), SATANG)
    formula["rates"] = [_rate_given(row) for row in wanted.pop("rates", [])]
    wanted["formula"] = _filled(formula)
    return wanted


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was typed, so that the rest is as a formula has it by itself."""
    return {name: _western(value) for name, value in values.items() if value is not None and value != ""}


def _rate_given(row: Mapping[str, str]) -> dict[str, Any]:
    wanted = _filled(row)
    kind = wanted.get("kind", "")
    if "baht" in wanted:
        wanted["satang"] = scaled(wanted.pop("baht"), SATANG)
    if "tiers" in wanted:
        parts = [_TIER.fullmatch(part) for part in re.split(r"[;\n]", wanted["tiers"]) if part.strip()]
        wanted["tiers"] = [{"below": part[1], "percent": part[2]} if part else {} for part in parts]
    return wanted | {"kind": kind}


def _western(value: Any) -> Any:
    return value.translate(_THAI).strip() if isinstance(value, str) else value if value is not None else ""


def _place(name: str) -> str:
    rate = _RATE.fullmatch(name)
    if rate is not None:
        part = rate[2] or ("tiers" if name.endswith(".tiers") else "kind")
        return f"rates.{rate[1]}.{_IN_BAHT.get(part, part)}"
    name = {"formula.cap_satang": "cap_baht"}.get(name, name).removeprefix("formula.")
    name = "remind_days" if name.startswith("remind_days") else name
    return _IN_BAHT.get(name, name)


CONTRACT = Layout(N_("New contract"), N_("Change contract %(name)s"), _sections, _to_form, _from_form, place=_place)
