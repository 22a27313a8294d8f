"""What pages call states, special areas and sources of coordinates."""

from __future__ import annotations

from typing import Final

from planning.registry.models.school import CoordinateSource, SchoolState, SpecialArea
from service.i18n import N_

STATES: Final = {
    SchoolState.PLANNED: N_("planned school"),
    SchoolState.OPEN: N_("open school"),
    SchoolState.CO_LEARNING: N_("learns together with another school"),
    SchoolState.CLOSING: N_("is being closed"),
    SchoolState.CLOSED: N_("closed school"),
    SchoolState.TRANSFERRED: N_("transferred to a local body"),
}
AREAS: Final = {
    SpecialArea.NONE: N_("ordinary area"),
    SpecialArea.HIGHLAND: N_("highland"),
    SpecialArea.ISLAND: N_("island"),
    SpecialArea.BORDER: N_("border area"),
}
SOURCES: Final = {
    CoordinateSource.UNKNOWN: N_("not known whence"),
    CoordinateSource.IMPORTED: N_("from a file, not checked"),
    CoordinateSource.MAP: N_("read from a map"),
    CoordinateSource.MEASURED: N_("measured on the spot"),
}
