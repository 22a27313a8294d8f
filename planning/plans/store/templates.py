"""Templates of an office: each version holds from a day on, is never changed, and stays for the papers made by it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import func
from sqlmodel import Session, col, select

from office.document.content import Document
from office.template import workbook
from office.template.filling import Filling
from office.template.workbook import check_workbook, fill_workbook, is_workbook
from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.plans.models.paper import PaperTemplate
from service.columns import utc_now
from service.papers.kind import About, PaperKind, filling_of
from service.papers.template import NO_FIELDS, content_of, examine, preview, strange_names
from service.refusal import MissingError

WORD: Final = "docx"
WORKBOOK: Final = "xlsx"


def template_at(
    session: Session, office_code: str, kind: PaperKind[Any], day: date, *, form: str = WORD
) -> PaperTemplate | None:
    """The office's template that holds on a day: of those not withdrawn the one that began last. None: the shipped."""
    wanted = select(PaperTemplate).where(
        PaperTemplate.office_code == office_code,
        PaperTemplate.kind == kind.key,
        PaperTemplate.form == form,
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


@dataclass(frozen=True, slots=True)
class GivenTemplate:
    """A file of Word or Excel with its name, the day from which it holds, and its own names of placeholders -> ours."""

    content: bytes
    name: str
    valid_from: date
    fields_named: Mapping[str, str]


def document_by(kind: PaperKind[Any], template: PaperTemplate | None) -> Document:
    """The template as content, under our names."""
    return content_of(kind, template, template.fields_named if template is not None else NO_FIELDS)


def workbook_by(kind: PaperKind[Any], template: PaperTemplate, data: Any, about: About, at: datetime) -> bytes:
    """Data in a template that is a workbook."""
    return fill_workbook(template.content, filling_of(kind, data, about), template.fields_named, made_at=at)


def strange_in(kind: PaperKind[Any], content: bytes) -> tuple[str, ...]:
    """Placeholders of a file that the kind does not know: they may be its own names of ours."""
    if is_workbook(content):
        return workbook.strange_names(content, kind.placeholders)
    return strange_names(kind, content)


def _tried(kind: PaperKind[Any], content: bytes, fields: Mapping[str, str], at: datetime) -> str:
    """The form of a file that is good: read, checked, filled with sample data. TemplateError."""
    if not is_workbook(content):
        preview(kind, examine(kind, content, fields), office="", at=at)
        return WORD
    check_workbook(content, kind.placeholders, fields)
    fill_workbook(content, _sample_of(kind, at), fields, made_at=at)
    return WORKBOOK


def sample_workbook(kind: PaperKind[Any], template: PaperTemplate, at: datetime) -> bytes:
    """With sample data in it."""
    return fill_workbook(template.content, _sample_of(kind, at), template.fields_named, made_at=at)


def _sample_of(kind: PaperKind[Any], at: datetime) -> Filling:
    return kind.fill(kind.sample(), About(office="", number="", made_on=at.date()))


def fields_before(session: Session, visitor: Visitor, kind: PaperKind[Any]) -> Mapping[str, str]:
    """How names were matched the last time: next year's form of the same office has the same ones."""
    rows = templates_of(session, visitor, kind)
    newest = max(rows, key=lambda row: row.version, default=None)
    return newest.fields_named if newest is not None else NO_FIELDS


def upload(session: Session, visitor: Visitor, kind: PaperKind[Any], given: GivenTemplate) -> PaperTemplate:
    """A new version. TemplateError says what is wrong with the file; then nothing is stored."""
    now = utc_now()
    strange = strange_in(kind, given.content)
    fields = {theirs: ours for theirs, ours in given.fields_named.items() if theirs in strange}
    form = _tried(kind, given.content, fields, now)
    newest = session.exec(
        select(func.max(PaperTemplate.version)).where(
            PaperTemplate.office_code == visitor.office_code, PaperTemplate.kind == kind.key
        )
    ).one()
    made = PaperTemplate(
        office_code=visitor.office_code,
        kind=kind.key,
        version=(newest or 0) + 1,
        valid_from=given.valid_from,
        name=given.name[:255],
        form=form,
        content=given.content,
        fields_named=fields,
        sha256=sha256(given.content).hexdigest(),
        uploaded_at=now,
        uploaded_by=visitor.name[:120],
    )
    session.add(made)
    session.flush()
    detail = {
        "kind": kind.key,
        "version": made.version,
        "valid_from": given.valid_from.isoformat(),
        "sha256": made.sha256,
        "fields": fields,
    }
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
