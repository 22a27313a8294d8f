"""The editor of needs, and what is decided about them, the same for pages and API: checked, stored, written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from inventory.store.acting import By
from inventory.store.holding import alone
from inventory.store.looked import as_looked_at
from netops.editors import Editor
from procurement.models.need import Need
from procurement.store import need_buying, need_decisions, need_merging, needs
from procurement.store.need_from_risk import RiskNeedDraft, write_need
from risk.models.register import Risk
from service.columns import utc_now
from service.refusal import MissingError


class Needs(Editor[Need, needs.NeedDraft]):
    """Needs that people put in and decide about. They are never removed: a rejected one keeps its reason."""

    noun, wish = "need", needs.NeedDraft

    @property
    def by(self) -> By:
        """For the history of the need."""
        return By(self.hand.actor.name, utc_now(), self.hand.actor.person_id)

    def _find(self, row_id: int) -> Need:
        return needs.find_need(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: needs.NeedDraft) -> Need:
        return needs.create_need(self.hand.session, wish, sight=self.hand.sight, by=self.by)

    def _change(self, row: Need, wish: needs.NeedDraft) -> dict[str, object]:
        return needs.change_need(self.hand.session, row, wish, sight=self.hand.sight, by=self.by)

    def _remove(self, row: Need) -> None:
        raise MissingError(f"{self.noun} to be removed")

    def write_from_risk(self, risk: Risk, wish: RiskNeedDraft) -> Need:
        """The need that treats a risk from now on."""
        need = write_need(self.hand.session, risk, wish, sight=self.hand.sight, by=self.by)
        self.write_down("treats", need, {"risk": risk.id})
        return need

    def propose(self, row: Need, proposal: str) -> None:
        """What IT suggests to the director."""
        alone(self.hand.session, row)
        need_decisions.propose(self.hand.session, row, proposal, by=self.by)
        self.write_down("proposed", row, {"proposal": proposal[:200]})

    def looked(self, row: Need, seen: str) -> None:
        """Held until the end, and as it was on the page; RefusedError."""
        alone(self.hand.session, row)
        as_looked_at(row, need_decisions.LOOKED_AT, seen)

    def approve(self, row: Need, note: str) -> None:
        """It may be specified and bought."""
        self._decided(row, lambda: need_decisions.approve(self.hand.session, row, note=note, by=self.by), note)

    def defer(self, row: Need, until: date | None, note: str) -> None:
        """Not now."""
        self._decided(row, lambda: need_decisions.defer(self.hand.session, row, until, note=note, by=self.by), note)

    def reject(self, row: Need, reason: str) -> None:
        """Not at all."""
        self._decided(row, lambda: need_decisions.reject(self.hand.session, row, reason, by=self.by), reason)

    def reopen(self, row: Need, note: str) -> None:
        """Take a decision back."""
        self._decided(row, lambda: need_decisions.reopen(self.hand.session, row, note=note, by=self.by), note)

    def meet(self, row: Need, note: str) -> None:
        """It was met, e.g. by a donation."""
        self._decided(row, lambda: need_buying.met(self.hand.session, row, note=note, by=self.by), note)

    def merge(self, row: Need, into: Need, quantity: int | None) -> None:
        """The other stands for both."""
        alone(self.hand.session, row, into)
        need_merging.merge(self.hand.session, row, into, quantity=quantity, by=self.by)
        self.write_down("merged", row, {"into": into.id})

    def take_out(self, row: Need) -> None:
        """Undo a merge."""
        alone(self.hand.session, row)
        need_merging.take_out(self.hand.session, row, by=self.by)
        self.write_down("taken_out", row, {})

    def _decided(self, row: Need, act: Callable[[], None], note: str) -> None:
        alone(self.hand.session, row)
        before = row.state
        act()
        self.write_down(row.state.value, row, {"state": [before.value, row.state.value], "note": note[:200]})
