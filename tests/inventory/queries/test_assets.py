"""The asset book as a list on both databases: every column sorts, each filter keeps what it says, sums agree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.assets.ages import years_earlier
from inventory.models.asset import AssetClass, Fund, Standing
from inventory.models.outage import CurrentState, State, Subject
from inventory.models.site import Office, Site
from inventory.queries.assets import ASSETS, asset_of_device, card, sums
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from service.database import reading
from service.refusal import MissingError, RefusedError
from tests.factories import AT, make_asset, make_device, make_office, make_site

TODAY = datetime.now(UTC).date()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def school(session: Session) -> Site:
    """Owns a switch that is down and a printer; its office owns a batch of desks and a lost one."""
    office = make_office(session)
    school = make_site(session, office, name="โรงเรียนเหนือ")
    of_class = AssetClass(office_id=office.id or 0, code="computer", name="คอมพิวเตอร์")
    session.add(of_class)
    session.flush()
    device = make_device(session, school, name="sw1")
    session.add(CurrentState(subject=Subject.DEVICE, subject_id=device.id or 0, state=State.DOWN, since=AT))
    make_asset(
        session,
        office,
        school,
        number="A1",
        serial="50%_1",
        class_id=of_class.id,
        device_id=device.id,
        acquired_on=date(2015, 9, 30),
        warranty_until=TODAY + timedelta(days=20),
    )
    day = years_earlier(TODAY, 5)
    make_asset(session, office, school, number="A2", fund=Fund.DONATION, acquired_on=day, standing=Standing.BROKEN)
    young = years_earlier(TODAY, 5) + timedelta(days=1)
    make_asset(session, office, number="B1", quantity=6, price_satang=450_000, acquired_on=young)
    make_asset(
        session, office, number="B2", price_satang=None, standing=Standing.DISPOSED, warranty_until=date(2020, 1, 1)
    )
    make_asset(session, make_office(session), number="C1")
    session.flush()
    return school


def found(session: Session, sight: Sight, **filters: str) -> list[str]:
    rows = ASSETS.find(session, sight, Asked(filters=filters)).rows
    return [row["number"] for row in rows]


@pytest.mark.parametrize("column", [column.key for column in ASSETS.columns])
def test_every_column_sorts_both_ways(session: Session, school: Site, column: str) -> None:
    for descending in (False, True):
        rows = ASSETS.find(session, Sight(school.office_id), Asked(sort=column, descending=descending)).rows
        assert sorted(row["number"] for row in rows) == ["A1", "A2", "B1", "B2"]


def test_each_filter_keeps_what_it_says(session: Session, school: Site) -> None:
    sight = Sight(school.office_id)
    of_class = ASSETS.find(session, sight, Asked(q="50%_1")).rows[0]
    assert of_class["class_name"] == "คอมพิวเตอร์"
    options = {one.key: dict(one.options(session, sight)) for one in ASSETS.filters}
    class_id = next(iter(options["class"]))
    for filters, numbers in (
        ({"unit": "0"}, ["B1", "B2"]),
        ({"unit": str(school.id)}, ["A1", "A2"]),
        ({"class": class_id}, ["A1"]),
        ({"class": "none"}, ["A2", "B1", "B2"]),
        ({"standing": "broken"}, ["A2"]),
        ({"standing": "kept"}, ["A1", "A2", "B1"]),
        ({"fund": "donation"}, ["A2"]),
        ({"year": "2558"}, ["A1"]),
        ({"warranty_ends": "30"}, ["A1"]),
        ({"warranty_ends": "over"}, ["B2"]),
        ({"network": "yes"}, ["A1"]),
        ({"network": "no", "unit": "0"}, ["B1", "B2"]),
    ):
        assert found(session, sight, **filters) == numbers, filters
    assert "A2" in found(session, sight, older="5")
    assert "B1" not in found(session, sight, older="5")
    assert set(options["unit"]) == {"0", str(school.id)}
    assert "2558" in options["year"]


@pytest.mark.parametrize("key", [one.key for one in ASSETS.filters])
@pytest.mark.parametrize("value", ["-1", "x'--", "9" * 30, "๙๙"])
def test_nonsense_finds_nothing_and_breaks_nothing(session: Session, school: Site, key: str, value: str) -> None:
    rows = found(session, Sight(school.office_id), **{key: value})
    assert rows == (["A2", "B1", "B2"] if key == "network" else [])


def test_an_unknown_filter_or_column_is_refused(session: Session, school: Site) -> None:
    for asked in (Asked(filters={"colour": "red"}), Asked(sort="colour")):
        with pytest.raises(RefusedError):
            ASSETS.find(session, Sight(school.office_id), asked)


def test_sums_are_of_all_rows_that_the_filters_keep(session: Session, school: Site) -> None:
    sight = Sight(school.office_id)
    whole = sums(session, sight, Asked(limit=1))
    assert (whole.cards, whole.pieces, whole.total_satang) == (4, 9, 2 * 1_300_000 + 6 * 450_000)
    none = sums(session, sight, Asked(filters={"standing": "lost"}))
    assert (none.cards, none.pieces, none.total_satang) == (0, 0, 0)


def test_a_school_sees_its_own_unit_and_nothing_of_other_schools(session: Session, school: Site) -> None:
    own = Sight(school.office_id, school.id)
    assert found(session, own) == ["A1", "A2"]
    assert found(session, own, unit="0") == []
    office = session.get_one(Office, school.office_id)
    away = make_device(session, make_site(session, office), name="xq-away")
    lent = make_asset(session, office, school, number="A3", device_id=away.id)
    row = next(row for row in ASSETS.find(session, own, Asked()).rows if row["number"] == "A3")
    assert row["device"] is None
    assert card(session, own, lent.id or 0).device is None
    seen = card(session, Sight(school.office_id), lent.id or 0)
    assert seen.device is not None
    assert seen.device.name == "xq-away"


def test_a_card_shows_the_device_that_it_is(session: Session, school: Site) -> None:
    sight = Sight(school.office_id)
    row = ASSETS.find(session, sight, Asked(filters={"network": "yes"})).rows[0]
    assert (row["device"], row["state"]) == ("sw1", "down")
    shown = card(session, sight, row["id"])
    assert shown.state is not None
    assert shown.state.state is State.DOWN
    assert (shown.asset_class and shown.asset_class.code, shown.device_site) == ("computer", school)
    again = asset_of_device(session, sight, row["device_id"])
    assert again is not None
    assert again.number == "A1"
    with pytest.raises(MissingError):
        card(session, sight, 999_999)


def test_a_text_is_found_in_any_part_of_a_card_and_by_the_name_of_its_school(database: Engine) -> None:
    with reading(database) as session:
        office = make_office(session)
        school = make_site(session, office, name="โรงเรียนบ้านดอยสูง")
        card = make_asset(
            session, office, school, number="7440-016-0001/66", name="สวิตช์ Cisco", serial="FOC2145X", place="ห้อง ๑"
        )
        make_asset(session, office, number="7110-006-0001/60", name="โต๊ะ", serial="")
        sight = Sight(office.id or 0)

        def numbers(q: str) -> list[str]:
            return [row["number"] for row in ASSETS.find(session, sight, Asked(q=q)).rows]

        for q in ("016", "๐๑๖", "cisco", "CISCO", "c2145x", "ดอย", "สวิตช์ foc", "ห้อง 1", "ดอยสูง cisco"):
            assert numbers(q) == [card.number], q
        assert numbers("ไม่มี") == numbers("%") == numbers("0_6") == []
        assert len(numbers("")) == 2
        card.serial = "NEW-9"
        session.flush()
        assert (numbers("new-9"), numbers("foc2145x")) == ([card.number], [])
        assert sums(session, sight, Asked(q="cisco")).cards == 1
