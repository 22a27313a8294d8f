"""The annual action plan as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.annual_plan.core import AnnualPlan
from planning.annual_plan.pages import home
from planning.kit.parts import Part
from planning.kit.visitor import OFFICE
from service.i18n import N_
from service.web.nav import Group, Item

PART: Final = Part(
    name="annual_plan",
    title=N_("Annual action plan"),
    icon="coins",
    metadata=AnnualPlan.metadata,
    folder=Path(__file__).parent,
    permissions={"home.read": OFFICE},
    groups=(Group(N_("Annual action plan"), "coins", (Item(N_("Overview"), home.HOME, "home.read"),)),),
    routers=(home.router,),
)
