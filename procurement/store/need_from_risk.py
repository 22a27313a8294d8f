"""A need written from a risk: it treats that risk from its first day, and says by which evidence."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from procurement.models.need import Need
from procurement.needs.need import Reason, Urgency, key_of
from procurement.store.need_risks import treat
from procurement.store.needs import NeedDraft, create_need, live_of
from risk.models.register import Risk
from risk.terms import RiskState
from service.draft import Digits, Draft, Empty, Line, Note
from service.refusal import _, refuse


class RiskNeedDraft(Draft):
    """What is needed against a risk. For whom, and about which device, the risk says itself."""

    title: Annotated[Line, Field(min_length=1)]
    kind: Annotated[Line, Field(max_length=64)] = ""
    quantity: Annotated[int, Field(ge=1, le=100_000), Digits] = 1
    urgency: Urgency = Urgency.NORMAL
    fiscal_year: Annotated[int | None, Field(ge=2500, le=2700), Empty] = None
    reason_text: Annotated[Note, Field(min_length=1)]


def write_need(session: Session, risk: Risk, draft: RiskNeedDraft, *, sight: Sight, by: By) -> Need:
    """The need that treats the risk from now on. RefusedError of a closed risk.

    Of a device there is one live need for this reason: where it is there already, that one treats this risk too.
    """
    if risk.state is RiskState.CLOSED:
        raise refuse("", _("The risk is closed: open it again first"))
    site = session.get(Site, risk.site_id) if risk.site_id is not None else None
    key = key_of(Reason.RISK, device_id=risk.device_id)
    need = live_of(session, key) if key is not None else None
    if need is None:
        given = draft.model_dump() | {"reason": Reason.RISK, "device_id": risk.device_id}
        owner = site.id if site is not None and site.kind == "school" else None
        need = create_need(session, NeedDraft.read(given | {"site_id": owner}), sight=sight, by=by)
    treat(session, need, risk, by)
    return need
