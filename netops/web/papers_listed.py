"""The list of papers as people search, filter and sort it. A school finds its own, and no others."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select
from sqlmodel import Session, col

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from netops.models.paper import Paper
from netops.models.person import Person
from netops.paper_kinds import PAPER_KINDS
from office.fiscal import FiscalYear
from service.i18n import N_
from service.refusal import MissingError
from service.thai_order import in_thai

_ZONE: Final = ZoneInfo("Asia/Bangkok")
_SOURCE: Final[Any] = Paper.__table__.outerjoin(Site, col(Site.id) == Paper.site_id).outerjoin(  # type: ignore[attr-defined]
    Person, col(Person.id) == Paper.made_by
)


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `paper` that keeps what may be seen."""
    ours = col(Paper.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Paper.site_id) == sight.site_id)


def find_paper(session: Session, sight: Sight, paper_id: int) -> Paper:
    """By id; MissingError where it may not be seen, so that ids tell nothing."""
    found = session.scalars(select(Paper).where(col(Paper.id) == paper_id, seen(sight))).one_or_none()
    if found is None:
        raise MissingError("paper")
    return found


def _in_year(value: str) -> ColumnElement[bool]:
    """Whatever is no year of the Buddhist era finds nothing."""
    try:
        year = FiscalYear(int(value))
    except ValueError:
        return col(Paper.id).is_(None)
    begins, ends = (datetime.combine(day, time(), tzinfo=_ZONE) for day in (year.first, year.following.first))
    return and_(col(Paper.made_at) >= begins, col(Paper.made_at) < ends)


def _years(session: Session, sight: Sight) -> list[tuple[str, str]]:
    first, last = session.execute(select(func.min(Paper.made_at), func.max(Paper.made_at)).where(seen(sight))).one()
    if first is None:
        return []
    begin, end = (FiscalYear.of(moment.astimezone(_ZONE).date()).era for moment in (first, last))
    return [(str(era), str(era)) for era in range(end, begin - 1, -1)]


def _schools(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select(col(Site.code), col(Site.name)).join(Paper, col(Paper.site_id) == Site.id).where(seen(sight))
    wanted = wanted.group_by(col(Site.code), col(Site.name)).order_by(in_thai(Site.name))
    return [(code, name) for code, name in session.execute(wanted)]


PAPERS: Final = Table(
    key="papers",
    source=_SOURCE,
    row_id=col(Paper.id),
    columns=(
        Column("title", N_("Paper"), col(Paper.title)),
        Column("kind", N_("Kind"), col(Paper.kind)),
        Column("number", N_("Number"), col(Paper.number)),
        Column("site", N_("School"), col(Site.name)),
        Column("site_code", N_("School code"), col(Site.code), shown=False),
        Column("made_at", N_("Made"), col(Paper.made_at), Kind.MOMENT),
        Column("made_by", N_("Made by"), col(Person.name)),
        Column("code", N_("Code on each page"), col(Paper.code), shown=False),
        Column("pdf_sha256", N_("SHA-256 of the PDF"), col(Paper.pdf_sha256), shown=False),
    ),
    searched=(
        col(Paper.title),
        col(Paper.number),
        col(Site.name),
        col(Site.code),
        col(Paper.pdf_sha256),
        col(Paper.code),
    ),
    filters=(
        Filter(
            "kind",
            N_("Kind"),
            lambda value: col(Paper.kind) == value,
            lambda _db, _sight: [(kind.key, kind.title) for kind in PAPER_KINDS],
        ),
        Filter("year", N_("Fiscal year"), _in_year, _years),
        Filter("school", N_("School"), lambda value: col(Site.code) == value, _schools),
    ),
    order=(col(Paper.made_at).desc(), col(Paper.id).desc()),
    seen=seen,
)
