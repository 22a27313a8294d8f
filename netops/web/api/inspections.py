"""Annual inspections over the API: rounds, inspectors, assets with what counts, records and findings."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlmodel import Session, col

from inventory.assets.inspecting import Sign
from inventory.models.inspection import Condition, InspectionItem, InspectionRound, Outcome, Whereabouts
from inventory.queries.inspections import Finding, Line, findings, lines, progress
from inventory.store.inspections import (
    InspectorDraft,
    OrderDraft,
    RecordDraft,
    RoundDraft,
    find_item,
    inspectors,
    moment,
    records_of,
    seen_rounds,
)
from netops.audit import record as write_down
from netops.inspection.acting import Inspections
from netops.inspection.making import make
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Pages, Paging, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.hand import hand_of
from netops.web.pages.assets import today_of
from netops.web.pages.inspecting import may_choose, sent_picture, uploads_of
from service.columns import utc_now
from service.i18n import N_
from service.refusal import from_validation, refuse
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["inspections"])
MayRead = Annotated[Visitor, Depends(allowed("inspections.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("inspections.write"))]
MayRecord = Annotated[Visitor, Depends(allowed("inspections.record"))]
Sent = Annotated[str, Form(max_length=8000, description="JSON: what was seen, with an id of the sender's own")]
ONE = "/inspections/{row_id}"


class RoundOut(Shape):
    """One owner's inspection of what it had on `as_of`. `site_id` none: the office's; `year` of the Buddhist era."""

    id: int
    site_id: int | None
    year: int
    as_of: date
    starts_on: date
    due_on: date
    order_no: str
    order_on: date | None
    creator: str
    listed_at: datetime | None
    closed_at: datetime | None
    closer: str


class ProgressOut(Shape):
    """Assets of a round by how far they are, and by what counts of their records."""

    total: int
    answered: int
    conflicts: int
    found: int
    elsewhere: int
    not_found: int
    damaged: int
    worn: int
    not_needed: int


class InspectorOut(Shape):
    """Who is appointed now."""

    id: int
    person_id: int
    name: str
    position: str
    is_chair: bool
    appointed_at: datetime


class RoundWhole(BaseModel):
    """A round with who inspects and how far it is."""

    inspection: RoundOut
    inspectors: list[InspectorOut]
    progress: ProgressOut


class RecordOut(Shape):
    """What one inspector recorded; `at` is by our clock, `said_at` by the phone's, which was `skew_s` ahead."""

    id: int
    client_id: str
    actor: str
    whereabouts: Whereabouts
    condition: Condition | None
    place: str
    note: str
    said_at: datetime
    skew_s: int
    at: datetime | None = None
    received_at: datetime
    has_photo: bool = False


class ItemOut(BaseModel):
    """An asset as it stood on 30 September, and the record that counts. `sign` is what the network says of it."""

    id: int
    asset_id: int
    number: str
    name: str
    quantity: int
    unit_word: str
    price_satang: int | None
    place: str
    custodian: str
    outcome: Outcome
    answer_id: int | None
    whereabouts: Whereabouts | None
    condition: Condition | None
    sign: Sign | None
    is_contradicted: bool
    seen_at: datetime | None


class KeptOut(BaseModel):
    """What became of a record: `is_new` false when it came in before; the asset's outcome afterwards."""

    record_id: int
    is_new: bool
    number: str
    outcome: Outcome


class ChoiceWish(BaseModel):
    """Which of the records that differ counts, and why."""

    model_config = ConfigDict(extra="forbid")

    record_id: int
    reason: Annotated[str, Field(max_length=500)]


class PaperWish(BaseModel):
    """inspection_request, inspection_order, inspection_report or inspection_remaining."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=64)]


class PaperMade(BaseModel):
    """The paper, to be fetched at /papers."""

    paper_id: int
    title: str


class FindingOut(BaseModel):
    """An asset that a closed round found damaged, worn, not needed, or did not find."""

    inspection_id: int
    year: int
    asset_id: int
    number: str
    whereabouts: Whereabouts
    condition: Condition | None
    note: str


class ItemSearch(Paging):
    """`show`: all, open, conflict, not_found, against or bad; `q` in number, item, place or custodian."""

    show: Annotated[str, Field(pattern="^(all|open|conflict|not_found|against|bad)$")] = "all"
    q: Annotated[str, Field(max_length=100)] = ""


@router.get("/inspections", summary="Annual inspections")
def list_rounds(db: Db, visitor: MayRead, pages: Pages) -> Listed[RoundOut]:
    """The latest year first."""
    order = [col(InspectionRound.year).desc(), InspectionRound.unit]
    return select_page(db, InspectionRound, RoundOut, where=[seen_rounds(visitor.sight)], order=order, pages=pages)


@router.post("/inspections", summary="New annual inspection", status_code=HTTPStatus.CREATED)
def create_round(request: Request, db: Db, visitor: MayWrite, wish: RoundDraft) -> RoundOut:
    """Its dates are reckoned by the office's calendar."""
    return RoundOut.model_validate(Inspections(hand_of(request, db, visitor)).start(wish))


@router.get("/inspections/findings", summary="What closed inspections found")
def list_findings(db: Db, visitor: MayRead) -> list[FindingOut]:
    """For fact-finding and disposal; the latest year first."""
    return [_finding(one) for one in findings(db, visitor.sight)]


def _finding(one: Finding) -> FindingOut:
    return FindingOut(
        inspection_id=one.round_id,
        year=one.year,
        asset_id=one.asset.id or 0,
        number=one.asset.number,
        whereabouts=one.whereabouts,
        condition=one.condition,
        note=one.note,
    )


@router.get(ONE, summary="One annual inspection")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> RoundWhole:
    """With inspectors and progress."""
    return _whole(db, Inspections(hand_of(request, db, visitor)).get(row_id))


def _whole(db: Session, held: InspectionRound) -> RoundWhole:
    return RoundWhole(
        inspection=RoundOut.model_validate(held),
        inspectors=[InspectorOut.model_validate(each) for each in inspectors(db, held)],
        progress=ProgressOut.model_validate(progress(db, held)),
    )


@router.put(f"{ONE}/order", summary="Number and day of the order")
def set_order(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: OrderDraft) -> RoundOut:
    """Of the order that appoints."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    desk.set_order(held, wish)
    return RoundOut.model_validate(held)


@router.post(f"{ONE}/list", summary="Take the list as of 30 September")
def take_list(request: Request, db: Db, visitor: MayWrite, row_id: int) -> RoundWhole:
    """Once; it does not change any more."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    desk.freeze(held, today=today_of(request))
    return _whole(db, held)


@router.post(f"{ONE}/inspectors", summary="Appoint an inspector", status_code=HTTPStatus.CREATED)
def appoint(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: InspectorDraft) -> InspectorOut:
    """Nobody who keeps supplies or writes in the unit's book."""
    desk = Inspections(hand_of(request, db, visitor))
    return InspectorOut.model_validate(desk.appoint(desk.get(row_id), wish))


@router.delete(f"{ONE}/inspectors/{{inspector_id}}", summary="Release an inspector", status_code=HTTPStatus.NO_CONTENT)
def release(request: Request, db: Db, visitor: MayWrite, row_id: int, inspector_id: int) -> None:
    """What was recorded stays."""
    desk = Inspections(hand_of(request, db, visitor))
    desk.release(desk.get(row_id), inspector_id)


@router.post(f"{ONE}/close", summary="Close an inspection")
def close(request: Request, db: Db, visitor: MayWrite, row_id: int) -> RoundWhole:
    """When every asset has its answer; the cards then say what was found."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    desk.close(held, today=today_of(request))
    return _whole(db, held)


@router.post(f"{ONE}/papers", summary="Make a paper of an inspection", status_code=HTTPStatus.CREATED)
def paper(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: PaperWish) -> PaperMade:
    """As the round stands now; its files are those of any paper."""
    held = Inspections(hand_of(request, db, visitor)).get(row_id)
    made = make(db, visitor.sight, held, wish.kind, at=utc_now(), made_by=visitor.person_id)
    write_down(db, visitor.actor, "paper.made", subject="paper", subject_id=made.id, detail={"kind": made.kind})
    return PaperMade(paper_id=made.id or 0, title=made.title)


@router.get(f"{ONE}/items", summary="Assets of an inspection")
def list_items(
    request: Request, db: Db, visitor: MayRead, row_id: int, wanted: Annotated[ItemSearch, Query()]
) -> Listed[ItemOut]:
    """By number."""
    held = Inspections(hand_of(request, db, visitor)).get(row_id)
    found = lines(db, visitor.sight, held, now=utc_now(), show=wanted.show, q=wanted.q.replace("\x00", ""))
    items = [_item(line) for line in found[wanted.offset : wanted.offset + wanted.limit]]
    return Listed[ItemOut](items=items, total=len(found), limit=wanted.limit, offset=wanted.offset)


def _item(line: Line) -> ItemOut:
    item, answer = line.item, line.answer
    return ItemOut(
        **item.model_dump(include=set(ItemOut.model_fields) & set(InspectionItem.model_fields)),
        whereabouts=answer.whereabouts if answer is not None else None,
        condition=answer.condition if answer is not None else None,
        sign=line.sign,
        is_contradicted=line.is_contradicted,
        seen_at=line.seen_at,
    )


@router.get(f"{ONE}/items/{{item_id}}/records", summary="Records of an asset")
def list_records(request: Request, db: Db, visitor: MayRead, row_id: int, item_id: int) -> list[RecordOut]:
    """In the order in which they came in."""
    held = Inspections(hand_of(request, db, visitor)).get(row_id)
    return [
        RecordOut.model_validate(row).model_copy(update={"at": moment(row), "has_photo": bool(row.photo_sha256)})
        for row in records_of(db, find_item(db, held, item_id))
    ]


@router.post(f"{ONE}/records", summary="Record an asset")
def record(
    request: Request,
    db: Db,
    visitor: MayRecord,
    row_id: int,
    record: Sent,
    photo: Annotated[UploadFile | None, File(description="JPEG, PNG or WebP")] = None,
) -> KeptOut:
    """By an inspector of the round. The same `client_id` again changes nothing and is answered as the first time."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    try:
        draft = RecordDraft.model_validate_json(record)
    except ValidationError as error:
        raise from_validation(error) from None
    kept, is_new = desk.keep(held, draft, picture=sent_picture(photo), uploads=uploads_of(request))
    item = find_item(db, held, draft.item_id)
    assert kept.id is not None
    return KeptOut(record_id=kept.id, is_new=is_new, number=item.number, outcome=item.outcome)


@router.post(f"{ONE}/items/{{item_id}}/choose", summary="Decide between records", status_code=HTTPStatus.NO_CONTENT)
def choose(request: Request, db: Db, visitor: MayRecord, row_id: int, item_id: int, wish: ChoiceWish) -> None:
    """Both stay; one counts."""
    desk = Inspections(hand_of(request, db, visitor))
    held = desk.get(row_id)
    item = find_item(db, held, item_id, to_write=True)
    if not may_choose(visitor, is_inspector=desk.is_inspector(held)):
        raise refuse("", N_("Only who is appointed to this inspection records in it"))
    desk.choose(held, item, wish.record_id, reason=wish.reason)
