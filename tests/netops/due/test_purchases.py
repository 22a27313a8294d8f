"""What purchases are due stands on the calendar of those who have to do it, until it is done."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, event
from sqlmodel import Session

from netops.due.entry import ALWAYS, Mark, Reader
from netops.due.sources.purchases import SOURCE
from netops.models.person import Role
from procurement.models.purchase import Purchase
from procurement.store.signing import CopyDraft, send_copy
from service.database import transaction
from service.i18n import speaking
from tests import factories
from tests.netops.cases.world import Desk, reader_of
from tests.procurement.store.buying import TODAY, World, make_world


def due(world: World, session: Session, role: Role = Role.SUPPLY) -> list[tuple[date, str, bool]]:
    desk = Desk(session, world.office, factories.AT, Path())
    reader: Reader = reader_of(desk.as_(role))
    with speaking("en"):
        found = list(SOURCE.find(reader, ALWAYS))
    assert {one.mark for one in found} <= {Mark.TO_DO}
    return sorted((one.day, one.what, one.is_mine) for one in found)


def large(world: World) -> Purchase:
    entry = world.published(amount_satang=10**9)
    share = {"site_id": world.school.id, "quantity": 100}
    line = {"name": "สวิตช์", "estimate_satang": 1_300_000, "shares": [share]}
    begun = world.begun(entry, lines=[line], method="e_bidding")
    return world.signed(begun)


def test_delivery_then_inspection_then_nothing(engine: Engine) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        purchase = world.signed()
        assert due(world, session) == [(TODAY + timedelta(days=10), "delivery due", True)]
        assert due(world, session, Role.IT) == [(TODAY + timedelta(days=10), "delivery due", False)]
        number = world.delivered(purchase, [{}, {}, {}])
        # Five working days after Friday 20 November.
        assert due(world, session) == [(date(2026, 11, 27), "to be inspected", True)]
        world.accepted(purchase, number)
        assert due(world, session) == []


def test_a_copy_of_a_large_contract_is_due_until_it_is_sent(engine: Engine) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        purchase = large(world)
        wanted = (TODAY + timedelta(days=30), "send a copy of the contract", True)
        assert wanted in due(world, session)
        send_copy(world.buyer, purchase, CopyDraft(copy_sent_on=TODAY))
        assert wanted not in due(world, session)


def test_another_office_reads_nothing_of_it(engine: Engine) -> None:
    with transaction(engine) as session:
        make_world(session).signed()
        other = make_world(session)
        assert due(other, session) == []


def test_many_purchases_are_read_with_as_many_statements_as_one(engine: Engine) -> None:
    asked: list[str] = []
    with transaction(engine) as session:
        world = make_world(session)
        event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
        counts = []
        for _more in range(3):
            world.delivered(world.signed(), [{}])
            session.expunge_all()
            asked.clear()
            found = due(world, session)
            counts.append((len(found), len(asked)))
    assert [entries for entries, _statements in counts] == [2, 4, 6]
    assert len({statements for _entries, statements in counts}) == 1
