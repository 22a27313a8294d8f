"""Which item holds on a day: editions replace each other item by item, or a whole list at once.

The one rule a reader must know: what nobody knows is not there. A whole edition of which no item is known ends those
before it all the same, so that no old ceiling is taken for one in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from procurement.criteria.edition import Certainty, Edition, InForce, Item, Listing, Scope
from procurement.criteria.fingerprint import fingerprint


class Catalogue:
    """All editions that are known, shipped and imported."""

    def __init__(self, editions: Mapping[Edition, Sequence[Item]]) -> None:
        self._items = {edition.key: tuple(items) for edition, items in editions.items()}
        self.editions: tuple[Edition, ...] = tuple(sorted(editions, key=lambda edition: edition.order))

    def with_editions(self, more: Mapping[Edition, Sequence[Item]]) -> Catalogue:
        """This catalogue and more editions, such as those an office imported."""
        return Catalogue({**{edition: self._items[edition.key] for edition in self.editions}, **more})

    def with_confirmed(self, fingerprints: Mapping[tuple[str, str], str]) -> Catalogue:
        """This catalogue with items marked as checked that somebody compared: {(edition, code): fingerprint}. What
        says something else by now is not the item that was compared.
        """
        return Catalogue(
            {
                edition: [
                    replace(item, certainty=Certainty.CHECKED)
                    if fingerprints.get((edition.key, item.code)) == fingerprint(item)
                    else item
                    for item in self._items[edition.key]
                ]
                for edition in self.editions
            }
        )

    def edition(self, key: str) -> Edition | None:
        """The edition of that key."""
        return next((edition for edition in self.editions if edition.key == key), None)

    def items_of(self, key: str) -> tuple[Item, ...]:
        """What the edition itself sets, as printed; none where its items are not known."""
        return self._items.get(key, ())

    def basis_at(self, day: date, listing: Listing) -> tuple[Edition, ...]:
        """The editions from which a list is made up on a day, the oldest first: a whole one and what changed it."""
        return _basis(self._effective(day, listing))

    def items_at(self, day: date, listing: Listing | None = None) -> tuple[InForce, ...]:
        """Every item in force on a day with the edition that set it, by list and then as its basis prints them."""
        wanted = Listing if listing is None else (listing,)
        return tuple(item for one in wanted for item in self._merged(self.basis_at(day, one)))

    def item_at(self, day: date, listing: Listing, code: str) -> InForce | None:
        """One item in force on a day; None where it is in no edition that holds, or nobody knows."""
        return next((each for each in self.items_at(day, listing) if each.item.code == code), None)

    def as_of(self, key: str) -> tuple[InForce, ...]:
        """The whole list when this edition had just come into force, what it left alone included."""
        edition = self.edition(key)
        if edition is None:
            return ()
        same_list = [one for one in self.editions if one.listing is edition.listing and one.order <= edition.order]
        return self._merged(_basis(same_list))

    def history(self, listing: Listing, code: str) -> tuple[InForce, ...]:
        """What every edition said of an item, the newest first."""
        found = [
            InForce(item, edition)
            for edition in self.editions
            if edition.listing is listing
            for item in self._items[edition.key]
            if item.code == code
        ]
        return tuple(reversed(found))

    def newer_than(self, used: InForce, day: date) -> Edition | None:
        """The newest edition in force on that day that touches the item that was used: it says something else of it,
        or ended it. None while what was used still holds.
        """
        now = self.item_at(day, used.edition.listing, used.item.code)
        if now is not None and now.edition.key == used.edition.key:
            return None
        basis = self.basis_at(day, used.edition.listing)
        over = now.edition if now is not None else basis[-1] if basis else None
        return over if over is not None and over.order > used.edition.order else None

    def _effective(self, day: date, listing: Listing) -> list[Edition]:
        return [one for one in self.editions if one.listing is listing and one.effective_from <= day]

    def _merged(self, basis: Iterable[Edition]) -> tuple[InForce, ...]:
        held: dict[str, InForce] = {}
        for edition in basis:
            held |= {item.code: InForce(item, edition) for item in self._items[edition.key]}
        return tuple(held.values())


def _basis(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """From the last whole edition on."""
    whole = [at for at, edition in enumerate(editions) if edition.scope is Scope.WHOLE]
    return tuple(editions[whole[-1] if whole else 0 :])
