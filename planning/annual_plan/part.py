"""The annual action plan as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.annual_plan import copied, hearing
from planning.annual_plan.core import AnnualPlan
from planning.annual_plan.declared import SHARED
from planning.annual_plan.demo import decided_demo, fill_demo
from planning.annual_plan.models import following, ledger, money, plan, project, schools
from planning.annual_plan.pages import (
    activities,
    allocations,
    analysis,
    completing,
    evaluations,
    granting,
    home,
    lines,
    one_project,
    project_links,
    project_papers,
    projects,
    registers,
    report_files,
    reports,
    reviewing,
    school_plans,
    schooling,
    settings,
    sharing,
    transfers,
)
from planning.annual_plan.pages import money as money_pages
from planning.annual_plan.pages import plan as plan_pages
from planning.annual_plan.store.figures import EXPOSED
from planning.annual_plan.store.giving import DATASETS
from planning.kit.parts import Listening, Part
from planning.kit.visitor import ADMIN, DIRECTOR, EVERYONE, OFFICE, PLANNER, SCHOOL, SUPPLY, VIEWER
from planning.plans.core import PLANS
from planning.plans.mounting import TEMPLATES, mounted
from service.i18n import N_
from service.web.nav import Group, Item

TABLE_MODULES: Final = (following, ledger, money, plan, project, schools)
"""Importing them fills the metadata."""
MORE: Final = mounted(SHARED)

PART: Final = Part(
    name="annual_plan",
    title=N_("Annual action plan"),
    icon="coins",
    metadata=AnnualPlan.metadata,
    folder=Path(__file__).parent,
    permissions={
        "plan.read": OFFICE,
        "plan.write": frozenset({ADMIN, PLANNER}),
        "money.write": frozenset({ADMIN, PLANNER, SUPPLY}),
        "reports.write": OFFICE - {VIEWER},
        "quarters.write": frozenset({ADMIN, PLANNER, DIRECTOR}),
        "settings.write": frozenset({ADMIN, PLANNER}),
        "schools.read": EVERYONE,
        "schools.write": frozenset({ADMIN, PLANNER, SCHOOL}),
        "schools.review": frozenset({ADMIN, PLANNER}),
        **MORE.permissions,
    },
    groups=(
        Group(
            N_("Annual action plan"),
            "coins",
            (
                Item(N_("Overview"), home.HOME, "plan.read"),
                Item(N_("Shared projects"), sharing.HOME, "plan.read"),
                Item(N_("Plan of the year"), plan_pages.HOME, "plan.read"),
                Item(N_("Allocation notices"), allocations.HOME, "plan.read"),
                Item(N_("Projects"), projects.HOME, "plan.read", ("/lines", "/activities")),
                Item(N_("Review of the frame"), reviewing.FRAME, "plan.read"),
                Item(N_("Targets of the year"), reviewing.TARGETS, "plan.read"),
            ),
        ),
        Group(
            N_("Execution"),
            "activity",
            (
                Item(N_("Ledger"), lines.LEDGER, "plan.read", ("/entries", "/transfers", registers.CHECKS)),
                Item(N_("Quarterly reports"), reports.HOME, "plan.read", ("/quarters",)),
                Item(N_("Analysis of spending"), analysis.HOME, "plan.read"),
                Item(N_("Evaluations"), evaluations.HOME, "plan.read"),
                Item(N_("Registers of AMSS++"), registers.HOME, "money.write"),
                Item(N_("Parameters of the annual plan"), settings.HOME, "settings.write"),
            ),
        ),
        Group(
            N_("Schools"),
            "school",
            (
                Item(N_("Annual plans of schools"), school_plans.HOME, "schools.read"),
                Item(N_("Grants per head"), granting.HOME, "plan.read"),
                Item(N_("Class plans"), schooling.CLASSES, "schools.read"),
                Item(N_("Budget requests of schools"), schooling.REQUESTS, "schools.read"),
            ),
        ),
        MORE.group,
    ),
    routers=(
        home.router,
        plan_pages.router,
        allocations.router,
        projects.router,
        one_project.router,
        completing.router,
        project_links.router,
        activities.router,
        project_papers.router,
        money_pages.router,
        lines.router,
        transfers.router,
        registers.router,
        reports.router,
        report_files.router,
        settings.router,
        analysis.router,
        reviewing.router,
        evaluations.router,
        granting.router,
        schooling.router,
        school_plans.router,
        sharing.router,
        *MORE.routers,
    ),
    listening=(
        Listening("registry", MORE.handlers),
        Listening("netops", hearing.NETOPS),
        Listening("province", hearing.PROVINCE),
    ),
    copies=copied.ALL,
    datasets={**MORE.datasets, **DATASETS},
    more_lines=(PLANS,),
    more_templates=(TEMPLATES,),
    regular=MORE.regular,
    shared=SHARED,
    exposed=EXPOSED,
    fill_demo=fill_demo,
    decided_demo=decided_demo,
)
