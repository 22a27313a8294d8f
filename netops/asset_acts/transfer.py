"""Transfers as people do them: proposed, accepted, refused, withdrawn; each act written down, and the paper."""

from __future__ import annotations

from inventory.assets.reckoning import value_on
from inventory.models.asset import Asset
from inventory.models.site import Office
from inventory.models.transfer import Transfer, TransferItem
from inventory.queries.transfers import Moving, moving
from inventory.store import transfers
from inventory.store.asset_classes import book_of
from inventory.store.holding import alone
from netops.asset_editors import by_of
from netops.audit import record
from netops.book.making import Made, described
from netops.book.transfer_paper import TRANSFER_PAPER, MovedItem, TransferPaper
from netops.editors import Hand
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from service.refusal import MissingError

SUBJECT = "transfer"


class Transfers:
    """The transfers in which one person's unit has a part."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand

    def get(self, transfer_id: int) -> Transfer:
        """MissingError where this person's unit neither gives nor takes."""
        found = transfers.find_transfer(self.hand.session, transfer_id, office_id=self.hand.office_id)
        if self.hand.sight.site_id not in (None, found.from_site_id, found.to_site_id):
            raise MissingError(SUBJECT)
        return found

    def propose(self, draft: transfers.TransferDraft) -> Transfer:
        """A new one; RefusedError."""
        made = transfers.propose(self.hand.session, draft, sight=self.hand.sight, by=by_of(self.hand))
        self._write_down("proposed", made, {"numbers": list(draft.numbers)[:20]})
        return made

    def accept(self, transfer: Transfer, draft: transfers.AcceptDraft) -> None:
        """The assets belong to the unit that takes them; RefusedError."""
        alone(self.hand.session, transfer)
        transfers.accept(self.hand.session, transfer, draft, sight=self.hand.sight, by=by_of(self.hand))
        self._write_down("accepted", transfer, {"moved_on": draft.moved_on.isoformat()})

    def refuse(self, transfer: Transfer, note: str) -> None:
        """Not wanted; RefusedError without a reason."""
        alone(self.hand.session, transfer)
        transfers.refuse_transfer(self.hand.session, transfer, note, sight=self.hand.sight, by=by_of(self.hand))
        self._write_down("refused", transfer, {"note": note[:200]})

    def withdraw(self, transfer: Transfer) -> None:
        """Taken back by the unit that gives."""
        alone(self.hand.session, transfer)
        transfers.withdraw(self.hand.session, transfer, sight=self.hand.sight, by=by_of(self.hand))
        self._write_down("withdrawn", transfer, {})

    def paper(self, transfer: Transfer, made: Made) -> Paper:
        """As it stands now. It is of the school where only one has a part in it, else of the office."""
        found = moving(self.hand.session, self.hand.sight, transfer.id or 0)
        order = Order(office_id=transfer.office_id, at=made.at, site_id=self.hand.sight.site_id, made_by=made.by)
        paper = make_paper(self.hand.session, TRANSFER_PAPER, self._data(found, made), order)
        transfer.paper_id = paper.id
        return paper

    def _data(self, found: Moving, made: Made) -> TransferPaper:
        office = self.hand.session.get_one(Office, self.hand.office_id).name
        book = book_of(self.hand.session, self.hand.office_id)
        on = found.transfer.moved_on or made.today

        def one(item: TransferItem, asset: Asset) -> MovedItem:
            value = value_on(asset, book, on)
            return MovedItem(
                old_number=item.old_number,
                new_number=item.new_number,
                name=asset.name,
                described=described(asset),
                quantity=asset.quantity,
                unit_word=asset.unit_word,
                acquired_on=asset.acquired_on,
                total_satang=None if asset.price_satang is None else asset.price_satang * asset.quantity,
                accumulated_satang=value.accumulated_satang if value is not None else None,
            )

        told = found.transfer.model_dump(include={"reason", "order_no", "proposer", "decider", "moved_on"})
        return TransferPaper(
            **told,
            office=office,
            gives=found.gives.name if found.gives else office,
            takes=found.takes.name if found.takes else office,
            items=tuple(one(item, asset) for item, asset in found.items),
        )

    def _write_down(self, what: str, transfer: Transfer, detail: dict[str, object]) -> None:
        record(
            self.hand.session,
            self.hand.actor,
            f"{SUBJECT}.{what}",
            subject=SUBJECT,
            subject_id=transfer.id,
            detail=detail,
        )
