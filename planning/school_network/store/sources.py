"""What other services own and this one keeps dated copies of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from contract.data.annual_plan import ClassRow
from contract.data.netops import NetworkRow
from contract.data.registry import CountRow, ReferenceRow, SchoolRow, StaffRow, VillageRow
from planning.kit import copies
from planning.kit.parts import Copied
from planning.school_network.taking import Count, Taken, counts_of, take
from service.i18n import N_
from service.refusal import refuse

REGISTRY: Final = "registry"
SCHOOLS: Final = Copied(REGISTRY, "schools", SchoolRow, N_("Schools"))
ENROLMENT: Final = Copied(REGISTRY, "enrolment", CountRow, N_("Enrolment"))
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

    def taken(self, count: Count) -> Taken:
        """As the engine reckons with them."""
        return take(self.schools, self.counts, self.villages, count, self.classes)

    def school(self, code: str) -> SchoolRow | None:
        """By its SMIS code."""
        return next((one for one in self.schools if one.smis_code == code), None)


def sources(session: Session, office_code: str) -> Sources:
    """Empty while nothing was copied yet."""
    schools = copies.rows(session, office_code, SCHOOLS)
    counts = copies.rows(session, office_code, ENROLMENT)
    villages = copies.rows(session, office_code, VILLAGES)
    known = [one.as_of for one in (schools, counts, villages) if one.as_of is not None]
    classes = copies.rows(session, office_code, CLASS_PLANS)
    return Sources(schools.rows, counts.rows, villages.rows, min(known, default=None), classes.rows)
