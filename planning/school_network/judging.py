"""What a case lacks before it may be laid before the board, and what hinders its completion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from planning.school_network.file_kinds import FILES, FileKind
from planning.school_network.kinds import ENDING, GRADED, SENDING, CaseKind
from planning.school_network.mapping.criteria import Answer, CriteriaSet, Fact, Verdict, answers
from planning.school_network.mapping.rooms import needed as rooms_needed
from planning.school_network.models.case import (
    AssetLine,
    AssetWay,
    CaseFile,
    ChangeCase,
    ChildGroup,
    Hearing,
    Opinion,
    Readiness,
    StaffMove,
)
from planning.school_network.taking import CODES
from planning.school_network.words import GRADE_CODES
from service.i18n import N_, _
from service.refusal import Problem

NEEDS_NO_BOARD: Final = frozenset({CaseKind.ESTABLISH, CaseKind.TRANSFER_IN})
SCORES: Final = ("experience", "plan", "management", "income", "level_fit", "people")
HAS_NETWORK_ORDER: Final = ENDING | {CaseKind.TRANSFER_OUT}


@dataclass(frozen=True, slots=True)
class Room:
    """A receiving school: rooms that all its pupils need by the norm, and those that it has."""

    code: str
    name: str
    needed: int
    has: int

    @property
    def is_over(self) -> bool:
        """More pupils than the rooms should hold."""
        return self.needed > self.has


@dataclass(frozen=True, slots=True)
class Gathered:
    """A case with all its parts."""

    case: ChangeCase
    groups: Sequence[ChildGroup] = ()
    hearings: Sequence[Hearing] = ()
    opinions: Sequence[Opinion] = ()
    readiness: Sequence[Readiness] = ()
    assets: Sequence[AssetLine] = ()
    staff: Sequence[StaffMove] = ()
    files: Sequence[CaseFile] = ()
    criteria: Sequence[CriteriaSet] = ()
    rooms: Sequence[Room] = field(default=())

    @property
    def kinds_of_files(self) -> frozenset[FileKind]:
        """Which kinds are there."""
        return frozenset(one.kind for one in self.files)

    @property
    def children(self) -> int:
        """In all groups."""
        return sum(one.children for one in self.groups)


def score_of(row: Readiness) -> float:
    """The mean of the six criteria."""
    return sum(float(getattr(row, name)) for name in SCORES) / len(SCORES)


def facts_of(found: Gathered) -> dict[Fact, float]:
    """What clauses are judged by: figures of the run, and what was gathered since."""
    facts = {Fact(name): value for name, value in found.case.facts.items()}
    if found.case.kind in GRADED and found.groups:
        facts[Fact.CHILDREN] = found.children
    if found.readiness:
        facts[Fact.READINESS] = score_of(found.readiness[-1])
    return facts


def checklist(found: Gathered) -> list[tuple[CriteriaSet, tuple[Answer, ...]]]:
    """Every clause for this kind, by regulation, in the versions that the case keeps."""
    facts = facts_of(found)
    told = [(one, answers(one, found.case.kind, facts)) for one in found.criteria]
    return [(one, said) for one, said in told if said]


def required_papers(found: Gathered) -> list[tuple[CriteriaSet, FileKind, bool]]:
    """By regulation: kind of file, and whether it is there."""
    return [
        (one, FileKind(key), FileKind(key) in found.kinds_of_files)
        for one in found.criteria
        for key in one.papers_of(found.case.kind)
    ]


def problems_of(found: Gathered) -> list[Problem]:
    """Everything that a case lacks before it may go to the board."""
    case = found.case
    problems = [*_head(case), *_papers(found)]
    if case.kind not in NEEDS_NO_BOARD and not found.opinions:
        problems.append(Problem("opinions", N_("The opinion of the school board is missing")))
    if case.kind in GRADED:
        problems += _graded(found)
    if case.kind in SENDING:
        problems += placed(found)
    if case.kind in ENDING:
        problems += heard(found)
    if case.kind is CaseKind.TRANSFER_OUT:
        problems += _ready(found)
    return problems


def _head(case: ChangeCase) -> list[Problem]:
    lacking = []
    if case.effective_year is None or case.effective_term is None or case.effective_on is None:
        lacking.append(Problem("effective_on", N_("Academic year, term and day from which it holds are missing")))
    if not case.reason.strip():
        lacking.append(Problem("reason", N_("The reason is missing")))
    return lacking


def _papers(found: Gathered) -> list[Problem]:
    """The demand of a new school may stand in its table here instead of in a file."""
    lacking = []
    for rule, kind, is_there in required_papers(found):
        if is_there or (kind is FileKind.DEMAND_TABLE and found.groups):
            continue
        values = {"paper": _(FILES[kind]), "rule": rule.title}
        lacking.append(Problem("files", N_("Missing paper: %(paper)s (%(rule)s)"), values))
    return lacking


def _graded(found: Gathered) -> list[Problem]:
    case = found.case
    if case.low not in CODES or case.high not in CODES or CODES[case.low] > CODES[case.high]:
        return [Problem("low", N_("Choose the lowest and the highest grade"))]
    if case.kind in (CaseKind.ESTABLISH, CaseKind.EXPAND_CLASS) and not found.groups:
        return [Problem("groups", N_("The table of demand is empty"))]
    return []


def placed(found: Gathered) -> list[Problem]:
    """A receiving school for each group, with rooms within the norm or a waiver (INV-D2)."""
    problems = []
    if found.case.facts.get(Fact.PUPILS.value, 1) and not found.groups:
        problems.append(Problem("groups", N_("No group of children is written down")))
    for one in found.groups:
        if not one.to_code:
            values = {"village": one.village_name, "grade": GRADE_CODES.get(one.grade, one.grade)}
            problems.append(Problem("groups", N_("No receiving school: %(village)s %(grade)s"), values))
    over = [one for one in found.rooms if one.is_over]
    if over and not found.case.rooms_waiver:
        room: dict[str, object] = {"school": over[0].name, "needed": over[0].needed, "has": over[0].has}
        said = N_("%(school)s would need %(needed)s rooms and has %(has)s: say why that is taken on")
        problems.append(Problem("rooms_waiver", said, room))
    return problems


def heard_in(found: Gathered) -> list[Hearing]:
    """Hearings that count: those with minutes."""
    minutes = {one.hearing_id for one in found.files if one.kind is FileKind.MINUTES}
    return [one for one in found.hearings if one.id in minutes]


def heard(found: Gathered) -> list[Problem]:
    """At least one hearing with its minutes (INV-D2)."""
    if heard_in(found):
        return []
    return [Problem("hearings", N_("A hearing with its minutes is needed"))]


def _ready(found: Gathered) -> list[Problem]:
    """The score of the local body reaches what the kept criteria ask (INV-D6)."""
    if not found.readiness:
        return [Problem("readiness", N_("The local body has no readiness score yet"))]
    judged = [
        one
        for _rule, said in checklist(found)
        for one in said
        if one.clause.limit is not None and one.clause.limit.fact is Fact.READINESS
    ]
    if not judged:
        return [Problem("readiness", N_("The criteria of this case name no score that has to be reached"))]
    for one in judged:
        if one.verdict is not Verdict.MET and one.clause.limit is not None:
            values = {"score": f"{one.found or 0:.2f}", "least": f"{one.clause.limit.value:.2f}"}
            return [Problem("readiness", N_("The score %(score)s is below %(least)s"), values)]
    return []


def hindrances(found: Gathered) -> list[Problem]:
    """What keeps a case from being completed (INV-D4)."""
    case, problems = found.case, []
    if case.in_force_on is None:
        problems.append(Problem("", N_("Its day of effect has not come")))
    undecided = [one for one in found.assets if one.way is AssetWay.UNDECIDED]
    if undecided:
        said = N_("Of %(count)s assets it is not decided what becomes of them")
        problems.append(Problem("assets", said, {"count": len(undecided)}))
    still = [one for one in found.assets if one.done_on is None]
    if still:
        problems.append(Problem("assets", N_("%(count)s assets are not disposed of yet"), {"count": len(still)}))
    if case.kind in HAS_NETWORK_ORDER:
        if not found.assets:
            problems.append(Problem("assets", N_("No assets are listed yet")))
        if case.network_refused_on is not None:
            problems.append(
                Problem("network", N_("netops does not know this school: enter it there, then order again"))
            )
        elif case.network_done_on is None:
            problems.append(Problem("network", N_("Its links or devices are still open at netops")))
    return problems


def rooms_after(
    come: Mapping[str, Sequence[int]],
    pupils: Mapping[str, Sequence[int]],
    rooms: Mapping[str, int],
    norm: Sequence[int],
) -> dict[str, tuple[int, int]]:
    """By receiving school: rooms needed by the norm for those enrolled and those who come, and rooms that it has."""
    return {
        code: (
            int(rooms_needed(np.add(pupils[code], arriving), np.asarray(norm))),
            rooms[code],
        )
        for code, arriving in come.items()
        if code in pupils
    }
