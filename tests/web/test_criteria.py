"""The pages of price criteria: what holds today and on a day, what is not known in words, and editions side by side."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

DECEMBER, MAY = "computer-2568-12", "computer-2569-05"


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def reader(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.VIEWER, office=office))


def rows(page: str) -> list[str]:
    """The rows of every table of the page that name an item."""
    return [row for row in page.split("<tr>")[1:] if "/criteria/items/" in row]


def row_of(page: str, listing: str, code: str) -> str:
    (found,) = [row for row in rows(page) if f'"/criteria/items/{listing}/{code}"' in row]
    return found


def test_the_catalogue_of_a_day_names_price_edition_and_certainty(reader: Visit) -> None:
    page = reader.get("/criteria?on=2026-06-01").text
    office_pc = row_of(page, "computer", "4")
    assert "23,000.00" in office_pc
    assert MAY in office_pc
    assert "not compared yet" in office_pc
    assert DECEMBER in row_of(page, "computer", "37")
    camera = row_of(page, "cctv", "1")
    assert "no price known" in camera
    assert "secondary source" in camera
    assert "unit not known" in row_of(page, "computer", "64")


@pytest.mark.parametrize(("day", "price"), [("2026-05-10", "20,000.00"), ("2026-05-11", "23,000.00")])
def test_a_day_either_side_shows_its_own_ceiling(reader: Visit, day: str, price: str) -> None:
    assert price in row_of(reader.get(f"/criteria?on={day}&listing=computer").text, "computer", "4")


def test_on_a_day_of_which_nothing_is_known_no_price_is_lent(reader: Visit) -> None:
    page = reader.get("/criteria?on=2024-06-01&listing=computer").text
    assert rows(page) == []
    assert "computer-2566-03" in page
    assert "The items and prices of this edition are not known." in page


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("q=L2+switch&listing=computer", {"31", "32", "33"}),
        ("q=bgp", {"37"}),  # stands in a demand
        ("category=tablet", {"14", "15"}),
        ("listing=equipment&category=copier", {"10.1.1-20", "10.1.1-30", "10.1.1-40", "10.1.1-50"}),
        ("q=no+such+thing", set()),
    ],
)
def test_the_list_is_narrowed_and_the_file_is_what_it_shows(reader: Visit, query: str, codes: set[str]) -> None:
    query = f"{query}&on=2026-06-01"
    shown = rows(reader.get(f"/criteria?{query}").text)
    assert {row.split("/criteria/items/", 1)[1].split('"', 1)[0].split("/")[1] for row in shown} == codes
    file = reader.get(f"/criteria/export.csv?{query}").content.decode("utf-8-sig")
    assert {row["code"] or row["item_no"] for row in csv.DictReader(io.StringIO(file))} == codes
    assert reader.get(f"/criteria/export.xlsx?{query}").status_code == 200


def test_an_item_shows_its_demands_and_its_history(reader: Visit) -> None:
    page = reader.get("/criteria/items/computer/3").text
    assert "1,900,000.00" in page
    assert "780,000.00" in page
    assert "+1,120,000.00" in page
    assert "− 64 bit Cache รวมระดับเดียวกัน ไม่น้อยกว่า 250 MB" in page
    assert "+ 64 bit Cache รวมระดับเดียวกัน ไม่น้อยกว่า 140 MB" in page
    assert "ฉบับมีนาคม 2566" in page  # named among those of which nothing is known


@pytest.mark.parametrize("path", ["/criteria/items/computer/999", "/criteria/items/cars/4", "/criteria/editions/own-1"])
def test_what_is_not_there_is_said_to_be_so(reader: Visit, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_editions_are_listed_with_what_is_known_of_them(reader: Visit) -> None:
    page = reader.get("/criteria/editions").text
    listed = {
        row.split("/criteria/editions/", 1)[1].split('"', 1)[0]: row for row in page.split("<tr>") if "<td>" in row
    }
    assert ">70<" in listed[DECEMBER]
    assert ">11<" in listed[MAY]
    assert "not verified" in listed["computer-2563-05"]
    assert "not known" in listed["computer-2563-05"]
    assert "Import an edition" not in page  # a viewer may not
    assert (
        "The items and prices of this edition are not known." in reader.get("/criteria/editions/computer-2566-03").text
    )


def test_december_and_may_stand_side_by_side_whichever_is_named_first(reader: Visit) -> None:
    page = reader.get(f"/criteria/editions/compare?old={MAY}&new={DECEMBER}").text
    assert "0 new, 0 gone" in page
    numbers = {int(row.split("/criteria/items/computer/", 1)[1].split('"', 1)[0]) for row in rows(page)}
    assert numbers
    assert numbers <= set(range(1, 12))
    assert "+3,000.00" in row_of(page, "computer", "4")
    assert page.split("<h2>")[1].startswith("ฉบับธันวาคม 2568 →")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("computer-2566-03", DECEMBER, "no item is known of ฉบับมีนาคม 2566"),
        ("cctv-2564", DECEMBER, "Editions of different lists cannot be compared"),
    ],
)
def test_what_cannot_be_compared_is_told(reader: Visit, old: str, new: str, told: str) -> None:
    assert told in reader.get(f"/criteria/editions/compare?old={old}&new={new}").text


def test_somebody_compares_an_item_with_the_announcement_and_it_is_shown_with_the_name(
    settings: Settings, engine: Engine, office: Office, reader: Visit
) -> None:
    supply = signed_in(settings, engine, person_of(engine, Role.SUPPLY, office=office))
    address = f"/criteria/editions/{DECEMBER}/items/37"
    path = "/criteria/items/computer/37"
    page = supply.get(path).text
    assert "I compared price" in page
    assert "I compared price" not in reader.get(path).text
    (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    assert supply.post(f"{address}/confirm", {"seen": "0" * 64}).status_code == 303  # what was seen is not what it says
    assert "compared by nobody yet" in supply.get(path).text
    assert supply.post(f"{address}/confirm", {"seen": seen}).headers["location"] == path
    for one in (supply, reader):
        shown = one.get(path).text.split("How sure", 1)[1].split("</dd>", 1)[0]
        assert "compared with the announcement" in shown
        assert " on " in shown  # by whom and when
    listed = reader.get("/criteria?on=2026-06-01").text
    assert ">compared<" in row_of(listed, "computer", "37")
    assert "not compared yet" in row_of(listed, "computer", "36")
    assert reader.post(f"{address}/take-back").status_code == 403
    assert supply.post(f"{address}/take-back").status_code == 303
    assert "compared by nobody yet" in supply.get(path).text
    assert supply.post(f"{address}/take-back").status_code == 404
    with reading(engine) as session:
        acts = [entry.action for entry in session.exec(select(AuditEntry)) if entry.action.startswith("criteria")]
    assert acts == ["criteria_item.confirmed", "criteria_item.taken_back"]


def test_a_school_does_not_read_the_criteria(settings: Settings, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        site = factories.make_site(session, office)
    school = signed_in(settings, engine, person_of(engine, Role.SCHOOL, office=office, site=site))
    assert school.get("/criteria").status_code == 403
