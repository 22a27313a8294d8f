"""Lending as a person does it: on a slip, changed, given back; each act written down, and the slip as paper."""

from __future__ import annotations

from inventory.models.lending import Lending, LendingItem
from inventory.models.site import Office
from inventory.queries.lendings import Slip, slip
from inventory.store import lendings
from inventory.store.holding import alone
from netops.asset_editors import by_of
from netops.audit import record
from netops.book.kinds import STANDINGS
from netops.book.lending_slip import LENDING_SLIP, LendingSlip, SlipItem
from netops.book.making import Made, described
from netops.editors import Hand
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from office.thai_date import short_date
from service.refusal import MissingError

SUBJECT = "lending"


class Lendings:
    """The slips that one person may keep."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand

    def get(self, lending_id: int) -> Lending:
        """MissingError where this person does not keep the book that it is of."""
        found = lendings.find_lending(self.hand.session, lending_id, office_id=self.hand.office_id)
        if self.hand.sight.site_id not in (None, found.site_id):
            raise MissingError(SUBJECT)
        return found

    def lend(self, draft: lendings.LendingDraft) -> Lending:
        """A new slip; RefusedError."""
        made = lendings.lend(self.hand.session, draft, sight=self.hand.sight, by=by_of(self.hand))
        self._write_down("lent", made, {"borrower": made.borrower, "numbers": list(draft.numbers)[:20]})
        return made

    def change(self, lending: Lending, terms: lendings.LendingTerms) -> Lending:
        """Other terms; RefusedError when all is back."""
        alone(self.hand.session, lending)
        changes = lendings.change_lending(self.hand.session, lending, terms)
        if changes:
            self._write_down("changed", lending, changes)
        return lending

    def give_back(self, lending: Lending, item_id: int, draft: lendings.ReturnDraft) -> LendingItem:
        """One asset is back; MissingError, RefusedError."""
        alone(self.hand.session, lending)
        item = lendings.give_back(self.hand.session, lending, item_id, draft, by=by_of(self.hand))
        self._write_down("returned", lending, {"asset_id": item.asset_id, "as": draft.returned_standing.value})
        return item

    def paper(self, lending: Lending, made: Made) -> Paper:
        """The slip as it stands now."""
        found = slip(self.hand.session, self.hand.sight, lending.id or 0)
        order = Order(office_id=lending.office_id, at=made.at, site_id=lending.site_id, made_by=made.by)
        paper = make_paper(self.hand.session, LENDING_SLIP, _data(self.hand, found), order)
        lending.paper_id = paper.id
        return paper

    def _write_down(self, what: str, lending: Lending, detail: dict[str, object]) -> None:
        record(
            self.hand.session,
            self.hand.actor,
            f"{SUBJECT}.{what}",
            subject=SUBJECT,
            subject_id=lending.id,
            detail=detail,
        )


def _data(hand: Hand, found: Slip) -> LendingSlip:
    office = hand.session.get_one(Office, hand.office_id).name
    terms = found.lending.model_dump(include=set(LendingSlip.model_fields))
    items = tuple(
        SlipItem(
            number=asset.number,
            name=asset.name,
            described=described(asset),
            quantity=asset.quantity,
            unit_word=asset.unit_word,
            returned=_returned(item),
        )
        for item, asset in found.items
    )
    return LendingSlip(**terms, office=office, owner=found.site.name if found.site else office, items=items)


def _returned(item: LendingItem) -> str:
    if item.returned_on is None or item.returned_standing is None:
        return ""
    return f"{short_date(item.returned_on)} {STANDINGS[item.returned_standing]}"
