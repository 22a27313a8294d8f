"""Scenarios of an office: steps put together, reckoned at once, compared, and proposed by the optimiser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any, Final

import numpy as np
from pydantic import Field
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.school_network.directing import why_of
from planning.school_network.kinds import GRADED, CaseKind
from planning.school_network.mapping.demand import children_of
from planning.school_network.mapping.diagnosis import room_pupils
from planning.school_network.mapping.grade import GRADES, LEVEL_OF_GRADE, LEVELS, Level
from planning.school_network.mapping.network import Network, offering
from planning.school_network.mapping.optimising import NoProposalError, Proposal, Siting, propose
from planning.school_network.mapping.run import MappingRun
from planning.school_network.mapping.scenario import Change, Kind, StepRefusedError, Why, evaluate
from planning.school_network.models.run import MappingRunRow, RunState
from planning.school_network.models.scenario import Scenario, ScenarioStep
from planning.school_network.money import Baht
from planning.school_network.store.runs import find_run, is_stale, measured, result_of
from planning.school_network.store.sources import sources
from planning.school_network.store.stored import id_of
from planning.school_network.taking import CODES
from service.columns import utc_now
from service.draft import Digits, Draft, Line, Name, Note, take
from service.i18n import N_, _
from service.refusal import MissingError, refuse
from service.uploads import Uploads

SUBJECT: Final = "scenario"
ENGINE_KINDS: Final = {
    CaseKind.MERGE: Kind.MERGE,
    CaseKind.CLOSE: Kind.CLOSE,
    CaseKind.CO_LEARN: Kind.CO_LEARN,
    CaseKind.EXPAND_CLASS: Kind.CHANGE_GRADES,
    CaseKind.REDUCE_CLASS: Kind.CHANGE_GRADES,
}
"""What the engine can reckon; a new school and a transfer move no children that it knows of."""
REFUSED: Final = {
    Why.NO_OTHER: N_("Change %(step)s names no other school"),
    Why.NO_GRADES: N_("Change %(step)s names no grades"),
    Why.UNKNOWN: N_("Change %(step)s: the run does not know %(school)s"),
    Why.ENDED: N_("Change %(step)s: %(school)s does not teach any more by then"),
}
Year = Annotated[int, Field(ge=2500, le=2650), Digits]


class ScenarioDraft(Draft):
    """Its head."""

    title: Name
    note: Note = ""
    device_satang: Baht = 0
    mbps_month_satang: Baht = 0


class StepDraft(Draft):
    """One change as typed."""

    kind: CaseKind
    school_code: Line = ""
    school_name: Line = ""
    to_code: Line = ""
    low: Annotated[str, Field(max_length=2)] = ""
    high: Annotated[str, Field(max_length=2)] = ""
    academic_year: Year
    reason: Annotated[str, Field(max_length=500)] = ""


class ProposalDraft(Draft):
    """What the optimiser is asked: keep at most so many schools of ours, nobody of a level farther than that."""

    title: Name
    level: Level = Level.PRIMARY
    keep: Annotated[int, Field(ge=1, le=100_000), Digits]
    most_km: Annotated[float, Field(gt=0, le=200, allow_inf_nan=False), Digits]
    academic_year: Year


def scenarios(session: Session, office_code: str) -> Sequence[Scenario]:
    """Of the office, the newest first."""
    wanted = select(Scenario).where(Scenario.office_code == office_code)
    return session.exec(wanted.order_by(col(Scenario.id).desc())).all()


def find_scenario(session: Session, office_code: str, key: str, *, to_change: bool = False) -> Scenario:
    """MissingError where the office has none."""
    wanted = select(Scenario).where(Scenario.office_code == office_code, Scenario.key == key)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("scenario")
    return row


def plan_of(session: Session, office_code: str, key: str) -> Scenario | None:
    """The scenario from whose approval a case came."""
    wanted = select(Scenario).where(Scenario.office_code == office_code, Scenario.key == key)
    return session.exec(wanted).one_or_none()


def steps_of(session: Session, row: Scenario) -> Sequence[ScenarioStep]:
    """In the order in which they are carried out."""
    wanted = select(ScenarioStep).where(ScenarioStep.scenario_id == row.id)
    return session.exec(wanted.order_by(col(ScenarioStep.place))).all()


def run_of(session: Session, row: Scenario) -> MappingRunRow:
    """The run that it stands on."""
    wanted = select(MappingRunRow).where(MappingRunRow.id == row.run_id, MappingRunRow.office_code == row.office_code)
    return session.exec(wanted).one()


def begin(session: Session, visitor: Visitor, run_key: str, draft: ScenarioDraft) -> Scenario:
    """An empty one on a run that came out."""
    run = find_run(session, visitor.office_code, run_key)
    if run.state is not RunState.DONE:
        raise refuse("", N_("The run has no result yet"))
    row = Scenario(office_code=visitor.office_code, run_id=id_of(run), made_by=visitor.name[:120], **draft.model_dump())
    session.add(row)
    session.flush()
    audit.record(session, visitor, "scenario.begun", subject=SUBJECT, subject_id=row.id, detail={"title": row.title})
    return row


def change(session: Session, visitor: Visitor, row: Scenario, draft: ScenarioDraft) -> None:
    """Its head."""
    changes = take(row, draft.model_dump())
    if changes:
        row.changed_at = utc_now()
        audit.record(session, visitor, "scenario.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def add_step(session: Session, visitor: Visitor, uploads: Uploads, row: Scenario, draft: StepDraft) -> ScenarioStep:
    """Behind the others; the whole is reckoned again. RefusedError where the step cannot be done then."""
    names = _names(session, row)
    name = names.get(draft.school_code, draft.school_name)
    if draft.kind is not CaseKind.ESTABLISH and draft.kind is not CaseKind.TRANSFER_IN:
        if draft.school_code not in names:
            raise refuse("school_code", N_("Choose a school of this run"))
    elif not name:
        raise refuse("school_name", N_("This is needed"))
    if draft.kind in GRADED and (draft.low not in CODES or draft.high not in CODES):
        raise refuse("low", N_("Choose the lowest and the highest grade"))
    before = steps_of(session, row)
    step = ScenarioStep(
        scenario_id=id_of(row),
        place=before[-1].place + 1 if before else 1,
        to_name=names.get(draft.to_code, ""),
        **{**draft.model_dump(), "school_name": name},
    )
    session.add(step)
    session.flush()
    reckon(session, uploads, row)
    audit.record(
        session,
        visitor,
        "scenario.step",
        subject=SUBJECT,
        subject_id=row.id,
        detail={"kind": step.kind.value, "school": step.school_code, "to": step.to_code},
    )
    return step


def remove_step(session: Session, visitor: Visitor, uploads: Uploads, row: Scenario, step_id: int) -> None:
    """And reckon the rest again; MissingError."""
    step = session.get(ScenarioStep, step_id)
    if step is None or step.scenario_id != row.id:
        raise MissingError("step")
    session.delete(step)
    session.flush()
    reckon(session, uploads, row)
    audit.record(session, visitor, "scenario.step removed", subject=SUBJECT, subject_id=row.id)


def _names(session: Session, row: Scenario) -> dict[str, str]:
    return {one["id"]: one["name"] for one in result_of(run_of(session, row))["schools"]}


def reckon(session: Session, uploads: Uploads, row: Scenario) -> None:
    """All steps in order. RefusedError names the first that cannot be carried out after those before it."""
    network, run, _districts = measured(session, run_of(session, row), uploads)
    changes = changes_of(session, row)
    row.changed_at = utc_now()
    try:
        row.effect = asdict(evaluate(network, run, changes))
    except StepRefusedError as error:
        names = dict(zip(network.inputs.schools.ids, network.inputs.schools.names, strict=True))
        raise refuse("", REFUSED[error.why], step=error.step, school=names.get(error.school, error.school)) from None


def today_of(session: Session, uploads: Uploads, run: MappingRunRow) -> dict[str, Any]:
    """What is compared, of the network as the run found it."""
    network, made, _districts = measured(session, run, uploads)
    return asdict(evaluate(network, made, []))


def changes_of(session: Session, row: Scenario) -> list[Change]:
    """Steps that the engine can carry out, in order."""
    return [_change(one) for one in steps_of(session, row) if one.kind in ENGINE_KINDS]


def _change(step: ScenarioStep) -> Change:
    return Change(
        ENGINE_KINDS[step.kind],
        step.school_code,
        to=step.to_code or None,
        low=CODES.get(step.low),
        high=CODES.get(step.high),
    )


def propose_steps(session: Session, visitor: Visitor, uploads: Uploads, run_key: str, draft: ProposalDraft) -> Scenario:
    """A scenario in which the schools that the optimiser does not keep are merged into those that their children go to.
    RefusedError where no set of that many schools has room within the distance, and on a stale run.
    """
    if is_stale(find_run(session, visitor.office_code, run_key), sources(session, visitor.office_code), {}):
        # A school may lie in a special area by now, or its coordinate be known to be wrong.
        raise refuse("", N_("This run is stale: make a new one, then ask for a proposal"))
    head = ScenarioDraft.read({"title": draft.title})
    row = begin(session, visitor, run_key, head)
    network, run, _districts = measured(session, run_of(session, row), uploads)
    try:
        merged = _merged(network, run, draft)
    except NoProposalError:
        raise refuse("keep", N_("No set of that many schools has room for all children within the distance")) from None
    names = dict(zip(network.inputs.schools.ids, network.inputs.schools.names, strict=True))
    options = result_of(run_of(session, row))["options"]
    for place, (start, end) in enumerate(merged, start=1):
        session.add(
            ScenarioStep(
                scenario_id=id_of(row),
                place=place,
                kind=CaseKind.MERGE,
                school_code=start,
                school_name=names[start],
                to_code=end,
                to_name=names[end],
                academic_year=draft.academic_year,
                reason=_direction(options, start, end),
            )
        )
    session.flush()
    reckon(session, uploads, row)
    return row


def _direction(options: Sequence[Any], start: str, end: str) -> str:
    """Why this school receives, by what the run measured; else that the optimiser keeps it."""
    why = why_of(options, start, end)
    return (_("The optimiser keeps the receiving school") if why is None else why.text(_))[:500]


def _merged(network: Network, run: MappingRun, draft: ProposalDraft) -> list[tuple[str, str]]:
    """Pairs of a school that is not kept and the kept one that most of its children of the level go to."""
    siting, teaching = siting_of(network, draft)
    found = propose(siting, gap=0.01)
    ids, schools = network.inputs.schools.ids, np.flatnonzero(teaching & ~found.kept)
    return [(ids[row], ids[_receiving(network, run, found, int(row))]) for row in schools]


def _receiving(network: Network, run: MappingRun, found: Proposal, school: int) -> int:
    """Whoever must be left alone is not given the children of another either (INV-D3, INV-E2)."""
    kept = found.kept & network.proposable
    if not kept.any():
        raise NoProposalError
    theirs = np.unique(run.homes.village[run.homes.school == school])
    seats = np.where(kept, found.assigned[theirs].sum(axis=0), 0)
    if seats.any():
        return int(seats.argmax())
    fits = kept & (network.inputs.schools.low <= network.inputs.schools.low[school])
    fits &= network.inputs.schools.high >= network.inputs.schools.high[school]
    near = network.distances.next_school(np.array([school]), fits if fits.any() else kept)
    return int(near.school[0, 0])


def siting_of(network: Network, draft: ProposalDraft) -> tuple[Siting, Any]:
    """The question for the optimiser, and which schools teach the whole level. `keep` counts ours that teach it."""
    schools, villages = network.inputs.schools, network.inputs.villages
    wanted = children_of(network.inputs)
    level = np.array(LEVEL_OF_GRADE) == LEVELS.index(draft.level)
    offered = offering(schools.low, schools.high, network.open)
    teaching = offered[:, level].all(axis=1)
    count = len(schools.ids)
    pairs = np.indices((len(villages.codes), count)).reshape(2, -1)
    metres, _seconds = network.distances.to_school(pairs[0], pairs[1])
    metres = metres.reshape(len(villages.codes), count)
    children = np.where(network.village_quality.found[:, np.newaxis], wanted, 0)[:, level].sum(axis=1)
    reach = np.where(teaching, metres, np.inf).min(axis=1)
    # Children of a village that no school reaches within the distance today cannot be asked to go nearer.
    children = np.where(reach <= draft.most_km * 1000, children, 0)
    seats = _seats(network)[:, level].sum(axis=1) * teaching
    fixed = teaching & ~network.proposable
    keep = draft.keep + int((teaching & ~schools.ours).sum())
    return Siting(metres, children.astype(np.int64), seats, fixed, keep, draft.most_km * 1000), teaching


def _seats(network: Network) -> Any:
    """By grade: what the rooms hold by the norm, at least those who are enrolled now."""
    schools = network.inputs.schools
    by_room = schools.rooms * room_pupils(network.inputs.parameters)
    return np.maximum(by_room, schools.pupils).reshape(len(schools.ids), GRADES)
