"""Plan and purchases on pages: a supply officer goes the whole course, the director approves, a school sees its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.asset import Asset
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.vault import Vault
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Bid, Purchase, PurchaseLine, PurchaseShare
from procurement.models.receipt import DeliveredPiece
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

DAY = utc_now().date().isoformat()


@dataclass(frozen=True, slots=True)
class Shop:
    """An office with a school, and who works there."""

    engine: Engine
    settings: Settings
    office: Office
    school: Site

    def as_(self, role: Role) -> Visit:
        site = self.school if role is Role.SCHOOL else None
        return signed_in(self.settings, self.engine, person_of(self.engine, role, office=self.office, site=site))


@pytest.fixture
def shop(engine: Engine, settings: Settings) -> Shop:
    Vault.create(settings.data_dir)
    with transaction(engine) as session:
        office = factories.make_office(session)
        return Shop(engine, settings, office, factories.make_site(session, office, name="โรงเรียนบ้านทดสอบ"))


def sent(browsing: Visit, url: str, form: Mapping[str, str]) -> str:
    """Where a form leads that was taken."""
    answer = browsing.post(url, form)
    assert answer.status_code == 303, re.findall(r"invalid-feedback[^<]*<|alert-danger.*", answer.text)[:5]
    return str(answer.headers["location"])


def entry_of(supply: Visit, **values: str) -> str:
    """The address of a new entry of the plan."""
    given = {"year": "2570", "name": "จัดซื้ออุปกรณ์เครือข่าย", "category": "network", "amount_baht": "60,000"}
    return sent(supply, "/procurement-plan/new", given | values)


def begun(supply: Visit, school: Site, entry: str, **values: str) -> str:
    """The address of a purchase of two switches for the school, unless said otherwise of line `lines.0`."""
    sent(supply, f"{entry}/publish", {"published_on": DAY, "egp_plan_no": "P70100000001"})
    line = {
        "lines.0.name": "อุปกรณ์กระจายสัญญาณ",
        "lines.0.quantity": "2",
        "lines.0.unit_word": "เครื่อง",
        "lines.0.estimate_baht": "13,000",
        "lines.0.site_id": str(school.id),
    }
    given = {"kind": "goods", "method": "specific", "egp_project_no": "69110000001"}
    return sent(supply, f"/purchases/new?entry={entry.rsplit('/', 1)[1]}", line | given | values)


def test_the_plan_has_to_be_published_before_anything_is_bought(shop: Shop) -> None:
    supply = shop.as_(Role.SUPPLY)
    entry = entry_of(supply)
    number = entry.rsplit("/", 1)[1]
    assert "not published yet" in supply.get(entry).text
    assert f"/purchases/new?entry={number}" not in supply.get(entry).text
    answer = supply.post(f"/purchases/new?entry={number}", {"kind": "goods", "method": "specific"})
    assert answer.status_code == 422
    assert "The procurement plan is not published" in answer.text
    with reading(shop.engine) as session:
        assert session.exec(select(Purchase)).all() == []


def test_a_purchase_goes_from_the_plan_to_the_asset_book(shop: Shop) -> None:
    supply, director = shop.as_(Role.SUPPLY), shop.as_(Role.DIRECTOR)
    home = begun(supply, shop.school, entry_of(supply))
    assert "within the limit of the specific method" in supply.get(home).text
    assert supply.post(f"{home}/approve", {"approved_on": DAY, "approval_no": "1"}).status_code == 403
    sent(director, f"{home}/approve", {"approved_on": DAY, "approval_no": "ศธ 1/2570"})
    assert "budget unconfirmed" in supply.get(home).text

    line = re.search(r'name="(price\.\d+)"', supply.get(f"{home}/offer").text)
    assert line
    sent(supply, f"{home}/offer", {"supplier": "ร้านตัวอย่าง", "received_on": DAY, line[1]: "12,500"})
    with reading(shop.engine) as session:
        bid = session.exec(select(Bid)).one()
    sent(supply, f"{home}/award", {"bid_id": str(bid.id), "awarded_on": DAY})
    terms = {"form": "order", "number": "๑/๒๕๗๐", "signed_on": DAY, "deliver_days": "15", "fine_percent": "0.20"}
    sent(supply, f"{home}/sign", {**terms, "warranty_months": "12"})

    share = re.search(r'name="quantity\.(\d+)"', supply.get(f"{home}/deliver").text)
    assert share
    came = {f"quantity.{share[1]}": "2", f"pieces.{share[1]}": "SN-1, 02:00:00:00:00:01\nSN-2"}
    sent(supply, f"{home}/deliver", {"delivered_on": DAY, **came})
    pattern = re.search(r'name="(pattern\.\d+)"', supply.get(f"{home}/inspect/1").text)
    assert pattern
    assert f'name="{pattern[1].replace("pattern", "class")}"' in supply.get(f"{home}/inspect/1").text
    found = {"verdict": "accepted", "inspected_on": DAY, "inspectors": "นายตรวจ รับของ\nนางตรวจ ด้วย"}
    bare = supply.post(f"{home}/inspect/1", {**found, pattern[1]: "7440-016-####/YY"})
    assert (bare.status_code, "Say why these goods point to no" in bare.text) == (422, True), "INV-F2"
    with reading(shop.engine) as session:
        assert session.exec(select(Asset)).all() == []
    elsewhere = {f"need.{share[1]}": "999", "unlinked_reason": "x", pattern[1]: "7440-016-####/YY"}
    assert supply.post(f"{home}/inspect/1", {**found, **elsewhere}).status_code == 422
    found |= {"unlinked_reason": "ซื้อก่อนมีแผนปฏิบัติการ"}
    sent(supply, f"{home}/inspect/1", {**found, pattern[1]: "7440-016-####/YY"})
    card = supply.get("/assets/1").text
    assert "Reason: ซื้อก่อนมีแผนปฏิบัติการ" in card
    assert "without: need, specification, budget line, project of the annual plan" in card
    sent(supply, f"{home}/pay/1", {"paid_on": DAY, "voucher_no": "บค 1/2570"})

    page = supply.get(home).text
    assert "7440-016-0002" in page
    assert "not seen yet" in page
    assert "25,000.00" in page
    with reading(shop.engine) as session:
        assert {card.serial for card in session.exec(select(Asset))} == {"SN-1", "SN-2"}
        assert {piece.mac for piece in session.exec(select(DeliveredPiece))} == {"02:00:00:00:00:01", ""}
        acts = {row.action for row in session.exec(select(AuditEntry))}
    assert {f"purchase.{act}" for act in ("approved", "offered", "awarded", "signed", "inspected", "paid")} <= acts
    assert "25,000.00" in supply.get("/purchases").text
    assert supply.get("/purchases/export.csv").status_code == 200


def test_a_committee_is_appointed_by_name_without_a_case_of_another_matter(shop: Shop) -> None:
    """An office that buys for more than one inspector may accept has no case in which to register a committee."""
    supply = shop.as_(Role.SUPPLY)
    one = begun(supply, shop.school, entry_of(supply))
    page = supply.get(f"{one}/inspectors").text
    assert 'name="members.0.name"' in page
    assert 'name="committee_id"' not in page  # there is none to choose
    names = ("นางประธาน หนึ่ง", "นายกรรมการ สอง", "นางสาวเลขา สาม")
    three = {f"members.{at}.name": name for at, name in enumerate(names)} | {"members.1.position": "ครู"}
    order = {"order_no": "12/2570", "appointed_on": DAY}
    no_chair = supply.post(f"{one}/inspectors", order | three | {"members.2.seat": "secretary"})
    assert (no_chair.status_code, "one chair and at least two members" in no_chair.text) == (422, True)
    two = {"members.0.name": names[0], "members.0.seat": "chair", "members.1.name": names[1]}
    assert supply.post(f"{one}/inspectors", order | two).status_code == 422
    sent(supply, f"{one}/inspectors", order | three | {"members.0.seat": "chair", "members.2.seat": "secretary"})
    with reading(shop.engine) as session:
        purchase = session.exec(select(Purchase)).one()
        assert [(each["name"], each["seat"]) for each in purchase.panel] == [
            (names[0], "chair"), (names[1], "member"), (names[2], "secretary"),
        ]  # fmt: skip
        assert (purchase.panel_order_no, purchase.committee_id) == ("12/2570", None)
    again = supply.get(f"{one}/inspectors").text
    assert f'value="{names[2]}"' in again
    both = order | three | {"members.0.seat": "chair", "inspector": "ก"}
    assert "or name those who inspect" in supply.post(f"{one}/inspectors", both).text


def test_the_guarantee_is_a_share_of_the_price_that_won(shop: Shop) -> None:
    supply, director = shop.as_(Role.SUPPLY), shop.as_(Role.DIRECTOR)
    dear = {"lines.0.quantity": "12", "lines.0.estimate_baht": "12,500"}
    home = begun(supply, shop.school, entry_of(supply, amount_baht="150,000"), **dear)
    sent(director, f"{home}/approve", {"approved_on": DAY, "approval_no": "1/2570"})
    with reading(shop.engine) as session:
        line = session.exec(select(PurchaseLine)).one()
    sent(supply, f"{home}/offer", {"supplier": "ร้าน", "received_on": DAY, f"price.{line.id}": "10,000"})
    with reading(shop.engine) as session:
        bid = session.exec(select(Bid)).one()
    sent(supply, f"{home}/award", {"bid_id": str(bid.id), "awarded_on": DAY})
    page = supply.get(f"{home}/sign").text
    assert re.search(r'name="guarantee_baht"[^>]*value="6000"', page)  # 5% of 120,000, not of 150,000


def test_serials_are_corrected_on_the_page_and_the_inspectors_stand_on_it(shop: Shop) -> None:
    supply, director = shop.as_(Role.SUPPLY), shop.as_(Role.DIRECTOR)
    one = begun(supply, shop.school, entry_of(supply))
    sent(supply, f"{one}/inspectors", {"inspector": "นางสาวตรวจ รับจริง", "position": "ครู"})
    assert "นางสาวตรวจ รับจริง" in supply.get(one).text
    sent(director, f"{one}/approve", {"approved_on": DAY, "approval_no": "1/2570"})
    with reading(shop.engine) as session:
        line = session.exec(select(PurchaseLine)).one()
        share = session.exec(select(PurchaseShare)).one()
    sent(supply, f"{one}/offer", {"supplier": "ร้าน", "received_on": DAY, f"price.{line.id}": "12,500"})
    with reading(shop.engine) as session:
        bid = session.exec(select(Bid)).one()
    sent(supply, f"{one}/award", {"bid_id": str(bid.id), "awarded_on": DAY})
    sent(supply, f"{one}/sign", {"form": "order", "number": "1/2570", "signed_on": DAY, "deliver_days": "15"})
    for what in ("inspectors", "result", "winner", "order", "summary"):
        assert sent(supply, f"{one}/papers/{what}", {}).startswith("/papers/")
        assert f"{one}/papers/{what}" in supply.get(one).text
    came = {"delivered_on": DAY, f"quantity.{share.id}": "2", f"pieces.{share.id}": "SN-1\nSN-1"}
    twice = supply.post(f"{one}/deliver", came)
    assert (twice.status_code, "Row 2: SN-1 stands in row 1 too" in twice.text) == (422, True)
    sent(supply, f"{one}/deliver", came | {f"pieces.{share.id}": "SN-1\nSN-2"})
    assert "นางสาวตรวจ รับจริง</textarea>" in supply.get(f"{one}/inspect/1").text
    with reading(shop.engine) as session:
        first, second = session.exec(select(DeliveredPiece).order_by(DeliveredPiece.serial)).all()
    assert 'value="SN-2"' in supply.get(f"{one}/correct/1").text
    given = {f"serial.{first.id}": "SN-9", f"serial.{second.id}": "SN-2"}
    assert supply.post(f"{one}/correct/1", given).status_code == 422  # without a reason
    sent(supply, f"{one}/correct/1", given | {"reason": "พิมพ์ผิด"})
    shown = supply.get(one).text
    assert "SN-1 → SN-9" in shown
    with reading(shop.engine) as session:
        noted = session.exec(select(AuditEntry).where(AuditEntry.action == "purchase.pieces_corrected")).one()
    assert noted.detail["reason"] == "พิมพ์ผิด"


def test_a_refusal_keeps_what_was_typed(shop: Shop) -> None:
    supply = shop.as_(Role.SUPPLY)
    home = begun(supply, shop.school, entry_of(supply))
    answer = supply.post(f"{home}/change", {"method": "e_bidding", "lines.0.quantity": "0", "note": "พิมพ์ไว้"})
    assert answer.status_code == 422
    assert "พิมพ์ไว้" in answer.text


def test_purchases_of_one_kind_that_come_to_more_are_told_of(shop: Shop) -> None:
    supply = shop.as_(Role.SUPPLY)
    first = begun(supply, shop.school, entry_of(supply, amount_baht="400,000"))
    assert "taken for splitting" not in supply.get(first).text
    second = begun(supply, shop.school, entry_of(supply, name="ซื้ออีก", amount_baht="490,000"))
    with transaction(shop.engine) as session:
        for row in session.exec(select(Purchase)):
            row.amount_satang = 40_000_000
            session.add(row)
    page = supply.get(second).text
    assert "taken for splitting" in page
    assert first in page


def test_a_school_keeps_its_own_plan_and_sees_nothing_of_the_office(shop: Shop) -> None:
    supply, school = shop.as_(Role.SUPPLY), shop.as_(Role.SCHOOL)
    home = begun(supply, shop.school, entry_of(supply))
    assert school.get(home).status_code == 404
    assert school.post("/procurement-plan/new", {"year": "2570", "name": "x", "amount_baht": "1"}).status_code == 422
    own = entry_of(school, site_id=str(shop.school.id), name="ซื้อเครื่องพิมพ์")
    assert "ซื้อเครื่องพิมพ์" in school.get("/procurement-plan").text
    assert "จัดซื้ออุปกรณ์เครือข่าย" not in school.get("/procurement-plan").text
    with reading(shop.engine) as session:
        assert session.get_one(PlanEntry, int(own.rsplit("/", 1)[1])).site_id == shop.school.id


def test_cancelling_says_why(shop: Shop) -> None:
    supply = shop.as_(Role.SUPPLY)
    home = begun(supply, shop.school, entry_of(supply))
    sent(supply, f"{home}/cancel", {"reason": ""})
    assert "The purchase ends here" in supply.get(home).text
    sent(supply, f"{home}/cancel", {"reason": "ยกเลิกโครงการ"})
    assert "ยกเลิกโครงการ" in supply.get(home).text
