"""Lending on both databases: what goes out once at a time, and comes back as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.asset import Asset, AssetEvent, Standing
from inventory.models.lending import Lending, LendingItem
from inventory.models.site import Office, Site
from inventory.queries.lendings import LENDINGS, due_lendings, lendings_of, slip
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from inventory.store.acting import By
from inventory.store.assets import set_standing
from inventory.store.lendings import LendingDraft, LendingTerms, ReturnDraft, change_lending, give_back, items_out, lend
from service.database import reading
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_asset, make_office, make_site

BY = By("พัสดุ", AT)


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


def sight(office: Office, site: Site | None = None) -> Sight:
    assert office.id is not None
    return Sight(office.id, site.id if site is not None else None)


def lent(session: Session, office: Office, *assets: Asset, site: Site | None = None, **given: Any) -> Lending:
    values: dict[str, Any] = {"borrower": "ครูหนึ่ง", "lent_on": "2026-11-02", "due_on": "2026-11-16"}
    values |= {"site_id": assets[0].site_id, "numbers": "\n".join(asset.number for asset in assets)}
    return lend(session, LendingDraft.read(values | given), sight=sight(office, site), by=BY)


def back(session: Session, lending: Lending, item: LendingItem, **given: Any) -> LendingItem:
    draft = ReturnDraft.read({"returned_on": "2026-11-10"} | given)
    return give_back(session, lending, item.id or 0, draft, by=BY)


def stands(asset: Asset) -> Standing:
    return asset.standing


def refused(act: Any) -> tuple[str, ...]:
    with pytest.raises(RefusedError) as error:
        act()
    return tuple(problem.field for problem in error.value.problems)


def test_assets_go_out_on_one_slip_and_come_back_one_by_one(session: Session, office: Office) -> None:
    first, second = make_asset(session, office), make_asset(session, office)
    lending = lent(session, office, first, second)
    assert [stands(first), stands(second)] == [Standing.LENT, Standing.LENT]
    one, other = items_out(session, lending)
    back(session, lending, one)
    back(session, lending, other, returned_standing="broken", returned_note="จอแตก")
    assert [stands(first), stands(second)] == [Standing.IN_USE, Standing.BROKEN]
    assert items_out(session, lending) == []
    kinds = session.exec(select(AssetEvent.kind).where(AssetEvent.asset_id == first.id).order_by("id")).all()
    assert kinds == ["standing", "returned", "standing"]
    assert refused(lambda: back(session, lending, one)) == ("",)
    assert refused(lambda: change_lending(session, lending, LendingTerms.of(lending))) == ("",)


def test_only_what_is_in_use_is_lent_and_once_at_a_time(session: Session, office: Office) -> None:
    asset, broken = make_asset(session, office), make_asset(session, office, standing=Standing.BROKEN)
    assert refused(lambda: lent(session, office, asset, broken)) == ("numbers",)
    assert refused(lambda: lent(session, office, asset, numbers="no such")) == ("numbers",)
    lent(session, office, asset)
    assert refused(lambda: lent(session, office, asset)) == ("numbers",)
    # The same where somebody said meanwhile that it is in use: the database holds it.
    set_standing(session, asset, Standing.IN_USE, note="", on=date(2026, 11, 3), by=BY)
    assert refused(lambda: lent(session, office, asset)) == ("numbers",)


def test_a_school_lends_its_own_and_sees_its_own(session: Session, office: Office) -> None:
    school, other = make_site(session, office), make_site(session, office)
    own, theirs = make_asset(session, office, school), make_asset(session, office, other)
    lending = lent(session, office, own, site=school)
    assert refused(lambda: lent(session, office, theirs, site=school)) == ("site_id",)
    foreign = lent(session, office, theirs)
    assert slip(session, sight(office, school), lending.id or 0).items[0][1] is own
    with pytest.raises(MissingError):
        slip(session, sight(office, school), foreign.id or 0)
    assert lendings_of(session, sight(office, school), theirs.id or 0) == []
    with pytest.raises(MissingError):
        give_back(
            session, lending, items_out(session, foreign)[0].id or 0, ReturnDraft(returned_on=date(2026, 12, 1)), by=BY
        )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"due_on": "2026-11-01"}, "due_on"),
        ({"borrower": ""}, "borrower"),
        ({"numbers": " \n "}, "numbers"),
        ({"lent_on": "2569-11-02", "due_on": "2569-11-16"}, "lent_on"),
    ],
)
def test_what_does_not_agree_is_refused_at_its_field(
    session: Session, office: Office, given: dict[str, Any], field: str
) -> None:
    asset = make_asset(session, office)
    assert field in refused(lambda: lent(session, office, asset, **given))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"returned_on": "2026-11-01"}, "returned_on"),
        ({"returned_standing": "disposed"}, "returned_standing"),
        ({"returned_standing": "broken"}, "returned_note"),
    ],
)
def test_a_return_says_how_it_is(session: Session, office: Office, given: dict[str, str], field: str) -> None:
    lending = lent(session, office, make_asset(session, office))
    item = items_out(session, lending)[0]
    assert refused(lambda: back(session, lending, item, **given)) == (field,)


def test_what_was_said_meanwhile_stays(session: Session, office: Office) -> None:
    asset = make_asset(session, office)
    lending = lent(session, office, asset)
    set_standing(session, asset, Standing.LOST, note="แจ้งความ", on=date(2026, 11, 5), by=BY)
    back(session, lending, items_out(session, lending)[0])
    assert stands(asset) is Standing.LOST


def test_the_list_says_what_is_overdue(session: Session, office: Office) -> None:
    old, late, gone = (make_asset(session, office) for _ in range(3))
    lent(session, office, late, borrower="ช้า", lent_on="2020-01-01", due_on="2020-01-15")
    lent(session, office, old, borrower="ยังไม่ถึง", due_on="2199-01-01")
    over = lent(session, office, gone, borrower="คืนแล้ว")
    back(session, over, items_out(session, over)[0])

    def borrowers(**filters: str) -> list[str]:
        return [row["borrower"] for row in LENDINGS.find(session, sight(office), Asked(filters=filters)).rows]

    assert borrowers() == ["ช้า", "ยังไม่ถึง", "คืนแล้ว"]
    assert borrowers(lending="overdue") == ["ช้า"]
    assert borrowers(lending="out") == ["ช้า", "ยังไม่ถึง"]
    assert borrowers(lending="back") == borrowers(asset_id=str(gone.id)) == ["คืนแล้ว"]
    assert borrowers(lending="x") == borrowers(asset_id="x") == borrowers(unit="7") == []
    assert len(borrowers(unit="0")) == 3
    assert [row.borrower for row in due_lendings(session, sight(office), until=date(2026, 11, 22))] == ["ช้า"]
