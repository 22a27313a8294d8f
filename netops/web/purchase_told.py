"""The history of a purchase in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from office.baht import figures
from office.thai_date import short_date
from procurement.models.purchase import PurchaseEvent
from procurement.queries.purchases import EVENT_WORDS
from service.i18n import _, spoken


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry: what, by whom, and the figures that matter."""

    at: datetime
    what: str
    actor: str
    detail: str
    note: str


def happened(events: Iterable[PurchaseEvent]) -> list[Happened]:
    """In the reader's language, in the order given."""
    return [
        Happened(one.at, _(EVENT_WORDS[one.kind]), one.actor, " · ".join(_details(one.detail)), one.note)
        for one in events
    ]


def _details(detail: Mapping[str, object]) -> Iterable[str]:
    if "delivery" in detail:
        yield _("delivery %(n)s") % {"n": detail["delivery"]}
    for name in ("supplier", "number", "plan_number"):
        if detail.get(name):
            yield str(detail[name])
    if "people" in detail:
        yield _("%(count)s people") % {"count": detail["people"]}
    yield from _changed(detail)
    amount = detail.get("amount_satang")
    if isinstance(amount, int):
        yield _("%(amount)s baht") % {"amount": figures(amount)}
    fine = detail.get("fine_satang")
    if isinstance(fine, int) and fine:
        yield _("fine %(amount)s baht") % {"amount": figures(fine)}
    assets = detail.get("assets")
    if isinstance(assets, int) and assets:
        yield _("%(count)s cards in the asset book") % {"count": assets}


def _changed(detail: Mapping[str, object]) -> Iterable[str]:
    """What stood there, and what stands there now."""
    days = detail.get("due_on")
    if isinstance(days, list):
        yield " → ".join(short_date(date.fromisoformat(day), spoken()) for day in days)
    corrected = detail.get("corrected")
    for one in corrected if isinstance(corrected, list) else ():
        for before, after in (one["serial"], one["mac"]):
            if before != after:
                yield f"{before or '–'} → {after or '–'}"
