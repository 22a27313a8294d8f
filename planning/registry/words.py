"""What pages call states, special areas, sources of coordinates, datasets and levels."""

from __future__ import annotations

from typing import Final

from planning.registry.grades import Level
from planning.registry.models.batch import BatchState, Dataset
from planning.registry.models.school import CoordinateSource, SchoolState, SpecialArea
from planning.registry.placing import Finding
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
DATASETS: Final = {
    Dataset.SCHOOLS: N_("Registry of schools"),
    Dataset.COORDINATES: N_("Coordinates of schools"),
    Dataset.PUPILS: N_("Pupils by grade, sex and room"),
    Dataset.HOMES: N_("Pupils by grade and home village"),
    Dataset.STAFF: N_("Staff of schools by position and sex"),
    Dataset.VILLAGES: N_("Villages"),
    Dataset.POPULATION: N_("Population of villages by age and sex"),
}
BATCHES: Final = {
    BatchState.WAITING: N_("waits for your yes"),
    BatchState.TAKEN: N_("taken in"),
    BatchState.PUT_AWAY: N_("put away, nothing taken"),
}
LEVELS: Final = {
    Level.KINDERGARTEN: N_("Kindergarten"),
    Level.PRIMARY: N_("Primary"),
    Level.LOWER_SECONDARY: N_("Lower secondary"),
    Level.UPPER_SECONDARY: N_("Upper secondary"),
    Level.VOCATIONAL: N_("Vocational"),
}
PLACES: Final = {
    Finding.GOOD: N_("in order"),
    Finding.MISSING: N_("none yet"),
    Finding.ZERO: N_("Latitude and longitude are both zero"),
    Finding.SWAPPED: N_("Latitude and longitude are swapped"),
    Finding.ABROAD: N_("This place lies outside the country"),
    Finding.SHARED: N_("Another school has the same coordinates"),
}
