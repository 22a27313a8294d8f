"""The walk of a supply officer over the app: an old register, the network, needs, one specification, and the purchase.

Each step goes through the form that a browser would send. What each page shows in detail is proved beside it, in
tests/web; here it is proved that one step leads to the next, and that the same thing is meant from end to end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import select

from collectors.observation import DeviceObservation, SystemSeen
from inventory.models.asset import Asset
from inventory.models.outage import Subject
from inventory.models.site import Office, Site
from inventory.state import Limits, Seen
from inventory.store.asset_classes import begin_book
from netops.models.person import Role
from netops.notify.alerts import tell
from netops.pipeline import Heard, Pipeline
from netops.settings import Settings
from netops.watched import roster
from procurement.models.need import Need
from procurement.models.purchase import Bid
from procurement.needs.need import NeedState
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.inventory.importing.test_messy import SAID, workbook
from tests.web.browsing import Visit, person_of, signed_in
from tests.web.test_admin_import import jobs_of, send

NOW = utc_now()
DAY = NOW.date().isoformat()
SCHOOLS = 12
PAPERS = 9
REGISTER = (
    (1, "7440-001-0001/65", "เครื่องพิมพ์", "1 ต.ค. 2565", "1,234.50 บาท", 1, "ธุรการ"),
    (None, None, None, None, None, None, None),
    (2, "7440-001-0002/65", "สวิตช์ 24 ช่อง", "30/9/65", "13,000.-", 1, "ห้อง ๑"),
)
WRONG = (
    *REGISTER,
    (3, "7440-001-0001/65", "จอภาพ", "5 ตุลาคม 2565", 3_000, 1, ""),
    (4, "7440-001-0004/65", "โต๊ะ", "31/2/65", 4_500, 1, ""),
)


def sent(visit: Visit, url: str, form: Mapping[str, str] | None = None) -> str:
    """Where a form leads that was taken."""
    answer = visit.post(url, form or {})
    assert answer.status_code == 303, (url, re.findall(r"invalid-feedback[^<]*<[^<]*|alert-danger.*", answer.text)[:5])
    return str(answer.headers["location"])


class Walk:
    """An office of twelve schools, and who works there."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine, self.settings = engine, settings
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            begin_book(session, self.office.id or 0)
            self.schools = [factories.make_site(session, self.office) for _ in range(SCHOOLS)]
        self.supply, self.director = self.as_(Role.SUPPLY), self.as_(Role.DIRECTOR)

    def as_(self, role: Role, site: Site | None = None) -> Visit:
        return signed_in(self.settings, self.engine, person_of(self.engine, role, office=self.office, site=site))

    def card(self, number: str) -> Asset:
        with reading(self.engine) as session:
            return session.exec(select(Asset).where(Asset.number == number)).one()

    def needs(self) -> list[Need]:
        with reading(self.engine) as session:
            return list(session.exec(select(Need).order_by("id")))

    def imports_the_register(self) -> None:
        """Wrong rows store nothing; the mended file is taken without saying its columns again."""
        preview = send(self.supply, "assets", workbook(WRONG), "book.xlsx")
        columns = {f"column.{at}": name for at, name in enumerate(SAID)}
        assert sent(self.supply, f"{preview}/columns", {"sheet": "1", "row": "4", **columns}) == preview
        shown = self.supply.get(preview).text
        assert "31/2/65" in shown
        assert "Import all rows" not in shown
        again = send(self.supply, "assets", workbook(REGISTER), "mended.xlsx")
        assert "Import all rows" in self.supply.get(again).text, "the columns are remembered"
        job = sent(self.supply, f"{again}/apply")
        jobs_of(self.supply).wait(int(job.rsplit("/", 1)[1]), 30)
        assert self.card("7440-001-0001/65").price_satang == 123_450

    def settles_with_the_network(self) -> None:
        """A switch of the book is found by the network under the same serial number."""
        card = self.card("7440-001-0002/65")
        with transaction(self.engine) as session:
            row = session.get_one(Asset, card.id)
            row.serial = "OLD-1"
            session.add(row)
            old = factories.make_device(session, self.schools[0], name="old", serial="OLD1", facts_at=NOW)
            old_id = old.id
        decision = {"kind": "link", "decision": "take", "asset_id": str(card.id), "device_id": str(old_id)}
        sent(self.supply, "/assets/reconcile", decision)
        assert self.card("7440-001-0002/65").device_id == old_id

    def asks(self) -> list[int]:
        """Each school asks for one switch by its own form, IT proposes, the director approves."""
        for school in self.schools:
            wish = {"site_id": str(school.id), "title": "สวิตช์", "kind": "switch", "quantity": "1"}
            teacher = self.as_(Role.SCHOOL, school)
            sent(teacher, "/needs/new", {**wish, "reason": "broken", "reason_text": "ชำรุด", "urgency": "high"})
        numbers, it = [need.id or 0 for need in self.needs()], self.as_(Role.IT)
        for number in numbers:
            sent(it, f"/needs/{number}/propose", {"proposal": "เห็นควรอนุมัติ"})
            sent(self.director, f"/needs/{number}/decide", {"verdict": "approve", "decision": "ตามเสนอ"})
        return numbers

    def specifies(self, needs: list[int]) -> str:
        """One specification for all twelve, explained, checked, approved, and its papers printed."""
        chosen = {"title": "จัดซื้อสวิตช์", "day": DAY, "act": "begin"}
        answer = self.supply.client.post(
            "/specs/start",
            data={**chosen, "csrf": self.supply.csrf, "need": [str(number) for number in needs]},
            headers={"origin": "http://testserver"},
        )
        assert answer.status_code == 303, answer.text[-2000:]
        home = str(answer.headers["location"])
        page = self.supply.get(home).text
        assert all(f'href="/needs/{number}"' in page for number in needs)
        for action in re.findall(rf'<form[^>]*action="{home}/reason".*?</form>', page, re.DOTALL):
            given = dict(re.findall(r'name="(check|line)" value="(\w+)"', action))
            sent(self.supply, f"{home}/reason", {**given, "text": "ทดแทนของที่ชำรุด"})
        return home

    def names_products(self, home: str) -> None:
        """Competition has to be mended on the line itself: its form comes back with all that stands in it."""
        found = re.search(r'id="line-(\d+)"', self.supply.get(home).text)
        assert found
        line = f"{home}/lines/{found[1]}"
        form = self.supply.get(line).text.split('<form class="edit"')[1].split("</form>")[0]
        typed = dict(re.findall(r'<input[^>]*name="([\w.]+)"[^>]*value="([^"]*)"', form))
        for name, options in re.findall(r'<select[^>]*name="([\w.]+)".*?>(.*?)</select>', form, re.DOTALL):
            chosen = re.search(r'value="([^"]*)"\s+selected', options)
            typed[name] = chosen[1] if chosen else ""
        named = {"maker": "ก", "model": "ก1"}, {"maker": "ข", "model": "ข1"}
        typed |= {f"products.{at}.{name}": text for at, one in enumerate(named) for name, text in one.items()}
        assert self.supply.post(f"{home}/check").status_code == 422, "nobody is known to compete"
        sent(self.supply, line, typed)

    def prints(self, home: str) -> None:
        kinds = set(re.findall(r'<option value="(spec_\w+)"', self.supply.get(home).text))
        assert len(kinds) == PAPERS
        for kind in sorted(kinds):
            paper = sent(self.supply, f"{home}/papers", {"kind": kind, "thai_numerals": "no"})
            assert self.supply.get(f"{paper}/paper.docx").content.startswith(b"PK"), kind

    def approves(self, home: str) -> str:
        sent(self.supply, f"{home}/check")
        (seen,) = re.findall(r'name="seen" value="([0-9a-f]{64})"', self.director.get(home).text)
        sent(self.director, f"{home}/approve", {"seen": seen})
        return home.rsplit("/", 1)[1]

    def buys(self, spec: str) -> str:
        """From the published plan to the signed order."""
        entry = {"year": "2570", "name": "จัดซื้อสวิตช์", "category": "network", "amount_baht": "50,000"}
        planned = sent(self.supply, "/procurement-plan/new", entry)
        sent(self.supply, f"{planned}/publish", {"published_on": DAY, "egp_plan_no": "P70100000001"})
        given = {"kind": "goods", "method": "specific", "egp_project_no": "69110000001", "spec_id": spec}
        home = sent(self.supply, f"/purchases/new?entry={planned.rsplit('/', 1)[1]}", given)
        sent(self.director, f"{home}/approve", {"approved_on": DAY, "approval_no": "ศธ 1/2570"})
        price = re.search(r'name="(price\.\d+)"', self.supply.get(f"{home}/offer").text)
        assert price
        sent(self.supply, f"{home}/offer", {"supplier": "ร้านตัวอย่าง", "received_on": DAY, price[1]: "3,400"})
        with reading(self.engine) as session:
            bid = session.exec(select(Bid)).one().id
        sent(self.supply, f"{home}/award", {"bid_id": str(bid), "awarded_on": DAY})
        terms = {"form": "order", "number": "1/2570", "signed_on": DAY, "deliver_days": "15", "fine_percent": "0.20"}
        sent(self.supply, f"{home}/sign", {**terms, "warranty_months": "12"})
        assert "40,800.00" in self.supply.get(home).text
        return home

    def receives(self, home: str) -> None:
        """One piece for each school, each with its serial number; acceptance makes the cards."""
        form = self.supply.get(f"{home}/deliver").text
        shares = list(dict.fromkeys(re.findall(r'name="quantity\.(\d+)"', form)))
        assert len(shares) == SCHOOLS
        came = {f"quantity.{share}": "1" for share in shares}
        came |= {f"pieces.{share}": f"NEW-{number}" for number, share in enumerate(shares)}
        sent(self.supply, f"{home}/deliver", {"delivered_on": DAY, **came})
        pattern = re.search(r'name="(pattern\.\d+)"', self.supply.get(f"{home}/inspect/1").text)
        assert pattern
        found = {"verdict": "accepted", "inspected_on": DAY, "inspectors": "นายตรวจ รับของ"}
        found |= {"unlinked_reason": "สำนักงานยังไม่มีแผนปฏิบัติการในระบบ"}
        sent(self.supply, f"{home}/inspect/1", {**found, pattern[1]: "7440-016-####/YY"})

    def is_seen(self, card: Asset) -> None:
        """The network walks a new device of this card's serial number, and then measures that it answers."""
        with transaction(self.engine) as session:
            site = session.get_one(Site, card.site_id)
            device_id = factories.make_device(session, site, name="new", address="127.1.9.7").id or 0
        pipeline = Pipeline(self.engine, limits=Limits(), tell=tell)
        with reading(self.engine) as session:
            pipeline.watch(roster.load(session, lambda sealed: sealed.decode()), NOW)
        system = SystemSeen(serial=card.serial, name="new")
        seen = DeviceObservation(key="", at=NOW, system=system, complete=frozenset({"system"}))
        pipeline.walked(device_id, seen, {"tuning": "", "plan": b"", "health": "", "walked_at": NOW})
        with reading(self.engine) as session:
            assert session.get_one(Asset, card.id).device_id == device_id
        at = NOW + timedelta(seconds=30)
        heard = Heard(kind="icmp", at=at)
        heard.seen[(Subject.DEVICE, device_id)] = Seen(at, "icmp", 5, 5, 1.0)
        pipeline.polled(heard)


def test_from_the_old_register_to_the_device_that_works(engine: Engine, settings: Settings) -> None:
    walk = Walk(engine, settings)
    walk.imports_the_register()
    walk.settles_with_the_network()
    needs = walk.asks()
    home = walk.specifies(needs)
    walk.names_products(home)
    walk.prints(home)
    bought = walk.buys(walk.approves(home))
    walk.receives(bought)
    with reading(engine) as session:
        new = list(session.exec(select(Asset).where(Asset.number.startswith("7440-016-"))))
    assert {card.site_id for card in new} == {school.id for school in walk.schools}
    assert {need.state for need in walk.needs()} == {NeedState.ORDERED}
    walk.is_seen(new[0])
    met = [need for need in walk.needs() if need.state is NeedState.MET]
    assert [need.site_id for need in met] == [new[0].site_id]
    assert walk.supply.get(f"/assets/{new[0].id}").text.count(f'href="{bought}"') >= 1
    assert f'href="{bought}"' in walk.supply.get(f"/needs/{met[0].id}").text
    teacher = walk.as_(Role.SCHOOL, next(school for school in walk.schools if school.id == met[0].site_id))
    assert f'href="{bought}"' not in teacher.get(f"/needs/{met[0].id}").text, (
        "the office's purchase is not the school's"
    )
