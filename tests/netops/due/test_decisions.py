"""What waits for the director stands in the one list of what is due, until it is decided."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.site import Office
from netops.due.entry import ALWAYS, Entry
from netops.due.sources.decisions import SOURCE
from netops.models.person import Role
from network.models.change import ChangeState, NetworkChange
from procurement.models.need import Need
from procurement.models.spec import Spec, SpecState
from procurement.needs.need import NeedState, Reason, Source
from service.database import transaction
from service.i18n import speaking
from tests import factories
from tests.netops.cases.world import Desk, reader_of
from tests.procurement.store.buying import TODAY, make_world


def waiting(session: Session, office: Office, role: Role = Role.DIRECTOR) -> list[Entry]:
    desk = Desk(session, office, factories.AT, Path())
    with speaking("en"):
        return [one for one in SOURCE.find(reader_of(desk.as_(role)), ALWAYS) if one.is_mine]


def need_of(office: Office, **values: Any) -> Need:
    given: dict[str, Any] = {
        "office_id": office.id or 0,
        "title": "จอ",
        "reason": Reason.SHORTAGE,
        "source": Source.HAND,
    }
    return Need(**given, state=NeedState.OPEN, **values)


def test_a_request_to_buy_waits_until_it_is_approved(engine: Engine) -> None:
    with transaction(engine) as session:
        world = make_world(session)
        purchase = world.begun()
        (entry,) = waiting(session, world.office)
        assert (entry.what, entry.title, entry.day) == ("request to buy to be approved", purchase.name, TODAY)
        assert entry.url == f"/purchases/{purchase.id}"
        assert waiting(session, world.office, Role.SUPPLY) == []
        world.approved(purchase)
        assert waiting(session, world.office) == []


def test_a_specification_waits_from_the_day_on_which_it_was_checked(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        spec = Spec(office_id=office.id or 0, title="สวิตช์ 24 ช่อง", day=TODAY)
        session.add(spec)
        session.flush()
        assert waiting(session, office) == []
        spec.state, spec.checked_at = SpecState.CHECKED, factories.AT
        session.flush()
        assert [(one.url, one.day) for one in waiting(session, office)] == [
            (f"/specs/{spec.id}", factories.AT.date()),
        ]
        spec.state = SpecState.APPROVED
        session.flush()
        assert waiting(session, office) == []


def test_needs_that_were_proposed_are_one_line_from_the_first_day(engine: Engine) -> None:
    with transaction(engine) as session:
        office, other = factories.make_office(session), factories.make_office(session)
        for of, days in ((office, 0), (office, 3), (other, 9)):
            session.add(need_of(of, proposed_at=factories.AT - timedelta(days=days)))
        session.add(need_of(office))  # nobody proposed it yet
        session.flush()
        (entry,) = waiting(session, office)
        assert (entry.title, entry.url) == ("2 needs", "/needs?need_state=proposed")
        assert entry.day == (factories.AT - timedelta(days=3)).date()


def test_a_change_of_a_network_waits_at_its_school(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        change = NetworkChange(site_id=site.id or 0, title="ย้ายตู้", why="ร้อน", planned_on=TODAY, asked_at=factories.AT)
        session.add(change)
        session.flush()
        (entry,) = waiting(session, office)
        assert (entry.title, entry.place, entry.url) == (
            change.title,
            site.name,
            f"/network/schools/{site.code}#changes",
        )
        change.state = ChangeState.REFUSED
        session.flush()
        assert waiting(session, office) == []
