"""Cases of an office: opened, written down, gathered with their parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Final, TypeVar

import numpy as np
from pydantic import Field
from sqlmodel import Session, SQLModel, col, select

from office.academic import AcademicYear
from planning.kit import audit, happened
from planning.kit.visitor import Visitor
from planning.school_network.counts_only import no_person
from planning.school_network.judging import Gathered, Room, rooms_after
from planning.school_network.kinds import GRADED, SENDING, CaseKind
from planning.school_network.mapping.diagnosis import room_pupils
from planning.school_network.mapping.grade import GRADES
from planning.school_network.mapping.parameters import parameters_on
from planning.school_network.models.case import (
    AssetLine,
    CaseFile,
    CaseState,
    ChangeCase,
    ChildGroup,
    FollowUp,
    Hearing,
    Opinion,
    Readiness,
    StaffMove,
)
from planning.school_network.models.run import MappingRunRow
from planning.school_network.models.scenario import ScenarioStep
from planning.school_network.store import rules
from planning.school_network.store.dating import year_of_effect
from planning.school_network.store.runs import measured, newest_done, result_of
from planning.school_network.store.sources import Sources, sources
from planning.school_network.store.stored import id_of
from planning.school_network.taking import CODES
from service.columns import utc_now
from service.draft import Draft, Empty, Line, Note, take
from service.i18n import N_
from service.refusal import MissingError, RefusedError, block, refuse
from service.uploads import Uploads

SUBJECT: Final = "change_case"
ENDED: Final = (CaseState.FOLLOWED_UP, CaseState.REJECTED, CaseState.WITHDRAWN)
BEFORE_BOARD: Final = (CaseState.IDEA, CaseState.STUDIED, CaseState.IN_PLAN, CaseState.HEARING, CaseState.RESOLVED)
CLOSED: Final = (*ENDED, CaseState.COMPLETED)
SMIS: Final = 8
CASE_PAGE: Final = "/cases"
"""Before the key of a case, in links of other services."""
Row = TypeVar("Row", bound=SQLModel)
Grade = Annotated[str, Field(max_length=2)]


class CaseDraft(Draft):
    """What a person says of a case."""

    kind: CaseKind
    school_code: Line = ""
    school_name: Line = ""
    to_code: Line = ""
    to_name: Line = ""
    low: Grade = ""
    high: Grade = ""
    effective_year: Annotated[int | None, Field(ge=2500, le=2650), Empty] = None
    effective_term: Annotated[int | None, Field(ge=1, le=2), Empty] = None
    effective_on: Annotated[date | None, Empty] = None
    reason: Note = ""
    rooms_waiver: Annotated[str, Field(max_length=1000)] = ""


def cases(session: Session, office_code: str) -> Sequence[ChangeCase]:
    """Of the office, the newest first."""
    wanted = select(ChangeCase).where(ChangeCase.office_code == office_code)
    return session.exec(wanted.order_by(col(ChangeCase.id).desc())).all()


def find_case(session: Session, office_code: str, key: str, *, to_change: bool = False) -> ChangeCase:
    """MissingError where the office has none."""
    wanted = select(ChangeCase).where(ChangeCase.office_code == office_code, ChangeCase.key == key)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("case")
    return row


def open_case(session: Session, visitor: Visitor, uploads: Uploads, draft: CaseDraft) -> ChangeCase:
    """A new one, by the criteria that hold now. One live case of a kind for each school."""
    row = ChangeCase(
        office_code=visitor.office_code,
        criteria=rules.newest(session, visitor.office_code),
        opened_by=visitor.name[:120],
        **_named(session, visitor, draft),
    )
    _is_alone(session, row)
    session.add(row)
    session.flush()
    study(session, uploads, row)
    detail = {"kind": row.kind.value, "school": row.school_code or row.school_name}
    audit.record(session, visitor, "case.opened", subject=SUBJECT, subject_id=row.id, detail=detail)
    return row


def open_planned(session: Session, visitor: Visitor, scenario_key: str, step: ScenarioStep) -> ChangeCase | None:
    """The case of a step of an approved plan; none where the school has a live one of this kind."""
    row = ChangeCase(
        office_code=visitor.office_code,
        kind=step.kind,
        state=CaseState.IN_PLAN,
        school_code=step.school_code,
        school_name=step.school_name,
        to_code=step.to_code,
        to_name=step.to_name,
        low=step.low,
        high=step.high,
        effective_year=step.academic_year,
        reason=step.reason,
        criteria=rules.newest(session, visitor.office_code),
        scenario_key=scenario_key,
        opened_by=visitor.name[:120],
    )
    if _live(session, row) is not None:
        return None
    session.add(row)
    session.flush()
    study(session, None, row)
    audit.record(session, visitor, "case.planned", subject=SUBJECT, subject_id=row.id, detail={"plan": scenario_key})
    return row


def change_case(session: Session, visitor: Visitor, uploads: Uploads, row: ChangeCase, draft: CaseDraft) -> None:
    """Its head; the kind stays what it was."""
    if draft.kind is not row.kind:
        raise refuse("kind", N_("The kind of a case does not change: withdraw it and open another"))
    changes = take(row, _named(session, visitor, draft))
    if changes:
        _is_alone(session, row)
        row.changed_at = utc_now()
        if {"school_code", "to_code"} & set(changes):
            study(session, uploads, row)
        audit.record(session, visitor, "case.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def may_change(row: ChangeCase) -> None:
    """What the board decides about does not change after the announcement."""
    if row.state not in BEFORE_BOARD:
        raise block(N_("After the announcement this does not change any more"))


def _named(session: Session, visitor: Visitor, draft: CaseDraft) -> dict[str, Any]:
    """With the names that the registry knows; only new schools and those of local bodies are named by hand."""
    no_person(draft)
    known = sources(session, visitor.office_code)
    school, to = known.school(draft.school_code), known.school(draft.to_code)
    if draft.school_code and school is None and draft.kind not in (CaseKind.ESTABLISH, CaseKind.TRANSFER_IN):
        raise refuse("school_code", N_("The registry has no school of this code"))
    if draft.school_code and not (len(draft.school_code) == SMIS and draft.school_code.isdecimal()):
        raise refuse("school_code", N_("%(count)s digits are needed"), count=SMIS)
    if draft.to_code and to is None:
        raise refuse("to_code", N_("The registry has no school of this code"))
    if draft.to_code and draft.to_code == draft.school_code:
        raise refuse("to_code", N_("It is the same school"))
    name = school.name if school is not None else draft.school_name
    wrong = year_of_effect(draft.effective_on, draft.effective_year)
    if wrong:
        raise RefusedError(wrong)
    if not name:
        raise refuse("school_name" if not draft.school_code else "school_code", N_("This is needed"))
    if draft.kind in (CaseKind.MERGE, CaseKind.CO_LEARN) and to is None:
        raise refuse("to_code", N_("Choose the receiving school"))
    if draft.kind in GRADED and not (draft.low in CODES and draft.high in CODES):
        raise refuse("low", N_("Choose the lowest and the highest grade"))
    return {**draft.model_dump(), "school_name": name, "to_name": to.name if to is not None else draft.to_name}


def _live(session: Session, row: ChangeCase) -> ChangeCase | None:
    if not row.school_code:
        return None
    wanted = select(ChangeCase).where(
        ChangeCase.office_code == row.office_code,
        ChangeCase.school_code == row.school_code,
        ChangeCase.kind == row.kind,
        col(ChangeCase.state).not_in(CLOSED),
    )
    return next((one for one in session.exec(wanted) if one.id != row.id), None)


def _is_alone(session: Session, row: ChangeCase) -> None:
    with session.no_autoflush:
        if _live(session, row) is not None:
            raise refuse("school_code", N_("This school has a case of this kind already"))


def study(session: Session, uploads: Uploads | None, row: ChangeCase) -> None:
    """Figures that clauses are judged by, from the newest run: pupils, and the way to the receiving school. Without
    the files only ways that the run has written down.
    """
    run = newest_done(session, row.office_code)
    if run is None or not row.school_code:
        return
    made = result_of(run)
    known = {one["id"]: place for place, one in enumerate(made["schools"])}
    if row.school_code not in known:
        return
    row.run_key = run.key
    facts = {"pupils": float(made["schools"][known[row.school_code]]["pupils"])}
    way = _way(made, row) if uploads is None else _measured_way(session, run, uploads, row)
    if way is not None:
        facts |= {"way_km": way[0] / 1000, "way_min": way[1] / 60}
    row.facts = facts


def _way(made: dict[str, Any], row: ChangeCase) -> tuple[float, float] | None:
    for one in made["options"]:
        if (one["start"], one["end"]) == (row.school_code, row.to_code):
            return one["metres"], one["seconds"]
    return None


def _measured_way(
    session: Session, run: MappingRunRow, uploads: Uploads, row: ChangeCase
) -> tuple[float, float] | None:
    network, _run, _districts = measured(session, run, uploads)
    ids = network.inputs.schools.ids
    if row.to_code not in ids:
        return None
    mask = np.zeros(len(ids), dtype=np.bool_)
    mask[ids.index(row.to_code)] = True
    near = network.distances.next_school(np.array([ids.index(row.school_code)]), mask)
    metres, seconds = float(near.metres[0, 0]), float(near.seconds[0, 0])
    return (metres, seconds) if np.isfinite(metres) else None


def this_year() -> int:
    """The academic year of today, on the clock of UTC."""
    return AcademicYear.of(happened.today()).era


def parts_of(session: Session, row: ChangeCase, model: type[Row]) -> Sequence[Row]:
    """Rows of one part of a case, in the order in which they were written down."""
    wanted = select(model).where(model.case_id == row.id)  # type: ignore[attr-defined]
    return session.exec(wanted.order_by(model.id)).all()  # type: ignore[attr-defined]


def gathered(session: Session, row: ChangeCase) -> Gathered:
    """A case with everything that belongs to it."""
    groups = parts_of(session, row, ChildGroup)
    return Gathered(
        case=row,
        groups=groups,
        hearings=parts_of(session, row, Hearing),
        opinions=parts_of(session, row, Opinion),
        readiness=parts_of(session, row, Readiness),
        assets=parts_of(session, row, AssetLine),
        staff=parts_of(session, row, StaffMove),
        files=parts_of(session, row, CaseFile),
        criteria=rules.kept(session, row.office_code, row.criteria),
        rooms=_rooms(sources(session, row.office_code), groups) if row.kind in SENDING else (),
    )


def _rooms(known: Sources, groups: Sequence[ChildGroup]) -> tuple[Room, ...]:
    """By receiving school, from the newest count that is frozen."""
    come: dict[str, list[int]] = defaultdict(lambda: [0] * GRADES)
    for one in groups:
        if one.to_code and one.grade in CODES:
            come[one.to_code][CODES[one.grade]] += one.children
    if not come or not known.frozen:
        return ()
    taken = {one.id: one for one in known.taken(known.frozen[0]).schools}
    norm = [int(one) for one in room_pupils(parameters_on(known.frozen[0].count_date))]
    found = rooms_after(
        come,
        {code: one.pupils for code, one in taken.items()},
        {code: sum(one.rooms) for code, one in taken.items()},
        norm,
    )
    return tuple(Room(code, taken[code].name, needed, has) for code, (needed, has) in sorted(found.items()))


def fill_groups(session: Session, visitor: Visitor, uploads: Uploads, row: ChangeCase) -> int:
    """Groups of children by grade and village as the run has them; RefusedError where some are written down already."""
    if parts_of(session, row, ChildGroup):
        raise block(N_("Groups are written down already"))
    run = run_of(session, row)
    if run is None:
        raise block(N_("The case has no run to take them from"))
    network, found, _districts = measured(session, run, uploads)
    ids = network.inputs.schools.ids
    if row.school_code not in ids:
        raise block(N_("The case has no run to take them from"))
    homes, school = found.homes, ids.index(row.school_code)
    codes = {int(grade): code for code, grade in CODES.items()}
    count = 0
    for place in (homes.school == school).nonzero()[0]:
        village, grade = int(homes.village[place]), int(homes.grade[place])
        session.add(
            ChildGroup(
                case_id=id_of(row),
                grade=codes[grade],
                village_code=network.inputs.villages.codes[village],
                village_name=network.inputs.villages.names[village],
                children=int(homes.children[place]),
                to_code=row.to_code,
                to_name=row.to_name,
            )
        )
        count += 1
    audit.record(session, visitor, "case.groups filled", subject=SUBJECT, subject_id=row.id, detail={"rows": count})
    return count


def run_of(session: Session, row: ChangeCase) -> MappingRunRow | None:
    """The run that its figures are from."""
    wanted = select(MappingRunRow).where(MappingRunRow.office_code == row.office_code, MappingRunRow.key == row.run_key)
    return session.exec(wanted).one_or_none()


def follow_ups(session: Session, row: ChangeCase) -> Sequence[FollowUp]:
    """In the order in which they are due."""
    return sorted(parts_of(session, row, FollowUp), key=lambda one: one.due_on)


def is_red(session: Session, row: ChangeCase, today: date) -> bool:
    """Whether a follow-up is missing."""
    return any(one.done_on is None and one.due_on < today for one in follow_ups(session, row))
