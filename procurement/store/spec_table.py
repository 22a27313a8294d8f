"""Specifications as a list: columns and filters. A school sees its own, and approved ones that deliver to it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, false, func, or_, select
from sqlmodel import Session, col

from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from procurement.models.spec import Spec, SpecDelivery, SpecLine, SpecState
from service.refusal import _
from service.thai_order import in_thai

STATE_WORDS: Final = {
    SpecState.DRAFT: _("draft"),
    SpecState.CHECKED: _("waits for the director"),
    SpecState.APPROVED: _("approved"),
    SpecState.WITHDRAWN: _("withdrawn"),
}
_STATE: Final = cast(col(Spec.state), String)
_TOTAL: Final[Any] = (
    select(func.sum(col(SpecLine.quantity) * col(SpecLine.unit_price_satang)))
    .where(col(SpecLine.spec_id) == col(Spec.id))
    .correlate(Spec)
    .scalar_subquery()
)
_LINES: Final[Any] = (
    select(func.count(col(SpecLine.id))).where(col(SpecLine.spec_id) == col(Spec.id)).correlate(Spec).scalar_subquery()
)


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `spec` that keeps what may be seen."""
    ours = col(Spec.office_id) == sight.office_id
    if sight.site_id is None:
        return ours
    delivered = (
        select(col(SpecLine.spec_id))
        .join(SpecDelivery, col(SpecDelivery.line_id) == SpecLine.id)
        .where(col(SpecDelivery.site_id) == sight.site_id)
    )
    concerns = and_(col(Spec.state) == SpecState.APPROVED, col(Spec.id).in_(delivered))
    return and_(ours, or_(col(Spec.site_id) == sight.site_id, concerns))


def _of_state(value: str) -> ColumnElement[bool]:
    return col(Spec.state) == SpecState(value) if value in set(SpecState) else false()


def _of_unit(value: str) -> ColumnElement[bool]:
    """A school by its id; 0 is the office."""
    if value == "0":
        return col(Spec.site_id).is_(None)
    if value.isascii() and value.isdigit() and len(value) < 10:
        return col(Spec.site_id) == int(value)
    return false()


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select(col(Site.id), col(Site.name)).join(Spec, col(Spec.site_id) == Site.id).where(seen(sight))
    wanted = wanted.group_by(col(Site.id), col(Site.name)).order_by(in_thai(Site.name))
    return [("0", _("the office")), *((str(row_id), name) for row_id, name in session.execute(wanted))]


SPECS: Final = Table(
    key="specs",
    source=Spec.__table__.outerjoin(Site, col(Site.id) == Spec.site_id),  # type: ignore[attr-defined]
    row_id=col(Spec.id),
    columns=(
        Column("title", _("Specification"), col(Spec.title)),
        Column("spec_state", _("State"), _STATE, words={one.value: said for one, said in STATE_WORDS.items()}),
        Column("unit", _("Buyer"), col(Site.name)),
        Column("day", _("Of"), col(Spec.day), Kind.DAY),
        Column("version", _("Its version"), col(Spec.version), Kind.NUMBER),
        Column("lines", _("Lines"), _LINES, Kind.NUMBER),
        Column("total_satang", _("Amount (baht)"), _TOTAL, Kind.MONEY),
        Column("budget_satang", _("Budget (baht)"), col(Spec.budget_satang), Kind.MONEY, shown=False),
        Column("plan_no", _("Number of the plan"), col(Spec.plan_no), shown=False),
        Column("approved_at", _("Approved"), col(Spec.approved_at), Kind.MOMENT, shown=False),
        Column("approved_by", _("Approved by"), col(Spec.approved_by), shown=False),
    ),
    searched=(col(Spec.title), col(Spec.plan_no), col(Spec.budget_source), func.coalesce(col(Site.name), "")),
    filters=(
        Filter(
            "spec_state",
            _("State"),
            _of_state,
            lambda _session, _sight: [(one.value, said) for one, said in STATE_WORDS.items()],
        ),
        Filter("unit", _("Buyer"), _of_unit, _units),
    ),
    order=(col(Spec.changed_at).desc(), col(Spec.id).desc()),
    seen=seen,
)
