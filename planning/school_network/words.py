"""What pages call kinds of cases, states, certainties and verdicts."""

from __future__ import annotations

from typing import Final

from planning.school_network.kinds import CaseKind
from planning.school_network.mapping.criteria import Compare, Fact, Verdict
from planning.school_network.mapping.grade import Level
from planning.school_network.mapping.parameters import Certainty, Name
from planning.school_network.mapping.quality import Fault
from planning.school_network.taking import CODES
from service.i18n import N_, _

KINDS: Final = {
    CaseKind.ESTABLISH: N_("Establish a school"),
    CaseKind.CO_LEARN: N_("Learn together with another school"),
    CaseKind.MERGE: N_("Merge a school into another"),
    CaseKind.CLOSE: N_("Close a school"),
    CaseKind.EXPAND_CLASS: N_("Begin more classes"),
    CaseKind.REDUCE_CLASS: N_("End classes"),
    CaseKind.TRANSFER_IN: N_("Take over from a local body"),
    CaseKind.TRANSFER_OUT: N_("Transfer to a local body"),
}
CERTAINTIES: Final = {
    Certainty.VERIFIED: N_("verified"),
    Certainty.NEWS: N_("unverified: from the news or a secondary text"),
    Certainty.GUESS: N_("unverified: common practice"),
    Certainty.OFFICE: N_("set by the office"),
}
VERDICTS: Final = {
    Verdict.MET: N_("criterion met"),
    Verdict.NOT_MET: N_("criterion not met"),
    Verdict.FOR_PEOPLE: N_("for the committee to judge"),
    Verdict.NOT_KNOWN: N_("figure not known"),
}
VERDICT_SHAPES: Final = {
    Verdict.MET: "up",
    Verdict.NOT_MET: "down",
    Verdict.FOR_PEOPLE: "maintenance",
    Verdict.NOT_KNOWN: "unknown",
}
FACTS: Final = {
    Fact.PUPILS: N_("pupils"),
    Fact.WAY_KM: N_("km to the receiving school"),
    Fact.WAY_MIN: N_("minutes to the receiving school"),
    Fact.CHILDREN: N_("children in the table of demand"),
    Fact.READINESS: N_("mean score of the six criteria"),
    Fact.FOLLOW_TERM_DAYS: N_("days after the day of effect"),
    Fact.FOLLOW_YEAR_DAYS: N_("days after the day of effect"),
}
COMPARES: Final = {Compare.AT_MOST: N_("at most"), Compare.AT_LEAST: N_("at least")}
LEVELS: Final = {
    Level.KINDERGARTEN: N_("kindergarten"),
    Level.PRIMARY: N_("primary"),
    Level.LOWER_SECONDARY: N_("lower secondary"),
    Level.UPPER_SECONDARY: N_("upper secondary"),
}
FAULTS: Final = {
    Fault.MISSING: N_("no coordinate"),
    Fault.ZERO: N_("coordinate 0, 0"),
    Fault.SWAPPED: N_("latitude and longitude swapped"),
    Fault.OUTSIDE_COUNTRY: N_("outside the country"),
    Fault.DUPLICATE: N_("same place as another"),
    Fault.UNKNOWN_TAMBON: N_("subdistrict not known"),
    Fault.OUTSIDE_TAMBON: N_("outside its subdistrict"),
    Fault.FAR_FROM_TAMBON: N_("far from its subdistrict"),
}
GRADES: Final = (
    *(f"อ.{year}" for year in (1, 2, 3)),
    *(f"ป.{year}" for year in (1, 2, 3, 4, 5, 6)),
    *(f"ม.{year}" for year in (1, 2, 3, 4, 5, 6)),
)
"""Labels of the columns of the engine."""
FIGURES: Final = {
    "norm_km": N_("Norm (km)"),
    "norm_min": N_("Norm (minutes)"),
    "room_pupils": N_("Pupils in a room"),
}
"""Figures that each level has."""
SINGLE_FIGURES: Final = {
    Name.SMALL_SCHOOL_PUPILS: N_("A small school has at most (pupils)"),
    Name.SMALL_BAND_PUPILS: N_("Bands of small schools (pupils)"),
    Name.MERGE_RADIUS_KM: N_("Merger within (km)"),
    Name.MERGE_MIN: N_("Merger within (minutes)"),
    Name.SUPPORT_SATANG_DAY: N_("Transport support of a pupil and day (satang)"),
    Name.SCHOOL_DAYS_YEAR: N_("School days of a year"),
    Name.SNAP_LIMIT_M: N_("Farthest from a road (metres)"),
    Name.DETOUR_FACTOR: N_("Detour factor of straight lines"),
    Name.SEARCH_KM: N_("Search along roads up to (km)"),
    Name.TAMBON_CENTRE_KM: N_("Doubtful when farther from its subdistrict (km)"),
    Name.SPEED_KMH_HIGHWAY: N_("Speed on highways (km/h)"),
    Name.SPEED_KMH_MAIN: N_("Speed on main roads (km/h)"),
    Name.SPEED_KMH_MINOR: N_("Speed on local roads (km/h)"),
    Name.SPEED_KMH_VILLAGE: N_("Speed on village roads (km/h)"),
    Name.SPEED_KMH_TRACK: N_("Speed on tracks (km/h)"),
    Name.SPEED_KMH_OFF_ROAD: N_("Speed beside roads (km/h)"),
}
ROAD_FAULTS: Final = (
    N_("is empty"),
    N_("“%(value)s” stands there twice"),
    N_("“%(value)s” is no number"),
    N_("“%(value)s” is not from %(least)s to %(most)s"),
    N_("is zero"),
    N_("“%(value)s” is none of the crossings"),
    N_("is where the edge begins"),
    N_("“%(value)s” is none of %(known)s"),
    N_("“%(value)s” is neither yes nor no"),
    N_("is not UTF-8: save the file as “CSV UTF-8”"),
    N_("the columns are %(wanted)s, not %(found)s"),
    N_("%(found)s fields instead of %(wanted)s"),
    N_("the file ends within a quoted text"),
    N_("is no line of a CSV table"),
    N_("there is no row"),
)
"""What `mapping.rows` says of a row: the engine has no catalogue of its own."""
GRADE_CODES: Final = {code: GRADES[grade] for code, grade in CODES.items()}
"""Labels by the codes of the registry."""


BOUNDS: Final = {
    "south_deg": N_("Country: southern edge (degrees)"),
    "north_deg": N_("Country: northern edge (degrees)"),
    "west_deg": N_("Country: western edge (degrees)"),
    "east_deg": N_("Country: eastern edge (degrees)"),
}


def figure(name: str) -> str:
    """What a figure of a run is called, e.g. `norm_km_primary`."""
    for level, said in LEVELS.items():
        for prefix, title in FIGURES.items():
            if name == f"{prefix}_{level}":
                return f"{_(title)} · {_(said)}"
    single = {one.value: title for one, title in SINGLE_FIGURES.items()} | BOUNDS
    return _(single[name]) if name in single else name
