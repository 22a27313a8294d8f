"""An annual inspection of the demo in progress: some assets looked at, one recorded differently by two people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from inventory.models.inspection import InspectionItem
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.inspections import (
    InspectorDraft,
    OrderDraft,
    RecordDraft,
    RoundDraft,
    appoint,
    create_round,
    freeze,
    keep_record,
    set_order,
)
from netops.models.person import Person
from office.fiscal import FiscalYear
from service.columns import utc_now

_SAID: Final = "ข้อมูลจำลอง"


def seed_inspection(session: Session, office_id: int, site_id: int, people: tuple[str, str]) -> None:
    """Of the school's assets as of the last 30 September, by two people of the office, named by their user names."""
    now = utc_now()
    by, year = By(_SAID, now), FiscalYear.of(now.date()).preceding
    draft = RoundDraft(site_id=site_id, year=year.era)
    held = create_round(session, draft, sight=Sight(office_id), holidays=(), by=by)
    set_order(session, held, OrderDraft(order_no=f"12/{year.era}", order_on=year.last - timedelta(days=15)))
    found = [session.exec(select(Person).where(Person.username == name)).one() for name in people]
    for person in found:
        wish = InspectorDraft(person_id=person.id or 0, position=_SAID, is_chair=person is found[0])
        appoint(session, held, wish, name=person.name, by=by)
    freeze(session, held, today=now.date(), by=by)
    items = session.exec(
        select(InspectionItem).where(InspectionItem.round_id == held.id).order_by(col(InspectionItem.number))
    ).all()
    for at, (item, who, said) in enumerate(_records(items)):
        person = found[who]
        moment = now - timedelta(hours=30 - at)
        record = RecordDraft(
            item_id=item.id or 0, client_id=f"{at:032x}", said_at=moment, sent_at=now, note=_SAID, **said
        )
        keep_record(session, held, record, by=By(person.name, now, person.id))


def _records(items: Any) -> Iterator[tuple[InspectionItem, int, dict[str, Any]]]:
    """(asset, which of the two, what was seen): the last two assets are left for whoever tries the demo."""
    seen: tuple[dict[str, Any], ...] = (
        {"whereabouts": "found", "condition": "usable"},
        {"whereabouts": "found", "condition": "damaged"},
        {"whereabouts": "not_found"},
        {"whereabouts": "elsewhere", "condition": "usable", "place": "ห้องธุรการ (จำลอง)"},
    )
    for at, item in enumerate(items[:-2]):
        yield item, 0, seen[at % len(seen)]
    if len(items) > 2:
        yield items[0], 1, {"whereabouts": "found", "condition": "worn"}
