"""The province as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.kit.parts import Listening, Part
from planning.kit.visitor import OFFICE, PLANNERS
from planning.plans.core import PLANS
from planning.plans.mounting import TEMPLATES, mounted
from planning.province.copied import COPIES, REGISTRY
from planning.province.core import Province
from planning.province.declared import SHARED
from planning.province.demo import fill_demo
from planning.province.giving import DATASETS
from planning.province.hearing import LISTENING
from planning.province.models import agency, follow_up, order, plan, project, rule, situation
from planning.province.pages import (
    agencies,
    home,
    orders,
    papers,
    plans,
    pledges,
    projects,
    received,
    rules,
    sharing,
    tree,
    work,
)
from planning.province.pages import follow_up as follow_up_pages
from planning.province.pages import situation as situation_pages
from service.i18n import N_
from service.web.nav import Group, Item

TABLE_MODULES: Final = (agency, follow_up, order, plan, project, rule, situation)
"""Importing them fills the metadata."""

READ: Final = "province.read"
GROUPS: Final = (
    Group(N_("Overview"), "layout-dashboard", (Item(N_("Overview"), home.HOME, READ),)),
    Group(
        N_("Plans of the province"),
        "map",
        (
            Item(N_("Plans of the province"), plans.HOME, READ, (projects.HOME,)),
            Item(N_("Shared calendar"), sharing.CALENDAR, READ),
            Item(N_("Sectors"), "/sectors", READ),
            Item(N_("Rules at the gates"), rules.HOME, READ),
        ),
    ),
    Group(
        N_("Agencies"),
        "building",
        (
            Item(N_("Agencies"), agencies.HOME, READ),
            Item(N_("Requests for names"), agencies.ASKED, READ),
            Item(N_("Appointment orders"), orders.HOME, READ),
        ),
    ),
)

MORE: Final = mounted(SHARED)
PART: Final = Part(
    name="province",
    title=N_("Education of the province"),
    icon="map",
    metadata=Province.metadata,
    folder=Path(__file__).parent,
    permissions={READ: OFFICE, "province.write": PLANNERS, **MORE.permissions},
    groups=(*GROUPS, MORE.group),
    routers=(
        home.router,
        agencies.router,
        orders.router,
        plans.router,
        tree.router,
        situation_pages.router,
        projects.router,
        sharing.router,
        pledges.router,
        received.router,
        follow_up_pages.router,
        rules.router,
        papers.router,
        work.router,
        *MORE.routers,
    ),
    listening=(LISTENING, Listening(REGISTRY, MORE.handlers)),
    copies=COPIES,
    datasets={**DATASETS, **MORE.datasets},
    more_lines=(PLANS,),
    more_templates=(TEMPLATES,),
    regular=MORE.regular,
    shared=SHARED,
    fill_demo=fill_demo,
)
