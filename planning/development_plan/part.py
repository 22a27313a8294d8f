"""The development plan of the office as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.development_plan.copied import COPIES, REGISTRY
from planning.development_plan.core import DevelopmentPlan
from planning.development_plan.declared import SHARED
from planning.development_plan.demo import decided_demo, fill_demo
from planning.development_plan.giving import DATASETS
from planning.development_plan.models import duty, element, evaluation, factor, plan, school_plan, target
from planning.development_plan.pages import (
    elements,
    factors,
    home,
    missions,
    papers,
    results,
    school_plans,
    situation,
    strategies,
    targets,
)
from planning.development_plan.store import hearing
from planning.development_plan.store.figures import EXPOSED
from planning.kit.parts import Listening, Part
from planning.kit.visitor import EVERYONE, OFFICE, PLANNERS, SCHOOL, VIEWER
from planning.plans.core import PLANS
from planning.plans.mounting import TEMPLATES, mounted
from service.i18n import N_
from service.web.nav import Group, Item

TABLE_MODULES: Final = (plan, duty, factor, element, target, school_plan, evaluation)
"""Importing them fills the metadata."""
NETOPS: Final = "netops"
MORE: Final = mounted(SHARED)

PART: Final = Part(
    name="development_plan",
    title=N_("Development plan"),
    icon="target",
    metadata=DevelopmentPlan.metadata,
    folder=Path(__file__).parent,
    permissions={
        "plan.read": OFFICE,
        "plan.write": PLANNERS,
        "drafts.write": OFFICE - {VIEWER},
        "school_plans.read": EVERYONE,
        "school_plans.write": PLANNERS | {SCHOOL},
        "school_plans.review": PLANNERS,
        **MORE.permissions,
    },
    groups=(
        Group(
            N_("Development plan"),
            "target",
            (
                Item(N_("Plans"), home.HOME, "plan.read", also=(home.PLANS,)),
                Item(N_("Plans of schools"), school_plans.MINE, "school_plans.read"),
            ),
        ),
        MORE.group,
    ),
    routers=(
        home.router,
        missions.router,
        situation.router,
        factors.router,
        elements.router,
        strategies.router,
        targets.router,
        school_plans.router,
        results.router,
        papers.router,
        *MORE.routers,
    ),
    listening=(
        Listening(REGISTRY, MORE.handlers),
        Listening("school_network", {"MappingRunDone": hearing.mapping_done}),
        Listening(
            "annual_plan",
            {
                "ActualEntered": hearing.actual_entered,
                "ProjectApproved": hearing.project_approved,
                "DisbursementPosted": hearing.disbursement_posted,
            },
        ),
        Listening(
            NETOPS,
            {
                "RiskRated": hearing.risk_rated,
                "IndicatorMeasured": hearing.indicator_measured,
                "InnovationEvaluated": hearing.innovation_evaluated,
            },
        ),
    ),
    copies=COPIES,
    datasets={**DATASETS, **MORE.datasets},
    more_lines=(PLANS,),
    more_templates=(TEMPLATES,),
    regular=MORE.regular,
    shared=SHARED,
    exposed=EXPOSED,
    fill_demo=fill_demo,
    decided_demo=decided_demo,
)
