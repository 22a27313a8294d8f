"""Disposals as people do them: listed with a case to decide them, papers handed in to its steps, struck off, given up.

Whether a disposal is approved, and since when, is told by its case alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from inventory.models.asset import Asset
from inventory.models.disposal import Disposal, DisposalItem
from inventory.queries.disposals import disposal_seen
from inventory.store import disposals
from inventory.store.holding import alone
from netops.asset_editors import by_of
from netops.audit import record
from netops.book.disposal_making import Decided, disposal_data
from netops.book.disposal_papers import EVIDENCE_OF, KINDS
from netops.book.making import Made
from netops.cases.committees import committees_of, members_of
from netops.cases.documents import add_paper
from netops.cases.facts import CaseView, find_case, view_case
from netops.cases.walking import CaseDraft, Doer, Reason, break_off, may_walk, open_case, settle
from netops.editors import Hand
from netops.models.case import WorkCase
from netops.models.paper import Paper
from netops.models.person import Role
from netops.papers.making import Order, make_paper
from office.workflow.standing import StepState
from procurement.parameters import Name, Parameter, shipped_parameters
from service.i18n import N_
from service.refusal import refuse

SUBJECT: Final = "disposal"
OF_OFFICE, OF_SCHOOL = "disposal", "disposal-school"
CARRY_OUT, NOTICE, APPROVAL, FACTS = "carry-out", "notice", "approval", "facts"
_DAYS: Final = {CARRY_OUT: Name.DISPOSAL_DAYS, NOTICE: Name.DISPOSAL_NOTICE_DAYS}
USED: Final = (Name.NEGOTIATED_SALE_SATANG, Name.WRITE_OFF_SATANG, Name.DISPOSAL_DAYS, Name.DISPOSAL_NOTICE_DAYS)


@dataclass(frozen=True, slots=True)
class Listed:
    """A disposal with its assets and its case as it stands."""

    disposal: Disposal
    items: Sequence[tuple[DisposalItem, Asset]]
    view: CaseView

    @property
    def approved_on(self) -> date | None:
        """The day on which it was approved; none while it is not."""
        row = self.view.steps[APPROVAL]
        if row.done_at is None or row.choice != "approved":
            return None
        return self.view.clock.day(row.done_at)

    @property
    def is_rejected(self) -> bool:
        """The head of the unit did not approve."""
        return self.view.steps[APPROVAL].choice == "rejected"

    def lacks_facts(self) -> bool:
        """Something was not worn normally, and nobody has found out what happened."""
        return disposals.needs_facts(self.items) and self.view.standing.of(FACTS).state is not StepState.DONE


def parameters_on(day: date) -> Mapping[Name, Parameter]:
    """The figures of the rules on disposal that hold on a day."""
    found = {name: shipped_parameters().at(name, day) for name in USED}
    return {name: one for name, one in found.items() if one is not None}


def limits_on(day: date) -> disposals.Limits:
    """Up to which price ways are open."""
    known = {name: one.value for name, one in parameters_on(day).items()}
    return disposals.Limits(known.get(Name.NEGOTIATED_SALE_SATANG), known.get(Name.WRITE_OFF_SATANG))


class Disposals:
    """The disposals of the units whose books one person keeps."""

    def __init__(self, hand: Hand, doer: Doer, today: date) -> None:
        self.hand, self.doer, self.today = hand, doer, today

    def get(self, disposal_id: int) -> Disposal:
        """MissingError where it may not be seen."""
        return disposal_seen(self.hand.session, self.hand.sight, disposal_id)

    def listed(self, disposal: Disposal) -> Listed:
        """With its assets and its case."""
        case = find_case(self.hand.session, self.hand.sight, disposal.case_id)
        items = disposals.items_of(self.hand.session, disposal)
        return Listed(disposal, items, view_case(self.hand.session, case, self.doer.now))

    def open(self, draft: disposals.DisposalDraft) -> Disposal:
        """A new one with its case; the days of its steps are those of the rules today. RefusedError."""
        assets = disposals.check_draft(self.hand.session, draft, sight=self.hand.sight)
        workflow = OF_SCHOOL if self.doer.role is Role.SCHOOL else OF_OFFICE
        wish = CaseDraft(workflow=workflow, title=draft.title, note=draft.reason, site_id=draft.site_id)
        case = open_case(self.doer, wish)
        self._take_days(case)
        by = by_of(self.hand)
        made = disposals.open_disposal(
            self.hand.session, draft, assets, case_id=case.id or 0, sight=self.hand.sight, by=by
        )
        disposals.check_methods(disposals.items_of(self.hand.session, made), limits_on(self.today))
        self._write_down("listed", made, {"numbers": list(draft.numbers)[:20], "case_id": case.id})
        return made

    def _take_days(self, case: WorkCase) -> None:
        known = parameters_on(self.today)
        steps = []
        for step in case.definition["steps"]:  # type: ignore[attr-defined]
            name = _DAYS.get(step["key"])
            steps.append({**step, "days": known[name].value} if name is not None and name in known else step)
        case.definition = {**case.definition, "steps": steps}
        settle(self.doer, case)

    def change_item(self, disposal: Disposal, item_id: int, draft: disposals.ItemDraft) -> None:
        """Way, cause and price of one asset, until it is approved; RefusedError."""
        alone(self.hand.session, disposal)
        if self.listed(disposal).approved_on is not None:
            raise refuse("", N_("It is approved: what was approved is not changed any more"))
        changes = disposals.change_item(self.hand.session, disposal, item_id, draft)
        disposals.check_methods(disposals.items_of(self.hand.session, disposal), limits_on(self.today))
        if changes:
            self._write_down("item_changed", disposal, {"item_id": item_id, **changes})

    def strike_off(self, disposal: Disposal, item_id: int, draft: disposals.GoneDraft) -> None:
        """It has gone. RefusedError before the approval, or where facts are still to be found."""
        alone(self.hand.session, disposal)
        found = self.listed(disposal)
        if found.approved_on is None:
            raise refuse("", N_("It is not approved yet"))
        if found.lacks_facts():
            raise refuse("", N_("Facts are to be found first: something was broken or lost otherwise than by wear"))
        disposals.check_methods(found.items, limits_on(found.approved_on))
        session, by = self.hand.session, by_of(self.hand)
        days = {"approved_on": found.approved_on, "today": self.today}
        item = disposals.strike_off(session, disposal, item_id, draft, **days, by=by)
        self._write_down("struck_off", disposal, {"asset_id": item.asset_id, "on": draft.done_on.isoformat()})

    def give_up(self, disposal: Disposal, reason: str) -> None:
        """It is not to be: the rest stands as before, and its case is broken off. RefusedError without a reason."""
        alone(self.hand.session, disposal)
        disposals.give_up(self.hand.session, disposal, reason, by=by_of(self.hand))
        case = find_case(self.hand.session, self.hand.sight, disposal.case_id, to_change=True)
        if case.ended_at is None:
            break_off(self.doer, case, Reason.read({"reason": reason}))
        self._write_down("given_up", disposal, {"reason": reason[:200]})

    def paper(self, disposal: Disposal, kind: str, made: Made) -> Paper:
        """One of its papers as it stands now; handed in to the step that wants it, where this person does that step."""
        if kind not in KINDS:
            raise refuse("", N_("There is no such entry"))
        found = self.listed(disposal)
        data = disposal_data(self.hand.session, disposal, found.items, self._decided(found), made)
        order = Order(office_id=disposal.office_id, at=made.at, site_id=disposal.site_id, made_by=made.by)
        paper = make_paper(self.hand.session, KINDS[kind], data, order)
        self._hand_in(found, EVIDENCE_OF[kind], paper)
        return paper

    def _decided(self, found: Listed) -> Decided:
        session, case = self.hand.session, found.view.case
        appointed = {row.kind: row for row in committees_of(session, case) if row.replaced_at is None}
        members = {kind: members_of(session, row) for kind, row in appointed.items()}
        return Decided(
            approved_on=found.approved_on,
            finish_by=found.view.standing.of(CARRY_OUT).due_on,
            order_no=next((row.order_no for row in appointed.values()), ""),
            committees={kind: tuple((one.name, one.position) for one in people) for kind, people in members.items()},
        )

    def _hand_in(self, found: Listed, evidence: str, paper: Paper) -> None:
        view = found.view
        step = view.definition.step_of(evidence).key
        row, state = view.steps[step], view.standing.of(step).state
        is_wanted = view.case.ended_at is None and row.done_at is None and state is not StepState.SKIPPED
        if is_wanted and may_walk(self.doer, row):
            add_paper(self.doer, view.case, evidence, paper)

    def _write_down(self, what: str, disposal: Disposal, detail: Mapping[str, object]) -> None:
        record(
            self.hand.session,
            self.hand.actor,
            f"{SUBJECT}.{what}",
            subject=SUBJECT,
            subject_id=disposal.id,
            detail=detail,
        )
