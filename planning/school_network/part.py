"""The school network as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.kit.parts import Listening, Part
from planning.kit.visitor import OFFICE, PLANNERS, VIEWER
from planning.plans.core import PLANS
from planning.plans.mounting import TEMPLATES, mounted
from planning.school_network.core import SchoolNetwork
from planning.school_network.declared import SHARED
from planning.school_network.demo import decided_demo, fill_demo
from planning.school_network.giving import DATASETS
from planning.school_network.models import case, rule, run, scenario
from planning.school_network.pages import (
    case_files,
    case_parts,
    cases,
    follow_ups,
    home,
    papers,
    profiles,
    projection,
    roads,
    rules,
    run_map,
    runs,
    scenarios,
)
from planning.school_network.pages.part_form import CASES
from planning.school_network.pages.run_form import RUNS
from planning.school_network.pages.scenario_form import SCENARIOS
from planning.school_network.stepping import step_all_on
from planning.school_network.store.assets_moved import hear_moved
from planning.school_network.store.carrying_out import hear_decommissioned, hear_refused, take_all_effects
from planning.school_network.store.shortfalls import tell_all_shortfalls
from planning.school_network.store.sources import (
    CLASS_PLANS,
    ENROLMENT,
    HOMES,
    NETWORK,
    REFERENCES,
    REGISTRY,
    SCHOOLS,
    STAFF,
    VILLAGES,
)
from service.i18n import N_
from service.web.nav import Group, Item

TABLE_MODULES: Final = (case, rule, run, scenario)
"""Importing them fills the metadata."""
MORE: Final = mounted(SHARED)

PART: Final = Part(
    name="school_network",
    title=N_("School network"),
    icon="map-pin",
    metadata=SchoolNetwork.metadata,
    folder=Path(__file__).parent,
    more_lines=(PLANS,),
    more_templates=(TEMPLATES,),
    permissions={
        "home.read": OFFICE,
        "mapping.read": OFFICE,
        "mapping.write": PLANNERS,
        "scenarios.read": OFFICE,
        "scenarios.write": PLANNERS,
        "cases.read": OFFICE,
        "cases.write": PLANNERS,
        "rules.read": OFFICE,
        "rules.write": PLANNERS,
        "rules.acknowledge": OFFICE - {VIEWER},
        **MORE.permissions,
    },
    groups=(
        Group(N_("Overview"), "layout-dashboard", (Item(N_("Overview"), home.HOME, "home.read"),)),
        Group(
            N_("School map"),
            "map-2",
            (
                Item(N_("Mapping runs"), RUNS, "mapping.read", (profiles.PROFILES,)),
                Item(N_("Road graphs"), roads.ROADS, "mapping.read"),
            ),
        ),
        Group(N_("Scenarios"), "columns", (Item(N_("Scenarios"), SCENARIOS, "scenarios.read"),)),
        Group(N_("Cases"), "git-merge", (Item(N_("Cases"), CASES, "cases.read"),)),
        Group(N_("Rules and criteria"), "book-2", (Item(N_("Rules and criteria"), rules.RULES, "rules.read"),)),
        MORE.group,
    ),
    routers=(
        home.router,
        rules.router,
        roads.router,
        run_map.router,
        papers.router,
        projection.router,
        runs.router,
        profiles.router,
        scenarios.router,
        case_files.router,
        follow_ups.router,
        case_parts.router,
        cases.router,
        *MORE.routers,
    ),
    listening=(
        Listening(REGISTRY, MORE.handlers),
        Listening(
            "netops",
            {
                "SchoolDecommissioned": hear_decommissioned,
                "DecommissionRefused": hear_refused,
                "AssetMoved": hear_moved,
            },
        ),
    ),
    copies=(SCHOOLS, ENROLMENT, HOMES, VILLAGES, STAFF, REFERENCES, CLASS_PLANS, NETWORK),
    datasets=DATASETS,
    regular=(take_all_effects, tell_all_shortfalls, step_all_on, *MORE.regular),
    shared=SHARED,
    fill_demo=fill_demo,
    decided_demo=decided_demo,
)
