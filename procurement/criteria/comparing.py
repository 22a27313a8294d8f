"""Two editions side by side: what a list looked like under each, and what came, went and changed between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.criteria.catalogue import Catalogue
from procurement.criteria.edition import InForce, Item
from procurement.criteria.spec_line import SpecLine


class DifferentListsError(Exception):
    """Editions of two lists have nothing to compare: their item numbers mean different things."""


@dataclass(frozen=True, slots=True)
class Change:
    """An item that both have and that is not the same."""

    old: Item
    new: Item

    @property
    def price_changed(self) -> bool:
        """The ceiling or what it is for; a price that was not known before counts too."""
        return (self.old.price_satang, self.old.price_unit) != (self.new.price_satang, self.new.price_unit)

    @property
    def difference_satang(self) -> int | None:
        """By how much the ceiling rose; None where it did not change or one of the two is not known."""
        if not self.price_changed or self.old.price_satang is None or self.new.price_satang is None:
            return None
        return self.new.price_satang - self.old.price_satang

    @property
    def renamed(self) -> bool:
        """Another name under the same number may be another thing."""
        return self.old.name_th != self.new.name_th

    @property
    def lines_gone(self) -> tuple[SpecLine, ...]:
        """Demands of the old one only."""
        return tuple(line for line in self.old.spec if line not in self.new.spec)

    @property
    def lines_new(self) -> tuple[SpecLine, ...]:
        """Demands of the new one only."""
        return tuple(line for line in self.new.spec if line not in self.old.spec)

    @property
    def is_one(self) -> bool:
        """Whether anything that concerns a purchase differs; page and certainty do not."""
        return self.price_changed or self.renamed or bool(self.lines_gone or self.lines_new)


@dataclass(frozen=True, slots=True)
class Comparison:
    """`unknown` names the editions of which no item is known: then nothing can be compared."""

    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[Change, ...]
    same: int
    unknown: tuple[str, ...] = ()


def compare(catalogue: Catalogue, old_key: str, new_key: str) -> Comparison:
    """The list as of the older edition against the list as of the newer; KeyError for a key that is not there."""
    old_edition, new_edition = catalogue.edition(old_key), catalogue.edition(new_key)
    if old_edition is None or new_edition is None:
        raise KeyError(old_key if old_edition is None else new_key)
    if old_edition.listing is not new_edition.listing:
        raise DifferentListsError
    old, new = _by_code(catalogue.as_of(old_key)), _by_code(catalogue.as_of(new_key))
    unknown = tuple(key for key, items in ((old_key, old), (new_key, new)) if not items)
    if unknown:
        return Comparison((), (), (), 0, unknown)
    both = [Change(old[code], item) for code, item in new.items() if code in old]
    changed = tuple(change for change in both if change.is_one)
    return Comparison(
        added=tuple(item for code, item in new.items() if code not in old),
        removed=tuple(item for code, item in old.items() if code not in new),
        changed=changed,
        same=len(both) - len(changed),
    )


def _by_code(items: tuple[InForce, ...]) -> Mapping[str, Item]:
    return {each.item.code: each.item for each in items}
