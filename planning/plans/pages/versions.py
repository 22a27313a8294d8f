"""Versions of one thing: what is lacking, what lies before the committee, whether the gate is open, what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from planning.kit.happened import today
from planning.kit.tables import AuditEntry
from planning.kit.visitor import Visitor
from planning.plans import words
from planning.plans.declared import Subject, shared_of
from planning.plans.difference import differences
from planning.plans.models.version import FROZEN, OPEN, Version, VersionState
from planning.plans.pages.answers import refused
from planning.plans.pages.drawing import Whose, file_of
from planning.plans.store import versions
from planning.plans.store.asking import REGISTRY, Registry, lay
from planning.plans.store.gates import gate_of, resolutions_of
from planning.plans.store.laying import Desk, paper_of
from planning.plans.store.publishing import PublishDraft, path_of, publish
from planning.plans.store.walking import Reason
from service.i18n import N_, _
from service.refusal import MissingError, RefusedError, block
from service.web.access import Allowed
from service.web.form import Posted
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(prefix="/versions/{kind}/{key}", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("versions.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("versions.write"))]
MayApprove = Annotated[Visitor, Depends(Allowed("versions.approve"))]
MayPublish = Annotated[Visitor, Depends(Allowed("versions.publish"))]
MOST_ACTS: Final = 100
WRITTEN: Final[dict[str, Callable[[Session, Visitor, Subject, str], object]]] = {
    "draft": versions.touch,
    "review": versions.review,
    "submit": versions.submit,
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Of which thing the versions are, by the address."""

    kind: str
    key: str


Which = Annotated[Thing, Depends()]


@router.get("")
def show(request: Request, db: Db, visitor: MayRead, which: Which) -> Response:
    """Where it stands."""
    return _page(request, db, visitor, shared_of(request).subject(which.kind), which.key)


@router.post("/gate/lay")
def lay_before(request: Request, db: Db, visitor: MayWrite, which: Which) -> Response:
    """The registry takes it on the agenda; 409 with the reason when it does not."""
    app, subject = request.app.state, shared_of(request).subject(which.kind)
    subject.head(db, visitor.office_code, which.key)
    version = versions.newest(db, visitor.office_code, which.kind, which.key, to_change=True)
    if version is None or version.state is not VersionState.SUBMITTED:
        return _page(request, db, visitor, subject, which.key, block(N_("It is not submitted")))
    base = app.peers.links.get(REGISTRY) or app.settings.url_of(REGISTRY, app.settings.port_of(REGISTRY))
    try:
        placed = lay(db, visitor, version, Registry(app.key, base), _paper(request, db, subject, version))
    except RefusedError as error:
        return _page(request, db, visitor, subject, which.key, error)
    text = _("It is on the agenda.") if placed.meeting else _("It waits for a meeting.")
    return redirect(request, f"/versions/{which.kind}/{which.key}#gate", text)


@router.post("/{act}")
def write(request: Request, db: Db, visitor: MayWrite, which: Which, act: str, typed: Posted) -> Response:
    """Open a draft, give it to review, submit it, or take it back."""
    subject = shared_of(request).subject(which.kind)
    if act == "back":
        return _act(
            request,
            db,
            visitor,
            subject,
            which.key,
            lambda: versions.take_back(db, visitor, subject, which.key, Reason.read(typed)),
        )
    if act not in WRITTEN:
        raise MissingError("act")
    return _act(request, db, visitor, subject, which.key, lambda: WRITTEN[act](db, visitor, subject, which.key))


@router.post("/gate/approve")
def approve(request: Request, db: Db, visitor: MayApprove, which: Which) -> Response:
    """On the strength of the resolution; 409 with the reason without one."""
    subject = shared_of(request).subject(which.kind)
    return _act(request, db, visitor, subject, which.key, lambda: versions.approve(db, visitor, subject, which.key))


@router.post("/gate/publish")
def release(request: Request, db: Db, visitor: MayPublish, which: Which, typed: Posted) -> Response:
    """The approved version, with the number and day of its announcement."""
    shared = shared_of(request)
    subject = shared.subject(which.kind)
    return _act(
        request,
        db,
        visitor,
        subject,
        which.key,
        lambda: publish(db, visitor, shared, subject, which.key, PublishDraft.read(typed)),
    )


@router.get("/{number:int}.pdf")
def readable(request: Request, db: Db, visitor: MayRead, which: Which, number: int) -> Response:
    """What is proposed, for those who decide about it: as it will be printed. MissingError where it has no paper."""
    subject = shared_of(request).subject(which.kind)
    version = versions.find_version(db, visitor, which.kind, which.key, number)
    content = versions.frozen_of(db, version)
    if subject.paper is None:
        raise MissingError("paper")
    kind, data = subject.paper
    at = version.submitted_at or version.opened_at
    return file_of(db, kind, data(content), "pdf", Whose(visitor.office_code, visitor.office_name, at))


@router.get("/{number:int}.json")
def frozen(db: Db, visitor: MayRead, which: Which, number: int) -> Response:
    """Exactly the bytes of which the fingerprint is."""
    version = versions.find_version(db, visitor, which.kind, which.key, number)
    versions.frozen_of(db, version)
    return Response(version.content.encode(), media_type="application/json")


@router.get("/{before:int}/{after}")
def compare(request: Request, db: Db, visitor: MayRead, which: Which, before: int, after: str) -> Response:
    """What is different between two versions; `now` is the content as it is today."""
    subject = shared_of(request).subject(which.kind)
    one = versions.frozen_of(db, versions.find_version(db, visitor, which.kind, which.key, before))
    if after == "now":
        content = json.loads(json.dumps(subject.content(db, visitor.office_code, which.key)))
    elif after.isascii() and after.isdigit() and len(after) < 6:
        content = versions.frozen_of(db, versions.find_version(db, visitor, which.kind, which.key, int(after))).content
    else:
        raise MissingError("version")
    return page(
        request,
        "plans/difference.html",
        one=one,
        after=after,
        changes=differences(one.content, content),
        field_words={name: _(text) for name, text in (words.FIELDS | dict(subject.field_words)).items()},
        back=f"/versions/{which.kind}/{which.key}",
    )


def _act(
    request: Request, db: Session, visitor: Visitor, subject: Subject, key: str, act: Callable[[], object]
) -> Response:
    """Do it whole or not at all, and say which."""
    subject.head(db, visitor.office_code, key)
    try:
        with db.begin_nested():
            act()
    except RefusedError as error:
        db.expire_all()
        return _page(request, db, visitor, subject, key, error)
    return redirect(request, f"/versions/{subject.kind}/{key}", _("Saved."))


def _page(
    request: Request, db: Session, visitor: Visitor, subject: Subject, key: str, error: RefusedError | None = None
) -> Response:
    head = subject.head(db, visitor.office_code, key)
    rows = versions.versions_of(db, visitor, subject.kind, key)
    last = rows[0] if rows else None
    gate = gate_of(db, subject, last, today()) if last is not None else None
    lacking = subject.problems(db, visitor.office_code, key) if last is None or last.state in OPEN else ()
    return page(
        request,
        "plans/versions.html",
        status=refused(error) if error is not None else HTTPStatus.OK,
        subject=subject,
        key=key,
        head=head,
        rows=rows,
        last=last,
        states=VersionState,
        frozen_states=FROZEN,
        lacking=[item.text(_) for item in lacking],
        gate=gate,
        has_paper=subject.paper is not None,
        rules=subject.rules(db, visitor.office_code, key) if subject.rules is not None else (),
        closed_by=[item.text(_) for item in gate.reasons] if gate is not None else [],
        resolutions=resolutions_of(db, last) if last is not None else (),
        agenda=_agenda(request, db, subject, last) if last is not None and last.state is VersionState.SUBMITTED else "",
        in_force=next((row for row in rows if row.state is VersionState.APPROVED), None),
        public=path_of(subject.kind, key),
        acts=_acts(db, visitor, rows),
        trouble=[item.text(_) for item in error.problems] if error is not None else [],
        words=words,
        today=today(),
    )


def _paper(request: Request, db: Session, subject: Subject, version: Version) -> dict[str, str]:
    """What is laid before the committee."""
    app = request.app.state
    desk = Desk(app.part.name, app.settings.url_of(app.part.name, app.settings.port_of(app.part.name)))
    return paper_of(db, subject, version, desk, today=today())


def _agenda(request: Request, db: Session, subject: Subject, version: Version) -> str:
    """The form of the registry, for a person who chooses the meeting, or whose registry this machine does not reach."""
    settings = request.app.state.settings
    base = settings.url_of(REGISTRY, settings.port_of(REGISTRY))
    return f"{base}/agenda/new?{urlencode(_paper(request, db, subject, version))}"


def _acts(db: Session, visitor: Visitor, rows: Sequence[Version]) -> Sequence[AuditEntry]:
    ids = [row.id for row in rows]
    wanted = select(AuditEntry).where(
        AuditEntry.office_code == visitor.office_code,
        AuditEntry.subject == versions.SUBJECT,
        col(AuditEntry.subject_id).in_(ids),
    )
    return db.exec(wanted.order_by(col(AuditEntry.id).desc()).limit(MOST_ACTS)).all()
