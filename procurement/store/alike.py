"""What else a unit buys in a fiscal year, each once: purchases, specifications nobody buys yet, planned entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session, col, select

from office.fiscal import FiscalYear
from procurement.checks.splitting import Bought
from procurement.judging import purchases
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Purchase, PurchaseContract
from procurement.models.spec import Spec, SpecState
from procurement.store.sheets import sheet_of


@dataclass(frozen=True, slots=True)
class Buying:
    """Whose buying is looked at, on which day, and what of it is the thing itself and does not count beside it.

    `site_id` None: the office itself. `spec_ids` are all versions of its specification.
    """

    office_id: int
    site_id: int | None
    day: date
    purchase_id: int | None = None
    entry_id: int | None = None
    plan_no: str = ""
    spec_ids: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Alike:
    """One other thing, and for how much it buys of one kind of goods. `name` is what people call it; `url` its page."""

    bought: Bought
    name: str
    url: str


def alike(session: Session, about: Buying, unit: str) -> tuple[Alike, ...]:
    """All kinds of goods. A specification that is bought counts as its purchase, an entry of the plan that is bought or
    specified as that; what was cancelled, withdrawn or is a mere draft counts for nothing.
    """
    specs = _specs(session, about)
    bought = _purchases(session, about)
    taken = {row[0].spec_id for row in bought}
    free = [spec for spec in specs.values() if not _versions(spec) & taken and not _versions(spec) & about.spec_ids]
    begun = {row[1].id for row in bought} | {about.entry_id}
    named = {spec.plan_no for spec in free} | {about.plan_no}
    return (
        *(one for row in bought if not _is_itself(row[0], about) for one in _of_purchase(session, row, unit)),
        *(one for spec in free for one in _of_spec(session, spec, unit)),
        *(one for entry in _planned(session, about) for one in _of_entry(entry, unit, begun, named)),
    )


def versions_of(session: Session, spec_id: int | None) -> frozenset[int]:
    """All versions of a specification."""
    spec = session.get(Spec, spec_id) if spec_id is not None else None
    if spec is None:
        return frozenset()
    first = spec.first_id or spec.id
    later = session.exec(select(Spec.id).where(Spec.first_id == first))
    return frozenset(one for one in (first, *later) if one is not None)


def _versions(spec: Spec) -> set[int | None]:
    return {spec.id, spec.first_id or spec.id}


def _specs(session: Session, about: Buying) -> dict[int | None, Spec]:
    """The newest version of each that was checked or approved and is of the fiscal year."""
    year = FiscalYear.of(about.day)
    wanted = select(Spec).where(
        Spec.office_id == about.office_id,
        col(Spec.site_id).is_(None) if about.site_id is None else col(Spec.site_id) == about.site_id,
        col(Spec.state).in_([SpecState.CHECKED, SpecState.APPROVED]),
        col(Spec.day).between(year.first, year.last),
    )
    rows = session.exec(wanted.order_by(col(Spec.version)))
    return {spec.first_id or spec.id: spec for spec in rows}


Row = tuple[Purchase, PlanEntry, PurchaseContract | None]


def _purchases(session: Session, about: Buying) -> Sequence[Row]:
    wanted = (
        select(Purchase, PlanEntry, PurchaseContract)
        .join(PlanEntry, col(PlanEntry.id) == Purchase.entry_id)
        .outerjoin(PurchaseContract, col(PurchaseContract.purchase_id) == Purchase.id)
        .where(
            Purchase.office_id == about.office_id,
            Purchase.unit == (about.site_id or 0),
            col(Purchase.cancelled_on).is_(None),
        )
        .order_by(col(Purchase.id))
    )
    return session.exec(wanted).all()


def _is_itself(purchase: Purchase, about: Buying) -> bool:
    return purchase.id == about.purchase_id or (purchase.spec_id is not None and purchase.spec_id in about.spec_ids)


def _of_purchase(session: Session, row: Row, unit: str) -> Iterator[Alike]:
    purchase, entry, contract = row
    day = purchase.approved_on or purchase.opened_on
    amount = contract.amount_satang if contract is not None else purchase.amount_satang or entry.amount_satang
    spec = session.get(Spec, purchase.spec_id) if purchase.spec_id is not None else None
    kinds = {one.category: one.amount_satang for one in _of_sheet(session, spec, unit)}
    if entry.category:
        kinds[entry.category] = amount
    for kind, satang in kinds.items():
        yield Alike(Bought(unit, day, kind, satang), purchase.name, f"/purchases/{purchase.id}")


def _of_spec(session: Session, spec: Spec, unit: str) -> Iterator[Alike]:
    for one in _of_sheet(session, spec, unit):
        yield Alike(one, spec.title, f"/specs/{spec.id}")


def _of_sheet(session: Session, spec: Spec | None, unit: str) -> Iterable[Bought]:
    return purchases(sheet_of(session, spec), unit) if spec is not None else ()


def _planned(session: Session, about: Buying) -> Iterable[PlanEntry]:
    wanted = select(PlanEntry).where(
        PlanEntry.office_id == about.office_id,
        PlanEntry.unit == (about.site_id or 0),
        PlanEntry.year == FiscalYear.of(about.day).era,
        PlanEntry.category != "",
        col(PlanEntry.published_on).is_not(None),
        col(PlanEntry.withdrawn_on).is_(None),
    )
    return session.exec(wanted.order_by(col(PlanEntry.number)))


def _of_entry(entry: PlanEntry, unit: str, begun: set[int | None], named: set[str]) -> Iterator[Alike]:
    if entry.id in begun or (entry.egp_plan_no and entry.egp_plan_no in named):
        return
    planned = Bought(unit, FiscalYear(entry.year).first, entry.category, entry.amount_satang)
    yield Alike(planned, entry.name, f"/procurement-plan/{entry.id}")
