"""What the registry does when a case of the school network set the state of a school, or the grades that it offers.

This is the only way by which a state changes (INV-D1): no form, file or call of the registry sets one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session, select

from contract.events import Fact
from contract.planning import SchoolStatusChanged
from planning.kit import audit
from planning.kit.parts import Handler
from planning.kit.visitor import Person, Visitor
from planning.registry.grades import Grade
from planning.registry.models.school import School, SchoolChange, SchoolState
from planning.registry.store.schools import SUBJECT
from service.columns import utc_now

SCHOOL_NETWORK: Final = "school_network"
BEGINS: Final = (SchoolState.PLANNED, SchoolState.OPEN)
ENDS: Final = (SchoolState.CLOSED, SchoolState.TRANSFERRED)


def follow(session: Session, fact: Fact, at: datetime) -> str:
    """The school as the case says it; one that is not known begins with a name, planned or open. The day from which it
    holds is kept beside it: when to tell is the case's affair.
    """
    assert isinstance(fact, SchoolStatusChanged)
    grades = _grades(fact)
    if grades is None:
        return "the grades are not known here"
    school = _school(session, fact.office_code, fact.school_code)
    state = SchoolState(fact.state)
    before = None if school is None else school.state
    if school is None:
        if not (fact.name and state in BEGINS and _is_code(fact.school_code)):
            return "there is no such school"
        school = School(office_code=fact.office_code, smis_code=fact.school_code, name=fact.name[:255], state=state)
        session.add(school)
        session.flush()
    _note(session, fact, school, before, at)
    _set(session, fact, school, state, grades)
    return f"{school.smis_code}: {state.value}"


def _school(session: Session, office_code: str, code: str) -> School | None:
    wanted = select(School).where(School.office_code == office_code, School.smis_code == code)
    return session.exec(wanted.with_for_update()).one_or_none()


def _is_code(code: str) -> bool:
    return len(code) == 8 and code.isascii() and code.isdigit()


def _grades(fact: SchoolStatusChanged) -> tuple[Grade, Grade] | tuple[()] | None:
    """Lowest and highest; () where the case says nothing of them, None where it says what is no grade."""
    if not (fact.lowest_grade or fact.highest_grade):
        return ()
    try:
        lowest, highest = Grade(fact.lowest_grade), Grade(fact.highest_grade)
    except ValueError:
        return None
    return (lowest, highest) if lowest.place <= highest.place else None


def _set(
    session: Session,
    fact: SchoolStatusChanged,
    school: School,
    state: SchoolState,
    grades: tuple[Grade, Grade] | tuple[()],
) -> None:
    school.state, school.changed_at = state, utc_now()
    if grades:
        school.lowest_grade, school.highest_grade = grades
    if state is SchoolState.OPEN and school.opened_on is None:
        school.opened_on = fact.effective_on
    school.closed_on = fact.effective_on if state in ENDS else None
    successor = _school(session, fact.office_code, fact.successor_code) if fact.successor_code else None
    if successor is not None:
        school.successor_id = successor.id


def _note(
    session: Session, fact: SchoolStatusChanged, school: School, before: SchoolState | None, at: datetime
) -> None:
    """The history of the school, and the act for the audit."""
    session.add(
        SchoolChange(
            office_code=fact.office_code,
            school_id=school.id or 0,
            case_key=fact.case_key,
            effective_on=fact.effective_on,
            state_before=before,
            state=SchoolState(fact.state),
            grades_before=_said(school.lowest_grade, school.highest_grade),
            grades=_said_of(fact) or _said(school.lowest_grade, school.highest_grade),
            successor_code=fact.successor_code[:8],
            told_at=at,
        )
    )
    teller = Person(
        sub=SCHOOL_NETWORK, username=SCHOOL_NETWORK, role="service", office_code=fact.office_code, office_name=""
    )
    detail = {"state": [before, fact.state], "case": fact.case_key, "from": fact.effective_on.isoformat()}
    audit.record(session, Visitor(teller, {}), "school.state", subject=SUBJECT, subject_id=school.id, detail=detail)


def _said_of(fact: SchoolStatusChanged) -> str:
    return f"{Grade(fact.lowest_grade).label}–{Grade(fact.highest_grade).label}" if fact.lowest_grade else ""


def _said(lowest: Grade | None, highest: Grade | None) -> str:
    return f"{lowest.label}–{highest.label}" if lowest and highest else ""


def both(first: Handler, second: Handler) -> Handler:
    """Two that act on one fact, in one transaction."""
    return lambda session, fact, at: f"{first(session, fact, at)}; {second(session, fact, at)}"
