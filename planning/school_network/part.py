"""The school network as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.kit.parts import Part
from planning.kit.visitor import OFFICE
from planning.school_network.core import SchoolNetwork
from planning.school_network.pages import home
from service.i18n import N_
from service.web.nav import Group, Item

PART: Final = Part(
    name="school_network",
    title=N_("School network"),
    icon="map-pin",
    metadata=SchoolNetwork.metadata,
    folder=Path(__file__).parent,
    permissions={"home.read": OFFICE},
    groups=(Group(N_("School network"), "map-pin", (Item(N_("Overview"), home.HOME, "home.read"),)),),
    routers=(home.router,),
)
