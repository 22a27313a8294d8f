"""The audit log: who did what, when, from where."""

from __future__ import annotations

import json
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlalchemy import String, cast, func, or_
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from netops.models.person import AuditEntry
from netops.web.access import Visitor, allowed
from service.i18n import N_, _
from service.web.exports import Sheet, as_file
from service.web.render import page
from service.web.table import Asked, Chips, Column, View, asked
from service.web.transaction import Db

router = APIRouter(prefix="/audit", include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("audit.read"))]
COLUMNS: Final = (
    Column("at", N_("When")),
    Column("actor", N_("Who")),
    Column("action", N_("Act")),
    Column("subject", N_("On what"), sortable=False),
    Column("detail", N_("Details"), sortable=False),
    Column("address", N_("From"), usual=False),
)
_SORTS: Final = {
    "at": AuditEntry.at,
    "actor": AuditEntry.actor,
    "action": AuditEntry.action,
    "address": AuditEntry.address,
}
_MOST_EXPORTED: Final = 50_000


def _rows(db: Session, visitor: Visitor, wanted: Asked, *, limit: int, offset: int) -> tuple[list[AuditEntry], int]:
    where = [col(AuditEntry.office_id) == visitor.office_id]
    if action := wanted.filters.get("action"):
        where.append(col(AuditEntry.action) == action)
    for term in wanted.q.split():
        texts = (col(AuditEntry.actor), col(AuditEntry.action), cast(col(AuditEntry.detail), String))
        where.append(or_(*(text.icontains(term, autoescape=True) for text in texts)))
    by = col(_SORTS[wanted.sort])
    order = (by.desc() if wanted.descending else by.asc(), col(AuditEntry.id).desc())
    total = db.exec(select(func.count()).select_from(AuditEntry).where(*where)).one()
    return list(db.exec(select(AuditEntry).where(*where).order_by(*order).limit(limit).offset(offset))), total


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """Newest first."""
    wanted = asked(request, COLUMNS, filters=("action",), sort="-at")
    rows, total = _rows(db, visitor, wanted, limit=wanted.per_page, offset=wanted.offset)
    actions = db.exec(
        select(AuditEntry.action)
        .where(AuditEntry.office_id == visitor.office_id)
        .distinct()
        .order_by(AuditEntry.action)
    )
    chips = (Chips("action", N_("Act"), [(action, action) for action in actions]),)
    view = View("/audit", wanted, COLUMNS, rows, total, chips, "/audit/export", "/views")
    return page(request, "audit.html", view=view)


@router.get("/export.{kind}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    wanted = asked(request, COLUMNS, filters=("action",), sort="-at")
    rows, _total = _rows(db, visitor, wanted, limit=_MOST_EXPORTED, offset=0)
    shown = [column for column in COLUMNS if column.key in wanted.columns]
    cells = [[_cell(row, column.key) for column in shown] for row in rows]
    return as_file(Sheet("audit", [_(column.title) for column in shown], cells), kind)


def _cell(row: AuditEntry, key: str) -> object:
    match key:
        case "at":
            return row.at.isoformat(timespec="seconds")
        case "subject":
            return f"{row.subject} {row.subject_id or ''}".strip()
        case "detail":
            return json.dumps(row.detail, ensure_ascii=False) if row.detail else ""
    return getattr(row, key)
