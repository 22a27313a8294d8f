"""What is set and corrected beside the course of a purchase, leases that begin from contracts, and papers, as the pages
have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from inventory.store.contracts import find_contract
from netops.audit import record
from netops.buying.course_papers import OF_COURSE
from netops.buying.making import Made, make_form, make_report, make_sheet, make_summary
from netops.buying.panel import PanelWish, appoint
from netops.models.paper import Paper
from netops.web.access import Visitor, allowed
from netops.web.api.papers import PaperOut
from netops.web.api.purchase_shapes import CourseOut, PurchaseOut
from netops.web.api.purchases import ONE, acted, editor_of
from procurement.queries.dossier import delivery_numbered
from procurement.store import amending, leases, pieces
from service.columns import utc_now
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1", tags=["procurement"])
MayWrite = Annotated[Visitor, Depends(allowed("purchases.write"))]
WholePaper = Literal["sheet", "inspectors", "result", "winner", "order", "summary"]
DeliveryPaper = Literal["form", "report"]
_WHOLE: Final[Mapping[str, Any]] = {"sheet": make_sheet, "summary": make_summary, **OF_COURSE}
_OF_DELIVERY: Final[Mapping[str, Any]] = {"form": make_form, "report": make_report}


class LeaseWish(BaseModel):
    """Which contract ends, from which published entry of the plan a new lease begins, and for how many months."""

    model_config = ConfigDict(extra="forbid")

    contract_id: Annotated[int, Field(ge=1, le=2**31 - 1)]
    entry_id: Annotated[int, Field(ge=1, le=2**31 - 1)]
    months: Annotated[int, Field(ge=1, le=leases.MOST_MONTHS)]


@router.post("/purchase-leases", summary="Begin a lease of links that end", status_code=HTTPStatus.CREATED)
def lease(request: Request, db: Db, visitor: MayWrite, wish: LeaseWish) -> PurchaseOut:
    """A line for each link of the contract, with its hours, repair time and fines as they are."""
    contract = find_contract(db, wish.contract_id, office_id=visitor.office_id)
    row = editor_of(request, db, visitor).lease(contract, wish.entry_id, wish.months)
    return PurchaseOut.model_validate(row)


@router.post(f"{ONE}/terms", summary="Change the terms of a lease")
def terms(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: leases.TermsDraft) -> CourseOut:
    """Until it is signed; the months until it is approved. At the signing they become the contract of the links."""
    return acted(request, db, visitor, row_id, ("terms_changed", wish, leases.change_terms))


@router.post(f"{ONE}/inspectors", summary="Appoint the inspectors")
def inspectors(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: PanelWish) -> CourseOut:
    """A committee that is registered in a case of the unit that buys, or one person for a small amount."""
    return acted(request, db, visitor, row_id, ("inspectors_appointed", wish, appoint))


@router.post(f"{ONE}/contract/changes", summary="Change the day of delivery of a contract")
def amend(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: amending.AmendDraft) -> CourseOut:
    """Until everything was accepted; fines count from the new day."""
    return acted(request, db, visitor, row_id, ("contract_changed", wish, amending.amend))


@router.post(f"{ONE}/corrections", summary="Correct serial numbers of a delivery")
def correct(request: Request, db: Db, visitor: MayWrite, row_id: int, wish: pieces.CorrectDraft) -> CourseOut:
    """Until the delivery was inspected; a serial that is there already is refused by its row."""
    return acted(request, db, visitor, row_id, ("pieces_corrected", wish, pieces.correct_pieces))


@router.post(f"{ONE}/papers/{{paper}}", summary="Make a paper of a purchase", status_code=HTTPStatus.CREATED)
def paper_of_purchase(request: Request, db: Db, visitor: MayWrite, row_id: int, paper: WholePaper) -> PaperOut:
    """What is known so far; 422 before its time."""
    dossier = editor_of(request, db, visitor).dossier(row_id)
    return _done(db, visitor, _WHOLE[paper](db, dossier, Made(utc_now(), visitor.person_id)))


@router.post(
    f"{ONE}/deliveries/{{delivery}}/papers/{{paper}}",
    summary="Make a paper of a delivery",
    status_code=HTTPStatus.CREATED,
)
def paper_of_delivery(
    request: Request, db: Db, visitor: MayWrite, row_id: int, delivery: int, paper: DeliveryPaper
) -> PaperOut:
    """The inspection form, or after the inspection its report."""
    dossier = editor_of(request, db, visitor).dossier(row_id)
    made = Made(utc_now(), visitor.person_id)
    return _done(db, visitor, _OF_DELIVERY[paper](db, dossier, delivery_numbered(dossier, delivery), made))


def _done(db: Session, visitor: Visitor, paper: Paper) -> PaperOut:
    detail = {"kind": paper.kind, "title": paper.title, "number": paper.number}
    record(db, visitor.actor, "paper.made", subject="paper", subject_id=paper.id, detail=detail)
    return PaperOut.model_validate(paper)
