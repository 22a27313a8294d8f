"""The forms of an indicator and of a project frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlmodel import Session

from contract.data.registry import IndicatorRow
from planning.development_plan import words
from planning.development_plan.models.element import ElementKind
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.target import PlanIndicator, PlanTarget, ProjectFrame
from planning.development_plan.pages.forming import options, things
from planning.development_plan.store.targets import IndicatorDraft
from planning.development_plan.store.written import amounts_of, elements_of, indicators_of
from planning.plans.pages.indicator_fields import band_fields, baseline_fields, direction_field
from service.i18n import _
from service.web.form import Act, Field, Form, Rows, Section, flat
from service.web.seen import SEEN


def _shown(value: float) -> str:
    return f"{value:g}"


def indicator_values(plan: Plan, row: PlanIndicator | None, targets: Iterable[PlanTarget]) -> dict[str, str]:
    """What stands in the form; a new one has a row for each year."""
    if row is None:
        return {f"targets.{at}.fiscal_year": str(year) for at, year in enumerate(plan.years)}
    values = flat(row.model_dump(include=set(IndicatorDraft.model_fields)))
    for name in ("baseline", "band_low", "band_high"):
        value = getattr(row, name)
        values[name] = "" if value is None else _shown(value)
    given = [{"fiscal_year": one.fiscal_year, "area": one.area, "value": _shown(one.value)} for one in targets]
    return values | flat({"targets": given})


def from_registry(plan: Plan, row: IndicatorRow) -> dict[str, str]:
    """An indicator of the registry, with its targets of the whole office."""
    values = flat(row.model_dump(include=set(IndicatorDraft.model_fields) - {"targets"}))
    known = {
        one.fiscal_year: one.value
        for one in row.targets
        if one.quarter is None and not one.school_code and not one.district
    }
    for at, year in enumerate(plan.years):
        values[f"targets.{at}.fiscal_year"] = str(year)
        values[f"targets.{at}.value"] = _shown(known[year]) if year in known else ""
    return values


def indicator_form(
    session: Session, plan: Plan, row: PlanIndicator | None, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Form:
    """Of a new one, or of one that there is."""
    at = f"/plans/{plan.key}"
    here = f"{at}/indicators/{row.id if row is not None else 'new'}"
    of = elements_of(session, plan, {ElementKind.GOAL, ElementKind.STRATEGY})
    return Form(
        _("Indicator"),
        here,
        f"{at}/targets",
        (
            Section(
                "",
                (
                    Field(
                        "element_id",
                        _("Goal or strategy"),
                        "select",
                        options=things((one.id, f"{_(words.ELEMENTS[one.kind])}: {one.text}") for one in of),
                        wide=True,
                    ),
                    Field("code", _("Code"), required=True, maxlength=32),
                    Field("level", _("Output or outcome"), "select", options=options(words.LEVELS)),
                    Field("name", _("Indicator"), required=True, maxlength=500, wide=True),
                    Field("unit", _("Unit"), required=True, maxlength=64),
                    direction_field(),
                    Field("formula", _("How it is reckoned"), "textarea", maxlength=1000),
                    Field("source", _("Source of the data"), required=True),
                    *baseline_fields(),
                    Field("baseline_year", _("Fiscal year of the baseline")),
                    *band_fields(),
                    Field("key", "", "hidden"),
                    Field(SEEN, "", "hidden"),
                ),
            ),
            Section(
                _("Targets"),
                rows=(
                    Rows(
                        "targets",
                        "",
                        (
                            Field("fiscal_year", _("Fiscal year"), keys="numeric"),
                            Field("value", _("Target"), keys="decimal"),
                            Field("area", _("District or school (empty: the office)"), maxlength=120),
                        ),
                        hint=wrong.get("targets", _("The whole office needs a target for each year of the plan.")),
                    ),
                ),
            ),
        ),
        typed,
        wrong,
        acts=(Act(f"{here}/remove", _("Remove"), sure=_("Remove this indicator?"), icon="trash"),)
        if row is not None
        else (),
    )


def frame_values(session: Session, plan: Plan, row: ProjectFrame | None) -> dict[str, str]:
    """What stands in the form, with a row for each year of the plan."""
    amounts = amounts_of(session, plan).get(row.id or 0, {}) if row is not None else {}
    names = {"strategy_id", "indicator_id", "title", "owner", "output", "outcome"}
    values = flat(row.model_dump(include=names)) if row is not None else {}
    for at, year in enumerate(plan.years):
        values[f"years.{at}.fiscal_year"] = str(year)
        values[f"years.{at}.amount"] = f"{amounts[year] / 100:.2f}" if year in amounts else ""
    return values


def frame_form(
    session: Session, plan: Plan, row: ProjectFrame | None, typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Form:
    """Of a new one, or of one that there is."""
    at = f"/plans/{plan.key}"
    here = f"{at}/frames/{row.id if row is not None else 'new'}"
    strategies = elements_of(session, plan, {ElementKind.STRATEGY})
    indicators = indicators_of(session, plan)
    return Form(
        _("Project frame"),
        here,
        f"{at}/targets",
        (
            Section(
                "",
                (
                    Field("title", _("Project"), required=True, maxlength=500, wide=True),
                    Field(
                        "strategy_id",
                        _("Strategy"),
                        "select",
                        options=things((one.id, one.text) for one in strategies),
                        wide=True,
                    ),
                    Field(
                        "indicator_id",
                        _("Measured by"),
                        "select",
                        required=True,
                        options=things(((one.id, f"{one.code} {one.name}") for one in indicators), none=True),
                        wide=True,
                    ),
                    Field("owner", _("Responsible"), required=True),
                    Field("output", _("Direct output"), "textarea", maxlength=1000),
                    Field("outcome", _("Outcome reached"), "textarea", maxlength=1000),
                    Field(SEEN, "", "hidden"),
                ),
            ),
            Section(
                _("Indicative amounts"),
                rows=(
                    Rows(
                        "years",
                        "",
                        (Field("fiscal_year", _("Fiscal year")), Field("amount", _("Amount (baht)"), keys="decimal")),
                        spare=0,
                        hint=wrong.get("years", _("An amount for each year of the plan; 0 where none is foreseen.")),
                    ),
                ),
            ),
        ),
        typed,
        wrong,
        acts=(Act(f"{here}/remove", _("Remove"), sure=_("Remove this project?"), icon="trash"),)
        if row is not None
        else (),
    )
