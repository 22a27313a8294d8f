"""What the province keeps dated copies of."""

from __future__ import annotations

from typing import Final

from contract.data.registry import CountRow, ReferenceRow, SchoolRow, VillageRow
from planning.kit.parts import Copied
from service.i18n import N_

REGISTRY: Final = "registry"
SCHOOLS: Final = Copied(REGISTRY, "schools", SchoolRow, N_("Schools"))
COUNTS: Final = Copied(REGISTRY, "enrolment", CountRow, N_("Counts of pupils"))
VILLAGES: Final = Copied(REGISTRY, "villages", VillageRow, N_("Villages"))
REFERENCES: Final = Copied(REGISTRY, "references", ReferenceRow, N_("References"))
COPIES: Final = (SCHOOLS, COUNTS, VILLAGES, REFERENCES)
