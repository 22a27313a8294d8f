"""The repair log on both databases: what it says of the asset, and how often things were repaired."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.asset import Asset, AssetEvent, Standing
from inventory.models.repair import AssetRepair, RepairResult
from inventory.models.site import Office, Site
from inventory.queries.repairs import REPAIRS, repairs_of
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from inventory.store.acting import By
from inventory.store.repairs import RepairDraft, change_repair, create_repair
from service.database import reading
from service.refusal import RefusedError
from tests.factories import AT, make_asset, make_office, make_site

BY = By("พัสดุ", AT)


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    with reading(database) as session:
        yield session


@pytest.fixture
def office(session: Session) -> Office:
    return make_office(session)


@pytest.fixture
def school(session: Session, office: Office) -> Site:
    return make_site(session, office)


def sight(office: Office, site: Site | None = None) -> Sight:
    assert office.id is not None
    return Sight(office.id, site.id if site is not None else None)


def reported(session: Session, asset: Asset, **given: Any) -> AssetRepair:
    draft = RepairDraft.read({"asset_id": asset.id, "reported_on": "2026-11-02", "fault": "ไม่ติด"} | given)
    return create_repair(session, draft, sight=Sight(asset.office_id), by=BY)


def ended(session: Session, repair: AssetRepair, office: Office, **given: Any) -> dict[str, object]:
    wish = RepairDraft.of(repair).with_changes({"back_on": "2026-11-20", "result": "repaired"} | given)
    return change_repair(session, repair, wish, sight=sight(office), by=BY)


def stands(asset: Asset) -> Standing:
    return asset.standing


def refused(act: Any) -> tuple[str, ...]:
    with pytest.raises(RefusedError) as error:
        act()
    return tuple(problem.field for problem in error.value.problems)


def test_an_asset_is_broken_while_a_repair_is_open_and_in_use_again_after_the_last(
    session: Session, office: Office
) -> None:
    asset = make_asset(session, office)
    first, second = reported(session, asset), reported(session, asset, fault="จอดับ")
    assert stands(asset) is Standing.BROKEN
    assert set(ended(session, first, office)) == {"back_on", "result"}
    assert stands(asset) is Standing.BROKEN  # the other fault is open
    ended(session, second, office, result="replaced")
    assert stands(asset) is Standing.IN_USE
    kinds = session.exec(select(AssetEvent.kind).where(AssetEvent.asset_id == asset.id).order_by("id")).all()
    assert kinds == ["repair_reported", "standing", "repair_reported", "repair_ended", "repair_ended", "standing"]


@pytest.mark.parametrize("standing", [Standing.LOST, Standing.LENT, Standing.TO_DISPOSE])
def test_a_condition_that_a_person_said_stays(session: Session, office: Office, standing: Standing) -> None:
    asset = make_asset(session, office, standing=standing)
    ended(session, reported(session, asset), office)
    assert stands(asset) is standing


def test_what_is_beyond_repair_stays_broken(session: Session, office: Office) -> None:
    asset = make_asset(session, office)
    ended(session, reported(session, asset), office, result=RepairResult.BEYOND_REPAIR)
    assert stands(asset) is Standing.BROKEN


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sent_on": "2026-11-01"}, "sent_on"),
        ({"back_on": "2026-11-01", "result": "repaired"}, "back_on"),
        ({"sent_on": "2026-11-10", "back_on": "2026-11-09", "result": "repaired"}, "back_on"),
        ({"back_on": "2026-11-03"}, "result"),
        ({"result": "repaired"}, "back_on"),
        ({"fault": " "}, "fault"),
        ({"cost_satang": -1}, "cost_satang"),
        ({"reported_on": "2569-11-02"}, "reported_on"),
    ],
)
def test_what_does_not_agree_is_refused_at_its_field(
    session: Session, office: Office, given: dict[str, object], field: str
) -> None:
    asset = make_asset(session, office)
    assert refused(lambda: reported(session, asset, **given)) == (field,)


def test_a_disposed_asset_and_that_of_another_unit_are_refused(session: Session, office: Office, school: Site) -> None:
    gone = make_asset(session, office, standing=Standing.DISPOSED)
    assert refused(lambda: reported(session, gone)) == ("asset_id",)
    of_office = make_asset(session, office)
    draft = RepairDraft.read({"asset_id": of_office.id, "reported_on": "2026-11-02", "fault": "x"})
    assert refused(lambda: create_repair(session, draft, sight=sight(office, school), by=BY)) == ("asset_id",)
    repair = reported(session, of_office)
    other = RepairDraft.of(repair).with_changes({"asset_id": make_asset(session, office).id})
    assert refused(lambda: change_repair(session, repair, other, sight=sight(office), by=BY)) == ("asset_id",)


def test_repairs_are_seen_by_whom_the_asset_may_be_seen(session: Session, office: Office, school: Site) -> None:
    asset, elsewhere = make_asset(session, office, school), make_asset(session, office)
    reported(session, asset, cost_satang=50_000)
    reported(session, asset, reported_on="2024-01-05")
    reported(session, elsewhere)
    assert len(repairs_of(session, sight(office, school), asset.id or 0)) == 2
    assert list(repairs_of(session, sight(office, school), elsewhere.id or 0)) == []


def test_the_list_filters_by_stage_owner_and_year(session: Session, office: Office, school: Site) -> None:
    asset, other = make_asset(session, office, school), make_asset(session, office)
    ended(session, reported(session, asset, reported_on="2025-09-30"), office)
    reported(session, other)

    def numbers(**filters: str) -> list[str]:
        return [row["number"] for row in REPAIRS.find(session, sight(office), Asked(filters=filters)).rows]

    assert numbers() == [other.number, asset.number]  # what is not back yet first
    assert numbers(repair="open") == [other.number]
    assert numbers(repair="repaired") == numbers(unit=str(school.id)) == numbers(year="2568") == [asset.number]
    assert numbers(year="2570") == numbers(unit="0") == numbers(asset_id=str(other.id)) == [other.number]
    assert numbers(repair="x") == numbers(year="x") == numbers(unit="x") == []
    everywhere = REPAIRS.find(session, sight(office, school), Asked())
    assert [row["number"] for row in everywhere.rows] == [asset.number]
