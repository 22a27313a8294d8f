"""The registry as a service."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from planning.kit.parts import Handler, Listening, Part
from planning.kit.visitor import EVERYONE, OFFICE, PLANNERS, VIEWER
from planning.plans.core import PLANS
from planning.plans.mounting import TEMPLATES, mounted
from planning.registry.api import meetings as meetings_api
from planning.registry.copied import ALIGNMENTS
from planning.registry.core import Registry
from planning.registry.declared import SHARED
from planning.registry.giving import OFFICE_DATA
from planning.registry.listening import both, follow
from planning.registry.models import (
    batch,
    committee,
    count,
    desk,
    fiscal_year,
    indicator,
    information,
    letter,
    meeting,
    reference,
    school,
    staff,
    village,
)
from planning.registry.pages import (
    agenda,
    attending,
    bodies,
    committees,
    counts,
    datasets,
    fiscal_years,
    homes,
    imports,
    indicators,
    letters,
    meetings,
    references,
    resolutions,
    school_count,
    schools,
    villages,
)
from planning.registry.pages import desk as desk_pages
from planning.registry.pages import information as information_pages
from planning.registry.pages import staff as staff_pages
from planning.registry.serving import SCHOOL_DATA
from planning.registry.store import executing
from planning.registry.store import indicators as measuring
from planning.registry.synthetic.filling import decide_demo, fill_demo
from service.i18n import N_
from service.web.nav import Group, Item

TABLE_MODULES: Final = (
    *(school, batch, count, information, staff, village),
    *(fiscal_year, reference, committee, meeting, indicator, letter, desk),
)
"""Importing them fills the metadata."""

HEARD_OF_PLANS: Final[Mapping[str, Handler]] = {"PlanApproved": executing.hear, "PlanPublished": executing.hear}
HEARD_OF_CASES: Final[Mapping[str, Handler]] = {
    "SchoolStatusChanged": both(follow, executing.hear),
    "CaseCompleted": executing.hear,
}
"""What other services tell about what came of resolutions."""

MORE: Final = mounted(SHARED)
PART: Final = Part(
    name="registry",
    title=N_("Registry of schools"),
    icon="school",
    metadata=Registry.metadata,
    more_lines=(PLANS,),
    more_templates=(TEMPLATES,),
    shared=SHARED,
    asked=frozenset({agenda.ASK}),
    folder=Path(__file__).parent,
    permissions={
        "schools.read": EVERYONE,
        "schools.write": PLANNERS,
        "counts.read": OFFICE,
        "counts.write": PLANNERS,
        "references.read": EVERYONE,
        "references.write": PLANNERS,
        "years.read": EVERYONE,
        "years.write": PLANNERS,
        "indicators.read": EVERYONE,
        "indicators.write": PLANNERS,
        "committees.read": OFFICE,
        "committees.write": PLANNERS,
        agenda.ASK: frozenset(),
        "desk.read": OFFICE,
        "desk.write": PLANNERS,
        "letters.read": OFFICE,
        "letters.write": PLANNERS,
        "bodies.read": OFFICE,
        "bodies.write": PLANNERS,
        "requests.read": EVERYONE,
        "requests.write": EVERYONE - {VIEWER},
        **MORE.permissions,
    },
    groups=(
        Group(
            N_("Schools"),
            "school",
            (
                Item(N_("Schools"), schools.HOME, "schools.read"),
                Item(N_("Pupils"), counts.HOME, "counts.read"),
                Item(N_("Staff"), staff_pages.HOME, "counts.read"),
                Item(N_("Villages"), villages.HOME, "counts.read"),
                Item(N_("Information books"), information_pages.HOME, "counts.read"),
            ),
        ),
        Group(
            N_("Datasets"),
            "file-import",
            (
                Item(N_("Import"), imports.HOME, "counts.read"),
                Item(N_("Catalogue of datasets"), datasets.HOME, "counts.read"),
            ),
        ),
        Group(
            N_("References"),
            "book-2",
            (
                Item(N_("References"), references.HOME, "references.read"),
                Item(N_("Indicators"), indicators.HOME, "indicators.read"),
                Item(N_("Fiscal years"), fiscal_years.HOME, "years.read"),
            ),
        ),
        Group(
            N_("Committees"),
            "users",
            (
                Item(N_("Committees"), committees.HOME, "committees.read"),
                Item(N_("Meetings"), meetings.HOME, "committees.read", (agenda.HOME,)),
                Item(N_("Resolutions"), resolutions.HOME, "committees.read"),
                Item(N_("Tasks from meetings"), resolutions.TASKS, "committees.read"),
            ),
        ),
        Group(
            N_("Policy group"),
            "clipboard-check",
            (
                Item(N_("Board of the policy group"), desk_pages.HOME, "desk.read"),
                Item(N_("Requests"), desk_pages.REQUESTS, "requests.read"),
                Item(N_("Letters of the group"), letters.HOME, "letters.read"),
                Item(N_("Bodies and networks"), bodies.HOME, "bodies.read"),
            ),
        ),
        MORE.group,
    ),
    listening=(
        Listening("netops", {"IndicatorMeasured": measuring.hear}),
        Listening("development_plan", HEARD_OF_PLANS),
        Listening("annual_plan", {**HEARD_OF_PLANS, "ActualEntered": measuring.hear}),
        Listening("province", HEARD_OF_PLANS),
        Listening("school_network", HEARD_OF_CASES),
    ),
    copies=ALIGNMENTS,
    datasets={**SCHOOL_DATA, **OFFICE_DATA},
    fill_demo=fill_demo,
    decide_demo=decide_demo,
    routers=(
        schools.router,
        *(imports.router, counts.router, homes.router, school_count.router, villages.router, staff_pages.router),
        *(information_pages.router, datasets.router),
        references.router,
        fiscal_years.router,
        indicators.router,
        committees.router,
        meetings.router,
        meetings_api.router,
        attending.router,
        agenda.router,
        resolutions.router,
        desk_pages.router,
        letters.router,
        bodies.router,
        *MORE.routers,
    ),
)
