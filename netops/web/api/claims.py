"""Claims: drafted for one link or for all of a month, with every figure and the samples; what became of them."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlmodel import Session, col
from starlette.responses import Response

from inventory.models.contract import Claim, ClaimState
from inventory.queries.claims import claimable, find_seen, ids_seen
from inventory.sla.figures import ClaimFigures
from inventory.store.acting import ForOffice
from inventory.store.claims import unpacked
from netops import audit
from netops.claims.kinds import CLAIM_LETTER, Letterhead
from netops.claims.letter import addressee
from netops.claims.letterheads import load_letterhead
from netops.claims.making import Sending, figures_of, make_claim
from netops.claims.pack import pack, pack_name
from netops.paper_kinds import PAPER_KINDS
from netops.papers.numbering import load_numbering
from netops.web.access import Visitor, allowed
from netops.web.api.paging import Paging, select_page
from netops.web.api.shapes import Listed, Shape
from netops.web.pages.claim import Became, move_on, send_letter
from netops.work.claims_job import KIND, Links, claims_work
from netops.work.jobs import Jobs, Order
from service.columns import utc_now
from service.i18n import N_
from service.refusal import MissingError, refuse
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1/claims", tags=["claims"])
MayRead = Annotated[Visitor, Depends(allowed("claims.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("claims.write"))]
MOST_SATANG: Final = 10**15


class ClaimOut(Shape):
    """A claim without its figures; `month` is the first day, money in satang."""

    id: int
    link_id: int
    contract_id: int
    month: date
    revision: int
    state: ClaimState
    due_satang: int
    credited_satang: int | None
    samples_sha256: str
    paper_id: int | None
    annex_id: int | None
    number: str
    note: str
    made_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    credited_at: datetime | None


class ClaimSearch(Paging):
    """Claims by month, link or state."""

    month: date | None = None
    link_id: int | None = None
    state: ClaimState | None = None


class Wanted(BaseModel):
    """For which link and month; without a link: for all that are under a contract."""

    model_config = ConfigDict(extra="forbid")

    month: date
    link_id: int | None = None
    revise: bool = False


class LetterOut(Shape):
    """What the letter of a claim will bear if nothing else is said. `number_is_ours`: this system gives the number."""

    sender: str
    signer: str
    position: str
    contact: str
    to: str
    number_is_ours: bool


class LetterIn(BaseModel):
    """The letter as it leaves. What is not given is as the last letter of this sender had it; an empty number or no
    day: they are written by hand.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    number: Annotated[str, Field(max_length=64)] = ""
    dated: date | None = None
    to: Annotated[str | None, Field(min_length=1, max_length=500)] = None
    sender: Annotated[str | None, Field(max_length=2000)] = None
    signer: Annotated[str | None, Field(max_length=500)] = None
    position: Annotated[str | None, Field(max_length=2000)] = None
    contact: Annotated[str | None, Field(max_length=2000)] = None


class Moved(BaseModel):
    """What became of a claim, and when. `letter` is of one that is sent, which is sent when its letter is made."""

    model_config = ConfigDict(extra="forbid")

    state: ClaimState
    letter: LetterIn | None = None
    at: AwareDatetime | None = None
    credited_satang: Annotated[int | None, Field(ge=0, le=MOST_SATANG)] = None
    note: Annotated[str | None, Field(max_length=2000)] = None


class Started(BaseModel):
    """The job that drafts them, found under /jobs."""

    job_id: int


@router.get("", summary="Claims")
def list_claims(db: Db, visitor: MayRead, wanted: Annotated[ClaimSearch, Query()]) -> Listed[ClaimOut]:
    """The latest month first."""
    where: list[Any] = [col(Claim.id).in_(ids_seen(visitor.sight))]
    given = {"month": wanted.month and wanted.month.replace(day=1), "link_id": wanted.link_id, "state": wanted.state}
    where += [getattr(Claim, name) == value for name, value in given.items() if value is not None]
    order = [col(Claim.month).desc(), col(Claim.id).desc()]
    return select_page(db, Claim, ClaimOut, where=where, order=order, pages=wanted)


@router.post("", summary="Draft the claim of a link and month", status_code=HTTPStatus.CREATED)
def draft(db: Db, visitor: MayWrite, wanted: Wanted) -> ClaimOut:
    """Made anew while it is drafted; one that was sent never changes, `revise` makes another revision."""
    by = ForOffice(visitor.office_id, utc_now(), visitor.person_id)
    if wanted.link_id is None or wanted.link_id not in claimable(db, visitor.sight):
        raise MissingError("link")
    claim = make_claim(db, wanted.link_id, wanted.month, by, revise=wanted.revise)
    detail = {"month": claim.month.isoformat(), "revision": claim.revision, "due_satang": claim.due_satang}
    audit.record(db, visitor.actor, "claim.drafted", subject="claim", subject_id=claim.id, detail=detail)
    return ClaimOut.model_validate(claim)


@router.post("/all", summary="Draft the claims of a month for all links", status_code=HTTPStatus.ACCEPTED)
def draft_all(request: Request, db: Db, visitor: MayWrite, wanted: Wanted) -> Started:
    """In the background; how far it is stands in /api/v1/jobs."""
    month = wanted.month.replace(day=1)
    jobs: Jobs = request.app.state.jobs
    order = Order(visitor.office_id, KIND, f"{month:%Y-%m}", visitor.person_id, {"month": month.isoformat()})
    links = Links(claimable(db, visitor.sight), month)
    work = claims_work(request.app.state.engine, links, actor=visitor.actor, at=utc_now())
    return Started(job_id=jobs.start(order, work))


@router.get("/{claim_id}", summary="One claim")
def get_claim(db: Db, visitor: MayRead, claim_id: int) -> ClaimOut:
    """Where it stands."""
    return ClaimOut.model_validate(find_seen(db, visitor.sight, claim_id))


@router.get("/{claim_id}/figures", summary="What a claim was computed from, step by step")
def get_figures(db: Db, visitor: MayRead, claim_id: int) -> ClaimFigures:
    """Every outage with its probes, what does not count and why, the steps and the sum."""
    return ClaimFigures.model_validate(find_seen(db, visitor.sight, claim_id).figures)


@router.get("/{claim_id}/samples.csv", summary="The raw samples of a claim")
def get_samples(db: Db, visitor: MayRead, claim_id: int) -> Response:
    """The file of which the claim prints the SHA-256."""
    claim = find_seen(db, visitor.sight, claim_id)
    name = ClaimFigures.model_validate(claim.figures).samples.file_name
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(unpacked(claim), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{claim_id}/pack.zip", summary="A claim with everything that belongs to it")
def get_pack(db: Db, visitor: MayRead, claim_id: int) -> Response:
    """Letter, annex, samples and figures in one file, with the checksum of each."""
    claim = find_seen(db, visitor.sight, claim_id)
    headers = {"Content-Disposition": f'attachment; filename="{pack_name(claim)}.zip"'}
    return Response(pack(db, PAPER_KINDS, claim), media_type="application/zip", headers=headers)


@router.get("/{claim_id}/letter", summary="What the letter of a claim will bear")
def get_letter(db: Db, visitor: MayWrite, claim_id: int) -> LetterOut:
    """Sender and signer are kept from letter to letter."""
    figures = figures_of(find_seen(db, visitor.sight, claim_id))
    head = load_letterhead(db, visitor.office_id, figures.sender.site_id)
    is_ours = load_numbering(db, visitor.office_id).of(CLAIM_LETTER.series).is_own
    return LetterOut(**head.model_dump(), to=addressee(figures), number_is_ours=is_ours)


@router.post("/{claim_id}/state", summary="Say what became of a claim")
def change_state(db: Db, visitor: MayWrite, claim_id: int, given: Moved) -> ClaimOut:
    """Sent (with number and day of its letter), answered, credited (with the amount) or withdrawn; at a moment that has
    been.
    """
    claim = find_seen(db, visitor.sight, claim_id)
    if given.state is ClaimState.SENT:
        _send(db, visitor, claim, given)
    else:
        if given.letter is not None:
            raise refuse("letter", N_("Only a claim that is sent has a letter"))
        move_on(db, visitor, claim, Became(given.state, given.at, given.credited_satang, given.note))
    return ClaimOut.model_validate(claim)


def _send(db: Session, visitor: Visitor, claim: Claim, given: Moved) -> None:
    if given.at is not None:
        raise refuse("at", N_("A claim is sent when its letter is made; the letter may bear another day"))
    letter, figures = given.letter or LetterIn(), figures_of(claim)
    stored = load_letterhead(db, visitor.office_id, figures.sender.site_id)
    changed = {name: value for name in Letterhead.model_fields if (value := getattr(letter, name)) is not None}
    to = letter.to if letter.to is not None else addressee(figures)
    head = Letterhead.model_validate({**stored.model_dump(), **changed})
    send_letter(db, visitor, claim, Sending(head, letter.number, letter.dated, to))
    if given.note is not None:
        claim.note = given.note
