"""Editors of the asset book: cards with their repairs, and the classes that say how they are depreciated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from inventory.columns import utc_now
from inventory.models.asset import Asset, AssetClass, Standing
from inventory.models.repair import AssetRepair
from inventory.store import asset_classes, assets, repairs
from inventory.store.refusal import MissingError
from netops.editors import Editor, Hand


def by_of(hand: Hand) -> assets.By:
    """Who acts now, as the history of a card keeps it."""
    return assets.By(hand.actor.name, utc_now(), hand.actor.person_id)


class Assets(Editor[Asset, assets.AssetDraft]):
    """Cards of the book. They are never removed: a standing says that a thing is gone."""

    noun, wish = "asset", assets.AssetDraft

    @property
    def by(self) -> assets.By:
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
