"""What the province keeps dated copies of."""

from __future__ import annotations

from typing import Final

from sqlmodel import Session

from contract.data.annual_plan import ProjectRow
from contract.data.registry import CommitteeRow, CountRow, IndicatorRow, ReferenceRow, SchoolRow, VillageRow
from contract.data.school_network import AccessRow
from planning.kit import copies
from planning.kit.parts import Copied
from service.i18n import N_

REGISTRY: Final = "registry"
SCHOOLS: Final = Copied(REGISTRY, "schools", SchoolRow, N_("Schools"))
COUNTS: Final = Copied(REGISTRY, "enrolment", CountRow, N_("Counts of pupils"))
VILLAGES: Final = Copied(REGISTRY, "villages", VillageRow, N_("Villages"))
REFERENCES: Final = Copied(REGISTRY, "references", ReferenceRow, N_("References"))
INDICATORS: Final = Copied(REGISTRY, "indicators", IndicatorRow, N_("Indicators"))
COMMITTEES: Final = Copied(REGISTRY, "committees", CommitteeRow, N_("Committees"))
ACCESS: Final = Copied("school_network", "access", AccessRow, N_("Access to schools by district"))
ANNUAL: Final = Copied("annual_plan", "projects", ProjectRow, N_("Projects of the annual plan"))
COPIES: Final = (SCHOOLS, COUNTS, VILLAGES, REFERENCES, INDICATORS, COMMITTEES, ACCESS, ANNUAL)


def indicators(session: Session, office_code: str) -> dict[str, IndicatorRow]:
    """Of the registry, by key, each by its code and name."""
    return {
        one.key: one.model_copy(update={"name": f"{one.code} {one.name}"})
        for one in copies.rows(session, office_code, INDICATORS).rows
    }
