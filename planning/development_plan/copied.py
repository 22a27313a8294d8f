"""Which data of other services this one keeps a dated copy of."""

from __future__ import annotations

from typing import Final

from contract.data.registry import CountRow, IndicatorRow, ReferenceRow, SchoolRow, StaffRow
from planning.kit.parts import Copied
from service.i18n import N_

REGISTRY: Final = "registry"
SCHOOLS: Final = Copied(REGISTRY, "schools", SchoolRow, N_("Schools"))
ENROLMENT: Final = Copied(REGISTRY, "enrolment", CountRow, N_("Counts of pupils"))
STAFF: Final = Copied(REGISTRY, "staff", StaffRow, N_("Staff"))
REFERENCES: Final = Copied(REGISTRY, "references", ReferenceRow, N_("Policy references"))
INDICATORS: Final = Copied(REGISTRY, "indicators", IndicatorRow, N_("Indicators"))
COPIES: Final = (SCHOOLS, ENROLMENT, STAFF, REFERENCES, INDICATORS)
