"""Templates of an office: each version holds from a day on, is never changed, and stays for the papers made by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.models.paper import PaperTemplate
from service.columns import utc_now
from service.papers.kind import PaperKind
from service.papers.template import examine, preview
from service.refusal import MissingError


def template_at(session: Session, office_code: str, kind: PaperKind[Any], day: date) -> PaperTemplate | None:
    """The office's template that holds on a day: of those not withdrawn the one that began last. None: the shipped."""
    wanted = select(PaperTemplate).where(
        PaperTemplate.office_code == office_code,
        PaperTemplate.kind == kind.key,
        PaperTemplate.valid_from <= day,
        col(PaperTemplate.withdrawn_at).is_(None),
    )
    return session.exec(
        wanted.order_by(col(PaperTemplate.valid_from).desc(), col(PaperTemplate.version).desc())
    ).first()


def templates_of(session: Session, visitor: Visitor, kind: PaperKind[Any]) -> Sequence[PaperTemplate]:
    """All of them, the newest first, those withdrawn included."""
    wanted = select(PaperTemplate).where(
        PaperTemplate.office_code == visitor.office_code, PaperTemplate.kind == kind.key
    )
    return session.exec(wanted.order_by(col(PaperTemplate.valid_from).desc(), col(PaperTemplate.version).desc())).all()


def find_template(session: Session, visitor: Visitor, kind: PaperKind[Any], version: int) -> PaperTemplate:
    """By version; MissingError when the office has none such."""
    found = session.exec(
        select(PaperTemplate).where(
            PaperTemplate.office_code == visitor.office_code,
            PaperTemplate.kind == kind.key,
            PaperTemplate.version == version,
        )
    ).first()
    if found is None:
        raise MissingError("template")
    return found


def upload(
    session: Session, visitor: Visitor, kind: PaperKind[Any], content: bytes, *, name: str, valid_from: date
) -> PaperTemplate:
    """A new version. TemplateError says what is wrong with the file; then nothing is stored."""
    now = utc_now()
    preview(kind, examine(kind, content), office="", at=now)
    newest = session.exec(
        select(func.max(PaperTemplate.version)).where(
            PaperTemplate.office_code == visitor.office_code, PaperTemplate.kind == kind.key
        )
    ).one()
    made = PaperTemplate(
        office_code=visitor.office_code,
        kind=kind.key,
        version=(newest or 0) + 1,
        valid_from=valid_from,
        name=name[:255],
        content=content,
        sha256=sha256(content).hexdigest(),
        uploaded_at=now,
        uploaded_by=visitor.name[:120],
    )
    session.add(made)
    session.flush()
    detail = {"kind": kind.key, "version": made.version, "valid_from": valid_from.isoformat(), "sha256": made.sha256}
    audit.record(
        session, visitor, "paper_template.uploaded", subject="paper_template", subject_id=made.id, detail=detail
    )
    return made


def withdraw(session: Session, visitor: Visitor, kind: PaperKind[Any], version: int) -> None:
    """No new paper is made by it; those that were keep it."""
    found = find_template(session, visitor, kind, version)
    if found.withdrawn_at is not None:
        return
    found.withdrawn_at = utc_now()
    detail = {"kind": kind.key, "version": version}
    audit.record(
        session, visitor, "paper_template.withdrawn", subject="paper_template", subject_id=found.id, detail=detail
    )
