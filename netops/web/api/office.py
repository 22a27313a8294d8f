"""Long work and the office's own matters: imports, exports, scans, jobs, runbooks, settings, mails, submissions."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, File, Form, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import col
from starlette.responses import Response

from inventory.exporting import exported
from inventory.importing.columns import Kind
from inventory.importing.plan import Act
from inventory.importing.preview import preview
from netops import audit
from netops.models.alert import Delivery, OutboxMessage
from netops.models.job import Job, ReviewState, Submission
from netops.models.person import Person
from netops.notify.delivery.deliveries import of_office
from netops.notify.outbox import retry_failed
from netops.notify.posting import post_test
from netops.people.submissions import accept, find_submission, refuse_row, submissions
from netops.vault import Vault
from netops.watched.confirming import load_confirmation
from netops.web.access import Visitor, allowed
from netops.web.api.office_shapes import (
    DeliveryOut,
    ImportOut,
    ImportProblemOut,
    JobOut,
    SettingsOut,
    SubmissionOut,
)
from netops.web.api.paging import Pages, Paging, select_page
from netops.web.api.shapes import Listed
from netops.web.hand import hand_of
from netops.web.pages.deliveries import find_message
from netops.web.pages.imports import Upload, check_kind, find_upload, keep_upload, start_import
from netops.web.pages.jobs import find_readable, readable
from netops.web.pages.limits import keep_confirmation
from netops.web.pages.scan import start_scan
from netops.web.pages.settings import keep_mail, mail_of
from service.columns import utc_now
from service.importing.decode import MAX_BYTES
from service.refusal import refuse
from service.web.exports import Sheet, as_file
from service.web.transaction import Db

router = APIRouter(prefix="/api/v1")
MayImport = Annotated[Visitor, Depends(allowed("imports.run"))]
MayReview = Annotated[Visitor, Depends(allowed("submissions.review"))]
MayWriteSettings = Annotated[Visitor, Depends(allowed("settings.write"))]


class ScanWish(BaseModel):
    """Subnets such as 10.1.2.0/24, and the stored SNMP sets to try."""

    model_config = ConfigDict(extra="forbid")

    subnets: Annotated[list[str], Field(min_length=1, max_length=64)]
    credential_ids: Annotated[list[int], Field(min_length=1, max_length=16)]
    port: Annotated[int, Field(ge=1, le=65535)] = 161


class Reason(BaseModel):
    """Why something is refused."""

    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, Field(min_length=1, max_length=500)]


class DeliverySearch(Paging):
    """Messages by what became of them, and by kind of channel (email, line, telegram, teams, webhook)."""

    state: Delivery | None = None
    channel: Annotated[str, Field(max_length=16)] = ""


@router.post("/imports", tags=["imports"], summary="Check a file", status_code=HTTPStatus.CREATED)
def check_file(
    request: Request,
    db: Db,
    visitor: MayImport,
    kind: Annotated[Kind, Form()],
    file: Annotated[UploadFile, File()],
) -> ImportOut:
    """Keep a CSV or Excel file and tell what it would do; nothing is imported yet."""
    check_kind(visitor, kind)
    data = file.file.read(MAX_BYTES + 1)
    vault: Vault = request.app.state.vault
    job = keep_upload(db, vault, visitor, kind=kind, name=file.filename or "file", data=data)
    return _import_out(request, db, visitor, Upload(job, kind, data))


@router.get("/imports/{job_id}", tags=["imports"], summary="What a file would do")
def show_import(request: Request, db: Db, visitor: MayImport, job_id: int) -> ImportOut:
    """As the inventory is now."""
    return _import_out(request, db, visitor, find_upload(db, request.app.state.vault, visitor, job_id))


@router.post("/imports/{job_id}/apply", tags=["imports"], summary="Import a file", status_code=HTTPStatus.ACCEPTED)
def apply_import(request: Request, db: Db, visitor: MayImport, job_id: int) -> dict[str, int]:
    """All rows or none, in the background: the answer names the job."""
    upload = find_upload(db, request.app.state.vault, visitor, job_id)
    return {"job_id": start_import(request, visitor, upload)}


def _import_out(request: Request, db: Any, visitor: Visitor, upload: Upload) -> ImportOut:
    vault: Vault = request.app.state.vault
    plan = preview(db, upload.kind, upload.data, office_id=visitor.office_id, secrets=vault, reading=upload.reading)
    return ImportOut(
        id=upload.job.id or 0,
        kind=upload.kind.value,
        title=upload.job.title,
        ok=plan.ok,
        total=plan.total,
        counts={act.value: plan.count(act) for act in Act},
        problems=[
            ImportProblemOut(row=one.row, column=one.column, value=one.value, reason=one.text())
            for one in plan.problems
        ],
    )


@router.get("/exports/{kind}.{form}", tags=["exports"], summary="The inventory as an import file")
def export(db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: Kind, form: str) -> Response:
    """sites, links, devices or assets, as csv or xlsx, in the columns of import files; never a secret."""
    names, rows = exported(db, kind, office_id=visitor.office_id)
    return as_file(Sheet(kind.value, names, rows), form)


@router.post("/scans", tags=["scans"], summary="Scan subnets", status_code=HTTPStatus.ACCEPTED)
def scan(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("scans.run"))], wish: ScanWish
) -> dict[str, int]:
    """Look for devices in the background: the answer names the job, whose result lists what answered."""
    subnets = " ".join(wish.subnets)
    job_id = start_scan(request, db, visitor, subnets=subnets, credential_ids=wish.credential_ids, port=wish.port)
    return {"job_id": job_id}


@router.get("/jobs", tags=["jobs"], summary="Long work")
def list_jobs(db: Db, visitor: Annotated[Visitor, Depends(allowed("jobs.read"))], pages: Pages) -> Listed[JobOut]:
    """Newest first."""
    return select_page(db, Job, JobOut, where=readable(visitor), order=[col(Job.id).desc()], pages=pages)


@router.get("/jobs/{job_id}", tags=["jobs"], summary="One job")
def get_job(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("jobs.read"))], job_id: int
) -> JobOut:
    """How far it is, and what came of it."""
    job = find_readable(db, visitor, job_id)
    shown = JobOut.model_validate(job)
    shown.done, shown.total = request.app.state.jobs.progress(job)
    return shown


@router.get("/settings", tags=["settings"], summary="Settings of the office")
def get_settings(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("settings.read"))]
) -> SettingsOut:
    """Mail server (without its password) and what confirms an outage."""
    mail = mail_of(request, db, visitor)
    confirmation = load_confirmation(db, visitor.office_id, request.app.state.settings)
    return SettingsOut(
        mail={**mail.model_dump(exclude={"password"}), "password_set": bool(mail.password.get_secret_value())},
        confirmation=confirmation.model_dump(),
    )


@router.put("/settings/mail", tags=["settings"], summary="Set the mail server")
def put_mail(
    request: Request, db: Db, visitor: MayWriteSettings, given: Annotated[dict[str, Any], Body()]
) -> SettingsOut:
    """host, port, security, user, sender, password; without a password the stored one stays."""
    keep_mail(request, db, visitor, given)
    db.flush()
    return get_settings(request, db, visitor)


@router.patch("/settings/confirmation", tags=["settings"], summary="Set what confirms an outage")
def patch_confirmation(
    request: Request, db: Db, visitor: MayWriteSettings, given: Annotated[dict[str, Any], Body()]
) -> SettingsOut:
    """down_after, down_of. From which value on a figure is told: /limits."""
    keep_confirmation(request, db, visitor, given)
    return get_settings(request, db, visitor)


@router.get("/deliveries", tags=["deliveries"], summary="Messages and what became of them")
def list_deliveries(
    db: Db,
    visitor: Annotated[Visitor, Depends(allowed("deliveries.read"))],
    wanted: Annotated[DeliverySearch, Query()],
) -> Listed[DeliveryOut]:
    """Newest first, without their text."""
    where: list[Any] = [of_office(visitor.office_id)]
    if wanted.state is not None:
        where.append(OutboxMessage.state == wanted.state)
    if wanted.channel:
        where.append(OutboxMessage.channel == wanted.channel)
    order = [col(OutboxMessage.id).desc()]
    return select_page(db, OutboxMessage, DeliveryOut, where=where, order=order, pages=wanted)


@router.post("/deliveries/test", tags=["deliveries"], summary="Send me a test mail", status_code=HTTPStatus.ACCEPTED)
def test_mail(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("deliveries.write"))]
) -> DeliveryOut:
    """Through the outbox, to the caller's own address."""
    person = db.get_one(Person, visitor.person_id)
    if not person.email:
        raise refuse("email", "Give your own e-mail address first")
    sender = mail_of(request, db, visitor).sender
    base_url = request.app.state.settings.base_url
    message = post_test(db, person, base_url=base_url, mail_from=sender, at=utc_now())
    audit.record(db, visitor.actor, "mail.tested", subject="message", subject_id=message.id)
    return DeliveryOut.model_validate(message)


@router.post("/deliveries/{message_id}/retry", tags=["deliveries"], summary="Try a mail again")
def retry_mail(
    db: Db, visitor: Annotated[Visitor, Depends(allowed("deliveries.write"))], message_id: int
) -> DeliveryOut:
    """One that was given up."""
    message = find_message(db, visitor, message_id)
    if message.state is Delivery.FAILED:
        retry_failed(db, message, now=utc_now())
        audit.record(db, visitor.actor, "mail.retried", subject="message", subject_id=message_id)
    return DeliveryOut.model_validate(message)


@router.get("/submissions", tags=["submissions"], summary="What schools submitted")
def list_submissions(db: Db, visitor: Annotated[Visitor, Depends(allowed("submissions.read"))]) -> list[SubmissionOut]:
    """What waits first; a school sees its own."""
    return [SubmissionOut.model_validate(row) for row, _site in submissions(db, visitor.sight)]


@router.post("/submissions/{submission_id}/accept", tags=["submissions"], summary="Accept a submission")
def accept_submission(request: Request, db: Db, visitor: MayReview, submission_id: int) -> SubmissionOut:
    """Do what the school said."""
    row = find_submission(db, visitor.sight, submission_id)
    accept(hand_of(request, db, visitor), row, now=utc_now())
    return _reviewed(db, visitor, row)


@router.post("/submissions/{submission_id}/refuse", tags=["submissions"], summary="Refuse a submission")
def refuse_submission(request: Request, db: Db, visitor: MayReview, submission_id: int, given: Reason) -> SubmissionOut:
    """Leave everything as it is; the school reads the reason."""
    row = find_submission(db, visitor.sight, submission_id)
    refuse_row(hand_of(request, db, visitor), row, reason=given.reason, now=utc_now())
    return _reviewed(db, visitor, row)


def _reviewed(db: Any, visitor: Visitor, row: Submission) -> SubmissionOut:
    act = "submission.accepted" if row.state is ReviewState.ACCEPTED else "submission.refused"
    audit.record(db, visitor.actor, act, subject="submission", subject_id=row.id, detail={"kind": row.kind})
    return SubmissionOut.model_validate(row)
