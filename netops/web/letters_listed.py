"""The registers of letters as people search, filter and sort them. A school finds its own, and no others."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, String, cast, select
from sqlmodel import Session, col

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from netops.letters.register import seen
from netops.models.letter import Letter
from service.i18n import N_
from service.letters import Direction
from service.thai_order import in_thai

DIRECTIONS: Final = {Direction.IN: N_("letters in"), Direction.OUT: N_("letters out")}
_DIRECTION: Final = cast(col(Letter.direction), String)
_SOURCE: Final[Any] = Letter.__table__.outerjoin(Site, col(Site.id) == Letter.site_id)  # type: ignore[attr-defined]
_OFFICE: Final = "office"


def _of_register(value: str) -> ColumnElement[bool]:
    """Whatever is no register finds nothing."""
    return col(Letter.direction) == Direction(value) if value in set(Direction) else col(Letter.id).is_(None)


def _in_year(value: str) -> ColumnElement[bool]:
    """Whatever is no year finds nothing."""
    return col(Letter.year) == int(value) if value.isdecimal() and len(value) == 4 else col(Letter.id).is_(None)


def _years(session: Session, sight: Sight) -> list[tuple[str, str]]:
    rows = session.execute(select(col(Letter.year)).where(seen(sight)).distinct().order_by(col(Letter.year).desc()))
    return [(str(row.year), str(row.year)) for row in rows]


def _of_unit(value: str) -> ColumnElement[bool]:
    return col(Letter.unit) == 0 if value == _OFFICE else col(Site.code) == value


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select(col(Site.code), col(Site.name)).join(Letter, col(Letter.site_id) == Site.id).where(seen(sight))
    schools = [
        (code, name)
        for code, name in session.execute(wanted.group_by(Site.code, Site.name).order_by(in_thai(Site.name)))
    ]
    return [(_OFFICE, N_("the office")), *schools] if sight.site_id is None else schools


def _standing(value: str) -> ColumnElement[bool]:
    return {
        "void": col(Letter.void_reason) != "",
        "with_file": col(Letter.sha256) != "",
        "without_file": (col(Letter.sha256) == "") & (col(Letter.void_reason) == ""),
    }.get(value, col(Letter.id).is_(None))


LETTERS: Final = Table(
    key="letters",
    source=_SOURCE,
    row_id=col(Letter.id),
    columns=(
        Column("number", N_("Number"), col(Letter.number), Kind.NUMBER),
        Column("direction", N_("Register"), _DIRECTION),
        Column("year", N_("Year (B.E.)"), col(Letter.year), shown=False),
        Column("subject", N_("Subject"), col(Letter.subject)),
        Column("letter_no", N_("Number on the letter"), col(Letter.letter_no)),
        Column("dated", N_("Dated"), col(Letter.dated), Kind.DAY),
        Column("sender", N_("From whom"), col(Letter.sender)),
        Column("receiver", N_("To whom"), col(Letter.receiver)),
        Column("entered_on", N_("Entered on"), col(Letter.entered_on), Kind.DAY, shown=False),
        Column("site", N_("School"), col(Site.name), shown=False),
        Column("file_name", N_("File"), col(Letter.file_name), shown=False),
        Column("action", N_("What is done"), col(Letter.action), shown=False),
        Column("void_reason", N_("Void because"), col(Letter.void_reason), shown=False),
    ),
    searched=(
        col(Letter.subject),
        col(Letter.letter_no),
        col(Letter.sender),
        col(Letter.receiver),
        cast(col(Letter.number), String),
    ),
    filters=(
        Filter(
            "direction",
            N_("Register"),
            _of_register,
            lambda _db, _sight: [(one.value, words) for one, words in DIRECTIONS.items()],
        ),
        Filter("year", N_("Year (B.E.)"), _in_year, _years),
        Filter("unit", N_("Owner"), _of_unit, _units),
        Filter(
            "standing",
            N_("Standing"),
            _standing,
            lambda _db, _sight: [
                ("with_file", N_("with its file")),
                ("without_file", N_("without a file")),
                ("void", N_("void")),
            ],
        ),
    ),
    order=(col(Letter.year).desc(), col(Letter.entered_on).desc(), col(Letter.number).desc()),
    seen=seen,
)
