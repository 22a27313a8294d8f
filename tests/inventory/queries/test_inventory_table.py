"""The lists of the inventory on both databases: every column sorts, every filter narrows, each sees only its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Office, Site
from inventory.queries.inventory_table import DEVICES, LINKS, SITES, TABLES
from inventory.queries.sight import Sight
from inventory.queries.table import Asked, Table
from service.database import reading
from service.refusal import RefusedError
from tests.factories import AT, make_device, make_link, make_office, make_provider, make_site


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    """Two schools with a link and two devices each, one of which is down; and a school of another office."""
    office = make_office(session)
    provider = make_provider(session, office)
    for number, name in enumerate(("เหนือ", "ใต้")):
        site = make_site(session, office, name=f"โรงเรียน{name}", district=f"อำเภอ{name}")
        make_link(session, site, provider_id=provider.id if number else None, circuit_no=f"50%_{number}")
        make_device(session, site, vendor="Any", model=f"M{number}")
        down = make_device(session, site, vendor="", address="")
        if number:
            assert down.id is not None
            session.add(CurrentState(subject=Subject.DEVICE, subject_id=down.id, state=State.DOWN, since=AT))
    make_device(session, make_site(session, make_office(session)))
    session.flush()
    return office


def sight(office: Office) -> Sight:
    assert office.id is not None
    return Sight(office.id)


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.key)
def test_every_column_sorts_either_way_and_loses_no_row(session: Session, office: Office, table: Table) -> None:
    total = table.find(session, sight(office), Asked()).total
    for column in table.columns:
        for descending in (False, True):
            found = table.find(session, sight(office), Asked(sort=column.key, descending=descending, limit=1, offset=1))
            assert (found.total, len(found.rows)) == (total, 1), column.key


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.key)
def test_every_option_of_a_filter_is_understood(session: Session, office: Office, table: Table) -> None:
    total = table.find(session, sight(office), Asked()).total
    for one in table.filters:
        for value, _words in one.options(session, sight(office)):
            assert table.find(session, sight(office), Asked(filters={one.key: value})).total <= total
        assert table.find(session, sight(office), Asked(filters={one.key: "' or 1=1 --"})).total == 0


def test_the_worst_stands_first_and_unknown_values_last(session: Session, office: Office) -> None:
    rows = DEVICES.find(session, sight(office), Asked()).rows
    assert [row["state"] for row in rows] == ["down", *["not_monitored"] * 3]
    rows = LINKS.find(session, sight(office), Asked(sort="provider", descending=True)).rows
    assert rows[-1]["provider"] is None


def test_search_takes_every_word_and_no_wildcard(session: Session, office: Office) -> None:
    assert SITES.find(session, sight(office), Asked(q="โรงเรียน เหนือ")).total == 1
    assert LINKS.find(session, sight(office), Asked(q="50%_0")).total == 1
    assert LINKS.find(session, sight(office), Asked(q="50%%")).total == 0
    assert DEVICES.find(session, sight(office), Asked(q="ANY m1")).total == 1


def test_a_school_and_an_office_see_their_own(session: Session, office: Office) -> None:
    assert DEVICES.find(session, sight(office), Asked()).total == 4
    own = session.get_one(Site, SITES.ids(session, sight(office), Asked())[0][0])
    assert office.id is not None
    found = DEVICES.find(session, Sight(office.id, own.id), Asked())
    assert {row["site_code"] for row in found.rows} == {own.code}
    assert found.total == 2


@pytest.mark.parametrize("asked", [Asked(sort="id; drop table device"), Asked(filters={"1=1": "x"})])
def test_an_unknown_key_is_refused(session: Session, office: Office, asked: Asked) -> None:
    with pytest.raises(RefusedError):
        DEVICES.find(session, sight(office), asked)
