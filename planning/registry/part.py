"""The registry as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.kit.parts import Part
from planning.kit.visitor import EVERYONE, PLANNERS
from planning.registry.core import Registry
from planning.registry.models import school
from planning.registry.pages import schools
from service.i18n import N_
from service.web.nav import Group, Item

TABLE_MODULES: Final = (school,)
"""Importing them fills the metadata."""

PART: Final = Part(
    name="registry",
    title=N_("Registry of schools"),
    icon="school",
    metadata=Registry.metadata,
    folder=Path(__file__).parent,
    permissions={"schools.read": EVERYONE, "schools.write": PLANNERS},
    groups=(Group(N_("Schools"), "school", (Item(N_("Schools"), schools.HOME, "schools.read"),)),),
    routers=(schools.router,),
)
