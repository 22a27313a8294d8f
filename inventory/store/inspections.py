"""The annual inspection written down: a round with its dates, who inspects, the frozen list, records, and its end."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Annotated, Final, Self

from pydantic import AwareDatetime, Field, model_validator
from sqlalchemy import ColumnElement, and_, insert
from sqlmodel import Session, col, func, or_, select

from inventory.assets.inspecting import Said, days_of, outcome
from inventory.models.asset import Asset, Standing
from inventory.models.inspection import (
    Condition,
    InspectionItem,
    InspectionRecord,
    InspectionRound,
    Inspector,
    Outcome,
    Whereabouts,
)
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.assets import Day, happened, set_standing
from inventory.store.belonging import in_office
from office.fiscal import FiscalYear
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId, said
from service.refusal import MissingError, NotTakenError, _, refuse


class RoundDraft(Draft):
    """Whose inspection, and of which fiscal year of the Buddhist era. `site_id` none: the office's own."""

    site_id: OptionalId = None
    year: Annotated[int, Field(ge=2500, le=2700), Digits]


class OrderDraft(Draft):
    """The order of appointment, as the office's own register numbered it."""

    order_no: Annotated[Line, Field(max_length=64)] = ""
    order_on: Day = None


class InspectorDraft(Draft):
    """Who is appointed; `position` as the order says it."""

    person_id: Annotated[int, Digits]
    position: Line = ""
    is_chair: bool = False


class RecordDraft(Draft):
    """What an inspector recorded. `client_id` is made where it was recorded; `said_at` and `sent_at` are by the phone's
    own clock.
    """

    item_id: int
    client_id: Annotated[str, Field(min_length=16, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
    whereabouts: Whereabouts
    condition: Annotated[Condition | None, Empty] = None
    place: Line = ""
    note: Annotated[Note, Field(max_length=1000)] = ""
    said_at: AwareDatetime
    sent_at: AwareDatetime

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if self.whereabouts is Whereabouts.NOT_FOUND and self.condition is not None:
            raise NotTakenError(_("What was not found has no condition"), "condition")
        if self.whereabouts is not Whereabouts.NOT_FOUND and self.condition is None:
            raise NotTakenError(_("Say in which condition it is"), "condition")
        if self.whereabouts is Whereabouts.ELSEWHERE and not self.place:
            raise NotTakenError(_("Say where it was"), "place")
        return self


def seen_rounds(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `inspection_round` that keeps what may be seen: a school sees its own."""
    ours = col(InspectionRound.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(InspectionRound.site_id) == sight.site_id)


def find_round(session: Session, round_id: int, *, sight: Sight) -> InspectionRound:
    """MissingError where it may not be seen."""
    wanted = select(InspectionRound).where(InspectionRound.id == round_id, seen_rounds(sight))
    found = session.exec(wanted).one_or_none()
    if found is None:
        raise MissingError("inspection")
    return found


def find_item(session: Session, held: InspectionRound, item_id: int, *, to_write: bool = False) -> InspectionItem:
    """One asset of the round; MissingError when it is of another."""
    wanted = select(InspectionItem).where(InspectionItem.id == item_id, InspectionItem.round_id == held.id)
    # Two people may record one asset at one moment: the second waits, and sees what the first said.
    item = session.exec(wanted.with_for_update() if to_write else wanted).one_or_none()
    if item is None:
        raise MissingError("item")
    return item


def create_round(
    session: Session, draft: RoundDraft, *, sight: Sight, holidays: Collection[date], by: By
) -> InspectionRound:
    """With its dates; RefusedError of another's unit, or of a year that has its round already."""
    if sight.site_id is not None and draft.site_id != sight.site_id:
        raise refuse("site_id", _("A school keeps the book of its own unit only"))
    in_office(session, Site, draft.site_id, office_id=sight.office_id, field="site_id")
    unit = draft.site_id or 0
    known = select(InspectionRound.id).where(
        InspectionRound.office_id == sight.office_id, InspectionRound.unit == unit, InspectionRound.year == draft.year
    )
    if session.exec(known).first() is not None:
        raise refuse("year", _("The unit has an inspection of this fiscal year already"))
    days = days_of(FiscalYear(draft.year), holidays)
    held = InspectionRound(
        office_id=sight.office_id,
        site_id=draft.site_id,
        unit=unit,
        year=draft.year,
        as_of=days.as_of,
        starts_on=days.starts_on,
        due_on=days.due_on,
        created_at=by.at,
        created_by=by.person_id,
        creator=by.actor[:120],
    )
    session.add(held)
    session.flush()
    return held


def set_order(session: Session, held: InspectionRound, draft: OrderDraft) -> None:
    """The number and day of the order that appoints."""
    _still_open(held)
    held.order_no, held.order_on = draft.order_no, draft.order_on
    session.add(held)
    session.flush()


def freeze(session: Session, held: InspectionRound, *, today: date, by: By) -> int:
    """Take down what the unit had on 30 September; how many. RefusedError before that day is over, or the second time.

    What was acquired later is left out; what was disposed of later is still in.
    """
    _still_open(held)
    if held.listed_at is not None:
        raise refuse("", _("The list was taken already and does not change any more"))
    if today <= held.as_of:
        raise refuse("", _("The list can be taken when 30 September is over"))
    there = or_(col(Asset.standing) != Standing.DISPOSED, col(Asset.disposed_on) > held.as_of)
    known = or_(col(Asset.acquired_on).is_(None), col(Asset.acquired_on) <= held.as_of)
    wanted = select(Asset).where(Asset.office_id == held.office_id, Asset.unit == held.unit, there, known)
    rows = [
        {
            "round_id": held.id,
            "asset_id": asset.id,
            **{name: getattr(asset, name) for name in _FROZEN},
            "outcome": Outcome.OPEN,
            "chooser": "",
            "chosen_reason": "",
        }
        for asset in session.exec(wanted.order_by(col(Asset.number)))
    ]
    if not rows:
        raise refuse("", _("The unit had nothing in its book on that day"))
    session.execute(insert(InspectionItem), rows)
    held.listed_at = by.at
    session.add(held)
    session.flush()
    return len(rows)


_FROZEN: Final = ("number", "name", "quantity", "unit_word", "price_satang", "custodian", "place", "standing")


def appoint(session: Session, held: InspectionRound, draft: InspectorDraft, *, name: str, by: By) -> Inspector:
    """The caller has checked that the person may. RefusedError when appointed already; a new chair replaces the old."""
    _still_open(held)
    now = inspectors(session, held)
    if any(one.person_id == draft.person_id for one in now):
        raise refuse("person_id", _("This person is appointed already"))
    for one in now if draft.is_chair else ():
        one.is_chair = False
        session.add(one)
    assert held.id is not None
    inspector = Inspector(
        round_id=held.id,
        person_id=draft.person_id,
        name=name,
        position=draft.position,
        is_chair=draft.is_chair or not now,
        appointed_at=by.at,
    )
    session.add(inspector)
    session.flush()
    return inspector


def inspectors(session: Session, held: InspectionRound) -> list[Inspector]:
    """Those appointed now, the chair first."""
    wanted = select(Inspector).where(Inspector.round_id == held.id, col(Inspector.released_at).is_(None))
    return list(session.exec(wanted.order_by(col(Inspector.is_chair).desc(), col(Inspector.id))))


def release(session: Session, held: InspectionRound, inspector_id: int, *, by: By) -> Inspector:
    """No inspector any more; what was recorded stays. MissingError when it is nobody of this round."""
    _still_open(held)
    found = next((one for one in inspectors(session, held) if one.id == inspector_id), None)
    if found is None:
        raise MissingError("inspector")
    found.released_at = by.at
    session.add(found)
    session.flush()
    return found


def keep_record(
    session: Session, held: InspectionRound, draft: RecordDraft, *, by: By, photo_sha256: str = ""
) -> tuple[InspectionRecord, bool]:
    """(the record, whether it is new). One that came in before is given back as it was. RefusedError of a round that is
    closed or not listed, of the asset's own custodian, or of an id that another record bears.
    """
    item = find_item(session, held, draft.item_id, to_write=True)
    assert by.person_id is not None
    known = session.exec(select(InspectionRecord).where(InspectionRecord.client_id == draft.client_id)).first()
    if known is not None:
        if (known.item_id, known.person_id) != (item.id, by.person_id):
            raise refuse("client_id", _("Another record has this id"))
        return known, False
    _still_open(held)
    if is_custodian(by.actor, item.custodian):
        raise refuse("", _("You answer for this asset yourself: another inspector has to look at it"))
    record = InspectionRecord(
        **draft.model_dump(exclude={"sent_at"}),
        person_id=by.person_id,
        actor=by.actor[:120],
        skew_s=max(min(round((draft.sent_at - by.at).total_seconds()), _MOST_SKEW_S), -_MOST_SKEW_S),
        received_at=by.at,
        photo_sha256=photo_sha256,
    )
    session.add(record)
    session.flush()
    _reckon(session, item)
    return record, True


_MOST_SKEW_S: Final = 2**31 - 1
_TITLES: Final = ("นางสาว", "นาย", "นาง", "ว่าที่ร้อยตรี", "ดร.", "mr.", "mrs.", "ms.", "miss")


def is_custodian(person: str, custodian: str) -> bool:
    """Whether a card names this person as who answers for it; titles and blanks do not count."""
    return bool(_bare(custodian)) and _bare(person) == _bare(custodian)


def _bare(name: str) -> str:
    text = "".join(name.casefold().split())
    return next((text.removeprefix(title) for title in _TITLES if text.startswith(title)), text)


def records_of(session: Session, item: InspectionItem) -> list[InspectionRecord]:
    """In the order in which they came in."""
    wanted = select(InspectionRecord).where(InspectionRecord.item_id == item.id)
    return list(session.exec(wanted.order_by(col(InspectionRecord.id))))


def _reckon(session: Session, item: InspectionItem) -> None:
    said = [
        Said(
            row.id or 0,
            row.person_id,
            Whereabouts(row.whereabouts),
            Condition(row.condition) if row.condition else None,
        )
        for row in records_of(session, item)
    ]
    item.outcome, item.answer_id = outcome(said, chosen=item.chosen_id, chosen_after=item.chosen_after)
    session.add(item)
    session.flush()


def choose(
    session: Session, held: InspectionRound, item: InspectionItem, record_id: int, *, reason: str, by: By
) -> None:
    """Of two records that differ, the one that counts; both stay. RefusedError without a conflict or a reason."""
    _still_open(held)
    rows = records_of(session, item)
    if item.outcome is not Outcome.CONFLICT:
        raise refuse("", _("There is nothing to decide"))
    if record_id not in {row.id for row in rows}:
        raise MissingError("record")
    item.chosen_reason = said("reason", reason, longest=500, unsaid=_("Say why this one counts"))
    item.chosen_id, item.chosen_after = record_id, max(row.id or 0 for row in rows)
    item.chooser, item.chosen_at = by.actor[:120], by.at
    _reckon(session, item)


def close(session: Session, held: InspectionRound, *, today: date, by: By) -> None:
    """End the round, and write into each card what was found. RefusedError while an asset is open or in conflict."""
    _still_open(held)
    if held.listed_at is None:
        raise refuse("", _("Take the list as of 30 September first"))
    left = session.exec(
        select(func.count())
        .select_from(InspectionItem)
        .where(InspectionItem.round_id == held.id, InspectionItem.outcome != Outcome.ANSWERED)
    ).one()
    if left:
        raise refuse("", _("%(count)s assets have no answer, or two that differ"), count=left)
    found = (
        select(InspectionRecord, Asset)
        .join(InspectionItem, col(InspectionItem.answer_id) == InspectionRecord.id)
        .join(Asset, col(Asset.id) == InspectionItem.asset_id)
        .where(InspectionItem.round_id == held.id)
    )
    for record, asset in session.exec(found).all():
        _write_into_card(session, held, record, asset, today=today, by=by)
    held.closed_at, held.closed_by, held.closer = by.at, by.person_id, by.actor[:120]
    session.add(held)
    session.flush()


# What the inspection says of a card that stood otherwise. What is lent or on its way out was said for another reason.
_STANDINGS: Final = {
    Condition.USABLE: Standing.IN_USE,
    Condition.DAMAGED: Standing.BROKEN,
    Condition.WORN: Standing.WORN,
    None: Standing.LOST,
}
_INSPECTED: Final = frozenset({Standing.IN_USE, Standing.BROKEN, Standing.WORN, Standing.LOST})


def _write_into_card(
    session: Session, held: InspectionRound, record: InspectionRecord, asset: Asset, *, today: date, by: By
) -> None:
    note = f"การตรวจสอบพัสดุประจำปี {held.year} โดย {record.actor}" + (f": {record.note}" if record.note else "")
    wanted = _STANDINGS.get(record.condition)
    if (
        wanted is None
        or asset.standing not in _INSPECTED
        or not set_standing(session, asset, wanted, note=note[:2000], on=today, by=by)
    ):
        happened(session, asset, "inspected", by, note=note[:2000])


def _still_open(held: InspectionRound) -> None:
    if held.closed_at is not None:
        raise refuse("", _("This inspection is closed"))


def moment(record: InspectionRecord) -> datetime:
    """When it was recorded, by our clock."""
    return record.said_at - timedelta(seconds=record.skew_s)
