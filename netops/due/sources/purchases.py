"""What purchases are due: goods to be delivered, deliveries to be inspected, copies of large contracts to be sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import and_, or_
from sqlmodel import col, select

from inventory.queries.sight import Sight
from netops.cases.facts import holidays
from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from procurement.models.purchase import Purchase, PurchaseContract
from procurement.parameters import Name, shipped_parameters
from procurement.queries.dossier import Dossier, copy_due, dossiers_of, facts_of
from procurement.queries.purchases import seen
from service.i18n import N_, _

_WRITERS: Final = frozenset({Role.SUPPLY, Role.SCHOOL})


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """Of purchases that are signed and not over, and large contracts whose copy was not sent."""
    sight = reader.sight
    unsent = and_(col(PurchaseContract.copy_sent_on).is_(None), col(PurchaseContract.amount_satang) >= _least_copied())
    waits = or_(col(Purchase.is_over).is_(False), unsent)
    wanted = select(Purchase.id).join(PurchaseContract).where(seen(sight), col(Purchase.cancelled_on).is_(None), waits)
    closed = holidays(reader.session, sight.office_id)
    ids = [row_id for row_id in reader.session.exec(wanted) if row_id is not None]
    for dossier in dossiers_of(reader.session, Sight(sight.office_id), ids):
        for key, day, what in _due(dossier, closed):
            if span.first <= day <= span.last:
                yield _entry(reader, dossier, key, day, what)


def _least_copied() -> int:
    """The lowest amount from which a copy was ever to be sent."""
    known = (one.value for one in shipped_parameters().known if one.name is Name.CONTRACT_COPY_SATANG)
    return min(known, default=0)


def _due(dossier: Dossier, closed: frozenset[date]) -> Iterator[tuple[str, date, str]]:
    facts = facts_of(dossier, shipped_parameters(), closed)
    copy_on = copy_due(dossier, shipped_parameters())
    if facts.due_on is not None and facts.delivered < facts.wanted:
        yield "delivery", facts.due_on, _("delivery due")
    if facts.inspect_by is not None:
        yield "inspection", facts.inspect_by, _("to be inspected")
    if copy_on is not None:
        yield "copy", copy_on, _("send a copy of the contract")


def _entry(reader: Reader, dossier: Dossier, key: str, day: date, what: str) -> Entry:
    purchase = dossier.purchase
    site = dossier.place(purchase.site_id)
    return Entry(
        key=f"{purchase.id}-{key}",
        day=day,
        what=what,
        title=purchase.name,
        url=f"/purchases/{purchase.id}",
        mark=Mark.TO_DO,
        place=site.name if site is not None else "",
        owner=(Role.SUPPLY if site is None else Role.SCHOOL).value,
        is_mine=reader.role in _WRITERS and (reader.role is Role.SCHOOL) == (site is not None),
    )


SOURCE: Final = Source("purchases", N_("Purchases"), "purchases.read", find, has_tasks=True)
