"""Lent assets on the calendar: due for who keeps the book that they are of, until they are back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.lending import Lending
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.lendings import LendingDraft, ReturnDraft, give_back, items_out, lend
from netops.due.book import due_for
from netops.models.person import Role
from service.i18n import speaking
from tests import factories
from tests.netops.cases.world import Desk, reader_of

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with speaking("en"):
        yield


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, factories.make_office(session), NOW, tmp_path)


def lent(desk: Desk, borrower: str, due: str, site: Site | None = None) -> int:
    asset = factories.make_asset(desk.session, desk.office, site)
    site_id = site.id if site else None
    given = {"borrower": borrower, "lent_on": "2026-10-01", "due_on": due, "site_id": site_id, "numbers": asset.number}
    sight, by = Sight(desk.office.id or 0), By("พัสดุ", NOW)
    return lend(desk.session, LendingDraft.read(given), sight=sight, by=by).id or 0


def due(desk: Desk, role: Role, site: Site | None = None) -> list[tuple[date, str]]:
    reader = reader_of(desk.as_(role, site=site) if site is not None else desk.as_(role))
    return [(one.entry.day, one.entry.title) for one in due_for(reader) if one.source.key == "lendings"]


def test_it_is_due_for_who_keeps_the_book_until_it_is_back(desk: Desk) -> None:
    school = factories.make_site(desk.session, desk.office)
    lending_id = lent(desk, "ของสำนักงาน", "2026-11-16")
    lent(desk, "ของโรงเรียน", "2026-11-01", school)
    assert due(desk, Role.SUPPLY) == [(date(2026, 11, 16), "ของสำนักงาน")]
    assert due(desk, Role.SCHOOL, school) == [(date(2026, 11, 1), "ของโรงเรียน")]
    assert due(desk, Role.IT) == []
    lending = desk.session.get_one(Lending, lending_id)
    back = ReturnDraft(returned_on=date(2026, 11, 2))
    give_back(desk.session, lending, items_out(desk.session, lending)[0].id or 0, back, by=By("พัสดุ", NOW))
    assert due(desk, Role.SUPPLY) == []
