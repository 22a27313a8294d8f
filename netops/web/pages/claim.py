"""One claim: every figure with what it rests on, its papers, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from pydantic import ValidationError
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.contract import Claim, ClaimState
from inventory.queries.claims import NOTHING_DUE, STATE_WORDS, find_seen
from inventory.sla.telling import REASONS, WHY_NOT, clock, told
from inventory.store.acting import ForOffice
from inventory.store.claims import AFTER, move_claim, unpacked
from netops.audit import record
from netops.claims.kinds import CLAIM_LETTER, Letterhead
from netops.claims.letter import addressee
from netops.claims.letterheads import load_letterhead
from netops.claims.making import Sending, figures_of, make_claim, send_claim
from netops.claims.pack import pack, pack_name
from netops.paper_kinds import PAPER_KINDS
from netops.papers.numbering import load_numbering
from netops.web.access import Visitor, allowed
from netops.web.forms import claims as fields
from netops.web.forms.contracts import SATANG
from netops.web.forms.layout import scaled
from netops.web.outage_sections.report import WAY_WORDS
from netops.web.pages.claims import HOME, SHAPES
from office import thai_date
from service.columns import utc_now
from service.i18n import N_, _, spoken
from service.refusal import RefusedError, from_validation, refuse
from service.web.form import Form, Posted, Typed, flat, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix=f"{HOME}/{{claim_id:int}}", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("claims.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("claims.write"))]
RENAME: Final = {"at": "on", "credited_satang": "credited_baht"}


@router.get("")
def show(request: Request, db: Db, visitor: MayRead, claim_id: int) -> Response:
    """Everything that the amount rests on."""
    return _page(request, db, visitor, find_seen(db, visitor.sight, claim_id))


@router.get("/samples.csv")
def samples(db: Db, visitor: MayRead, claim_id: int) -> Response:
    """The raw samples, byte for byte as their SHA-256 was taken."""
    claim = find_seen(db, visitor.sight, claim_id)
    return _download(unpacked(claim), figures_of(claim).samples.file_name, "text/csv; charset=utf-8")


@router.get("/pack.zip")
def whole(db: Db, visitor: MayRead, claim_id: int) -> Response:
    """Letter, annex, samples and figures in one file."""
    claim = find_seen(db, visitor.sight, claim_id)
    return _download(pack(db, PAPER_KINDS, claim), f"{pack_name(claim)}.zip", "application/zip")


@router.post("/again")
def again(request: Request, db: Db, visitor: MayWrite, claim_id: int, typed: Posted) -> Response:
    """A draft made anew from what is known today; or a new revision beside one that was sent."""
    claim = find_seen(db, visitor.sight, claim_id)
    by = ForOffice(visitor.office_id, utc_now(), visitor.person_id)
    try:
        with db.begin_nested():
            made = make_claim(db, claim.link_id, claim.month, by, revise=typed.get("revise") == "yes")
    except RefusedError as error:
        return redirect(request, f"{HOME}/{claim_id}", " ".join(problems(error).values()), kind="danger")
    detail = {"month": made.month.isoformat(), "due_satang": made.due_satang, "revision": made.revision}
    record(db, visitor.actor, "claim.drafted", subject="claim", subject_id=made.id, detail=detail)
    return redirect(request, f"{HOME}/{made.id}", _("The claim is drafted."))


@router.get("/send")
def ask(request: Request, db: Db, visitor: MayWrite, claim_id: int) -> Response:
    """The letter's head, as it was the last time."""
    claim = find_seen(db, visitor.sight, claim_id)
    figures = figures_of(claim)
    head = load_letterhead(db, visitor.office_id, figures.sender.site_id)
    today = utc_now().astimezone(request.app.state.render.zone).date()
    values = flat({**head.model_dump(), "to": addressee(figures), "dated": today})
    return page(request, "form.html", form=_sending(db, visitor, claim, values, {}))


@router.post("/send")
def send(request: Request, db: Db, visitor: MayWrite, claim_id: int, typed: Posted) -> Response:
    """The letter with its number; from now on the claim does not change."""
    claim = find_seen(db, visitor.sight, claim_id)
    try:
        with db.begin_nested():
            send_letter(db, visitor, claim, _read(typed))
    except RefusedError as error:
        form = _sending(db, visitor, claim, typed, problems(error))
        return page(request, "form.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
    return redirect(request, f"{HOME}/{claim_id}", _("The letter is made. Print it, have it signed, and send it."))


@router.post("/state")
def become(request: Request, db: Db, visitor: MayWrite, claim_id: int, typed: Posted) -> Response:
    """The provider has answered or credited it, or it is withdrawn."""
    claim = find_seen(db, visitor.sight, claim_id)
    try:
        with db.begin_nested():
            move_on(db, visitor, claim, _became(typed, zone=request.app.state.render.zone))
    except RefusedError as error:
        db.refresh(claim)
        return _page(
            request, db, visitor, claim, typed=typed, wrong=problems(error, lambda name: RENAME.get(name, name))
        )
    return redirect(request, f"{HOME}/{claim_id}", _("Saved."))


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a claim that was sent, or is withdrawn, and when; `at` None: just now."""

    state: ClaimState
    at: datetime | None = None
    credited_satang: int | None = None
    note: str | None = None


def send_letter(db: Session, visitor: Visitor, claim: Claim, sending: Sending) -> None:
    """Make the letter as it leaves, and write it down. RefusedError."""
    send_claim(db, claim, sending, ForOffice(visitor.office_id, utc_now(), visitor.person_id))
    detail = {"number": claim.number, "due_satang": claim.due_satang}
    record(db, visitor.actor, "claim.sent", subject="claim", subject_id=claim.id, detail=detail)


def move_on(db: Session, visitor: Visitor, claim: Claim, became: Became) -> None:
    """Keep what became of a claim, and write it down. RefusedError when it cannot follow."""
    before, now = claim.state, utc_now()
    credited, note = became.credited_satang, became.note
    move_claim(claim, became.state, at=became.at or now, now=now, credited_satang=credited, note=note)
    detail = {"state": [before.value, claim.state.value], "credited_satang": claim.credited_satang}
    record(db, visitor.actor, "claim.moved", subject="claim", subject_id=claim.id, detail=detail)


def _page(
    request: Request,
    db: Session,
    visitor: Visitor,
    claim: Claim,
    *,
    typed: Typed | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    figures = figures_of(claim)
    today = utc_now().astimezone(request.app.state.render.zone).date()
    following = [state for state in fields.STATES if state in AFTER[claim.state]]
    is_writer = visitor.may("claims.write")
    form = Form(
        _("What became of it"),
        f"{HOME}/{claim.id}/state",
        f"{HOME}/{claim.id}",
        fields.becoming(following),
        typed or {"on": today.isoformat()},
        wrong or {},
    )
    standing = NOTHING_DUE if claim.state is ClaimState.DRAFTED and not claim.due_satang else claim.state.value
    return page(
        request,
        "claim.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        claim=claim,
        figures=figures,
        month=thai_date.month(figures.month, spoken()),
        standing=standing,
        words=STATE_WORDS,
        shapes=SHAPES,
        steps=[(step, told(step, _)) for step in figures.steps],
        numbers={one.id: number for number, one in enumerate(figures.outages, start=1)},
        h_m_s=clock,
        reasons=REASONS,
        why_not=WHY_NOT,
        ways=WAY_WORDS,
        may_write=is_writer,
        form=form if following and is_writer else None,
    )


def _sending(db: Session, visitor: Visitor, claim: Claim, values: Typed, wrong: Mapping[str, str]) -> Form:
    counts = load_numbering(db, visitor.office_id).of(CLAIM_LETTER.series).is_own
    home = f"{HOME}/{claim.id}"
    return Form(
        _("Send the claim"),
        f"{home}/send",
        home,
        fields.sending(counts=counts),
        values,
        wrong,
        submit=_("Make the letter"),
    )


def _read(typed: Typed) -> Sending:
    try:
        head = Letterhead.model_validate({name: typed.get(name, "") for name in Letterhead.model_fields})
    except ValidationError as error:
        raise from_validation(error) from None
    return Sending(head, typed.get("number", ""), _day(typed, "dated"), typed.get("to", "").strip()[:500])


def _day(typed: Typed, name: str) -> date | None:
    given = typed.get(name, "").strip()
    try:
        return date.fromisoformat(given) if given else None
    except ValueError:
        raise refuse(name, N_("A date such as 2026-10-01 is needed")) from None


def _became(typed: Typed, *, zone: tzinfo) -> Became:
    state, day, now = typed.get("state", ""), _day(typed, "on"), utc_now()
    if state not in {one.value for one in fields.STATES}:
        raise refuse("state", N_("This is needed"))
    if day is None:
        raise refuse("on", N_("This is needed"))
    # Whatever happened on a day had happened by its end.
    end = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC) - timedelta(seconds=1)
    at = now if day == now.astimezone(zone).date() else end
    credited: Any = None
    if ClaimState(state) is ClaimState.CREDITED:
        credited = scaled(typed.get("credited_baht", ""), SATANG)
        if not isinstance(credited, int):
            raise refuse("credited_baht", N_("How much was credited is needed"))
    return Became(ClaimState(state), at, credited, typed.get("note") or None)


def _download(content: bytes, name: str, media: str) -> Response:
    return Response(content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'})
