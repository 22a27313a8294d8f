"""The editor of risks, and what people decide about them, the same for pages and API: checked, stored, written down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from inventory.store.acting import By
from inventory.store.holding import alone
from inventory.store.looked import as_looked_at
from netops.editors import Editor
from risk.models.register import Risk, RiskTask
from risk.store import register, tasks
from service.columns import utc_now
from service.refusal import MissingError


class Risks(Editor[Risk, register.RiskDraft]):
    """The register. A risk is never removed: a closed one stays, and is opened again when its cause returns."""

    noun, wish = "risk", register.RiskDraft

    @property
    def by(self) -> By:
        """For the history of the risk."""
        return By(self.hand.actor.name, utc_now(), self.hand.actor.person_id)

    def _find(self, row_id: int) -> Risk:
        return register.find_risk(self.hand.session, row_id, sight=self.hand.sight)

    def _create(self, wish: register.RiskDraft) -> Risk:
        return register.create_risk(self.hand.session, wish, office_id=self.hand.office_id, by=self.by)

    def _change(self, row: Risk, wish: register.RiskDraft) -> dict[str, object]:
        return register.change_risk(self.hand.session, row, wish, by=self.by)

    def _remove(self, row: Risk) -> None:
        raise MissingError(f"{self.noun} to be removed")

    def word(self, row: Risk, wish: register.WordsDraft) -> None:
        """Its controls, owner, kind and next review."""
        alone(self.hand.session, row)
        changes = register.word_risk(self.hand.session, row, wish, by=self.by)
        if changes:
            self.write_down("changed", row, changes)

    def judge_impact(self, row: Risk, impact: int | None, why: str) -> None:
        """Otherwise than its rule has it, or as the rule has it again."""
        alone(self.hand.session, row)
        before = row.impact
        register.judge_impact(self.hand.session, row, impact, why, by=self.by)
        self._done("judged", row, {"impact": [before, row.impact]}, why)

    def treat(self, row: Risk, wish: register.TreatmentDraft) -> None:
        """How it is dealt with; to accept is so proposed to the director."""
        alone(self.hand.session, row)
        changes = register.treat(self.hand.session, row, wish, by=self.by)
        if changes:
            self.write_down("treated", row, changes)

    def looked(self, row: Risk, seen: str) -> None:
        """Held until the end, and as it was on the page; RefusedError."""
        alone(self.hand.session, row)
        as_looked_at(row, register.LOOKED_AT, seen)

    def accept(self, row: Risk, until: date | None, why: str) -> None:
        """Live with it until a day."""
        alone(self.hand.session, row)
        register.accept(self.hand.session, row, until, why, by=self.by)
        self._done("accepted", row, {"until": str(until)}, why)

    def review(self, row: Risk, note: str, next_on: date | None) -> None:
        """Looked at as it stands now."""
        alone(self.hand.session, row)
        register.review(self.hand.session, row, note, next_on, by=self.by)
        self._done("reviewed", row, {"next_on": str(next_on)}, note)

    def close(self, row: Risk, why: str) -> None:
        """No risk any more."""
        alone(self.hand.session, row)
        register.close(self.hand.session, row, why, by=self.by)
        self._done("closed", row, {}, why)

    def reopen(self, row: Risk, why: str) -> None:
        """Take a closing back."""
        alone(self.hand.session, row)
        register.reopen(self.hand.session, row, why, by=self.by)
        self._done("reopened", row, {}, why)

    def task(self, row: Risk, task_id: int) -> RiskTask:
        """A task of the risk; MissingError of another's."""
        return tasks.find_task(self.hand.session, row, task_id)

    def add_task(self, row: Risk, wish: tasks.TaskDraft) -> RiskTask:
        """A new step of its treatment."""
        alone(self.hand.session, row)
        task = tasks.add_task(self.hand.session, row, wish, by=self.by)
        self.write_down("task_added", row, {"task": task.id, "what": task.what[:200]})
        return task

    def change_task(self, row: Risk, task: RiskTask, given: Mapping[str, object]) -> None:
        """How far it is, by whom, until when."""
        alone(self.hand.session, row)
        wish = tasks.TaskDraft.of(task).with_changes(given)
        changes = tasks.change_task(self.hand.session, row, task, wish, by=self.by)
        if changes:
            self.write_down("task_changed", row, {"task": task.id, **changes})

    def drop_task(self, row: Risk, task: RiskTask, why: str) -> None:
        """It is not needed any more."""
        alone(self.hand.session, row)
        tasks.drop_task(self.hand.session, row, task, why, by=self.by)
        self._done("task_dropped", row, {"task": task.id}, why)

    def _done(self, what: str, row: Risk, detail: dict[str, object], why: str) -> None:
        self.write_down(what, row, {**detail, "why": why[:200]})
