"""Long work: what runs and what ran, each found again under its address with its progress and its end."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.credential import CredentialKind
from netops.models.job import Job, JobState
from netops.web.access import Visitor, allowed
from netops.web.forms.devices import credential_choices
from netops.web.forms.layout import site_choices
from netops.work.jobs import Jobs
from service.i18n import N_
from service.refusal import MissingError
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix="/jobs", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("jobs.read"))]
LIVING: Final = (JobState.WAITING, JobState.RUNNING)
WORDS: Final = {
    JobState.WAITING: N_("waiting"),
    JobState.RUNNING: N_("running"),
    JobState.DONE: N_("done"),
    JobState.FAILED: N_("failed"),
}
KINDS: Final = {
    "import": N_("import"),
    "upload": N_("file to import"),
    "scan": N_("scan of a subnet"),
    "claims": N_("claims of a month"),
    "manuals": N_("manuals of all schools"),
    "backup": N_("backup"),
    "report": N_("report by mail"),
    "criteria_upload": N_("edition of price criteria"),
}
CRITERIA_UPLOAD: Final = "criteria_upload"
UPLOADS: Final = ("upload", CRITERIA_UPLOAD)
_MOST: Final = 200


def find_job(db: Session, visitor: Visitor, job_id: int, kind: str = "") -> Job:
    """The job of this office; MissingError when there is none of that kind."""
    job = db.get(Job, job_id)
    if job is None or job.office_id != visitor.office_id or kind not in ("", job.kind):
        raise MissingError("job")
    return job


def readable(visitor: Visitor) -> list[Any]:
    """The conditions on jobs that this person may read of: IT of all, others of their own."""
    own: list[Any] = [] if visitor.may("all_jobs.read") else [Job.person_id == visitor.person_id]
    return [Job.office_id == visitor.office_id, *own]


def find_readable(db: Session, visitor: Visitor, job_id: int, kind: str = "") -> Job:
    """As `find_job`, of those that this person may read of."""
    job = find_job(db, visitor, job_id, kind)
    if job.person_id != visitor.person_id and not visitor.may("all_jobs.read"):
        raise MissingError("job")
    return job


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Newest first."""
    wanted = select(Job).where(*readable(visitor))
    if not visitor.may("criteria.write"):
        wanted = wanted.where(col(Job.kind) != CRITERIA_UPLOAD)
    rows = db.exec(wanted.order_by(col(Job.id).desc()).limit(_MOST)).all()
    return page(request, "jobs.html", rows=rows, words=WORDS, kinds=KINDS, uploads=UPLOADS)


@router.get("/{job_id}")
def one(request: Request, db: Db, visitor: MayRead, job_id: int) -> Response:
    """One job; what a scan found can be taken into a school from here."""
    job = find_readable(db, visitor, job_id)
    found = job.result.get("found")
    offered = job.kind == "scan" and isinstance(found, list) and visitor.may("devices.write")
    sites = site_choices(db, visitor.sight) if offered else []
    credentials = credential_choices(db, visitor.sight, CredentialKind.SNMP) if offered else []
    return page(request, "job.html", sites=sites, credentials=credentials, **_shown(request, job))


@router.get("/{job_id}/progress")
def progress(request: Request, db: Db, visitor: MayRead, job_id: int) -> Response:
    """The part that refreshes itself; when the work has ended the whole page is loaded anew."""
    job = find_readable(db, visitor, job_id)
    answer = page(request, "job_progress.html", **_shown(request, job))
    if job.state not in LIVING:
        answer.headers["HX-Refresh"] = "true"
    return answer


def _shown(request: Request, job: Job) -> dict[str, Any]:
    jobs: Jobs = request.app.state.jobs
    done, total = jobs.progress(job)
    return {"job": job, "done": done, "total": total, "living": job.state in LIVING, "words": WORDS, "kinds": KINDS}
