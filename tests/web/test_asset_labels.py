"""Labels on pages: chosen by ticking or by filters, on a sheet of the office, and opened after signing in."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import Engine

from inventory.models.asset import Asset
from inventory.models.site import Office, Site
from netops.book.labels import load_sheets
from netops.models.person import Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in, visit

SHEET = "3x8-63.5x33.9"
OWN = {"columns": 1, "rows": 2, "width": 150, "height": 90, "left": 20, "top": 20, "step_x": 150, "step_y": 100}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def schools(engine: Engine, office: Office) -> tuple[Site, Site]:
    with transaction(engine) as session:
        return tuple(factories.make_site(session, office, name=f"โรงเรียน {at}") for at in (1, 2))  # type: ignore[return-value]


@pytest.fixture
def assets(engine: Engine, office: Office, schools: tuple[Site, Site]) -> list[int]:
    """Two of the first school, one of the second, one of the office."""
    first, second = schools
    with transaction(engine) as session:
        rows: list[Asset] = [
            factories.make_asset(session, office, owner, number=f"7440-001-000{at}/69", name=f"เครื่องที่ {at}")
            for at, owner in enumerate((first, first, second, None))
        ]
        return [row.id or 0 for row in rows]


@pytest.fixture
def supply(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))


def read(pdf: bytes, folder: Path) -> set[str]:
    """The addresses that a camera finds on the first sheet."""
    (folder / "l.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", str(folder / "l.pdf"), str(folder / "l")]
    subprocess.run(command, check=True, timeout=60)
    with Image.open(folder / "l.png") as page:
        return {code.text for code in zxingcpp.read_barcodes(page)}


def addresses(settings: Settings, ids: Sequence[int]) -> set[str]:
    return {f"{settings.base_url}/a/{row_id}" for row_id in ids}


@pytest.mark.peer("pdftoppm")
def test_labels_are_of_what_was_ticked_or_else_of_what_the_filters_keep(
    supply: Visit, settings: Settings, schools: tuple[Site, Site], assets: list[int], tmp_path: Path
) -> None:
    ticked = supply.get(f"/assets/labels.pdf?id={assets[3]}&id={assets[0]}&sheet={SHEET}&start=5&q=nothing")
    assert (ticked.status_code, ticked.headers["content-type"]) == (200, "application/pdf")
    assert read(ticked.content, tmp_path) == addresses(settings, [assets[3], assets[0]])
    filtered = supply.get(f"/assets/labels.pdf?unit={schools[0].id}&sheet={SHEET}")
    assert read(filtered.content, tmp_path) == addresses(settings, assets[:2])


def test_the_list_offers_a_box_for_each_card_and_the_choice_says_how_many(supply: Visit, assets: list[int]) -> None:
    shown = supply.get("/assets?q=7440").text
    assert all(f'name="id" value="{row_id}" form="labels"' in shown for row_id in assets)
    chosen = supply.get(f"/assets/labels?id={assets[1]}&id={assets[2]}").text
    assert "2 labels will be printed." in chosen
    assert f"/a/{assets[1]}" in chosen
    assert "leads to this machine only" in chosen  # the tests' own address is of this machine
    nothing = supply.get("/assets/labels?q=nothing-of-the-kind")
    assert nothing.status_code == 422
    assert "There is nothing to print" in nothing.text


def test_a_sheet_of_the_offices_own_is_offered_first_and_a_wrong_one_is_refused(
    supply: Visit, engine: Engine, office: Office, assets: list[int]
) -> None:
    typed = {f"own.0.{name}": str(value) for name, value in OWN.items()}
    wide = supply.post("/assets/label-sheets", {**typed, "own.0.width": "195"})
    assert wide.status_code == 422
    assert "The labels are wider than the page" in wide.text
    assert supply.post("/assets/label-sheets", typed).status_code == 303
    with reading(engine) as session:
        assert load_sheets(session, office.id or 0).all[0].key == "1x2-150x90"
    assert '<option value="1x2-150x90">' in supply.get(f"/assets/labels?id={assets[0]}").text
    assert supply.get(f"/assets/labels.pdf?id={assets[0]}&sheet=1x2-150x90&start=2").status_code == 200
    beyond = supply.get(f"/assets/labels.pdf?id={assets[0]}&sheet=1x2-150x90&start=3")
    assert beyond.headers["location"] == "/assets"
    assert supply.post("/assets/label-sheets", dict.fromkeys(typed, "")).status_code == 303
    with reading(engine) as session:
        assert load_sheets(session, office.id or 0).own == ()


def test_a_label_asks_to_sign_in_and_then_shows_asset_and_school(
    supply: Visit, settings: Settings, engine: Engine, schools: tuple[Site, Site], assets: list[int]
) -> None:
    stranger = visit(settings, engine).get(f"/a/{assets[0]}")
    assert (stranger.status_code, stranger.headers["location"]) == (303, f"/sign-in?next=/a/{assets[0]}")
    shown = supply.get(f"/a/{assets[0]}").text
    assert all(text in shown for text in ("เครื่องที่ 0", "7440-001-0000/69", "โรงเรียน 1", f"/s/{schools[0].code}"))


def test_a_school_prints_and_opens_labels_of_its_own_only(
    settings: Settings, engine: Engine, office: Office, schools: tuple[Site, Site], assets: list[int]
) -> None:
    teacher = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=schools[0]))
    assert teacher.get(f"/a/{assets[1]}").status_code == 200
    assert teacher.get(f"/assets/labels.pdf?id={assets[1]}&sheet={SHEET}").status_code == 200
    for foreign in (assets[2], assets[3]):
        assert teacher.get(f"/a/{foreign}").status_code == 404
        assert teacher.get(f"/assets/labels.pdf?id={assets[1]}&id={foreign}&sheet={SHEET}").status_code == 404
    assert teacher.get("/assets/label-sheets").status_code == 403


def test_the_api_gives_the_same(supply: Visit, engine: Engine, office: Office, assets: list[int]) -> None:
    headers = {"X-CSRF-Token": supply.csrf, "content-type": "application/json"}
    body = json.dumps({"own": [OWN]})
    assert supply.client.put("/api/v1/label-sheets", content=body, headers=headers).status_code == 204
    sheets = supply.get("/api/v1/label-sheets").json()
    assert (sheets[0]["key"], sheets[0]["is_own"], sheets[1]["is_own"]) == ("1x2-150x90", True, False)
    made = supply.get(f"/api/v1/asset-labels.pdf?id={assets[0]}&sheet={SHEET}")
    assert made.headers["content-type"] == "application/pdf"
    assert supply.get(f"/api/v1/asset-labels.pdf?id={assets[0]}&sheet=none").status_code == 422
