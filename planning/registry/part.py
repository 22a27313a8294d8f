"""The registry as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.kit.parts import Part
from planning.kit.visitor import EVERYONE, PLANNERS
from planning.registry.core import Registry
from planning.registry.models import committee, desk, fiscal_year, indicator, letter, meeting, reference, school
from planning.registry.pages import fiscal_years, references, schools
from service.i18n import N_
from service.web.nav import Group, Item

TABLE_MODULES: Final = (school, fiscal_year, reference, committee, meeting, indicator, letter, desk)
"""Importing them fills the metadata."""

PART: Final = Part(
    name="registry",
    title=N_("Registry of schools"),
    icon="school",
    metadata=Registry.metadata,
    folder=Path(__file__).parent,
    permissions={
        "schools.read": EVERYONE,
        "schools.write": PLANNERS,
        "references.read": EVERYONE,
        "references.write": PLANNERS,
        "years.read": EVERYONE,
        "years.write": PLANNERS,
    },
    groups=(
        Group(N_("Schools"), "school", (Item(N_("Schools"), schools.HOME, "schools.read"),)),
        Group(
            N_("References"),
            "book-2",
            (
                Item(N_("References"), references.HOME, "references.read"),
                Item(N_("Fiscal years"), fiscal_years.HOME, "years.read"),
            ),
        ),
    ),
    routers=(schools.router, references.router, fiscal_years.router),
)
