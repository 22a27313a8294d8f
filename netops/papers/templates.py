"""Templates of an office: each version holds from a day on, is never changed, and stays for the papers made by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from netops.models.paper import PaperTemplate
from service.papers.kind import PaperKind
from service.papers.template import examine, preview
from service.refusal import MissingError


def template_at(session: Session, office_id: int, kind: PaperKind[Any], day: date) -> PaperTemplate | None:
    """The office's template that holds on a day: of those not withdrawn the one that began last. None: the shipped."""
    return session.exec(
        select(PaperTemplate)
        .where(
            PaperTemplate.office_id == office_id,
            PaperTemplate.kind == kind.key,
            PaperTemplate.valid_from <= day,
            col(PaperTemplate.withdrawn_at).is_(None),
        )
        .order_by(col(PaperTemplate.valid_from).desc(), col(PaperTemplate.version).desc())
    ).first()


def versions(session: Session, office_id: int, kind: PaperKind[Any]) -> Sequence[PaperTemplate]:
    """All of them, the newest first, those withdrawn included."""
    return session.exec(
        select(PaperTemplate)
        .where(PaperTemplate.office_id == office_id, PaperTemplate.kind == kind.key)
        .order_by(col(PaperTemplate.valid_from).desc(), col(PaperTemplate.version).desc())
    ).all()


def find_template(session: Session, office_id: int, kind: PaperKind[Any], version: int) -> PaperTemplate:
    """By version; MissingError when the office has none such."""
    found = session.exec(
        select(PaperTemplate).where(
            PaperTemplate.office_id == office_id, PaperTemplate.kind == kind.key, PaperTemplate.version == version
        )
    ).first()
    if found is None:
        raise MissingError("template")
    return found


def upload(  # noqa: PLR0913 - what a person gives
    session: Session,
    kind: PaperKind[Any],
    content: bytes,
    *,
    office_id: int,
    name: str,
    valid_from: date,
    by: int | None,
    at: datetime,
) -> PaperTemplate:
    """A new version. TemplateError says what is wrong with the file; then nothing is stored."""
    preview(kind, examine(kind, content), office="", at=at)
    newest = session.exec(
        select(func.max(PaperTemplate.version)).where(
            PaperTemplate.office_id == office_id, PaperTemplate.kind == kind.key
        )
    ).one()
    made = PaperTemplate(
        office_id=office_id,
        kind=kind.key,
        version=(newest or 0) + 1,
        valid_from=valid_from,
        name=name[:255],
        content=content,
        sha256=sha256(content).hexdigest(),
        uploaded_at=at,
        uploaded_by=by,
    )
    session.add(made)
    session.flush()
    return made


def withdraw(template: PaperTemplate, *, at: datetime) -> None:
    """No new paper is made by it; those that were keep it."""
    template.withdrawn_at = template.withdrawn_at or at
