"""A card reckoned by the parameters of its office: its lines in the register, and both its ages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from inventory.assets.ages import Ages, ages
from inventory.assets.depreciation import Line, Written, cut_off, line_at, schedule
from inventory.assets.terms import Book, Facts, Untold, judge
from inventory.models.asset import Asset
from office.fiscal import FiscalYear


def judged(asset: Asset, book: Book) -> Written | Untold:
    """How a card is written down, or why it is not."""
    facts = Facts(asset.price_satang, asset.quantity, asset.acquired_on, asset.class_id, asset.life_years)
    return judge(facts, book)


def lines_of(asset: Asset, written: Written | Untold) -> list[Line]:
    """A line for each 30 September, until the life is over or it was disposed of; that year's line ends on that day."""
    if isinstance(written, Untold):
        return []
    gone = asset.disposed_on
    if gone is None:
        return list(schedule(written))
    lines = [line for line in schedule(written) if line.year.first <= gone]
    return [cut_off(written, line, gone) if line.year.last >= gone else line for line in lines]


def ages_of(asset: Asset, book: Book, today: date) -> Ages | None:
    """Both ages; None where nobody said when it was acquired."""
    if asset.acquired_on is None:
        return None
    rule, term = book.rule_on(asset.acquired_on), book.term_on(asset.class_id, asset.acquired_on)
    life = asset.life_years or (term.life_years if term is not None and term.is_depreciated else None)
    replace = rule.replace_after_years if rule is not None else None
    return ages(asset.acquired_on, today, life_years=life, replace_after_years=replace)


def year_of(assets: Iterable[Asset], book: Book, year: FiscalYear) -> Mapping[int, Line]:
    """The line of one fiscal year of every card that has one, by the card's id. What was disposed of within the year
    has its line up to that day, with `until`; what was before has none.
    """
    found: dict[int, Line] = {}
    for asset in assets:
        gone = asset.disposed_on
        if gone is not None and gone < year.first:
            continue
        written = judged(asset, book)
        if isinstance(written, Untold):
            continue
        line = line_at(written, year)
        if line is None or asset.id is None:
            continue
        found[asset.id] = cut_off(written, line, gone) if gone is not None and gone <= year.last else line
    return found


def value_on(asset: Asset, book: Book, day: date) -> Line | None:
    """What it is worth in the book on a day: the line of that fiscal year up to the day; None where it has none."""
    written = judged(asset, book)
    if isinstance(written, Untold):
        return None
    line = line_at(written, FiscalYear.of(day))
    return cut_off(written, line, day) if line is not None else None
