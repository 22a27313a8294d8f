"""The five parts of the network file of a school, and which of them count today."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).parent / "data" / "reviews.csv"


class FilePart(StrEnum):
    """The five parts that the office's manual names, in its order."""

    DESIGN = "design"
    MANUAL = "manual"
    CONTINUITY = "continuity"
    RISK = "risk"
    FOLLOW_UP = "follow_up"


class Want(StrEnum):
    """Why a part does not count."""

    MISSING = "missing"
    NOT_DATED = "not_dated"
    NOT_OWNED = "not_owned"
    NOT_REVIEWED = "not_reviewed"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class PartFact:
    """What is known of one part: of which day it is, who answers for it, until when it holds without a review."""

    dated_on: date | None = None
    owner: str = ""
    review_on: date | None = None


def wants(fact: PartFact | None, today: date) -> tuple[Want, ...]:
    """What keeps a part from counting; nothing when it counts. It still counts on the day of its review."""
    if fact is None:
        return (Want.MISSING,)
    found = []
    if fact.dated_on is None or fact.dated_on > today:
        found.append(Want.NOT_DATED)
    if not fact.owner.strip():
        found.append(Want.NOT_OWNED)
    if fact.review_on is None:
        found.append(Want.NOT_REVIEWED)
    elif fact.review_on < today:
        found.append(Want.OVERDUE)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Completeness:
    """The five parts of one school on a day."""

    parts: Mapping[FilePart, tuple[PartFact | None, tuple[Want, ...]]]

    @property
    def percent(self) -> int:
        """A fifth for each part that counts."""
        return 100 * sum(not lacks for _fact, lacks in self.parts.values()) // len(FilePart)


def completeness(facts: Mapping[FilePart, PartFact], today: date) -> Completeness:
    """From what is known; a part of which nothing is known is missing."""
    return Completeness({part: (facts.get(part), wants(facts.get(part), today)) for part in FilePart})


@cache
def review_months() -> Mapping[FilePart, int]:
    """After how many months each part is to be looked at again; the office's own figures, no rule of law."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return {FilePart(row["part"]): int(row["months"]) for row in csv.DictReader(file)}
