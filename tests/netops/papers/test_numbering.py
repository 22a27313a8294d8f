"""Own numbers: no gap and no double however many ask at once; void with a reason, never given again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.site import Office
from netops.models.paper import IssuedNumber, Paper
from netops.papers.making import Order, make_paper
from netops.papers.numbering import Numbering, Series, load_numbering, store_numbering, void
from netops.papers.plain_letter import PLAIN_LETTER
from service.database import reading, transaction
from service.refusal import MissingError, RefusedError
from tests import factories

NOW = datetime(2026, 11, 28, 3, 4, 5, tzinfo=UTC)
LETTER = PLAIN_LETTER.sample()


@pytest.fixture
def office(database: Engine) -> Office:
    with transaction(database) as session:
        office = factories.make_office(session)
        assert office.id is not None
        store_numbering(session, office.id, Numbering(series={"outgoing": Series(is_own=True, pattern="ศธ 1/{n}")}))
        return office


def make(session: Session, office: Office, **order: object) -> Paper:
    assert office.id is not None
    return make_paper(session, PLAIN_LETTER, LETTER, Order(**{"office_id": office.id, "at": NOW, **order}))  # type: ignore[arg-type]


def test_threads_get_every_number_once_and_leave_no_gap(database: Engine, office: Office) -> None:
    def one(turn: int) -> str | None:
        with transaction(database) as session:
            paper = make(session, office)
            if turn % 4 == 3:  # a paper that comes to nothing gives its number back
                session.rollback()
                return None
            return paper.number

    with ThreadPoolExecutor(8) as pool:
        numbers = [number for number in pool.map(one, range(32)) if number is not None]
    assert sorted(numbers) == sorted(f"ศธ 1/{value}" for value in range(1, 25))
    with reading(database) as session:
        stored = session.exec(select(IssuedNumber.value).order_by(col(IssuedNumber.value))).all()
    assert list(stored) == list(range(1, 25))


def test_each_year_and_each_school_counts_from_the_beginning(database: Engine, office: Office) -> None:
    with transaction(database) as session:
        site = factories.make_site(session, office)
        said = [make(session, office, at=at).number for at in (NOW, datetime(2026, 12, 31, 17, tzinfo=UTC), NOW)]
        said.append(make(session, office, site_id=site.id).number)
    assert said == ["ศธ 1/1", "ศธ 1/1", "ศธ 1/2", "ศธ 1/1"]


def test_a_number_is_typed_by_default_and_refused_where_we_count(database: Engine, office: Office) -> None:
    with transaction(database) as session:
        other = factories.make_office(session)
        assert make(session, other, number="  ศธ 9/๑\n").number == "ศธ 9/๑"
        assert make(session, other).number == ""
    with transaction(database) as session, pytest.raises(RefusedError, match="number"):
        make(session, office, number="ศธ 9/1")
    with transaction(database) as session:
        assert make(session, office).number == "ศธ 1/1"


def test_a_void_number_keeps_its_reason_and_is_not_given_again(database: Engine, office: Office) -> None:
    with transaction(database) as session:
        paper = make(session, office)
        with pytest.raises(RefusedError):
            void(session, paper, "  ")
        assert void(session, paper, "พิมพ์ผิด").void_reason == "พิมพ์ผิด"
        with pytest.raises(RefusedError):
            void(session, paper, "อีกครั้ง")
        assert make(session, office).number == "ศธ 1/2"
        typed = make(session, factories.make_office(session), number="1")
        with pytest.raises(MissingError):
            void(session, typed, "ก")


def test_the_setting_is_kept_by_office(database: Engine, office: Office) -> None:
    rule = Series(is_own=True, pattern="{n}/{year}", first=50)
    with transaction(database) as session:
        store_numbering(session, office.id or 0, Numbering(series={"outgoing": rule}))
    with transaction(database) as session:
        assert load_numbering(session, office.id or 0).of("outgoing") == rule
        assert load_numbering(session, office.id or 0).of("internal") == Series()
        assert [make(session, office).number for _ in range(2)] == ["50/2569", "51/2569"]


@pytest.mark.parametrize("pattern", ["", "ศธ", "{n}{n}", "x" * 41 + "{n}"])
def test_a_pattern_has_one_place_for_the_number(pattern: str) -> None:
    with pytest.raises(ValidationError):
        Series(pattern=pattern)
