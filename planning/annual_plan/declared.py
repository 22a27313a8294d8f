"""What the annual plan says of itself, so that its steps, versions, gate, publication and papers have their pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlmodel import Session, select

from contract.data.registry import ReferenceRow, SchoolRow
from planning.annual_plan import copied
from planning.annual_plan.models.plan import Plan
from planning.annual_plan.models.project import Project
from planning.annual_plan.papers.book import BOOK
from planning.annual_plan.papers.data import BookData
from planning.annual_plan.papers.grant_letter import GRANT_LETTER
from planning.annual_plan.papers.money_papers import QUARTER_REPORT, REQUEST, TRANSFER
from planning.annual_plan.papers.project_form import PROJECT_FORM, QUARTER_PLAN
from planning.annual_plan.store.measuring import OBJECTIVE
from planning.annual_plan.store.whole import content, head, on_approved, problems
from planning.annual_plan.terms import ProjectState
from planning.kit import copies
from planning.plans.declared import Frozen, Pointing, Shared, Subject
from planning.plans.workflows import Workflows
from service.i18n import N_
from service.papers.kind import Kinds
from service.web.exports import Money, Sheet

KIND: Final = "annual"
WORKFLOW: Final = "annual-plan"
PROJECT_TITLES: Final = ("code", "name", "strategy", "group", "owner", "budget_baht")
LINE_TITLES: Final = (
    *("project", "activity", "item", "source", "budget_type", "quantity", "unit", "unit_price_baht", "budget_baht"),
    *("q1_baht", "q2_baht", "q3_baht", "q4_baht"),
)


def book_data(frozen: Frozen) -> BookData:
    """From what was frozen alone."""
    office = frozen.office_name or frozen.office_code
    projects = [{**one, "office": office} for one in frozen.content["projects"]]
    return BookData.model_validate(
        {
            "office": office,
            "year": frozen.content["year"],
            "title": frozen.title,
            "preface": frozen.content["preface"],
            "committee": frozen.committee,
            "meeting": frozen.meeting,
            "held_on": frozen.held_on,
            "announcement": frozen.announcement,
            "projects": projects,
            "risks": frozen.content.get("risks", ()),
        }
    )


def tables(frozen: Frozen) -> Sequence[Sheet]:
    """Open data: projects, and every budget line; each makes the total of the book."""
    data = book_data(frozen)
    projects = [
        [one.code, one.name, one.strategy, one.group_name, one.owner, Money(one.amount_satang)] for one in data.projects
    ]
    lines = [
        [
            *(one.code, line.activity, line.item, line.source, line.budget_type.value, line.quantity, line.unit),
            *(Money(line.unit_satang), Money(line.amount_satang)),
            *(Money(part) for part in line.quarters),
        ]
        for one in data.projects
        for line in one.lines
    ]
    return [Sheet("projects", PROJECT_TITLES, projects), Sheet("budget_lines", LINE_TITLES, lines)]


def pointing(session: Session, office_code: str) -> Sequence[Pointing]:
    """Every project can be aligned with references."""
    wanted = select(Project).where(Project.office_code == office_code, Project.state != ProjectState.DROPPED)
    plans = select(Plan.fiscal_year, Plan.key).where(Plan.office_code == office_code)
    within = {year: (KIND, key) for year, key in session.exec(plans)}
    return [
        Pointing(
            "project",
            one.key,
            f"{one.code} {one.name}",
            f"/projects/{one.id}",
            one.fiscal_year,
            one.fiscal_year,
            within.get(one.fiscal_year),
        )
        for one in session.exec(wanted.order_by(Project.code))
    ]


def references(session: Session, office_code: str) -> Sequence[ReferenceRow]:
    """The copy of the registry's."""
    return copies.rows(session, office_code, copied.REFERENCES).rows


def schools(session: Session, office_code: str) -> Sequence[SchoolRow]:
    """The copy of the registry's."""
    return copies.rows(session, office_code, copied.SCHOOLS).rows


ANNUAL: Final = Subject(
    kind=KIND,
    title=N_("Annual action plan"),
    decision="annual_plan",
    committee="esao_board",
    head=head,
    content=content,
    problems=problems,
    page="/plan/{key}",
    template="published_annual.html",
    paper=(BOOK, book_data),
    tables=tables,
    field_words={
        "projects": N_("Projects"),
        "lines": N_("Budget lines"),
        "activities": N_("Activities"),
        "budget_type": N_("Type of expense"),
        "group_name": N_("Group"),
        "plan_name": N_("Plan"),
        "preface": N_("Part 1: situation"),
        "parts": N_("Particulars of the project"),
        "rationale": N_("1. Principle and reason"),
        "risks": N_("Risks"),
        "quarters": N_("Quarters"),
        "output_quantity": N_("Target of output (quantity)"),
        "output_unit": N_("Unit"),
        "national_strategy": N_("National strategy of 20 years"),
        "need": N_("Need in netops"),
        "score": N_("Score"),
    },
    on_approved=on_approved,
)
SHARED: Final = Shared(
    service="annual_plan",
    workflows=Workflows(Path(__file__).parent / "workflows"),
    subjects=(ANNUAL,),
    papers=Kinds([PROJECT_FORM, QUARTER_PLAN, REQUEST, TRANSFER, QUARTER_REPORT, GRANT_LETTER, BOOK]),
    objectives=(OBJECTIVE,),
    process="P2",
    pointing=pointing,
    references=references,
    schools=schools,
)
