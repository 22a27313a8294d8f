"""The editions that this release knows, read from its data files by the same rules as an import."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from procurement.criteria.catalogue import Catalogue
from procurement.criteria.edition import Announced, Certainty, Edition, Item, Listing, Precision, Scope
from procurement.criteria.rows import read_items
from service.importing.decode import UnreadableError, decode

DATA: Final = Path(__file__).parent / "data"
_PRECISIONS: Final = {10: Precision.DAY, 7: Precision.MONTH, 4: Precision.YEAR}


class CriteriaError(Exception):
    """A data file cannot be used; the message names the file, the row and the field."""


@cache
def shipped() -> Catalogue:
    """The catalogue of this release; CriteriaError names what is wrong with it."""
    return load(DATA)


def load(folder: Path) -> Catalogue:
    """`editions.csv` of a folder, and the items of each edition from the file of its key."""
    path = folder / "editions.csv"
    with path.open(encoding="utf-8", newline="") as file:
        editions = [_edition(path, number, row) for number, row in enumerate(csv.DictReader(file), start=2)]
    known = {"editions", *(edition.key for edition in editions)}
    strange = sorted(one.name for one in folder.glob("*.csv") if one.stem not in known)
    if strange:
        raise CriteriaError(f"{strange[0]}: there is no edition of this key in {path.name}")
    return Catalogue({edition: _items(folder / f"{edition.key}.csv", edition) for edition in editions})


def _edition(path: Path, number: int, row: Mapping[str, str]) -> Edition:
    try:
        return Edition(
            key=row["key"],
            listing=Listing(row["listing"]),
            name=row["name"],
            announced=_announced(row["announced"]),
            effective_from=date.fromisoformat(row["effective_from"]),
            scope=Scope(row["scope"]),
            certainty=Certainty(row["certainty"]),
            source=row["source"],
            url=row["url"],
            note=row["note"],
        )
    except (KeyError, ValueError) as error:
        raise CriteriaError(f"{path.name}, row {number}: {error}") from None


def _announced(text: str) -> Announced:
    """2026-05-11, 2020-05 or 2013."""
    if len(text) not in _PRECISIONS:
        raise ValueError(f"announced: {text!r} is no day, month or year")
    return Announced(date.fromisoformat(f"{text}-01-01"[:10]), _PRECISIONS[len(text)])


def _items(path: Path, edition: Edition) -> tuple[Item, ...]:
    if not path.exists():
        return ()
    try:
        found = read_items(decode(path.read_bytes()), certainty=edition.certainty)
    except UnreadableError as error:
        raise CriteriaError(f"{path.name}: {error}") from None
    if found.problems:
        first = found.problems[0]
        raise CriteriaError(f"{path.name}, row {first.row}: {first.column}: {first.text()}")
    return found.items
