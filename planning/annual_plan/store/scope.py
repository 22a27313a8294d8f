"""What a visitor may see: rows of the own office; a school's person those of the own school."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field
from sqlmodel import Session, SQLModel, col, select

from office.baht import SATANG_A_BAHT
from office.fiscal import FiscalYear
from planning.kit.visitor import SCHOOL, Visitor
from service.draft import Digits, Empty
from service.i18n import N_
from service.importing import register_cells
from service.refusal import MissingError, NotTakenError, RefusedError

Row = TypeVar("Row", bound=SQLModel)


def find(session: Session, visitor: Visitor, kind: type[Row], row_id: int, *, to_change: bool = False) -> Row:
    """One row of the office. MissingError where it may not be seen; who changes it keeps others out until the end."""
    table: Any = kind
    wanted = select(kind).where(table.id == row_id, table.office_code == visitor.office_code)
    if visitor.person.role == SCHOOL:
        if not hasattr(kind, "school_code"):
            raise MissingError(kind.__name__)
        wanted = wanted.where(table.school_code == visitor.person.school_code)
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError(kind.__name__)
    return row


def rows_of(session: Session, visitor: Visitor, kind: type[Row], *conditions: Any, order: Any = None) -> list[Row]:
    """All rows of the office that fit; of what schools have, a school's person gets the own."""
    table: Any = kind
    wanted = select(kind).where(table.office_code == visitor.office_code, *conditions)
    if visitor.person.role == SCHOOL and "school_code" in kind.model_fields:
        wanted = wanted.where(table.school_code == visitor.person.school_code)
    return list(
        session.exec(
            wanted.order_by(
                *(order if isinstance(order, tuple) else (order,)) if order is not None else (col(table.id),)
            )
        ).all()
    )


def current_year(today: date) -> int:
    """The fiscal year of a day, Buddhist era."""
    return FiscalYear.of(today).era


def _baht(value: object) -> object:
    """12,345.50 or ๑๒,๓๔๕ as satang; nothing stays nothing."""
    if not isinstance(value, str):
        return value
    if not value.strip():
        return 0
    try:
        return register_cells.price_satang("", value.replace(" ", ""))
    except RefusedError as error:
        problem = error.problems[0]
        values: dict[str, Any] = dict(problem.values)
        raise NotTakenError(problem.message, **values) from None


def _era(value: int) -> int:
    try:
        FiscalYear(value)
    except ValueError:
        raise NotTakenError(N_("A year of the Buddhist era such as 2569 is needed")) from None
    return value


Baht = Annotated[int, BeforeValidator(_baht), Field(ge=0, le=10**15)]
"""Whole satang, typed as baht."""
SomeBaht = Annotated[Baht, Field(gt=0)]
Era = Annotated[int, Digits, AfterValidator(_era)]
Day = Annotated[date, Field()]
MayDay = Annotated[date | None, Empty]
Whole = Annotated[int, BeforeValidator(lambda value: value if value != "" else 0), Field(ge=0, le=10**9)]
Code = Annotated[str, Digits, Field(max_length=60)]


def typed_baht(satang: int) -> str:
    """As it stands in a field: 1500.50, or nothing for zero."""
    return f"{satang // SATANG_A_BAHT}.{satang % SATANG_A_BAHT:02d}" if satang else ""
