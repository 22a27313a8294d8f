"""A stored specification as the value from which it is judged and printed, and what the database knows around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from inventory.models.site import Office, Site
from procurement.models.spec import (
    PriceFrom,
    Spec,
    SpecDelivery,
    SpecLine,
    SpecNeed,
    SpecPrice,
    SpecProduct,
    SpecReplaced,
)
from procurement.sheet import Criterion, Delivery, Line, Member, Price, Product, Replaced, Sheet


def sheet_of(session: Session, spec: Spec) -> Sheet:
    """As it was approved, or as it stands."""
    if spec.content is not None:
        return Sheet.model_validate(spec.content)
    office = session.get_one(Office, spec.office_id).name
    owner = session.get_one(Site, spec.site_id).name if spec.site_id is not None else office
    own = {name: getattr(spec, name) for name in Sheet.model_fields if hasattr(spec, name)}
    return Sheet(
        **own | {"members": tuple(Member(**one) for one in spec.members)},
        office=office,
        owner=owner,
        lines=_lines(session, spec),
    )


def _lines(session: Session, spec: Spec) -> tuple[Line, ...]:
    wanted = select(SpecLine).where(SpecLine.spec_id == spec.id)
    rows = session.exec(wanted.order_by(col(SpecLine.position), col(SpecLine.id))).all()
    ids = [row.id for row in rows]
    parts = {kind: _by_line(session, kind, ids) for kind in (SpecPrice, SpecProduct, SpecReplaced)}
    places, needed = _deliveries(session, ids), _needed(session, ids)
    return tuple(
        Line(
            name=row.name,
            category=row.category,
            criterion=Criterion.model_validate(row.criterion) if row.criterion is not None else None,
            additions=tuple(text.strip() for text in row.additions.splitlines() if text.strip()),
            quantity=row.quantity,
            unit_word=row.unit_word,
            unit_price_satang=row.unit_price_satang,
            price_source=row.price_source,
            deliveries=tuple(places[row.id]),
            prices=tuple(
                Price(
                    is_company=one.asked_from is PriceFrom.COMPANY,
                    source=one.source,
                    price_satang=one.price_satang,
                    asked_on=one.asked_on,
                )
                for one in parts[SpecPrice][row.id]
            ),
            products=tuple(Product(maker=one.maker, model=one.model) for one in parts[SpecProduct][row.id]),
            replaced=tuple(
                Replaced(name=one.name, in_use_since=one.in_use_since) for one in parts[SpecReplaced][row.id]
            ),
            needed=needed[row.id],
            reasons=row.reasons,
        )
        for row in rows
    )


def _by_line(session: Session, kind: type[Any], ids: Sequence[int | None]) -> Mapping[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = defaultdict(list)
    for part in session.exec(select(kind).where(col(kind.line_id).in_(ids)).order_by(kind.id)):
        found[part.line_id].append(part)
    return found


def _deliveries(session: Session, ids: Sequence[int | None]) -> Mapping[int | None, list[Delivery]]:
    found: dict[int | None, list[Delivery]] = defaultdict(list)
    wanted = (
        select(SpecDelivery, Site.code, Site.name)
        .join(Site, col(Site.id) == SpecDelivery.site_id)
        .where(col(SpecDelivery.line_id).in_(ids))
        .order_by(col(SpecDelivery.id))
    )
    for row, code, name in session.exec(wanted):
        found[row.line_id].append(Delivery(site_code=code, school=name, quantity=row.quantity))
    return found


def _needed(session: Session, ids: Sequence[int | None]) -> Mapping[int | None, dict[str, int]]:
    """By the name of the school, as deliveries have it."""
    found: dict[int | None, dict[str, int]] = defaultdict(dict)
    wanted = (
        select(SpecNeed, Site.name)
        .join(Site, col(Site.id) == SpecNeed.site_id)
        .where(col(SpecNeed.line_id).in_(ids))
        .order_by(col(SpecNeed.id))
    )
    for row, name in session.exec(wanted):
        found[row.line_id][name] = found[row.line_id].get(name, 0) + row.quantity
    return found
