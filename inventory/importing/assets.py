"""Rows of an asset register to drafts. The key is the unit (an empty school code is the office) and the number."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from sqlmodel import Session, select

from inventory.importing import asset_words
from inventory.importing.places import site_of
from inventory.importing.plan import PlannedRow, planned
from inventory.models.asset import Asset, AssetClass, Standing
from inventory.models.site import Site
from inventory.store.assets import AssetDraft
from inventory.store.sites import sites_by_code
from service.importing import cells, register_cells
from service.importing.gather import Gathered
from service.refusal import _, refuse

# Field of the draft, column of the file, and how its cell is read.
CELLS: Final[tuple[tuple[str, str, Callable[[str, str], object]], ...]] = (
    ("number", "number", cells.code),
    ("gfmis_no", "gfmis_no", cells.code),
    ("price_satang", "price_thb", register_cells.price_satang),
    ("acquired_on", "acquired_on", register_cells.day),
    ("warranty_until", "warranty_until", register_cells.day),
    ("fund", "fund", asset_words.fund),
    ("life_years", "life_years", register_cells.years),
)
_COUNTED: Final = re.compile(r"([\d,]+)\s*(\D*)")


class AssetPlanner:
    """Plans one row at a time against what is stored."""

    def __init__(self, session: Session, *, office_id: int, site_id: int | None = None) -> None:
        """`site_id`: the school whose own people import; they write into its book only."""
        sites = sites_by_code(session, office_id=office_id)
        self._own = next((site for site in sites.values() if site.id == site_id), None) if site_id is not None else None
        self._sites = sites if self._own is None else {self._own.code: self._own}
        stored = session.exec(select(Asset).where(Asset.office_id == office_id))
        self._stored = {(asset.unit, asset.number): asset for asset in stored}
        classes = session.exec(select(AssetClass).where(AssetClass.office_id == office_id)).all()
        self._classes = {name: row.id for row in classes for name in (row.code.casefold(), _bare(row.name))}

    def key(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What must not stand twice in a file."""
        own = self._own.code if self._own is not None else ""
        return cells.western(row.get("site_code", "")) or own, cells.western(row["number"])

    def plan(self, number: int, row: Mapping[str, str]) -> PlannedRow:
        """The row's act; RefusedError says what is wrong."""
        wrong = Gathered()
        site = wrong.read(lambda: site_of(self._sites, row["site_code"])) if row.get("site_code") else self._own
        given: dict[str, Any] = {name: row[name] for name in row if name in AssetDraft.model_fields}
        given |= {name: wrong.read(partial(read, column, row[column])) for name, column, read in CELLS if column in row}
        if "class" in row:
            given["class_id"] = wrong.read(lambda: self._class(row["class"]))
        if "quantity" in row:
            given |= wrong.read(lambda: _counted(row)) or {}
        standing = wrong.read(lambda: asset_words.standing("standing", row.get("standing", "")))
        if "total_thb" in row:
            given |= wrong.read(lambda: _total(row, given)) or {}
        wrong.settle()
        given["site_id"] = site.id if site is not None else None
        stored = self._stored.get((given["site_id"] or 0, given["number"]))
        draft = AssetDraft.read(given) if stored is None else AssetDraft.of(stored).with_changes(given)
        plan = planned(number, _label(site, draft), draft, stored, standing=standing)
        if stored is None:
            return plan
        return _of_stored(plan, stored, standing)

    def _class(self, text: str) -> int | None:
        """By code or name, with or without the word ครุภัณฑ์ before it."""
        if not text:
            return None
        known = self._classes.get(text.casefold()) or self._classes.get(_bare(text))
        if known is None:
            raise refuse("class", _("There is no class of this name: add it to the asset book first"))
        return known


def _of_stored(plan: PlannedRow, stored: Asset, standing: Standing | None) -> PlannedRow:
    moved = standing is not None and standing is not stored.standing
    if stored.standing is Standing.DISPOSED and (plan.changes or moved):
        raise refuse("number", _("It was disposed of: its card is not changed any more"))
    return plan.with_change("standing", [stored.standing.value, standing and standing.value], moved)


def _label(site: Site | None, draft: AssetDraft) -> str:
    return f"{site.code} · {draft.number}" if site is not None else draft.number


def _bare(name: str) -> str:
    return re.sub(r"\s+", "", name).removeprefix("ครุภัณฑ์").casefold()


def _counted(row: Mapping[str, str]) -> dict[str, Any]:
    """A number, or as registers write it: 2 เครื่อง. An empty cell is one piece."""
    text = cells.western(row["quantity"])
    if not text:
        return {"quantity": 1}
    found = _COUNTED.fullmatch(text)
    if found is None:
        raise refuse("quantity", _("A whole number is needed"))
    word = found[2].strip()
    counted: dict[str, Any] = {"quantity": found[1].replace(",", "")}
    return counted | ({"unit_word": word} if word and not row.get("unit_word") else {})


def _total(row: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, Any]:
    """The total must be price times quantity; without a price it gives the price where it goes up."""
    total = register_cells.price_satang("total_thb", row["total_thb"])
    quantity, price = str(given.get("quantity", "1")), given.get("price_satang")
    if total is None or not quantity.isdigit() or int(quantity) == 0:
        return {}
    if price is None:
        if total % int(quantity):
            raise refuse("total_thb", _("The total does not go up in the quantity: give the price of one piece"))
        return {"price_satang": total // int(quantity)}
    if isinstance(price, int) and price * int(quantity) != total:
        raise refuse("total_thb", _("Price times quantity is another total"))
    return {}
