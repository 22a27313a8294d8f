"""Criteria of regulations as versioned data, answered clause by clause with the figure that each was judged by.

A clause without a figure is for people to judge: the engine never says that it is met. The answers of one kind are
shown side by side; whether one of them is enough is the regulation's and the board's to say.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from planning.school_network.mapping.parameters import Certainty

DATA: Final = Path(__file__).parent / "data" / "criteria"


class CriteriaError(Exception):
    """A file of criteria cannot be used; the message names it."""


class Fact(StrEnum):
    """What a clause is judged by; the unit is in the name."""

    PUPILS = "pupils"
    WAY_KM = "way_km"
    WAY_MIN = "way_min"
    CHILDREN = "children"  # of the table of demand
    READINESS = "readiness"  # the mean of the six criteria
    FOLLOW_TERM_DAYS = "follow_term_days"  # from the day of effect to the first follow-up
    FOLLOW_YEAR_DAYS = "follow_year_days"  # and to the second


SCHEDULE: Final = frozenset({Fact.FOLLOW_TERM_DAYS, Fact.FOLLOW_YEAR_DAYS})
"""What sets a day instead of judging a case: it stands in no checklist."""


class Compare(StrEnum):
    """How a fact is held against the value."""

    AT_MOST = "at_most"
    AT_LEAST = "at_least"


class Verdict(StrEnum):
    """What is said of a clause."""

    MET = "met"
    NOT_MET = "not_met"
    FOR_PEOPLE = "for_people"  # the clause has no figure
    NOT_KNOWN = "not_known"  # the fact is missing


@dataclass(frozen=True, slots=True)
class Limit:
    """The figure of a clause."""

    fact: Fact
    compare: Compare
    value: float


@dataclass(frozen=True, slots=True)
class Clause:
    """A summary of one clause, for which kinds of cases, with its source."""

    number: str
    text: str
    kinds: tuple[str, ...]
    limit: Limit | None
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper without which a case of these kinds is not proposed; `key` is the kind of file."""

    key: str
    kinds: tuple[str, ...]
    certainty: Certainty
    source: str


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """One version of the criteria of one regulation; a case keeps the version that it began with."""

    id: str
    version: int
    title: str
    valid_from: date
    clauses: tuple[Clause, ...]
    papers: tuple[Wanted, ...] = ()

    def papers_of(self, kind: str) -> tuple[str, ...]:
        """Kinds of files that a case of this kind needs."""
        return tuple(one.key for one in self.papers if kind in one.kinds)


@dataclass(frozen=True, slots=True)
class Answer:
    """One clause, what was found, and what follows."""

    clause: Clause
    found: float | None
    verdict: Verdict


def answers(criteria: CriteriaSet, kind: str, facts: Mapping[Fact, float]) -> tuple[Answer, ...]:
    """Every clause for a kind of case, in the order of the regulation."""
    judging = (one for one in criteria.clauses if one.limit is None or one.limit.fact not in SCHEDULE)
    return tuple(_answer(clause, facts) for clause in judging if kind in clause.kinds)


def _answer(clause: Clause, facts: Mapping[Fact, float]) -> Answer:
    if clause.limit is None:
        return Answer(clause, None, Verdict.FOR_PEOPLE)
    found = facts.get(clause.limit.fact)
    if found is None or not math.isfinite(found):
        return Answer(clause, None, Verdict.NOT_KNOWN)
    value = clause.limit.value
    met = found <= value if clause.limit.compare is Compare.AT_MOST else found >= value
    return Answer(clause, found, Verdict.MET if met else Verdict.NOT_MET)


def criteria_sets(folder: Path = DATA) -> tuple[CriteriaSet, ...]:
    """All versions, by id and version; `CriteriaError` names a file that is wrong or a version that is there twice."""
    found = sorted((_read(path) for path in folder.glob("*.toml")), key=lambda one: (one.id, one.version))
    keys = [(one.id, one.version) for one in found]
    if len(set(keys)) < len(keys):
        raise CriteriaError(f"a version is there twice: {keys}")
    return tuple(found)


def _read(path: Path) -> CriteriaSet:
    try:
        return criteria_of(tomllib.loads(path.read_text(encoding="utf-8")))
    except (KeyError, ValueError) as fault:
        raise CriteriaError(f"{path.name}: {fault}") from fault


def criteria_of(content: Mapping[str, Any]) -> CriteriaSet:
    """One version as a mapping says it; KeyError or ValueError where it cannot."""
    return CriteriaSet(
        content["id"],
        content["version"],
        content["title"],
        content["valid_from"],
        tuple(_clause(row) for row in content["clause"]),
        tuple(_wanted(row) for row in content.get("paper", [])),
    )


def _kinds(row: Mapping[str, object]) -> tuple[str, ...]:
    kinds = row["kinds"]
    if not isinstance(kinds, list):
        raise CriteriaError("kinds is a list")
    return tuple(map(str, kinds))


def _wanted(row: Mapping[str, object]) -> Wanted:
    return Wanted(str(row["key"]), _kinds(row), Certainty(str(row["certainty"])), str(row["source"]))


def _clause(row: Mapping[str, object]) -> Clause:
    limit = None
    if "fact" in row:
        limit = Limit(Fact(str(row["fact"])), Compare(str(row["compare"])), float(str(row["value"])))
    certainty, source = Certainty(str(row["certainty"])), str(row["source"])
    return Clause(str(row["number"]), str(row["text"]), _kinds(row), limit, certainty, source)
