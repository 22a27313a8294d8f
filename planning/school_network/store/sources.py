"""What other services own and this one keeps dated copies of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from contract.data.annual_plan import ClassRow
from contract.data.netops import NetworkRow
from contract.data.registry import CountRow, HomeRow, ReferenceRow, SchoolRow, StaffRow, VillageRow
from planning.kit import copies
from planning.kit.parts import Copied
from planning.school_network.mapping.inputs import Demand
from planning.school_network.taking import Count, Taken, counts_of, take, with_homes
from service.i18n import N_
from service.refusal import refuse

REGISTRY: Final = "registry"
SCHOOLS: Final = Copied(REGISTRY, "schools", SchoolRow, N_("Schools"))
ENROLMENT: Final = Copied(REGISTRY, "enrolment", CountRow, N_("Enrolment"))
HOMES: Final = Copied(REGISTRY, "homes", HomeRow, N_("Homes of pupils"))
VILLAGES: Final = Copied(REGISTRY, "villages", VillageRow, N_("Villages"))
REFERENCES: Final = Copied(REGISTRY, "references", ReferenceRow, N_("References"))
STAFF: Final = Copied(REGISTRY, "staff", StaffRow, N_("Staff"))
CLASS_PLANS: Final = Copied("annual_plan", "class_plans", ClassRow, N_("Class plans of schools"))
NETWORK: Final = Copied("netops", "network", NetworkRow, N_("Networks of schools"))


@dataclass(frozen=True, slots=True)
class Sources:
    """The registry's data of one office as we have them, how old they are, and approved class plans."""

    schools: tuple[SchoolRow, ...]
    counts: tuple[CountRow, ...]
    villages: tuple[VillageRow, ...]
    as_of: datetime | None
    classes: tuple[ClassRow, ...] = ()
    homes: tuple[HomeRow, ...] = ()

    @property
    def frozen(self) -> list[Count]:
        """Counts that a run can be made from, the newest first."""
        return counts_of(self.counts)

    def count(self, key: str) -> Count:
        """The one that a form names; RefusedError."""
        for one in self.frozen:
            if one.key == key:
                return one
        raise refuse("count", N_("Choose a count that is frozen"))

    def taken(self, count: Count, demand: Demand = Demand.VILLAGES) -> Taken:
        """As the engine reckons with them; with homes of pupils only where they are asked for."""
        taken = take(self.schools, self.counts, self.villages, count, self.classes)
        return with_homes(taken, self.homes, count) if demand is Demand.HOMES else taken

    def homes_known(self, count: Count) -> tuple[int, int]:
        """Of how many pupils of a count the home is known, and how many pupils there are."""
        known = sum(one.male + one.female for one in self.homes if _is_of(one, count))
        return known, sum(one.male + one.female for one in self.counts if _is_of(one, count))

    def school(self, code: str) -> SchoolRow | None:
        """By its SMIS code."""
        return next((one for one in self.schools if one.smis_code == code), None)


def _is_of(row: CountRow | HomeRow, count: Count) -> bool:
    return Count(row.academic_year, row.count_date, row.revision) == count


def sources(session: Session, office_code: str) -> Sources:
    """Empty while nothing was copied yet."""
    schools = copies.rows(session, office_code, SCHOOLS)
    counts = copies.rows(session, office_code, ENROLMENT)
    villages = copies.rows(session, office_code, VILLAGES)
    known = [one.as_of for one in (schools, counts, villages) if one.as_of is not None]
    classes = copies.rows(session, office_code, CLASS_PLANS)
    homes = copies.rows(session, office_code, HOMES)
    as_of = min(known, default=None)
    return Sources(schools.rows, counts.rows, villages.rows, as_of, classes.rows, homes.rows)
