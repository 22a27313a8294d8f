"""The data of the papers of risks: all that a register, a plan, a report of changes or a form is made from."""

from __future__ import annotations

from datetime import date

from risk.terms import Basis, Group, Movement, RiskState, Treatment
from service.papers.kind import PaperData


class LevelSpan(PaperData):
    """A level as the office calls it, and the scores that it spans."""

    name: str
    least: int
    most: int


class TaskEntry(PaperData):
    """A step of a treatment; `percent` is how far it is."""

    what: str
    owner: str = ""
    due_on: date | None = None
    percent: int = 0


class RiskEntry(PaperData):
    """A risk, or equal ones of one cause: `numbers` and `units` are of all of them. `level` and `residual_level` are
    names; residual figures are None where nobody said what is expected to remain.
    """

    numbers: tuple[int, ...]
    units: tuple[str, ...]
    title: str
    identified_on: date
    group: Group
    service: str = ""
    threat: str = ""
    vulnerability: str = ""
    controls: str = ""
    concerns: str = ""
    likelihood: int
    likelihood_basis: Basis
    impact: int
    level: str
    why: str = ""
    owner: str = ""
    treatment: Treatment | None = None
    plan: str = ""
    tasks: tuple[TaskEntry, ...] = ()
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    residual_level: str = ""
    state: RiskState
    review_on: date | None = None


class RiskRegister(PaperData):
    """Risks as of a day, the gravest first. `cells` are [likelihood, impact, how many]; the head of the register names
    who wrote it and the meeting, where they were given.
    """

    office: str
    owner: str
    as_of: date
    levels: tuple[LevelSpan, ...]
    source: str = ""
    entries: tuple[RiskEntry, ...]
    cells: tuple[tuple[int, int, int], ...] = ()
    recorder: str = ""
    meeting_on: date | None = None
    place: str = ""
    thai_numerals: bool = True


class ChangeEntry(PaperData):
    """A risk that moved within the month: its score and level before (None: it is new) and after, and why."""

    number: int
    title: str
    unit: str
    on: date
    movement: Movement
    before: int | None
    after: int
    level: str
    why: str = ""


class RiskChanges(PaperData):
    """What moved in a month, and what was done and left undone in it. `month` is its first day."""

    office: str
    owner: str
    month: date
    entries: tuple[ChangeEntry, ...]
    accepted: int = 0
    reviewed: int = 0
    done_tasks: int = 0
    overdue_tasks: int = 0
    live_before: int = 0
    live_after: int = 0
    thai_numerals: bool = True


class RiskForm(PaperData):
    """แบบประเมินความเสี่ยง: of one risk, or without one (`entry` none) with lines to write on."""

    office: str
    owner: str = ""
    as_of: date | None = None
    levels: tuple[LevelSpan, ...] = ()
    entry: RiskEntry | None = None
    thai_numerals: bool = True
