"""Editing an entry of the procurement plan, and what a purchase is to bring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlmodel import Session

from inventory.queries.assets import FUND_WORDS, classes_of
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, scaled, site_choices, unscaled
from office.baht import figures
from procurement.models.spec import Spec
from procurement.queries.purchases import KIND_WORDS, METHOD_WORDS
from procurement.store.need_budgets import lines_to_buy
from service.columns import utc_now
from service.i18n import N_, _
from service.web.form import Field, Rows, Section

SATANG: Final = 100


def units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """Who may buy, or to whom something may go."""
    sites = site_choices(session, sight)
    return sites if sight.site_id is not None else [("", _("the office")), *sites]


def _entry_sections(session: Session, sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    fields = (
        Field("site_id", _("Buyer"), "select", options=units(session, sight)),
        Field("year", _("Fiscal year (B.E.)"), hint=_("Such as 2570: October 2569 to September 2570"), required=True),
        Field("name", _("Project"), required=True, wide=True),
        Field("category", _("Kind of goods"), hint=_("Purchases of one kind in a year are looked at together.")),
        Field("amount_baht", _("Amount (baht)"), required=True, maxlength=20),
        Field("fund", _("Kind of money"), "select", options=[(one.value, _(said)) for one, said in FUND_WORDS.items()]),
        Field("budget_source", _("Source of the money"), hint=_("Plan, output, activity, as the budget says")),
        Field(
            "budget_line_id",
            _("Budget line"),
            hint=_("Its number in the annual plan, if there is one; lines that pay for needs are proposed"),
            options=_budget_lines(session, sight),
            maxlength=64,
            wide=True,
        ),
        Field("planned_on", _("Planned for"), "date", hint=_("A day of the month in which it is to be bought")),
        Field("note", _("Note"), "textarea", maxlength=2000),
    )
    return [Section(_("Entry of the procurement plan"), fields)]


def _budget_lines(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """Those of which the annual plan told that they pay for a need."""
    return [
        (budget.line_key, f"{budget.fiscal_year} · {need.title} · {figures(budget.amount_satang)}")
        for budget, need in lines_to_buy(session, sight, utc_now().date())
    ]


def _entry_to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(values)
    shown["amount_baht"] = unscaled(shown.pop("amount_satang", None), SATANG)
    return shown


def _entry_from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = dict(given)
    wanted["amount_satang"] = scaled(wanted.pop("amount_baht", None), SATANG)
    return wanted


ENTRY: Final = Layout(
    N_("New entry of the procurement plan"),
    N_("Change %(name)s"),
    _entry_sections,
    _entry_to_form,
    _entry_from_form,
    rename={"amount_satang": "amount_baht"},
)


def spec_field(specs: Sequence[Spec]) -> Field:
    """Which approved specification is bought; then it says what."""
    hint = _("Its lines, places and needs are taken as they are; lines typed below then do not count.")
    options = [("", _("none: the lines below")), *((str(spec.id), spec.title) for spec in specs)]
    return Field("spec_id", _("Specification"), "select", options=options, hint=hint, wide=True)


def purchase_sections(session: Session, sight: Sight, *, with_lines: bool) -> list[Section]:
    """What can be said before the approval; lines where they are typed and not taken from a specification."""
    about = (
        Field("name", _("Name of the purchase"), hint=_("Empty: as in the plan"), wide=True),
        Field(
            "kind", _("What is bought"), "select", options=[(one.value, _(said)) for one, said in KIND_WORDS.items()]
        ),
        Field("egp_project_no", _("Number of the project in e-GP"), maxlength=64),
        Field(
            "method",
            _("Method"),
            "select",
            options=[("", "–"), *((one.value, _(said)) for one, said in METHOD_WORDS.items())],
        ),
        Field("method_reason", _("Reason of the method"), "textarea", lines=2, maxlength=1000),
        Field(
            "split_reason",
            _("Why it is no splitting"),
            "textarea",
            lines=2,
            maxlength=1000,
            hint=_("Where purchases of one kind in a year come to more than the limit"),
        ),
        Field("note", _("Note"), "textarea", maxlength=2000),
    )
    if not with_lines:
        return [Section(_("Purchase"), about)]
    line = (
        Field("name", _("Item"), maxlength=255),
        Field("quantity", _("Quantity"), maxlength=7),
        Field("unit_word", _("Counted in"), maxlength=32),
        Field("estimate_baht", _("Price each with VAT (baht)"), maxlength=20),
        Field("class_id", _("Class"), "select", options=[("", "–"), *classes_of(session, sight.office_id)]),
        Field("site_id", _("Goes to"), "select", options=units(session, sight)),
        Field("is_asset", _("Into the asset book"), "select", options=[("", _("yes")), ("no", _("no"))]),
    )
    lines = Rows("lines", _("What is to be bought"), line, _("A line for each thing and place."), spare=2)
    return [Section(_("Purchase"), about), Section("", rows=(lines,))]


def purchase_to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    """Each line with its one place."""
    lines = values.get("lines") or ()
    if any(len(line["shares"]) != 1 for line in lines):
        lines = ()  # what goes to many places is not changed in a form of one place a line
    return {**values, "lines": [_line_to_form(line) for line in lines]}


def _line_to_form(line: Mapping[str, Any]) -> dict[str, Any]:
    share = line["shares"][0]
    return {
        **{name: line[name] for name in ("name", "unit_word", "class_id")},
        "is_asset": "" if line["is_asset"] else "no",
        "quantity": sum(one["quantity"] for one in line["shares"]),
        "estimate_baht": unscaled(line["estimate_satang"], SATANG),
        "site_id": share["site_id"],
    }


def purchase_from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    """The other way round; a form without lines leaves them as they are."""
    wanted = dict(given)
    if "lines" in wanted:
        wanted["lines"] = [_line_from_form(line) for line in wanted["lines"]]
    return wanted


def _line_from_form(line: Mapping[str, str]) -> dict[str, Any]:
    share = {"site_id": line.get("site_id", ""), "quantity": line.get("quantity", "")}
    return {
        **{name: line.get(name, "") for name in ("name", "unit_word", "class_id")},
        "is_asset": line.get("is_asset") != "no",
        "estimate_satang": scaled(line.get("estimate_baht"), SATANG),
        "shares": [share],
    }


def purchase_place(name: str) -> str:
    """What the form calls a field of the draft: lines.0.shares.0.quantity is lines.0.quantity."""
    parts = name.replace("estimate_satang", "estimate_baht").split(".")
    return ".".join([*parts[:2], parts[-1]]) if len(parts) > 3 else ".".join(parts)
