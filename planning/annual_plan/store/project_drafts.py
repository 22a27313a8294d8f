"""What a person gives of a project: its form, and its money as one whole."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from office.fiscal import FiscalYear
from planning.annual_plan.models.project import Project
from planning.annual_plan.money import portfolio
from planning.annual_plan.store.scope import Baht, Code, Era, MayDay, Whole
from planning.annual_plan.terms import BudgetType, ProjectKind
from planning.plans.indicator import ChosenIndicator, SaidIndicator, ends, whole
from service.draft import Draft, Empty, Line, Name, Note, OptionalId
from service.i18n import N_
from service.refusal import NotTakenError

PARTS = (
    "rationale",
    "objectives",
    "quantity_goal",
    "quality_goal",
    "target_group",
    "outputs",
    "outcomes",
    "follow_up",
    "expected",
    "proposer",
    "endorser",
    "approver",
)
"""Texts of the form of a project; its other parts are made of indicators, activities, lines and risks."""
Needed = Annotated[str, Field(min_length=1, max_length=255)]


class RiskDraft(Draft):
    """What may go wrong, and what is done about it."""

    risk: Needed
    treatment: Line = ""


class RegisteredProject(Draft):
    """A project as another system's register has it: what is not known stays empty until completed."""

    fiscal_year: Era
    code: Annotated[Code, Field(min_length=1, max_length=20)]
    name: Needed
    group_name: Annotated[str, Field(max_length=120)] = ""
    owner: Annotated[str, Field(max_length=120)] = ""
    plan_name: Line = ""
    kind: ProjectKind = ProjectKind.NEW
    starts_on: MayDay = None
    ends_on: MayDay = None
    strategy: Needed
    frame_key: Annotated[str, Field(max_length=64)] = ""
    output_quantity: Whole = 0
    output_unit: Annotated[str, Field(max_length=60)] = ""
    indicators: Annotated[tuple[ChosenIndicator, ...], Field(max_length=50)] = ()
    risks: Annotated[tuple[RiskDraft, ...], Field(max_length=50)] = ()
    rationale: Note = ""
    objectives: Note = ""
    quantity_goal: Note = ""
    quality_goal: Note = ""
    target_group: Note = ""
    outputs: Note = ""
    outcomes: Note = ""
    follow_up: Note = ""
    expected: Note = ""
    proposer: Line = ""
    endorser: Line = ""
    approver: Line = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise NotTakenError(N_("The end lies before the beginning"), "ends_on")
        return self

    def values(self) -> dict[str, Any]:
        """As the row keeps them."""
        given = self.model_dump(exclude={"strategy", "indicators", "risks", "version", *PARTS})
        return given | {
            "parts": {name: getattr(self, name) for name in PARTS if getattr(self, name)},
            "links": {
                "strategies": [self.strategy],
                "indicators": [one.kept() for one in self.indicators],
            },
            "targets": {(one.key or one.name): one.target for one in self.indicators},
            "risks": [[one.risk, one.treatment] for one in self.risks],
        }


class ProjectDraft(RegisteredProject):
    """The form of a project without its money, as a person fills it in. `version` is that of the page on which it was
    changed.
    """

    version: Annotated[int, Empty] = 0
    group_name: Name
    owner: Name

    @model_validator(mode="after")
    def _in_its_year(self) -> Self:
        year = FiscalYear(self.fiscal_year)
        if self.starts_on and self.starts_on > year.last:
            raise NotTakenError(N_("This day lies after the fiscal year of the project"), "starts_on")
        if self.ends_on and self.ends_on < year.first:
            raise NotTakenError(N_("This day lies before the fiscal year of the project"), "ends_on")
        return self

    @model_validator(mode="after")
    def _measured(self) -> Self:
        if not self.indicators:
            raise NotTakenError(N_("At least one indicator is needed"), "indicators")
        return self


def draft_values(row: Project) -> dict[str, Any]:
    """A project as its form shows it."""
    names = set(ProjectDraft.model_fields) & set(Project.model_fields) - {"risks"}
    found = row.model_dump(include=names) | row.parts
    found["strategy"] = next(iter(row.links.get("strategies", ())), "")
    found["indicators"] = [
        one | {"target": row.targets.get(one["key"] or one["name"], "")} for one in row.links.get("indicators", ())
    ]
    found["risks"] = [{"risk": risk, "treatment": treatment} for risk, treatment in row.risks]
    return found


class ActivityDraft(Draft):
    """One activity; its number is its place."""

    name: Needed
    owner: Line = ""
    starts_on: MayDay = None
    ends_on: MayDay = None
    amount_satang: Baht


class LineDraft(Draft):
    """One budget line. `activity` is the number of its activity, from 1. `key` empty: a new one."""

    key: Annotated[str, Field(max_length=32)] = ""
    activity: Annotated[int, Field(ge=1, le=999)]
    budget_type: BudgetType
    source: Annotated[str, Field(min_length=1, max_length=120)]
    item: Needed
    quantity: Annotated[Whole, Field(ge=1)]
    unit: Annotated[str, Field(max_length=60)] = ""
    unit_satang: Baht
    q1_satang: Baht = 0
    q2_satang: Baht = 0
    q3_satang: Baht = 0
    q4_satang: Baht = 0
    q1_target: Whole = 0
    q2_target: Whole = 0
    q3_target: Whole = 0
    q4_target: Whole = 0
    need_id: OptionalId = None
    spec_id: OptionalId = None

    @property
    def quarters(self) -> tuple[int, int, int, int]:
        """Satang of each quarter."""
        return self.q1_satang, self.q2_satang, self.q3_satang, self.q4_satang


class MoneyDraft(Draft):
    """All money of a project, given whole. `version` is that of the page on which it was typed."""

    version: int
    amount_satang: Baht
    activities: Annotated[tuple[ActivityDraft, ...], Field(max_length=100)] = ()
    lines: Annotated[tuple[LineDraft, ...], Field(max_length=500)] = ()

    @model_validator(mode="after")
    def _placed(self) -> Self:
        for at, one in enumerate(self.activities):
            if one.starts_on and one.ends_on and one.ends_on < one.starts_on:
                raise NotTakenError(N_("The end lies before the beginning"), f"activities.{at}.ends_on")
        for at, line in enumerate(self.lines):
            if line.activity > len(self.activities):
                raise NotTakenError(N_("There is no such activity"), f"lines.{at}.activity")
        return self

    def value(self, key: str) -> portfolio.Project:
        """As its sums are checked; lines are named by their place."""
        lines = [
            (
                line.activity,
                portfolio.Line(
                    str(at), (line.source, line.budget_type), line.quantity, line.unit_satang, line.quarters
                ),
            )
            for at, line in enumerate(self.lines)
        ]
        activities = tuple(
            portfolio.Activity(number, one.amount_satang, tuple(line for of, line in lines if of == number))
            for number, one in enumerate(self.activities, start=1)
        )
        return portfolio.Project(key, self.amount_satang, activities)


class CompletionDraft(SaidIndicator):
    """What was lacking of one project, given beside others on one page; empty: not known yet."""

    id: int
    group_name: Annotated[str, Field(max_length=120)] = ""
    owner: Annotated[str, Field(max_length=120)] = ""
    indicator: Line = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        numbers = (self.baseline, self.band_low, self.band_high)
        if self.indicator:
            whole(self)
            ends(self)
        elif self.unit or self.target or self.source or self.no_baseline or any(one is not None for one in numbers):
            raise NotTakenError(N_("Say what is measured"), "indicator")
        return self

    @property
    def measured(self) -> ChosenIndicator | None:
        """The indicator that was given."""
        if not self.indicator:
            return None
        given = self.model_dump(exclude={"id", "group_name", "owner", "indicator"})
        return ChosenIndicator(name=self.indicator, **given)
