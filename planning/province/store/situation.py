"""Districts, the tables of equity and quality of a plan, sectors, and what they contributed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col

from planning.kit.visitor import Visitor
from planning.province.equity import Found, Measure
from planning.province.models.plan import Plan
from planning.province.models.situation import Channel, District, Figure, Quality, Sector, Voice
from planning.province.store import rows
from planning.province.store.drafts import Count, Era, HappenedDay, Id, Needed, Text, Value
from planning.province.store.rows import Change, Put
from service.draft import Name
from service.i18n import N_
from service.refusal import refuse

FIRST_SECTORS = ("หน่วยงานทางการศึกษา", "องค์กรปกครองส่วนท้องถิ่น", "ภาคเอกชน", "ภาคประชาสังคม", "ผู้ปกครองและชุมชน")
"""With which an office begins; it changes them as its committee says."""


class DistrictDraft(Change):
    """A district."""

    name: Name


class SectorDraft(Change):
    """A sector."""

    name: Name
    is_required: bool = True


class FigureDraft(Put):
    """A figure of the table of equity."""

    district: Name
    measure: Measure
    value: Count
    source: Text
    as_of: HappenedDay


class QualityDraft(Change):
    """A figure of the table of quality."""

    district: Name
    name: Name
    academic_year: Era
    value: Value
    unit: Name
    source: Text
    as_of: HappenedDay


class VoiceDraft(Change):
    """What a sector contributed."""

    sector_id: Id
    channel: Channel
    heard_on: HappenedDay
    persons: Annotated[Count, Field(ge=1)]
    said: Needed


@dataclass(frozen=True, slots=True)
class Heard:
    """A sector with what it contributed to one plan."""

    sector: Sector
    inputs: int
    persons: int


def districts(session: Session, visitor: Visitor) -> Sequence[District]:
    """By name."""
    return rows.every(session, visitor, District, order=col(District.name))


def add_districts(session: Session, visitor: Visitor, names: Iterable[str]) -> int:
    """Those that are not there yet; how many that were."""
    known = {one.name for one in districts(session, visitor)}
    new = sorted({name.strip() for name in names if name.strip()} - known)
    for name in new:
        rows.add(session, visitor, District, {"name": name}, twice="name")
    return len(new)


def add_district(session: Session, visitor: Visitor, draft: DistrictDraft) -> District:
    """One more."""
    return rows.add(session, visitor, District, draft.values(), twice="name")


def sectors(session: Session, visitor: Visitor) -> Sequence[Sector]:
    """As they were written down."""
    return rows.every(session, visitor, Sector)


def begin_sectors(session: Session, visitor: Visitor) -> None:
    """The first ones of an office that has none."""
    if not sectors(session, visitor):
        for name in FIRST_SECTORS:
            rows.add(session, visitor, Sector, {"name": name}, twice="name")


def figures(session: Session, visitor: Visitor, plan: Plan) -> Mapping[tuple[str, Measure], Figure]:
    """By district and measure."""
    found = rows.every(session, visitor, Figure, Figure.plan_id == plan.id)
    return {(one.district, one.measure): one for one in found}


def put_figure(session: Session, visitor: Visitor, plan: Plan, draft: FigureDraft) -> Figure:
    """Written anew where it is there. RefusedError for a district that the province does not have."""
    if draft.district not in {one.name for one in districts(session, visitor)}:
        raise refuse("district", N_("There is no such choice"))
    known = {"plan_id": plan.id, "district": draft.district, "measure": draft.measure}
    return rows.put(session, visitor, Figure, known, draft, twice="district")


def take_figures(session: Session, visitor: Visitor, plan: Plan, found: Sequence[Found]) -> int:
    """Figures of other services, with their districts; how many there were. Written anew, never added to."""
    add_districts(session, visitor, (one.district for one in found))
    for one in found:
        values = {"measure": one.measure, "value": one.value, "source": one.source, "as_of": one.as_of}
        put_figure(session, visitor, plan, FigureDraft(district=one.district, **values))
    return len(found)


def quality(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Quality]:
    """By district, year and name."""
    found = rows.every(session, visitor, Quality, Quality.plan_id == plan.id)
    return sorted(found, key=lambda one: (one.name, -one.academic_year, one.district))


def add_quality(session: Session, visitor: Visitor, plan: Plan, draft: QualityDraft) -> Quality:
    """One figure."""
    if draft.district not in {one.name for one in districts(session, visitor)}:
        raise refuse("district", N_("There is no such choice"))
    return rows.add(session, visitor, Quality, {"plan_id": plan.id, **draft.values()}, twice="name")


def voices(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Voice]:
    """The newest first."""
    return rows.every(session, visitor, Voice, Voice.plan_id == plan.id, order=col(Voice.heard_on).desc())


def add_voice(session: Session, visitor: Visitor, plan: Plan, draft: VoiceDraft) -> Voice:
    """What a sector contributed on a day by a channel, once."""
    rows.is_one_of_ours(session, visitor, Sector, draft.sector_id, "sector_id")
    return rows.add(session, visitor, Voice, {"plan_id": plan.id, **draft.values()}, twice="heard_on")


def heard(session: Session, visitor: Visitor, plan: Plan) -> Sequence[Heard]:
    """Each sector, also those of which nothing was heard."""
    found = voices(session, visitor, plan)
    inputs = Counter(one.sector_id for one in found)
    persons: Counter[int] = Counter()
    for one in found:
        persons[one.sector_id] += one.persons
    return [Heard(one, inputs[one.id or 0], persons[one.id or 0]) for one in sectors(session, visitor)]
