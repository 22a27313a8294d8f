"""Evidence of cases: files and papers handed in to a step, withdrawn with a reason, and read again."""

from __future__ import annotations

from sqlmodel import select

from netops.cases.facts import CaseView
from netops.cases.walking import Doer, Reason, may_walk, running, settle
from netops.models.case import Evidence, WorkCase
from netops.models.paper import Paper
from service.filetypes import GivenFile
from service.i18n import N_
from service.refusal import MissingError, refuse
from service.uploads import Uploads

PDF = "application/pdf"


def add_file(doer: Doer, case: WorkCase, kind: str, file: GivenFile, uploads: Uploads) -> Evidence:
    """Keep a file and count it as the newest of its kind."""
    _check(doer, case, kind)
    row = Evidence(
        case_id=case.id or 0,
        kind=kind,
        name=file.name,
        media_type=file.media_type,
        size_bytes=len(file.data),
        sha256=uploads.keep(file.data),
        added_at=doer.now,
        added_by=doer.person_id,
    )
    return _added(doer, case, row)


def add_paper(doer: Doer, case: WorkCase, kind: str, paper: Paper) -> Evidence:
    """Count one of our papers as the newest of its kind: the version whose PDF has this SHA-256."""
    _check(doer, case, kind)
    row = Evidence(
        case_id=case.id or 0,
        kind=kind,
        name=paper.title,
        media_type=PDF,
        size_bytes=0,
        sha256=paper.pdf_sha256,
        paper_id=paper.id,
        added_at=doer.now,
        added_by=doer.person_id,
    )
    return _added(doer, case, row)


def withdraw(doer: Doer, case: WorkCase, evidence_id: int, given: Reason) -> None:
    """It does not count any more; file and row stay. RefusedError when its step is done or the paper is signed."""
    row = find_evidence(doer, case, evidence_id)
    _check(doer, case, row.kind)
    if row.withdrawn_at is not None:
        raise refuse("", N_("This document was withdrawn already"))
    row.withdrawn_at, row.withdraw_reason = doer.now, given.reason
    settle(doer, case)
    doer.write_down("case.evidence_withdrawn", case, kind=row.kind, sha256=row.sha256, reason=given.reason)


def find_evidence(doer: Doer, case: WorkCase, evidence_id: int) -> Evidence:
    """Of this case; MissingError."""
    row = doer.session.exec(
        select(Evidence).where(Evidence.id == evidence_id, Evidence.case_id == case.id)
    ).one_or_none()
    if row is None:
        raise MissingError("evidence")
    return row


def _check(doer: Doer, case: WorkCase, kind: str) -> None:
    view = running(doer, case)
    key = _step_key(view, kind)
    if not may_walk(doer, view.steps[key]):
        raise refuse("", N_("This step is for somebody of another role"))
    if view.steps[key].done_at is not None:
        raise refuse("", N_("The step is done: undo it first"))
    here = view.documents.get(kind)
    if here is not None and here.is_signed:
        raise refuse("", N_("The signed version is locked and is not replaced"))


def _step_key(view: CaseView, kind: str) -> str:
    try:
        return view.definition.step_of(kind).key
    except KeyError:
        raise refuse("kind", N_("There is no such entry")) from None


def _added(doer: Doer, case: WorkCase, row: Evidence) -> Evidence:
    doer.session.add(row)
    settle(doer, case)
    detail = {"kind": row.kind, "name": row.name, "sha256": row.sha256, "paper_id": row.paper_id}
    doer.write_down("case.evidence_added", case, **detail)
    return row
