"""The register as people look at it: the list, and the card of one entry. A school sees what it owns or is to have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, exists, false, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from innovation.models.innovation import Innovation, Novelty, Pilot, PilotResult, Requirement, Sort, Stage, StageStep
from innovation.models.innovation import TestResult as Tested
from innovation.models.rollout import Reach, Rollout
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from procurement.models.need import Need
from procurement.queries.needs import seen as seen_needs
from service.refusal import MissingError, _
from service.thai_order import in_thai

SORT_WORDS: Final = {Sort.INNOVATION: _("innovation"), Sort.SYSTEM: _("information system")}
NOVELTY_WORDS: Final = {Novelty.NEW: _("new thing"), Novelty.IMPROVED: _("improved")}
STAGE_WORDS: Final = {
    Stage.IDEA: _("idea"),
    Stage.DESIGN: _("design"),
    Stage.PROTOTYPE: _("prototype"),
    Stage.PILOT: _("pilot schools"),
    Stage.RELEASE: _("released"),
    Stage.MAINTENANCE: _("in maintenance"),
    Stage.RETIRED: _("retired"),
}
RESULT_WORDS: Final = {
    Tested.UNTESTED: _("not tested"),
    Tested.PASSED: _("passed"),
    Tested.FAILED: _("not passed"),
}
PILOT_WORDS: Final = {
    PilotResult.RUNNING: _("still running"),
    PilotResult.PASSED: _("passed"),
    PilotResult.FAILED: _("not passed"),
}
REACH_WORDS: Final = {
    Reach.PLANNED: _("planned"),
    Reach.INSTALLED: _("installed"),
    Reach.TRAINED: _("trained"),
    Reach.IN_USE: _("said to be in use"),
}
HAVING: Final = (Reach.INSTALLED, Reach.TRAINED, Reach.IN_USE)
"""Schools of these have it."""

_STAGE: Final = cast(col(Innovation.stage), String)
_SORT: Final = cast(col(Innovation.sort), String)
_NOVELTY: Final = cast(col(Innovation.novelty), String)
_Before: Any = aliased(Innovation)
_SCHOOLS: Final = (
    select(func.count(col(Rollout.id)))
    .where(col(Rollout.innovation_id) == col(Innovation.id), col(Rollout.reach).in_(HAVING))
    .correlate(Innovation)
    .scalar_subquery()
)


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `innovation` that keeps what may be seen."""
    ours = col(Innovation.office_id) == sight.office_id
    if sight.site_id is None:
        return ours
    mine = col(Innovation.site_id) == sight.site_id
    tries = exists().where(col(Pilot.innovation_id) == col(Innovation.id), col(Pilot.site_id) == sight.site_id)
    has = exists().where(col(Rollout.innovation_id) == col(Innovation.id), col(Rollout.site_id) == sight.site_id)
    return and_(ours, or_(mine, tries, has))


def _of_word(column: Any, known: type[StrEnum]) -> Any:
    return lambda value: column == value if value in set(known) else false()


def _of_unit(value: str) -> ColumnElement[bool]:
    """A school by its id; 0 is the office."""
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        return false()
    return col(Innovation.site_id).is_(None) if int(value) == 0 else col(Innovation.site_id) == int(value)


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    owners = select(col(Innovation.site_id)).where(seen(sight), col(Innovation.site_id).is_not(None))
    wanted = (
        select(col(Site.id), col(Site.name)).where(sight.sites(), col(Site.id).in_(owners)).order_by(in_thai(Site.name))
    )
    return [("0", _("the office")), *((str(row_id), name) for row_id, name in session.execute(wanted))]


def _fixed(words: dict[Any, str]) -> Any:
    return lambda _session, _sight: [(str(value), said) for value, said in words.items()]


def _by_value(words: dict[Any, str]) -> dict[str, str]:
    return {str(value): said for value, said in words.items()}


INNOVATIONS: Final = Table(
    key="innovations",
    source=Innovation.__table__.outerjoin(Site, col(Site.id) == Innovation.site_id).outerjoin(  # type: ignore[attr-defined]
        _Before, _Before.id == Innovation.predecessor_id
    ),
    row_id=col(Innovation.id),
    columns=(
        Column("name", _("Name"), col(Innovation.name)),
        Column("stage", _("Stage"), _STAGE, words=_by_value(STAGE_WORDS)),
        Column("stage_since", _("At this stage since"), col(Innovation.stage_since), Kind.MOMENT),
        Column("sort", _("Sort"), _SORT, words=_by_value(SORT_WORDS)),
        Column("novelty", _("New or improved"), _NOVELTY, words=_by_value(NOVELTY_WORDS)),
        Column("before", _("Improves"), func.coalesce(_Before.name, col(Innovation.predecessor_name)), shown=False),
        Column("unit", _("Owning unit"), col(Site.name)),
        Column("owner", _("Person in charge"), col(Innovation.owner)),
        Column("version", _("Version"), col(Innovation.version)),
        Column("schools", _("Schools that have it"), _SCHOOLS, Kind.NUMBER),
        Column("need", _("Need"), col(Innovation.need), shown=False),
        Column("changed_at", _("Changed"), col(Innovation.changed_at), Kind.MOMENT, shown=False),
    ),
    searched=(
        *(col(Innovation.name), col(Innovation.problem), col(Innovation.need), col(Innovation.owner)),
        *(col(Innovation.predecessor_name), func.coalesce(col(Site.name), "")),
    ),
    filters=(
        Filter("stage", _("Stage"), _of_word(_STAGE, Stage), _fixed(STAGE_WORDS)),
        Filter("sort", _("Sort"), _of_word(_SORT, Sort), _fixed(SORT_WORDS)),
        Filter("novelty", _("New or improved"), _of_word(_NOVELTY, Novelty), _fixed(NOVELTY_WORDS)),
        Filter("unit", _("Owning unit"), _of_unit, _units),
    ),
    order=(col(Innovation.name),),
    seen=seen,
)


@dataclass(frozen=True, slots=True)
class Card:
    """An entry with what stands in other tables. A school gets its own pilots only."""

    innovation: Innovation
    site: Site | None
    predecessor: Innovation | None
    successors: Sequence[Innovation]
    stages: Sequence[StageStep]
    requirements: Sequence[Requirement]
    needs: Mapping[int, Need]
    pilots: Sequence[tuple[Pilot, Site]]


def find_seen(session: Session, sight: Sight, innovation_id: int) -> Innovation:
    """By id; MissingError where it may not be seen, so that ids tell nothing."""
    found = session.exec(select_rows(Innovation).where(col(Innovation.id) == innovation_id, seen(sight))).one_or_none()
    if found is None:
        raise MissingError("innovation")
    return found


def card(session: Session, sight: Sight, innovation_id: int) -> Card:
    """By id; MissingError where it may not be seen."""
    row = find_seen(session, sight, innovation_id)
    related = select_rows(Innovation).where(seen(sight))
    pilots = (
        select_rows(Pilot, Site).join(Site, col(Site.id) == Pilot.site_id).where(Pilot.innovation_id == row.id)
    ).where(sight.sites())
    requirements = select_rows(Requirement).where(Requirement.innovation_id == row.id)
    stages = select_rows(StageStep).where(StageStep.innovation_id == row.id)
    required = session.exec(requirements.order_by(col(Requirement.number))).all()
    wanted = {one.need_id for one in required if one.need_id is not None}
    needs = session.exec(select_rows(Need).where(col(Need.id).in_(wanted), seen_needs(sight))) if wanted else ()
    return Card(
        innovation=row,
        site=session.get(Site, row.site_id) if row.site_id is not None else None,
        predecessor=session.exec(related.where(col(Innovation.id) == row.predecessor_id)).one_or_none(),
        successors=session.exec(related.where(col(Innovation.predecessor_id) == row.id)).all(),
        stages=session.exec(stages.order_by(col(StageStep.id).desc())).all(),
        requirements=required,
        needs={need.id or 0: need for need in needs},
        pilots=list(session.exec(pilots.order_by(col(Pilot.begins_on), in_thai(Site.name))).all()),
    )
