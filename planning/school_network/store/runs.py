"""Mapping runs: asked for, carried out apart from the request, kept as they came out (INV-E1)."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field
from sqlalchemy import Engine
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from contract.planning import MappingRunDone
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.visitor import Visitor
from planning.school_network.mapping.district import InputError, Schools, Villages
from planning.school_network.mapping.fingerprint import fingerprint
from planning.school_network.mapping.inputs import Demand
from planning.school_network.mapping.network import Network, measure
from planning.school_network.mapping.parameters import Name, Parameters, parameters_on
from planning.school_network.mapping.run import MappingRun, judge
from planning.school_network.models.run import MappingRunRow, RoadGraph, RunState
from planning.school_network.packing import inputs_of, pack, pack_inputs, unpack, unpack_inputs
from planning.school_network.store import roads as road_store
from planning.school_network.store.sources import Sources
from planning.school_network.taking import Taken
from planning.school_network.telling import told
from service.columns import utc_now
from service.database import transaction
from service.draft import Draft, Line, OptionalId
from service.draft import Name as Title
from service.i18n import N_
from service.refusal import MissingError, block, refuse
from service.uploads import Uploads

SUBJECT: Final = "mapping_run"
LOST_AFTER: Final = timedelta(minutes=15)
_MOST_MEASURED: Final = 4

log = logging.getLogger(__name__)


class RunDraft(Draft):
    """What a run is made from. `why` is needed where a figure is the office's own."""

    title: Title
    count: Annotated[str, Field(max_length=40)] = ""
    road_graph_id: OptionalId = None
    demand: Annotated[Demand, BeforeValidator(lambda typed: typed or Demand.VILLAGES)] = Demand.VILLAGES
    why: Line = ""


class Figures(Draft):
    """Figures of the office's own, by their names."""

    values: dict[Name, Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]] = Field(default_factory=dict)


def data_hash(taken: Taken) -> str:
    """Of the tables alone, whatever figures and roads they are judged by."""
    tables = (Schools.of(taken.schools), Villages.of(taken.villages), taken.tambons)
    return fingerprint((*tables, taken.homes) if taken.homes else tables)


def ask(
    session: Session,
    visitor: Visitor,
    given: tuple[Sources, Uploads, date],
    draft: RunDraft,
    values: Mapping[Name, float],
) -> tuple[MappingRunRow, bool]:
    """A run, and whether it is a new one: equal inputs are the run that stands already."""
    sources, uploads, day = given
    count = sources.count(draft.count)
    graph = None if draft.road_graph_id is None else _graph(session, visitor, draft.road_graph_id)
    taken = sources.taken(count, draft.demand)
    if not taken.schools or not taken.villages:
        raise refuse("", N_("The registry has told no schools or no villages yet"))
    if draft.demand is Demand.HOMES and not taken.homes:
        raise refuse("demand", N_("No home of a pupil is known of this count: import the homes at the registry"))
    parameters = _parameters(draft, values, day)
    try:
        inputs = inputs_of(taken, parameters, None if graph is None else road_store.roads_of(graph, uploads))
    except InputError as error:
        raise refuse("count", N_("The data cannot be used: %(reason)s"), reason=str(error)) from None
    known = session.exec(
        select(MappingRunRow).where(
            MappingRunRow.office_code == visitor.office_code, MappingRunRow.input_hash == inputs.hash()
        )
    ).first()
    if known is not None:
        return known, False
    row = MappingRunRow(
        office_code=visitor.office_code,
        title=draft.title,
        academic_year=count.academic_year,
        count_date=count.count_date,
        revision=count.revision,
        demand=draft.demand,
        as_of=sources.as_of,
        road_graph_id=None if graph is None else graph.id,
        inputs=pack_inputs(taken, parameters),
        input_hash=inputs.hash(),
        data_hash=data_hash(taken),
        asked_by=visitor.name[:120],
    )
    session.add(row)
    session.flush()
    audit.record(session, visitor, "run.asked", subject=SUBJECT, subject_id=row.id, detail={"title": row.title})
    return row, True


def _graph(session: Session, visitor: Visitor, graph_id: int) -> RoadGraph:
    try:
        return road_store.graph(session, visitor.office_code, graph_id)
    except MissingError:
        raise refuse("road_graph_id", N_("There is no such road graph")) from None


def _parameters(draft: RunDraft, values: Mapping[Name, float], day: date) -> Parameters:
    parameters = parameters_on(day)
    own = {name: value for name, value in values.items() if value != parameters.value(name)}
    if own and not draft.why:
        raise refuse("why", N_("Say why the office takes other figures"))
    return parameters.changed(own, why=draft.why, day=day) if own else parameters


def carry_out(engine: Engine, uploads: Uploads, key: str) -> None:
    """In a thread of its own: reckon, keep the result, tell it. What fails is kept as that."""
    with transaction(engine) as session:
        row = session.exec(select(MappingRunRow).where(MappingRunRow.key == key).with_for_update()).one()
        if row.state not in (RunState.QUEUED, RunState.FAILED):
            return
        row.state, row.begun_at, row.problem = RunState.RUNNING, utc_now(), ""
    try:
        with transaction(engine) as session:
            row = session.exec(select(MappingRunRow).where(MappingRunRow.key == key)).one()
            _finish(session, row, uploads)
    except Exception as error:
        log.exception("mapping run %s failed", key)
        with transaction(engine) as session:
            row = session.exec(select(MappingRunRow).where(MappingRunRow.key == key)).one()
            row.state, row.problem = RunState.FAILED, type(error).__name__


def _finish(session: Session, row: MappingRunRow, uploads: Uploads) -> None:
    network, run, districts = measured(session, row, uploads)
    made = told(network, run, districts)
    row.result, row.result_hash, row.summary = pack(made), run.hash(), made["summary"]
    row.state, row.done_at = RunState.DONE, utc_now()
    summary = made["summary"]
    fact = MappingRunDone(
        office_code=row.office_code,
        run_key=row.key,
        fingerprint=row.result_hash,
        academic_year=row.academic_year,
        schools=summary["schools"],
        villages=summary["villages"],
        children=summary["children"],
        children_beyond=summary["beyond"],
        villages_on_straight_line=summary["straight"],
    )
    tell(session, fact, at=row.done_at)


_MEASURED: OrderedDict[str, tuple[Network, MappingRun, Mapping[str, str]]] = OrderedDict()
_LOCK: Final = Lock()


def measured(session: Session, row: MappingRunRow, uploads: Uploads) -> tuple[Network, MappingRun, Mapping[str, str]]:
    """The run reckoned again from its kept inputs: the last few are held in memory."""
    with _LOCK:
        found = _MEASURED.get(row.input_hash)
    if found is not None:
        return found
    found = reckoned(session, row, uploads)
    with _LOCK:
        _MEASURED[row.input_hash] = found
        while len(_MEASURED) > _MOST_MEASURED:
            _MEASURED.popitem(last=False)
    return found


def reckoned(session: Session, row: MappingRunRow, uploads: Uploads) -> tuple[Network, MappingRun, Mapping[str, str]]:
    """From the kept inputs and nothing else."""
    graph = None if row.road_graph_id is None else road_store.graph(session, row.office_code, row.road_graph_id)
    inputs, districts = unpack_inputs(row.inputs, None if graph is None else road_store.roads_of(graph, uploads))
    network = measure(inputs)
    return network, judge(network), districts


def prove(session: Session, visitor: Visitor, row: MappingRunRow, uploads: Uploads) -> bool:
    """Whether the kept inputs still give exactly the kept result."""
    _network, run, _districts = reckoned(session, row, uploads)
    same = (run.provenance.input_hash, run.hash()) == (row.input_hash, row.result_hash)
    audit.record(session, visitor, "run.proved", subject=SUBJECT, subject_id=row.id, detail={"same": same})
    return same


def runs(session: Session, office_code: str) -> Sequence[MappingRunRow]:
    """Of the office, the newest first, without their inputs and results."""
    without = (defer(MappingRunRow.inputs), defer(MappingRunRow.result))  # type: ignore[arg-type]
    wanted = select(MappingRunRow).options(*without).where(MappingRunRow.office_code == office_code)
    return session.exec(wanted.order_by(col(MappingRunRow.id).desc())).all()


def newest_done(session: Session, office_code: str) -> MappingRunRow | None:
    """The last run that came out."""
    wanted = select(MappingRunRow).where(MappingRunRow.office_code == office_code, MappingRunRow.state == RunState.DONE)
    return session.exec(wanted.order_by(col(MappingRunRow.id).desc()).limit(1)).first()


def newest_of_children(session: Session, office_code: str) -> MappingRunRow | None:
    """The last run over all children of school age, which is what others ask about; one over pupils alone where there
    is no other.
    """
    wanted = select(MappingRunRow).where(
        MappingRunRow.office_code == office_code,
        MappingRunRow.state == RunState.DONE,
        MappingRunRow.demand == Demand.VILLAGES,
    )
    row = session.exec(wanted.order_by(col(MappingRunRow.id).desc()).limit(1)).first()
    return row or newest_done(session, office_code)


def find_run(session: Session, office_code: str, key: str) -> MappingRunRow:
    """One of the office; MissingError."""
    wanted = select(MappingRunRow).where(MappingRunRow.office_code == office_code, MappingRunRow.key == key)
    row = session.exec(wanted).one_or_none()
    if row is None:
        raise MissingError("run")
    return row


def result_of(row: MappingRunRow) -> dict[str, Any]:
    """What is kept of it; MissingError while there is nothing."""
    if row.state is not RunState.DONE:
        raise MissingError("result")
    made: dict[str, Any] = unpack(row.result)
    return made


def is_stale(row: MappingRunRow, sources: Sources, hashes: dict[tuple[int, date, Demand], str]) -> bool:
    """Whether schools, villages, the count or its homes were corrected since. `hashes` keeps what was reckoned for
    other rows.
    """
    key = (row.academic_year, row.count_date, row.demand)
    if key not in hashes:
        now = next((one for one in sources.frozen if (one.academic_year, one.count_date) == key[:2]), None)
        hashes[key] = "" if now is None else data_hash(sources.taken(now, row.demand))
    return bool(hashes[key]) and hashes[key] != row.data_hash


def is_lost(row: MappingRunRow, now: datetime) -> bool:
    """Begun, and the process that did it is gone."""
    since = row.begun_at or row.asked_at
    return row.state in (RunState.QUEUED, RunState.RUNNING) and now - since > LOST_AFTER


def again(session: Session, visitor: Visitor, row: MappingRunRow) -> None:
    """A run that failed or was lost is queued anew."""
    if row.state is not RunState.FAILED and not is_lost(row, utc_now()):
        raise block(N_("This run is not to be repeated"))
    row.state, row.begun_at, row.problem = RunState.QUEUED, None, ""
    audit.record(session, visitor, "run.again", subject=SUBJECT, subject_id=row.id)
