"""The school network as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.kit.parts import Part
from planning.kit.visitor import OFFICE, PLANNERS, VIEWER
from planning.school_network.core import SchoolNetwork
from planning.school_network.models import rule, run
from planning.school_network.pages import home, roads, rules, run_map, runs
from planning.school_network.pages.run_form import RUNS
from planning.school_network.store.sources import ENROLMENT, SCHOOLS, VILLAGES
from service.i18n import N_
from service.web.nav import Group, Item

TABLE_MODULES: Final = (rule, run)
"""Importing them fills the metadata."""

PART: Final = Part(
    name="school_network",
    title=N_("School network"),
    icon="map-pin",
    metadata=SchoolNetwork.metadata,
    folder=Path(__file__).parent,
    permissions={
        "home.read": OFFICE,
        "mapping.read": OFFICE,
        "mapping.write": PLANNERS,
        "rules.read": OFFICE,
        "rules.write": PLANNERS,
        "rules.acknowledge": OFFICE - {VIEWER},
    },
    groups=(
        Group(N_("School network"), "map-pin", (Item(N_("Overview"), home.HOME, "home.read"),)),
        Group(
            N_("School map"),
            "map-2",
            (Item(N_("Mapping runs"), RUNS, "mapping.read"), Item(N_("Road graphs"), roads.ROADS, "mapping.read")),
        ),
        Group(N_("Rules and criteria"), "book-2", (Item(N_("Rules and criteria"), rules.RULES, "rules.read"),)),
    ),
    routers=(home.router, rules.router, roads.router, run_map.router, runs.router),
    copies=(SCHOOLS, ENROLMENT, VILLAGES),
)
