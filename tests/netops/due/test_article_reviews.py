"""Reviews of articles stand on the calendar until somebody moved the day or put the article away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from netops.due.book import due_for
from netops.models.person import Role
from netops.models.response import Article
from tests import factories
from tests.netops.cases.world import Desk, reader_of

NOW = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def desk(database: Engine, tmp_path: Path) -> Iterator[Desk]:
    with Session(database, expire_on_commit=False) as session:
        yield Desk(session, factories.make_office(session), NOW, tmp_path)


@pytest.mark.requirement("P6-7.1")
def test_an_article_past_its_review_is_due_for_it_and_for_nobody_else(desk: Desk) -> None:
    office_id, other_id = desk.office.id or 0, factories.make_office(desk.session).id or 0
    yesterday = (NOW - timedelta(days=1)).date()
    for owner, archived_at in ((office_id, None), (office_id, NOW), (other_id, None)):
        desk.session.add(
            Article(office_id=owner, title="ไฟ LOS แดง", body="-", review_on=yesterday, archived_at=archived_at)
        )
    desk.session.add(Article(office_id=office_id, title="ไม่มีกำหนด", body="-"))
    desk.session.flush()
    of_it = [one.entry for one in due_for(reader_of(desk.as_(Role.IT))) if one.source.key == "article_reviews"]
    assert [(one.day, one.title) for one in of_it] == [(yesterday, "ไฟ LOS แดง")]
    assert due_for(reader_of(desk.as_(Role.SUPPLY))) == []
