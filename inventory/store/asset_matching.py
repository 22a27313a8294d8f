"""What a person decides about a difference between book and network: take the network's word, or let it stand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from inventory.assets.reconcile import Difference, Found
from inventory.models.asset import AssetIgnored
from inventory.models.device import Device
from inventory.models.site import Site, SiteKind
from inventory.store.acting import By
from service.draft import said
from service.refusal import _, refuse


class Decision(StrEnum):
    """`take` what the network says, `unlink` card and device, or `ignore` the difference with a reason."""

    TAKE = "take"
    UNLINK = "unlink"
    IGNORE = "ignore"


LONGEST_EVIDENCE: Final = 600
# What may be decided of each difference beside ignoring it.
DECISIONS: Final[Mapping[Difference, tuple[Decision, ...]]] = {
    Difference.ELSEWHERE: (Decision.TAKE,),
    Difference.SERIAL: (Decision.TAKE, Decision.UNLINK),
    Difference.LINK: (Decision.TAKE,),
    Difference.NOT_IN_BOOK: (),  # entered by a person, by the form that is filled in already
    Difference.NOT_SEEN: (Decision.UNLINK,),
    Difference.MODEL: (Decision.TAKE,),
}


def change_for(session: Session, found: Found, decision: Decision) -> dict[str, object]:
    """What the card has to be given. RefusedError where this cannot be decided of such a difference."""
    if decision not in DECISIONS[found.kind] or found.asset_id is None:
        raise refuse("decision", _("This cannot be decided here"))
    if decision is Decision.UNLINK:
        return {"device_id": None}
    device = session.get_one(Device, found.device_id)
    match found.kind:
        case Difference.ELSEWHERE:
            at_office = session.get_one(Site, device.site_id).kind is SiteKind.OFFICE
            return {"site_id": None if at_office else device.site_id}
        case Difference.SERIAL:
            return {"serial": device.serial}
        case Difference.MODEL:
            return {"model": device.model}
        case _:
            return {"device_id": device.id}


def ignore(session: Session, found: Found, *, office_id: int, reason: str, by: By) -> AssetIgnored:
    """Let it stand while it says the same; RefusedError without a reason."""
    reason = said("reason", reason, longest=500, unsaid=_("Say why it may stand"))
    row = AssetIgnored(
        office_id=office_id,
        kind=found.kind.value,
        asset_id=found.asset_id,
        device_id=found.device_id,
        evidence=found.evidence[:LONGEST_EVIDENCE],
        reason=reason,
        person_id=by.person_id,
        actor=by.actor[:120],
        at=by.at,
    )
    session.add(row)
    session.flush()
    return row
