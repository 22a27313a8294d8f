"""The development plan of the office as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.development_plan.core import DevelopmentPlan
from planning.development_plan.pages import home
from planning.kit.parts import Part
from planning.kit.visitor import OFFICE
from service.i18n import N_
from service.web.nav import Group, Item

PART: Final = Part(
    name="development_plan",
    title=N_("Development plan"),
    icon="target",
    metadata=DevelopmentPlan.metadata,
    folder=Path(__file__).parent,
    permissions={"home.read": OFFICE},
    groups=(Group(N_("Development plan"), "target", (Item(N_("Overview"), home.HOME, "home.read"),)),),
    routers=(home.router,),
)
