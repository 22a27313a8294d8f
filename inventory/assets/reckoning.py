"""A card reckoned by the parameters of its office: its lines in the register, and both its ages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from inventory.assets.ages import Ages, ages
from inventory.assets.depreciation import Line, Written, line_at, schedule
from inventory.assets.terms import Book, Facts, Untold, judge
from inventory.models.asset import Asset
from office.fiscal import FiscalYear


def judged(asset: Asset, book: Book) -> Written | Untold:
    """How a card is written down, or why it is not."""
    facts = Facts(asset.price_satang, asset.quantity, asset.acquired_on, asset.class_id, asset.life_years)
    return judge(facts, book)


def lines_of(asset: Asset, written: Written | Untold) -> list[Line]:
    """A line for each 30 September, until the life is over; none of those by which it had been disposed of."""
    if isinstance(written, Untold):
        return []
    return [line for line in schedule(written) if asset.disposed_on is None or line.year.last < asset.disposed_on]


def ages_of(asset: Asset, book: Book, today: date) -> Ages | None:
    """Both ages; None where nobody said when it was acquired."""
    if asset.acquired_on is None:
        return None
    rule, term = book.rule_on(asset.acquired_on), book.term_on(asset.class_id, asset.acquired_on)
    life = asset.life_years or (term.life_years if term is not None and term.is_depreciated else None)
    replace = rule.replace_after_years if rule is not None else None
    return ages(asset.acquired_on, today, life_years=life, replace_after_years=replace)


def year_of(assets: Iterable[Asset], book: Book, year: FiscalYear) -> Mapping[int, Line]:
    """The line of one fiscal year of every card that has one, by the card's id."""
    found: dict[int, Line] = {}
    for asset in assets:
        written = judged(asset, book)
        gone = asset.disposed_on is not None and asset.disposed_on <= year.last
        line = None if isinstance(written, Untold) or gone else line_at(written, year)
        if line is not None and asset.id is not None:
            found[asset.id] = line
    return found
