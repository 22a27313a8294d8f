"""Editors of the asset book: cards with their repairs, the classes that depreciate them, and stock cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from inventory.models.asset import Asset, AssetClass, Standing
from inventory.models.repair import AssetRepair
from inventory.models.stock import StockItem, StockMove
from inventory.store import asset_classes, assets, repairs, stock
from inventory.store.acting import By
from inventory.store.holding import alone
from netops.editors import Editor, Hand
from service.columns import utc_now
from service.refusal import MissingError


def by_of(hand: Hand) -> By:
    """Who acts now, as the history of a card keeps it."""
    return By(hand.actor.name, utc_now(), hand.actor.person_id)


class Assets(Editor[Asset, assets.AssetDraft]):
    """Cards of the book. They are never removed: a standing says that a thing is gone."""

    noun, wish = "asset", assets.AssetDraft

    @property
    def by(self) -> By:
        """For the history of the card."""
        return by_of(self.hand)

    def _find(self, row_id: int) -> Asset:
        return assets.find_asset(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: assets.AssetDraft) -> Asset:
        return assets.create_asset(self.hand.session, wish, sight=self.hand.sight, by=self.by)

    def _change(self, row: Asset, wish: assets.AssetDraft) -> dict[str, object]:
        return assets.change_asset(self.hand.session, row, wish, sight=self.hand.sight, by=self.by)

    def _remove(self, row: Asset) -> None:
        raise MissingError(f"{self.noun} to be removed")

    def stand(self, row: Asset, standing: Standing, *, note: str, on: date) -> None:
        """Say how it stands from now on; RefusedError where the book must say why."""
        alone(self.hand.session, row)
        before = row.standing
        if assets.set_standing(self.hand.session, row, standing, note=note, on=on, by=self.by):
            detail: Mapping[str, object] = {"standing": [before.value, standing.value], "note": note[:200]}
            self.write_down("standing", row, detail)


class AssetClasses(Editor[AssetClass, asset_classes.ClassDraft]):
    """Classes with their dated terms. Assets name them, so that none is removed."""

    noun, wish = "asset_class", asset_classes.ClassDraft

    def _find(self, row_id: int) -> AssetClass:
        return asset_classes.find_class(self.hand.session, row_id, office_id=self.hand.office_id)

    def wish_of(self, row: AssetClass) -> asset_classes.ClassDraft:
        """With its terms."""
        return asset_classes.class_draft_of(self.hand.session, row)

    def _create(self, wish: asset_classes.ClassDraft) -> AssetClass:
        return asset_classes.create_class(self.hand.session, wish, office_id=self.hand.office_id)

    def _change(self, row: AssetClass, wish: asset_classes.ClassDraft) -> dict[str, object]:
        return asset_classes.change_class(self.hand.session, row, wish)

    def _remove(self, row: AssetClass) -> None:
        raise MissingError(f"{self.noun} to be removed")


class Repairs(Editor[AssetRepair, repairs.RepairDraft]):
    """Entries of the repair log. They are never removed."""

    noun, wish = "repair", repairs.RepairDraft

    def _find(self, row_id: int) -> AssetRepair:
        return repairs.find_repair(self.hand.session, row_id, office_id=self.hand.office_id)

    def site_of(self, row: AssetRepair) -> int | None:
        """That of its asset."""
        return self.hand.session.get_one(Asset, row.asset_id).site_id

    def _create(self, wish: repairs.RepairDraft) -> AssetRepair:
        return repairs.create_repair(self.hand.session, wish, sight=self.hand.sight, by=by_of(self.hand))

    def _change(self, row: AssetRepair, wish: repairs.RepairDraft) -> dict[str, object]:
        return repairs.change_repair(self.hand.session, row, wish, sight=self.hand.sight, by=by_of(self.hand))

    def _remove(self, row: AssetRepair) -> None:
        raise MissingError(f"{self.noun} to be removed")


class StockItems(Editor[StockItem, stock.StockDraft]):
    """Stock cards, and what moves on them."""

    noun, wish = "stock_item", stock.StockDraft

    def _find(self, row_id: int) -> StockItem:
        return stock.find_item(self.hand.session, row_id, office_id=self.hand.office_id)

    def _create(self, wish: stock.StockDraft) -> StockItem:
        return stock.create_item(self.hand.session, wish, sight=self.hand.sight, by=by_of(self.hand))

    def _change(self, row: StockItem, wish: stock.StockDraft) -> dict[str, object]:
        return stock.change_item(self.hand.session, row, wish, sight=self.hand.sight)

    def _remove(self, row: StockItem) -> None:
        stock.archive_item(self.hand.session, row, by=by_of(self.hand))

    def _restore(self, row: StockItem) -> None:
        stock.restore_item(self.hand.session, row)

    def receive(self, row: StockItem, draft: stock.ReceiptDraft) -> StockMove:
        """Pieces came in; RefusedError."""
        move = stock.receive(self.hand.session, row, draft, by=by_of(self.hand))
        self.write_down("received", row, {"quantity": move.quantity, "cost_satang": move.cost_satang})
        return move

    def issue(self, row: StockItem, draft: stock.IssueDraft) -> StockMove:
        """Pieces go out; RefusedError of more than there are."""
        move = stock.issue(self.hand.session, row, draft, sight=self.hand.sight, by=by_of(self.hand))
        self.write_down("issued", row, {"quantity": move.quantity, "to_site_id": move.to_site_id})
        return move
