"""Editors of the register: entries, and what hangs on them; every act is written down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from innovation.models.innovation import Innovation
from innovation.queries.innovations import find_seen
from innovation.store import innovations, parts
from innovation.store.parts import Part
from inventory.store.acting import By
from inventory.store.holding import alone
from netops.audit import record
from netops.editors import Editor, Hand
from service.columns import utc_now
from service.refusal import MissingError


class Innovations(Editor[Innovation, innovations.InnovationDraft]):
    """Entries of the register. They are never removed: what ends is retired."""

    noun, wish = "innovation", innovations.InnovationDraft

    @property
    def by(self) -> By:
        """For the history of the entry."""
        return By(self.hand.actor.name, utc_now(), self.hand.actor.person_id)

    def get(self, row_id: int) -> Innovation:
        """Of what this person may see: a school also what it is to have."""
        return find_seen(self.hand.session, self.hand.sight, row_id)

    def _find(self, row_id: int) -> Innovation:
        return innovations.find_innovation(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: innovations.InnovationDraft) -> Innovation:
        return innovations.create_innovation(self.hand.session, wish, office_id=self.hand.office_id, by=self.by)

    def _change(self, row: Innovation, wish: innovations.InnovationDraft) -> dict[str, object]:
        return innovations.change_innovation(self.hand.session, row, wish, by=self.by)

    def _remove(self, row: Innovation) -> None:
        raise MissingError(f"{self.noun} to be removed")


class Parts:
    """One kind of thing that hangs on one entry."""

    def __init__(self, hand: Hand, part: Part, innovation: Innovation) -> None:
        self.hand, self.part, self.innovation = hand, part, innovation

    def get(self, row_id: int) -> Any:
        """The row; MissingError when it is another entry's."""
        return parts.find_part(self.hand.session, self.part, self.innovation, row_id)

    def add(self, given: Mapping[str, object]) -> Any:
        """A new row; RefusedError names what is wrong."""
        alone(self.hand.session, self.innovation)
        row = parts.add_part(self.hand.session, self.part, self.innovation, self.part.draft.read(given))
        self._write_down("added", row, {})
        return row

    def change(self, row: Any, given: Mapping[str, object]) -> Any:
        """Some fields given anew. Nothing is written when nothing changed."""
        alone(self.hand.session, self.innovation, row)
        draft = self.part.draft.of(row).with_changes(given)
        changes = parts.change_part(self.hand.session, self.part, self.innovation, row, draft)
        if changes:
            self._write_down("changed", row, changes)
        return row

    def remove(self, row: Any) -> None:
        """It was a mistake; the audit log keeps what it was."""
        alone(self.hand.session, self.innovation, row)
        row_id = row.id
        was = parts.remove_part(self.hand.session, self.part, self.innovation, row)
        self._record("removed", row_id, was)

    def _write_down(self, what: str, row: Any, detail: Mapping[str, object]) -> None:
        self._record(what, row.id, {"innovation_id": self.innovation.id, **detail})

    def _record(self, what: str, row_id: int | None, detail: Mapping[str, object]) -> None:
        action = f"{self.part.noun}.{what}"
        record(self.hand.session, self.hand.actor, action, subject=self.part.noun, subject_id=row_id, detail=detail)
