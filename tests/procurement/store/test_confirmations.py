"""What an office compared holds for that office, and for what it compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from procurement.criteria.edition import Certainty, Listing
from procurement.criteria.fingerprint import fingerprint
from procurement.criteria.shipped import shipped
from procurement.store.confirmations import confirm, confirmation_of, take_back
from procurement.store.criteria import office_catalogue
from service.database import reading, transaction
from service.refusal import MissingError, RefusedError
from tests import factories

HELD = shipped().item_at(date(2026, 6, 1), Listing.COMPUTER, "37")
assert HELD
SEEN = fingerprint(HELD.item)


def test_it_is_checked_for_the_office_that_compared_it(database: Engine) -> None:
    assert HELD
    with transaction(database) as session:
        ours, other = factories.make_office(session), factories.make_office(session)
        assert ours.id
        assert other.id
        confirm(session, ours.id, HELD, seen=SEEN, name="ผู้เทียบ", at=factories.AT)
        again = confirm(session, ours.id, HELD, seen=SEEN, name="อีกคน", at=factories.AT)
    with reading(database) as session:
        row = confirmation_of(session, ours.id, HELD)
        assert row
        assert (row.id, row.confirmed_by, row.confirmed_at) == (again.id, "อีกคน", factories.AT)
        held = office_catalogue(session, ours.id).items_at(date(2026, 6, 1))
        assert [each.item.code for each in held if each.item.certainty is Certainty.CHECKED] == ["37"]
        assert office_catalogue(session, other.id) is shipped()
        assert confirmation_of(session, other.id, HELD) is None


def test_what_says_something_else_was_not_compared(engine: Engine) -> None:
    assert HELD
    mended = replace(HELD, item=replace(HELD.item, price_satang=1))
    with transaction(engine) as session:
        office = factories.make_office(session)
        assert office.id
        with pytest.raises(RefusedError):
            confirm(session, office.id, mended, seen=SEEN, name="ผู้เทียบ", at=factories.AT)
        confirm(session, office.id, HELD, seen=SEEN, name="ผู้เทียบ", at=factories.AT)
        assert confirmation_of(session, office.id, mended) is None
        take_back(session, office.id, HELD)
        assert confirmation_of(session, office.id, HELD) is None
        with pytest.raises(MissingError):
            take_back(session, office.id, HELD)
