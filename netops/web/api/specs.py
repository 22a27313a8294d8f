"""Specifications over the API: the list, one with its lines and findings, every step to approval, and papers."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session, col, select

from inventory.queries.table import Asked
from netops.spec_editors import Specs
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, listed
from netops.web.api.shapes import Listed, Shape
from netops.web.criteria_words import today_of
from netops.web.hand import hand_of
from netops.web.pages.spec_papers import made_paper
from netops.web.specs_shown import Shown, ShownLine, shown_to
from procurement.finding import Weight
from procurement.judging import Judged
from procurement.models.spec import Spec, SpecState
from procurement.sheet import Check, Criterion, Delivery, Member, Price, Product, Replaced
from procurement.store.spec_drafts import LineDraft, SpecDraft
from procurement.store.spec_lines import find_line, line_draft_of, newer_of
from procurement.store.spec_table import SPECS
from procurement.store.specs import find_seen
from service.draft import OptionalId
from service.i18n import _
from service.refusal import MissingError
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/specs", tags=["specs"])
MayRead = Annotated[Visitor, Depends(allowed("specs.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("specs.write"))]
MayApprove = Annotated[Visitor, Depends(allowed("specs.approve"))]


class SpecOut(Shape):
    """One version. Money in satang with VAT; `site_id` none: the office buys; `first_id` none: the first version."""

    id: int
    site_id: int | None
    first_id: int | None
    version: int
    state: SpecState
    title: str
    day: date
    budget_satang: int | None
    plan_no: str
    checked_at: datetime | None
    approved_at: datetime | None
    approved_by: str
    withdrawn_at: datetime | None
    sha256: str
    changed_at: datetime


class FindingOut(BaseModel):
    """What a check says; `is_open` until it is mended or explained."""

    check: Check
    weight: Weight
    text: str
    reason: str
    is_open: bool


class LineOut(BaseModel):
    """One thing with what the criteria said of it when it was chosen; `newer_edition` has its key, if there is one."""

    id: int
    name: str
    category: str
    criterion: Criterion | None
    demands: list[str]
    quantity: int
    unit_word: str
    unit_price_satang: int
    total_satang: int
    price_source: str
    deliveries: list[Delivery]
    prices: list[Price]
    products: list[Product]
    replaced: list[Replaced]
    newer_edition: str | None
    findings: list[FindingOut]


class SpecWhole(SpecOut):
    """With its lines; `seen` is the SHA-256 to be approved. A school gets its own part."""

    background: str
    objective: str
    qualifications: str
    other_terms: str
    budget_source: str
    price_set_on: date | None
    method: str
    method_reason: str
    deliver_days: int | None
    place: str
    payment: str
    warranty_years: int | None
    repair_days: int | None
    penalty_bp: int | None
    members: list[Member]
    total_satang: int
    lines: list[LineOut]
    findings: list[FindingOut]
    seen: str


class SpecSearch(Paging):
    """As the list's own filters: `unit` a site's id or 0 for the office."""

    q: Annotated[str, Field(max_length=100)] = ""
    state: SpecState | None = None
    unit: Annotated[int | None, Field(ge=0)] = None


class Wish(BaseModel):
    """Parent of what is asked for: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class ReasonWish(Wish):
    """What is written to a finding of a line, or of the whole."""

    check: Check
    line_id: OptionalId = None
    text: Annotated[str, Field(max_length=2000)]


class ApproveWish(Wish):
    """The SHA-256 of what was looked at."""

    seen: Annotated[str, Field(min_length=64, max_length=64)]


class WithdrawWish(Wish):
    """Why nothing is bought by it any more."""

    why: Annotated[str, Field(min_length=1, max_length=500)]


class PaperWish(Wish):
    """A paper of the specification; `number` where the office does not let us count."""

    kind: Annotated[str, Field(max_length=64)]
    number: Annotated[str, Field(max_length=64)] = ""
    dated: date | None = None
    thai_numerals: bool = True


class PaperMade(BaseModel):
    """Its id among the papers."""

    id: int


@router.get("", summary="Specifications")
def list_specs(db: Db, visitor: MayRead, wanted: Annotated[SpecSearch, Query()]) -> Listed[SpecOut]:
    """What changed last first; a school gets what it buys and what is approved and comes to it."""
    filters = {"spec_state": wanted.state.value if wanted.state else "", "unit": _text(wanted.unit)}
    asked = Asked(
        q=wanted.q.replace("\x00", ""),
        filters={key: value for key, value in filters.items() if value},
        limit=wanted.limit,
        offset=wanted.offset,
    )
    ids, total = SPECS.ids(db, visitor.sight, asked)
    found = {row.id: row for row in db.exec(select(Spec).where(col(Spec.id).in_(ids)))}
    return listed(SpecOut, [found[row_id] for row_id in ids], total=total, pages=wanted)


def _text(unit: int | None) -> str:
    return "" if unit is None else str(unit)


@router.get("/{spec_id}", summary="One specification")
def get_spec(request: Request, db: Db, visitor: MayRead, spec_id: int) -> SpecWhole:
    """With lines and findings."""
    return _whole(request, db, visitor, find_seen(db, visitor.sight, spec_id))


@router.post("", summary="New specification", status_code=HTTPStatus.CREATED)
def create_spec(request: Request, db: Db, visitor: MayWrite, wish: SpecDraft) -> SpecWhole:
    """A draft without lines."""
    return _whole(request, db, visitor, Specs(hand_of(request, db, visitor)).create(wish))


@router.patch("/{spec_id}", summary="Change the head of a specification")
def change_spec(
    request: Request, db: Db, visitor: MayWrite, spec_id: int, given: Annotated[dict[str, Any], Body()]
) -> SpecWhole:
    """Any of its fields; 422 of what is approved."""
    editor = Specs(hand_of(request, db, visitor))
    return _whole(request, db, visitor, editor.change(editor.get(spec_id), given))


@router.post("/{spec_id}/lines", summary="New line", status_code=HTTPStatus.CREATED)
def add_line(request: Request, db: Db, visitor: MayWrite, spec_id: int, wish: LineDraft) -> SpecWhole:
    """After the last."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    editor.add_line(spec, wish)
    return _whole(request, db, visitor, spec)


@router.patch("/{spec_id}/lines/{line_id}", summary="Change a line")
def change_line(
    request: Request,
    db: Db,
    visitor: MayWrite,
    spec_id: int,
    line_id: int,
    given: Annotated[dict[str, Any], Body()],
) -> SpecWhole:
    """Any of its fields; lists are given whole."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    line = find_line(db, spec, line_id)
    editor.change_line(spec, line, line_draft_of(db, line).with_changes(given))
    return _whole(request, db, visitor, spec)


@router.delete("/{spec_id}/lines/{line_id}", summary="Take a line out", status_code=HTTPStatus.NO_CONTENT)
def remove_line(request: Request, db: Db, visitor: MayWrite, spec_id: int, line_id: int) -> None:
    """Its needs wait for another specification."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    editor.remove_line(spec, find_line(db, spec, line_id))


@router.post("/{spec_id}/lines/{line_id}/newer", summary="Go by the newer edition")
def take_newer(request: Request, db: Db, visitor: MayWrite, spec_id: int, line_id: int) -> SpecWhole:
    """404 while what was used still holds."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    line = find_line(db, spec, line_id)
    held = newer_of(db, spec, line, today_of(request))
    if held is None:
        raise MissingError("newer edition")
    editor.take_item(spec, line, held)
    return _whole(request, db, visitor, spec)


@router.post("/{spec_id}/reasons", summary="Write a reason to a finding")
def explain(request: Request, db: Db, visitor: MayWrite, spec_id: int, wish: ReasonWish) -> SpecWhole:
    """An empty text takes it away."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    line = find_line(db, spec, wish.line_id) if wish.line_id is not None else None
    editor.explain(spec, line, wish.check, wish.text)
    return _whole(request, db, visitor, spec)


@router.post("/{spec_id}/check", summary="Send a specification to the director")
def check_spec(request: Request, db: Db, visitor: MayWrite, spec_id: int) -> SpecWhole:
    """422 while a finding is neither mended nor explained."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    editor.check(spec)
    return _whole(request, db, visitor, spec)


@router.post("/{spec_id}/approve", summary="Approve a specification")
def approve_spec(request: Request, db: Db, visitor: MayApprove, spec_id: int, wish: ApproveWish) -> SpecWhole:
    """422 when it is not what was looked at."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    editor.approve(spec, seen=wish.seen)
    return _whole(request, db, visitor, spec)


@router.post("/{spec_id}/back", summary="Send a specification back")
def send_back(request: Request, db: Db, visitor: MayApprove, spec_id: int) -> SpecWhole:
    """To be changed."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    editor.send_back(spec)
    return _whole(request, db, visitor, spec)


@router.post("/{spec_id}/withdraw", summary="Withdraw a specification")
def withdraw_spec(request: Request, db: Db, visitor: MayWrite, spec_id: int, wish: WithdrawWish) -> SpecWhole:
    """It stays to be read."""
    editor = Specs(hand_of(request, db, visitor))
    spec = editor.get(spec_id)
    editor.withdraw(spec, why=wish.why)
    return _whole(request, db, visitor, spec)


@router.post("/{spec_id}/version", summary="New version of a specification", status_code=HTTPStatus.CREATED)
def follow(request: Request, db: Db, visitor: MayWrite, spec_id: int) -> SpecWhole:
    """A draft like it."""
    editor = Specs(hand_of(request, db, visitor))
    return _whole(request, db, visitor, editor.follow(editor.get(spec_id)))


@router.post("/{spec_id}/papers", summary="Make a paper of a specification", status_code=HTTPStatus.CREATED)
def make_paper(request: Request, db: Db, visitor: MayWrite, spec_id: int, wish: PaperWish) -> PaperMade:
    """404 for another kind; 422 while a price is above its ceiling without a reason."""
    spec = Specs(hand_of(request, db, visitor)).get(spec_id)
    typed = {
        "kind": wish.kind,
        "number": wish.number,
        "dated": wish.dated.isoformat() if wish.dated else "",
        "thai_numerals": "yes" if wish.thai_numerals else "no",
    }
    paper = made_paper(db, visitor, spec, typed)
    assert paper.id is not None
    return PaperMade(id=paper.id)


def _whole(request: Request, db: Session, visitor: Visitor, spec: Spec) -> SpecWhole:
    db.flush()
    found: Shown = shown_to(db, visitor.sight, spec, today_of(request))
    sheet = found.sheet
    own = {name: getattr(spec, name) for name in SpecOut.model_fields}
    of_sheet = {
        name: getattr(sheet, name) for name in SpecWhole.model_fields if name not in own and hasattr(sheet, name)
    }
    return SpecWhole(
        **own,
        **of_sheet
        | {
            "members": list(sheet.members),
            "lines": [_line(each) for each in found.lines],
            "findings": [_finding(one) for one in found.of_whole],
            "seen": found.seen,
        },
    )


def _line(each: ShownLine) -> LineOut:
    line = each.line
    assert each.row.id is not None
    return LineOut(
        id=each.row.id,
        name=line.name,
        category=line.category,
        criterion=line.criterion,
        demands=list(line.demands),
        quantity=line.quantity,
        unit_word=line.unit_word,
        unit_price_satang=line.unit_price_satang,
        total_satang=line.total_satang,
        price_source=line.price_source,
        deliveries=list(line.deliveries),
        prices=list(line.prices),
        products=list(line.products),
        replaced=list(line.replaced),
        newer_edition=each.newer.edition.key if each.newer is not None else None,
        findings=[_finding(one) for one in each.findings],
    )


def _finding(one: Judged) -> FindingOut:
    finding = one.finding
    return FindingOut(
        check=one.check, weight=finding.weight, text=finding.text(_), reason=one.reason, is_open=one.is_open
    )
