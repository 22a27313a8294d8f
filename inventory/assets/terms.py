"""By which rules an asset is written down: the dated parameters of its office and class, and why none may hold.

None of these figures is a rule of law; each is an office's parameter with where it is from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from inventory.assets.depreciation import Written


@dataclass(frozen=True, slots=True)
class Term:
    """How a class is depreciated, for what was acquired on `valid_from` or later."""

    valid_from: date
    life_years: int
    is_depreciated: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """An office's parameters, for what was acquired on `valid_from` or later."""

    valid_from: date
    threshold_satang: int
    replace_after_years: int
    source: str = ""


Dated = TypeVar("Dated", Term, Rule)


@dataclass(frozen=True, slots=True)
class Book:
    """All parameters of one office; terms by class."""

    rules: Sequence[Rule] = ()
    terms: Mapping[int, Sequence[Term]] = field(default_factory=dict)

    def rule_on(self, day: date) -> Rule | None:
        """The one that holds for what was acquired that day."""
        return _latest(self.rules, day)

    def term_on(self, class_id: int | None, day: date) -> Term | None:
        """The one of a class that holds for what was acquired that day."""
        return None if class_id is None else _latest(self.terms.get(class_id, ()), day)


class Untold(StrEnum):
    """Why an asset is in the book and not written down."""

    NO_PRICE = "no_price"
    NO_DAY = "no_day"
    BELOW_THRESHOLD = "below_threshold"
    NO_TERM = "no_term"
    NOT_DEPRECIATED = "not_depreciated"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. `life_years` is the asset's own, where it has one."""

    price_satang: int | None
    quantity: int
    acquired_on: date | None
    class_id: int | None
    life_years: int | None = None


def judge(facts: Facts, book: Book) -> Written | Untold:
    """How it is written down, or why it is not. An own life counts even where the class has no term."""
    if facts.price_satang is None:
        return Untold.NO_PRICE
    if facts.acquired_on is None:
        return Untold.NO_DAY
    rule = book.rule_on(facts.acquired_on)
    if rule is not None and facts.price_satang < rule.threshold_satang:
        return Untold.BELOW_THRESHOLD
    term = book.term_on(facts.class_id, facts.acquired_on)
    if term is not None and not term.is_depreciated:
        return Untold.NOT_DEPRECIATED
    life = facts.life_years or (term.life_years if term is not None else None)
    if life is None:
        return Untold.NO_TERM
    return Written(facts.price_satang, facts.quantity, facts.acquired_on, life)


def _latest(dated: Sequence[Dated], day: date) -> Dated | None:
    held = [one for one in dated if one.valid_from <= day]
    return max(held, key=lambda one: one.valid_from, default=None)
