"""Transfers on both databases: proposed by one unit, answered by the other; numbers stay taken on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.asset import Asset, AssetEvent, Standing
from inventory.models.site import Office, Site
from inventory.models.transfer import Transfer, TransferState
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from inventory.queries.transfers import TRANSFERS, moving, transfers_of
from inventory.store.acting import By
from inventory.store.assets import AssetDraft, create_asset
from inventory.store.transfers import AcceptDraft, TransferDraft, accept, items_of, propose, refuse_transfer, withdraw
from service.database import reading
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_asset, make_office, make_person, make_site


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def giver(session: Session, office: Office) -> By:
    return By("ผู้เสนอ", AT, make_person(session, office).id)


@pytest.fixture
def taker(session: Session, office: Office) -> By:
    return By("ผู้รับ", AT, make_person(session, office).id)


def sight(office: Office, site: Site | None = None) -> Sight:
    assert office.id is not None
    return Sight(office.id, site.id if site is not None else None)


def proposed(session: Session, office: Office, asset: Asset, to: Site | None, by: By, **given: Any) -> Transfer:
    values: dict[str, Any] = {"from_site_id": asset.site_id, "to_site_id": to.id if to else None}
    draft = TransferDraft.read(values | {"numbers": [asset.number], "reason": "ขาดแคลน"} | given)
    return propose(session, draft, sight=sight(office), by=by)


def accepted(session: Session, transfer: Transfer, office: Office, by: By, number: str = "", **given: Any) -> None:
    item_id = items_of(session, transfer)[0].id
    draft = AcceptDraft.read({"moved_on": "2026-11-20", "numbers": {item_id: number} if number else {}} | given)
    accept(session, transfer, draft, sight=sight(office), by=by)


def refused(act: Any) -> tuple[str, ...]:
    with pytest.raises(RefusedError) as error:
        act()
    return tuple(problem.field for problem in error.value.problems)


def test_an_accepted_asset_belongs_to_the_other_unit_with_the_number_it_gets_there(
    session: Session, office: Office, giver: By, taker: By
) -> None:
    school = make_site(session, office)
    asset = make_asset(session, office, number="A1")
    transfer = proposed(session, office, asset, school, giver)
    assert asset.site_id is None  # nothing moves before it is accepted
    accepted(session, transfer, office, taker, "B7")
    assert (asset.site_id, asset.unit, asset.number) == (school.id, school.id, "B7")
    last = session.exec(select(AssetEvent).where(AssetEvent.asset_id == asset.id).order_by("id")).all()[-1]
    assert (last.kind, last.changes) == ("transferred", {"site_id": [None, school.id], "number": ["A1", "B7"]})
    assert (transfer.state, transfer.decider, transfer.moved_on) == (TransferState.ACCEPTED, "ผู้รับ", date(2026, 11, 20))
    assert items_of(session, transfer)[0].new_number == "B7"


def test_the_number_stays_taken_where_it_was_and_may_come_back(
    session: Session, office: Office, giver: By, taker: By
) -> None:
    school = make_site(session, office)
    asset = make_asset(session, office, number="A1")
    accepted(session, proposed(session, office, asset, school, giver), office, taker)
    assert asset.number == "A1"  # the unit that takes it keeps the number
    draft = AssetDraft.read({"number": "A1", "name": "อื่น"})
    assert refused(lambda: create_asset(session, draft, sight=sight(office), by=giver)) == ("number",)
    accepted(session, proposed(session, office, asset, None, giver), office, taker)
    assert (asset.site_id, asset.number) == (None, "A1")


def test_a_number_that_is_taken_there_is_refused_at_its_field(
    session: Session, office: Office, giver: By, taker: By
) -> None:
    school = make_site(session, office)
    make_asset(session, office, school, number="A1", standing=Standing.DISPOSED)
    transfer = proposed(session, office, make_asset(session, office, number="A1"), school, giver)
    item_id = items_of(session, transfer)[0].id
    assert refused(lambda: accepted(session, transfer, office, taker)) == (f"number.{item_id}",)
    accepted(session, transfer, office, taker, "A2")


def test_who_proposed_it_does_not_accept_it_and_it_is_answered_once(
    session: Session, office: Office, giver: By, taker: By
) -> None:
    school = make_site(session, office)
    transfer = proposed(session, office, make_asset(session, office), school, giver)
    assert refused(lambda: accepted(session, transfer, office, giver)) == ("",)
    assert refused(lambda: refuse_transfer(session, transfer, " ", sight=sight(office), by=taker)) == ("decision_note",)
    refuse_transfer(session, transfer, "มีแล้ว", sight=sight(office), by=taker)
    assert refused(lambda: accepted(session, transfer, office, taker)) == ("",)
    assert refused(lambda: withdraw(session, transfer, sight=sight(office), by=giver)) == ("",)


def test_an_asset_is_proposed_once_at_a_time_and_not_when_it_is_away(
    session: Session, office: Office, giver: By
) -> None:
    school = make_site(session, office)
    asset = make_asset(session, office)
    first = proposed(session, office, asset, school, giver)
    assert refused(lambda: proposed(session, office, asset, school, giver)) == ("numbers",)
    withdraw(session, first, sight=sight(office), by=giver)
    proposed(session, office, asset, school, giver)
    for standing in (Standing.LENT, Standing.LOST, Standing.TO_DISPOSE, Standing.DISPOSED):
        gone = make_asset(session, office, standing=standing)
        assert refused(lambda gone=gone: proposed(session, office, gone, school, giver)) == ("numbers",)
    home = make_asset(session, office, school)
    assert refused(lambda: proposed(session, office, home, school, giver)) == ("to_site_id",)
    foreign = make_site(session, make_office(session))
    assert refused(lambda: proposed(session, office, make_asset(session, office), foreign, giver)) == ("to_site_id",)


def test_each_school_sees_and_answers_what_concerns_it(session: Session, office: Office, giver: By, taker: By) -> None:
    gives, takes, other = (make_site(session, office) for _ in range(3))
    asset = make_asset(session, office, gives)
    transfer = proposed(session, office, asset, takes, giver)

    def seen(site: Site) -> int:
        return len(TRANSFERS.find(session, sight(office, site), Asked()).rows)

    assert [seen(site) for site in (gives, takes, other)] == [1, 1, 0]
    assert moving(session, sight(office, takes), transfer.id or 0).gives is gives
    with pytest.raises(MissingError):
        moving(session, sight(office, other), transfer.id or 0)
    draft = AcceptDraft(moved_on=date(2026, 11, 20))
    for site in (gives, other):
        with pytest.raises(MissingError):
            accept(session, transfer, draft, sight=sight(office, site), by=taker)
    with pytest.raises(MissingError):
        withdraw(session, transfer, sight=sight(office, takes), by=taker)
    accept(session, transfer, draft, sight=sight(office, takes), by=taker)
    assert len(transfers_of(session, sight(office, gives), asset.id or 0)) == 1  # the history is on both sides
    states = [{"transfer_state": state} for state in ("accepted", "proposed", "x")]
    found = [TRANSFERS.find(session, sight(office), Asked(filters=one)).total for one in states]
    assert found == [1, 0, 0]
