"""Datasets of references, committees, indicators and fiscal years, as other services keep copies of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, TypeVar

from sqlmodel import Session, col, select

from contract.data.registry import CommitteeRow, FiscalYearRow, IndicatorRow, NodeRow, ReferenceRow, YearValue
from contract.data.shape import Given
from planning.kit import happened
from planning.kit.parts import Giver
from planning.registry.models.committee import Committee, CommitteeMember
from planning.registry.models.fiscal_year import FiscalYearState
from planning.registry.models.indicator import Indicator, IndicatorActual, IndicatorTarget
from planning.registry.models.reference import PolicyNode, PolicyReference
from planning.registry.store.fiscal_years import begin_years
from planning.registry.store.references import take_over

T = TypeVar("T")


def give_references(session: Session, office_code: str) -> Given:
    """Those of the manual are there from the first question on."""
    take_over(session, office_code)
    rows = session.exec(
        select(PolicyReference)
        .where(PolicyReference.office_code == office_code)
        .order_by(col(PolicyReference.position), col(PolicyReference.id))
    ).all()
    nodes: dict[int, list[NodeRow]] = {}
    for node in session.exec(
        select(PolicyNode)
        .where(PolicyNode.office_code == office_code)
        .order_by(col(PolicyNode.position), col(PolicyNode.id))
    ):
        told = NodeRow(key=node.key, parent_key=node.parent_key, code=node.code, text=node.text)
        nodes.setdefault(node.reference_id, []).append(told)
    before = {row.succeeded_by: row.key for row in rows if row.succeeded_by}
    return Given(
        [
            ReferenceRow(
                key=row.key,
                seed_refs=tuple(row.seed_titles),
                seed_titles=row.seed_titles,
                title=row.title,
                issuer=row.issuer,
                kind=row.kind.value,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                supersedes_key=before.get(row.key, ""),
                superseded_by_key=row.succeeded_by,
                link=row.link,
                nodes=tuple(nodes.get(row.id or 0, ())),
            )
            for row in rows
        ],
        _newest(row.changed_at for row in rows),
    )


def give_committees(session: Session, office_code: str) -> Given:
    """Seats are members whose term has not ended."""
    today = happened.today()
    rows = session.exec(select(Committee).where(Committee.office_code == office_code).order_by(col(Committee.id))).all()
    seats: dict[int, int] = {}
    for one in session.exec(select(CommitteeMember).where(CommitteeMember.office_code == office_code)):
        if one.term_to is None or one.term_to >= today:
            seats[one.committee_id] = seats.get(one.committee_id, 0) + 1
    return Given(
        [
            CommitteeRow(
                key=row.key,
                kind=row.kind.value,
                name=row.name,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
                seats=seats.get(row.id or 0, 0),
            )
            for row in rows
        ],
        _newest(row.changed_at for row in rows),
    )


def give_indicators(session: Session, office_code: str) -> Given:
    """With targets, and for each period what was said last."""
    rows = session.exec(select(Indicator).where(Indicator.office_code == office_code).order_by(Indicator.code)).all()
    targets = _grouped(
        (
            one.indicator_id,
            YearValue(fiscal_year=one.fiscal_year, value=one.value, school_code=one.school_code, district=one.district),
        )
        for one in session.exec(select(IndicatorTarget).where(IndicatorTarget.office_code == office_code))
    )
    last: dict[tuple[object, ...], IndicatorActual] = {}
    for one in session.exec(
        select(IndicatorActual).where(IndicatorActual.office_code == office_code).order_by(col(IndicatorActual.id))
    ):
        last[one.indicator_id, one.fiscal_year, one.quarter, one.school_code, one.district] = one
    actuals = _grouped((one.indicator_id, _actual(one)) for one in last.values())
    return Given(
        [
            IndicatorRow(
                **row.model_dump(include=set(IndicatorRow.model_fields) & set(Indicator.model_fields)),
                targets=tuple(targets.get(row.id or 0, ())),
                actuals=tuple(actuals.get(row.id or 0, ())),
            )
            for row in rows
        ],
        _newest(row.changed_at for row in rows),
    )


def give_fiscal_years(session: Session, office_code: str) -> Given:
    """The present year and the next one are always there."""
    begin_years(session, office_code, happened.today())
    rows = session.exec(
        select(FiscalYearState).where(FiscalYearState.office_code == office_code).order_by(col(FiscalYearState.era))
    ).all()
    return Given(
        [FiscalYearRow(year=row.era, state=row.state.value) for row in rows], _newest(row.changed_at for row in rows)
    )


def _actual(one: IndicatorActual) -> YearValue:
    return YearValue(
        fiscal_year=one.fiscal_year,
        quarter=one.quarter or None,
        value=one.value,
        school_code=one.school_code,
        district=one.district,
        as_of=one.as_of,
        source=one.source,
    )


def _grouped(pairs: Iterable[tuple[int, T]]) -> Mapping[int, list[T]]:
    found: dict[int, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _newest(moments: Iterable[datetime]) -> datetime | None:
    return max(moments, default=None)


OFFICE_DATA: Final[Mapping[str, Giver]] = {
    "references": give_references,
    "committees": give_committees,
    "indicators": give_indicators,
    "fiscal_years": give_fiscal_years,
}
"""By name; see `contract.data.registry`."""
