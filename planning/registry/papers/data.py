"""What the papers of committees are made from."""

from __future__ import annotations

from datetime import date

from service.papers.kind import PaperData


class Who(PaperData):
    """A member: what the person is on the committee is Thai already. `reason` is why the person was not there."""

    name: str
    position: str = ""
    role: str = ""
    reason: str = ""


class Appointment(PaperData):
    """An order that appoints a committee; days None: room to write them."""

    office: str
    committee: str = ""
    number: str = ""
    day: date | None = None
    legal_basis: str = ""
    duties: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    members: tuple[Who, ...] = ()


class Matter(PaperData):
    """An item of the agenda with what was resolved on it; `votes` as they are printed."""

    number: str
    title: str
    text: str = ""
    resolution: str = ""
    votes: str = ""


class MeetingData(PaperData):
    """A meeting. `parts` are the matters of the six parts of its agenda (five in papers of before); times of day as
    13:30. `attending` are those who are no members.
    """

    office: str
    committee: str = ""
    meeting: str = ""
    letter: str = ""
    day: date | None = None
    begins: str = ""
    ends: str = ""
    place: str = ""
    parts: tuple[tuple[Matter, ...], ...] = ((), (), (), (), (), ())
    present: tuple[Who, ...] = ()
    absent: tuple[Who, ...] = ()
    attending: tuple[Who, ...] = ()
    recorder: str = ""
    checker: str = ""
    quorum: str = ""
