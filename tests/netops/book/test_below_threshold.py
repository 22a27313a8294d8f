"""The register below the threshold: what is named, as of which day, by the threshold of the day of acquisition."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.asset import Standing
from inventory.models.site import Office
from inventory.queries.sight import Sight
from inventory.store.asset_classes import RuleDraft, begin_book, store_rule
from netops.book.below_threshold import BelowThreshold, make_below_threshold
from netops.book.making import Made
from netops.paper_kinds import PAPER_KINDS
from netops.papers.making import remake
from service.database import reading
from service.refusal import RefusedError
from tests.factories import make_asset, make_office, make_site

MADE = Made(datetime(2026, 11, 22, 3, tzinfo=UTC), date(2026, 11, 22), None)


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with reading(engine) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    office = make_office(session)
    begin_book(session, office.id or 0)
    return office


def test_what_cost_less_is_named_and_nothing_else(session: Session, office: Office) -> None:
    school = make_site(session, office)
    old = date(2024, 1, 5)
    cards: dict[str, dict[str, Any]] = {
        "a": {"price_satang": 999_999},
        "at": {"price_satang": 1_000_000},
        "dear": {"price_satang": 3_000_000},
        "unknown": {"price_satang": None},
        "late": {"price_satang": 1, "acquired_on": date(2026, 10, 1)},
        "gone": {"price_satang": 1, "standing": Standing.DISPOSED, "disposed_on": date(2026, 9, 30)},
        "went": {"price_satang": 1, "standing": Standing.DISPOSED, "disposed_on": date(2026, 10, 2)},
    }
    for number, values in cards.items():
        given: dict[str, Any] = {"acquired_on": old, "quantity": 1, "number": number, **values}
        make_asset(session, office, **given)
    make_asset(session, office, school, number="s", price_satang=450_000, acquired_on=old, quantity=6)
    paper = make_below_threshold(session, Sight(office.id or 0), MADE)
    data = BelowThreshold.model_validate(paper.data["data"])
    assert [entry.number for entry in data.entries] == ["a", "went", "s"]
    assert (data.as_of, data.threshold_satang) == (date(2026, 9, 30), 1_000_000)
    assert remake(session, PAPER_KINDS, paper).is_same
    own = make_below_threshold(session, Sight(office.id or 0, school.id), MADE)
    assert [entry["number"] for entry in own.data["data"]["entries"]] == ["s"]  # type: ignore[index]


def test_the_threshold_is_that_of_the_day_of_acquisition(session: Session, office: Office) -> None:
    rule = {"valid_from": "2025-10-01", "threshold_satang": 500_000, "replace_after_years": 5}
    store_rule(session, RuleDraft.read(rule), office_id=office.id or 0)
    make_asset(session, office, number="old", price_satang=700_000, acquired_on=date(2025, 9, 30))
    make_asset(session, office, number="new", price_satang=700_000, acquired_on=date(2025, 10, 1))
    paper = make_below_threshold(session, Sight(office.id or 0), MADE)
    assert [entry["number"] for entry in paper.data["data"]["entries"]] == ["old"]  # type: ignore[index]


def test_nothing_is_no_paper(session: Session, office: Office) -> None:
    with pytest.raises(RefusedError):
        make_below_threshold(session, Sight(office.id or 0), MADE)
