"""Words of the annual plan that money, rows and pages share: types of expense, states, kinds of entries."""

from __future__ import annotations

from enum import StrEnum


class BudgetType(StrEnum):
    """งบรายจ่าย; AMSS++ numbers them 1 to 7 in this order."""

    PERSONNEL = "personnel"
    OPERATING = "operating"
    INVESTMENT = "investment"
    SUBSIDY = "subsidy"
    OTHER = "other"
    CENTRAL = "central"
    FURTHER = "further"


class Asked(StrEnum):
    """Whether money is asked for to pay, or to borrow."""

    PAY = "pay"
    BORROW = "borrow"


class ProjectKind(StrEnum):
    """ลักษณะโครงการ."""

    NEW = "new"
    CONTINUING = "continuing"


class ProjectState(StrEnum):
    """A draft may be changed; an approved project changes by transfer and amendment only."""

    DRAFT = "draft"
    APPROVED = "approved"
    DROPPED = "dropped"


class EntryKind(StrEnum):
    """What a line of the ledger says."""

    REQUEST = "request"
    COMMIT = "commit"
    PAY = "pay"
    RETURN = "return"
    CANCEL = "cancel"
    TRANSFER = "transfer"
    AMEND = "amend"
    REVERSE = "reverse"


class Progress(StrEnum):
    """How far a project is, as its quarterly report says."""

    NOT_STARTED = "not_started"
    DOING = "doing"
    DONE = "done"
    DELAYED = "delayed"
    STOPPED = "stopped"


class Light(StrEnum):
    """The traffic light of a report that is due."""

    DONE = "done"
    WAIVED = "waived"
    WAITING = "waiting"
    SOON = "soon"
    LATE = "late"


class Decision(StrEnum):
    """What becomes of a project of the five-year frame in this year."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"
    NEW = "new"


class Level(StrEnum):
    """Levels by which grants per head are paid and rooms are filled."""

    KINDERGARTEN = "kindergarten"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL = "vocational"


class Review(StrEnum):
    """What became of something that a school proposed."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    APPROVED = "approved"


_LEVELS = {"k": Level.KINDERGARTEN, "p": Level.PRIMARY, "v": Level.VOCATIONAL}


def level_of(grade: str) -> Level:
    """The level of a grade as datasets name it (`k1`…`v3`); ValueError for another one."""
    if len(grade) != 2 or grade[0] not in "kpmv" or not grade[1].isdigit():
        raise ValueError(f"no grade {grade!r}")
    if grade[0] == "m":
        return Level.LOWER_SECONDARY if int(grade[1]) <= 3 else Level.UPPER_SECONDARY
    return _LEVELS[grade[0]]
