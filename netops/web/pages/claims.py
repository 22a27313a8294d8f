"""Claims: the list with what they come to, one click for a link, and all links of a month as work in the background."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlalchemy import Engine
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from inventory.models.contract import Claim, ClaimState
from inventory.queries.claims import CLAIMS, NOTHING_DUE, STATE_WORDS, claimable, sums
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from inventory.store.acting import ForOffice
from netops.audit import record
from netops.claims.making import make_claim
from netops.claims.pack import files_of, pack_name
from netops.models.job import Job
from netops.paper_kinds import PAPER_KINDS
from netops.reports.period import Period, of_month
from netops.web.access import Visitor, allowed
from netops.web.listing import exported, kinds_of, view_of
from netops.web.pages.jobs import LIVING, WORDS, find_job
from netops.web.zipping import zip_stream
from netops.work.claims_job import KIND, Links, claims_work
from netops.work.jobs import Jobs, Order
from office import thai_date
from service.columns import utc_now
from service.database import reading
from service.i18n import N_, _, spoken
from service.refusal import MissingError, RefusedError, refuse
from service.web.form import Posted, Typed, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("claims.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("claims.write"))]
HOME: Final = "/claims"
SHAPES: Final = {
    ClaimState.DRAFTED.value: "degraded",
    NOTHING_DUE: "closed",
    ClaimState.SENT.value: "maintenance",
    ClaimState.ANSWERED.value: "maintenance",
    ClaimState.CREDITED.value: "up",
    ClaimState.WITHDRAWN.value: "closed",
}
MOST_MONTHS: Final = 13


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """The newest month first, the largest amount on top; what each state comes to."""
    view = view_of(request, db, visitor, CLAIMS, path=HOME)
    return page(
        request,
        "claims.html",
        view=view,
        kinds=kinds_of(CLAIMS),
        sums=sums(db, visitor.sight, view.asked.filters.get("month", "")),
        words=STATE_WORDS,
        shapes=SHAPES,
        months=_months(request),
        month_name=lambda day: thai_date.month(day, spoken()),
        links=len(claimable(db, visitor.sight)) if visitor.may("claims.write") else 0,
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, CLAIMS, kind)


@router.post(f"{HOME}/draft")
def draft(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """The claim of one link and month, with its papers; or of all links that this person's unit pays."""
    try:
        month = _month_of(typed)
        if "link" in typed:
            with db.begin_nested():
                claim = _make_one(db, visitor, _link_of(db, visitor.sight, typed), month)
            return redirect(request, f"{HOME}/{claim.id}", _said(claim))
        return redirect(request, f"{HOME}/drafting/{_start(request, db, visitor, month)}")
    except RefusedError as error:
        return redirect(request, HOME, " ".join(problems(error).values()), kind="danger")


@router.get(f"{HOME}/drafting/{{job_id}}")
def work(request: Request, db: Db, visitor: MayWrite, job_id: int) -> Response:
    """How far it is; at the end what was done, what was refused and why."""
    return _work(request, "claims_work.html", _job(db, visitor, job_id))


@router.get(f"{HOME}/drafting/{{job_id}}/progress")
def progress(request: Request, db: Db, visitor: MayWrite, job_id: int) -> Response:
    """The part that refreshes itself; when the work has ended the whole page is loaded anew."""
    job = _job(db, visitor, job_id)
    answer = _work(request, "job_progress.html", job)
    if job.state not in LIVING:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _job(db: Session, visitor: Visitor, job_id: int) -> Job:
    """A school's people find only what they started themselves."""
    job = find_job(db, visitor, job_id, KIND)
    if visitor.sight.site_id is not None and job.person_id != visitor.person_id:
        raise MissingError("job")
    return job


@router.get(f"{HOME}/packs.zip")
def packs(request: Request, db: Db, visitor: MayRead) -> Response:
    """Every pack of a month in one file, each in its folder; it leaves while later ones are still being made."""
    month = request.query_params.get("month", "")
    asked = Asked(filters={"month": month or "-"}, limit=None)
    ids = [row["id"] for row in CLAIMS.find(db, visitor.sight, asked).rows if row["due"]]
    if not ids:
        raise MissingError("claims")
    headers = {"Content-Disposition": f'attachment; filename="claims-{month}.zip"'}
    files = _files(request.app.state.engine, ids)
    return StreamingResponse(zip_stream(files), media_type="application/zip", headers=headers)


def _files(engine: Engine, ids: Sequence[int]) -> Iterator[tuple[str, bytes]]:
    for claim_id in ids:
        with reading(engine) as session:
            claim = session.get_one(Claim, claim_id)
            for name, content in files_of(session, PAPER_KINDS, claim):
                yield f"{pack_name(claim)}/{name}", content


def _work(request: Request, template: str, job: Job) -> Response:
    jobs: Jobs = request.app.state.jobs
    done, total = jobs.progress(job)
    living = job.state in LIVING
    return page(request, template, job=job, done=done, total=total, living=living, words=WORDS)


def _start(request: Request, db: Session, visitor: Visitor, month: date) -> int:
    links = claimable(db, visitor.sight)
    if not links:
        raise refuse("", N_("No link is under a contract yet"))
    title = thai_date.month(month, spoken())
    order = Order(visitor.office_id, KIND, title, visitor.person_id, {"month": f"{month:%Y-%m}", "links": len(links)})
    work = claims_work(request.app.state.engine, Links(links, month), actor=visitor.actor, at=utc_now())
    jobs: Jobs = request.app.state.jobs
    return jobs.start(order, work)


def _make_one(db: Session, visitor: Visitor, link_id: int, month: date) -> Claim:
    claim = make_claim(db, link_id, month, ForOffice(visitor.office_id, utc_now(), visitor.person_id))
    detail = {"month": month.isoformat(), "due_satang": claim.due_satang}
    record(db, visitor.actor, "claim.drafted", subject="claim", subject_id=claim.id, detail=detail)
    return claim


def _said(claim: Claim) -> str:
    return _("The claim is drafted.") if claim.due_satang else _("Nothing is due for this month.")


def _link_of(db: Session, sight: Sight, typed: Typed) -> int:
    """MissingError for a link of others, whether it exists or not."""
    given = typed["link"]
    link_id = int(given) if given.isdecimal() and len(given) < 10 else 0
    if link_id not in claimable(db, sight):
        raise MissingError("link")
    return link_id


def _month_of(typed: Typed) -> date:
    """YYYY-MM."""
    try:
        return date.fromisoformat(f"{typed.get('month', '')}-01")
    except ValueError:
        raise refuse("month", N_("Choose a month")) from None


def _months(request: Request) -> list[Period]:
    """What can be claimed, the last month that is over first."""
    now: datetime = utc_now()
    this = of_month(now.astimezone(request.app.state.render.zone).date())
    found = [this.preceding]
    while len(found) < MOST_MONTHS - 1:
        found.append(found[-1].preceding)
    return [*found, this]
