"""What pages call kinds of committees, seats, parts of an agenda, verdicts, and what came of a resolution."""

from __future__ import annotations

from typing import Final

from office.workflow.committee import Seat
from planning.registry.models.committee import CommitteeKind
from planning.registry.models.meeting import AgendaPart, Verdict
from service.i18n import N_

KINDS: Final = {
    CommitteeKind.ESAO_BOARD: N_("Board of the educational service area"),
    CommitteeKind.PROVINCIAL_BOARD: N_("Provincial education board"),
    CommitteeKind.STRATEGY_INTEGRATION: N_("Strategy and integration committee of the province"),
    CommitteeKind.CLUSTER_BOARD: N_("Strategy committee of the cluster of provinces"),
    CommitteeKind.WORKING_GROUP: N_("Working group"),
    CommitteeKind.SITE_VISIT: N_("Committee that visits a site"),
    CommitteeKind.READINESS: N_("Committee that assesses readiness"),
    CommitteeKind.INTERNAL: N_("Meeting within the group"),
}
SEATS: Final = {Seat.CHAIR: N_("chair"), Seat.MEMBER: N_("member"), Seat.SECRETARY: N_("secretary")}
PARTS: Final = {
    AgendaPart.CHAIR: N_("Announcements of the chair"),
    AgendaPart.MINUTES: N_("Minutes to be adopted"),
    AgendaPart.PENDING: N_("Matters pending"),
    AgendaPart.INFORM: N_("Matters for information"),
    AgendaPart.DECIDE: N_("Matters to be decided"),
    AgendaPart.OTHER: N_("Other matters"),
}
VERDICTS: Final = {
    Verdict.APPROVE: N_("approved"),
    Verdict.APPROVE_WITH_CHANGES: N_("approved with changes"),
    Verdict.REJECT: N_("not approved"),
    Verdict.DEFER: N_("put off"),
    Verdict.ACKNOWLEDGE: N_("taken note of"),
}
STATES: Final = {
    "nothing_due": N_("nothing to carry out"),
    "waiting": N_("not yet carried out, as far as is known"),
    "going_on": N_("being carried out"),
    "done": N_("carried out"),
}
