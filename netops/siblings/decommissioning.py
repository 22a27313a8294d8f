"""Acts of the IT officer on what is left of a school that closes: notice for links, ends, devices moved or retired.

Each is the act that the link's or device's own page has, written down there; the order only follows what became of it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from inventory.models.decommission import Decommission, DecommissionTask, Left, OrderState
from inventory.store import decommissioning as store
from inventory.store.acting import By
from inventory.store.holding import alone
from netops.audit import record
from netops.editors import Devices, Hand, Links
from service.columns import utc_now
from service.draft import Draft, Name
from service.refusal import _, refuse


class NoticeDraft(Draft):
    """The provider was told: the link's last day."""

    last_day: date


class EndDraft(Draft):
    """The link has ended."""

    ended_on: date


class MoveDraft(Draft):
    """The device is at the receiving school now, under this name and, once it is known, this address."""

    name: Name
    address: Annotated[str, Field(max_length=255)] = ""


class Decommissions:
    """Of one request."""

    def __init__(self, hand: Hand, today: date) -> None:
        self.hand, self.today = hand, today

    def get(self, row_id: int) -> Decommission:
        """The order, when this person may see it; MissingError."""
        return store.find_order(self.hand.session, self.hand.sight, row_id)

    def notice(self, row: Decommission, link_id: int, draft: NoticeDraft) -> None:
        """The link has a last day; RefusedError for one before its first."""
        task, editor = self._begin(row, Left.LINK, link_id), Links(self.hand)
        link = editor.get(link_id)
        before = link.contract_end
        editor.change(link, {"contract_end": draft.last_day})
        store.notice_given(self.hand.session, task, before, draft.last_day, self.today)
        self._end(row, "notice", {"link_id": link_id, "last_day": draft.last_day.isoformat()})

    def end(self, row: Decommission, link_id: int, draft: EndDraft) -> None:
        """Archived, and told to siblings."""
        if draft.ended_on > self.today:
            raise refuse("ended_on", _("This day has not come yet"))
        self._begin(row, Left.LINK, link_id)
        editor = Links(self.hand)
        link = editor.get(link_id)
        editor.change(link, {"contract_end": draft.ended_on})
        editor.remove(link)
        self._end(row, "link_ended", {"link_id": link_id, "ended_on": draft.ended_on.isoformat()})

    def move(self, row: Decommission, device_id: int, draft: MoveDraft) -> None:
        """To the receiving school; its address at the old one is free, and it is watched once it has a new one."""
        if row.receiving_id is None:
            raise refuse("", _("The receiving school is not known here"))
        self._begin(row, Left.DEVICE, device_id)
        editor = Devices(self.hand)
        given = {
            "site_id": row.receiving_id,
            "name": draft.name,
            "address": draft.address,
            "monitored": bool(draft.address),
            "parent_id": None,
            "agent_id": None,
        }
        editor.change(editor.get(device_id), given)
        self._end(row, "device_moved", {"device_id": device_id, "site_id": row.receiving_id})

    def retire(self, row: Decommission, device_id: int) -> None:
        """Archived."""
        self._begin(row, Left.DEVICE, device_id)
        editor = Devices(self.hand)
        editor.remove(editor.get(device_id))
        self._end(row, "device_retired", {"device_id": device_id})

    def _begin(self, row: Decommission, subject: Left, subject_id: int) -> DecommissionTask:
        alone(self.hand.session, row)
        if row.state is not OrderState.ORDERED:
            raise refuse("", _("This order does not hold any more"))
        task = store.find_task(self.hand.session, row, subject, subject_id)
        if task.outcome is not None:
            raise refuse("", _("This was done already"))
        return task

    def _end(self, row: Decommission, what: str, detail: dict[str, object]) -> None:
        store.settle(self.hand.session, row, By(self.hand.actor.name, utc_now(), self.hand.actor.person_id))
        action = f"decommission.{what}"
        record(self.hand.session, self.hand.actor, action, subject="decommission", subject_id=row.id, detail=detail)
