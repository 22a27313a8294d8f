"""Editors of specifications: their head, their lines, and the steps to approval, each written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inventory.store.acting import By
from inventory.store.holding import alone
from netops.editors import Editor
from procurement.criteria.edition import InForce
from procurement.models.spec import Spec, SpecLine
from procurement.proposing import Wanted
from procurement.sheet import Check
from procurement.store import spec_lines, spec_proposals, specs
from procurement.store.spec_drafts import LineDraft, MemberDraft, SpecDraft
from service.columns import utc_now
from service.refusal import MissingError


class Specs(Editor[Spec, SpecDraft]):
    """Specifications. None is removed: it is withdrawn, and stays to be read."""

    noun, wish = "spec", SpecDraft

    @property
    def by(self) -> By:
        """Who acts now."""
        return By(self.hand.actor.name, utc_now())

    def _find(self, row_id: int) -> Spec:
        return specs.find_spec(self.hand.session, row_id, office_id=self.hand.office_id)

    def wish_of(self, row: Spec) -> SpecDraft:
        """With its committee."""
        return SpecDraft.of(row, members=tuple(MemberDraft.model_construct(None, **one) for one in row.members))

    def _create(self, wish: SpecDraft) -> Spec:
        return specs.create_spec(self.hand.session, wish, office_id=self.hand.office_id, by=self.by)

    def _change(self, row: Spec, wish: SpecDraft) -> dict[str, object]:
        return specs.change_spec(self.hand.session, row, wish, by=self.by)

    def _remove(self, row: Spec) -> None:
        raise MissingError(f"{self.noun} to be removed")

    @property
    def need_by(self) -> By:
        """The same for the history of needs."""
        return By(self.hand.actor.name, utc_now(), self.hand.actor.person_id)

    def begin(self, draft: SpecDraft, wanted: Sequence[Wanted]) -> Spec:
        """A draft with the lines proposed for needs or devices."""
        spec = self.create(draft)
        for line in spec_proposals.begin_lines(self.hand.session, spec, wanted, by=self.need_by):
            self._touched(spec, "line_added", line)
        return spec

    def add_line(self, spec: Spec, draft: LineDraft) -> SpecLine:
        """A line after the last; RefusedError names what is wrong."""
        alone(self.hand.session, spec)
        specs.must_be_draft(spec)
        line = spec_lines.add_line(self.hand.session, spec, draft)
        self._touched(spec, "line_added", line)
        return line

    def change_line(self, spec: Spec, line: SpecLine, draft: LineDraft) -> None:
        """The line as drafted."""
        alone(self.hand.session, spec, line)
        specs.must_be_draft(spec)
        spec_lines.change_line(self.hand.session, spec, line, draft)
        self._touched(spec, "line_changed", line)

    def remove_line(self, spec: Spec, line: SpecLine) -> None:
        """The line and all that hangs on it."""
        alone(self.hand.session, spec, line)
        specs.must_be_draft(spec)
        self._touched(spec, "line_removed", line)
        spec_proposals.let_go(self.hand.session, spec, [line], by=self.need_by)
        spec_lines.remove_line(self.hand.session, line)

    def take_item(self, spec: Spec, line: SpecLine, held: InForce) -> None:
        """Another item, or a newer edition of the same."""
        alone(self.hand.session, spec, line)
        specs.must_be_draft(spec)
        spec_lines.take_item(self.hand.session, line, held)
        self._touched(spec, "line_item_taken", line)

    def explain(self, spec: Spec, line: SpecLine | None, check: Check, text: str) -> None:
        """What is written to a finding of a line, or of the whole."""
        alone(self.hand.session, spec, *([line] if line is not None else ()))
        if line is None:
            specs.set_reason(self.hand.session, spec, check.value, text, by=self.by)
        else:
            specs.must_be_draft(spec)
            spec_lines.set_line_reason(self.hand.session, line, check.value, text)
            specs.touched(self.hand.session, spec, self.by.at)
        self.write_down("explained", spec, {"check": check.value, "line": line.id if line else None})

    def check(self, spec: Spec) -> None:
        """To the director; RefusedError while a finding is open."""
        alone(self.hand.session, spec)
        specs.check_spec(self.hand.session, spec, by=self.by)
        self.write_down("checked", spec, {"title": spec.title})

    def approve(self, spec: Spec, *, seen: str) -> None:
        """Freeze it; `seen` is the SHA-256 of what was looked at."""
        alone(self.hand.session, spec)
        specs.approve_spec(self.hand.session, spec, seen=seen, by=self.by)
        spec_proposals.take_over(self.hand.session, spec, by=self.need_by)
        self.write_down("approved", spec, {"title": spec.title, "sha256": spec.sha256})

    def send_back(self, spec: Spec) -> None:
        """To be changed: it is a draft again."""
        alone(self.hand.session, spec)
        specs.must_be_draft(spec)
        specs.touched(self.hand.session, spec, self.by.at)
        self.write_down("sent_back", spec, {"title": spec.title})

    def withdraw(self, spec: Spec, *, why: str) -> None:
        """Nothing is bought by it any more."""
        alone(self.hand.session, spec)
        specs.withdraw_spec(self.hand.session, spec, why=why, by=self.by)
        spec_proposals.let_go(self.hand.session, spec, spec_lines.lines_of(self.hand.session, spec), by=self.need_by)
        self.write_down("withdrawn", spec, {"why": why[:200]})

    def follow(self, spec: Spec) -> Spec:
        """A new version to be changed."""
        alone(self.hand.session, spec)
        made = specs.new_version(self.hand.session, spec, by=self.by)
        self.write_down("version_made", made, {"version": made.version, "from": spec.id})
        return made

    def _touched(self, spec: Spec, what: str, line: SpecLine) -> None:
        specs.touched(self.hand.session, spec, self.by.at)
        detail: Mapping[str, object] = {"line": line.id, "name": line.name, "quantity": line.quantity}
        self.write_down(what, spec, detail)
