"""The province as a service."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from planning.kit.parts import Part
from planning.kit.visitor import OFFICE
from planning.province.core import Province
from planning.province.pages import home
from service.i18n import N_
from service.web.nav import Group, Item

PART: Final = Part(
    name="province",
    title=N_("Education of the province"),
    icon="map",
    metadata=Province.metadata,
    folder=Path(__file__).parent,
    permissions={"home.read": OFFICE},
    groups=(Group(N_("Education of the province"), "map", (Item(N_("Overview"), home.HOME, "home.read"),)),),
    routers=(home.router,),
)
