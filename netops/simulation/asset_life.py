"""What happened to some assets of the simulated district: repairs, lendings, a transfer, a disposal, and stock cards.

The same for the same district; everything is made up and says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlmodel import Session, col, select

from inventory.models.asset import Asset, Standing
from inventory.models.stock import StockKind
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.credentials import Seal
from inventory.store.disposals import DisposalDraft, ItemDraft
from inventory.store.lendings import LendingDraft, lend
from inventory.store.repairs import RepairDraft, create_repair
from inventory.store.stock import IssueDraft, ReceiptDraft, StockDraft, create_item, issue, receive
from inventory.store.transfers import TransferDraft, propose
from netops.asset_acts.disposal import Disposals
from netops.audit import Actor
from netops.cases.walking import Doer
from netops.editors import Hand
from netops.models.person import Person
from netops.simulation.asset_book import NOTE
from service.columns import utc_now

# Days ago, fault, baht, and whether it is back.
_REPAIRS: Final = ((400, "พัดลมไม่หมุน", 850, True), (90, "แหล่งจ่ายไฟเสีย", 1_500, True), (6, "เปิดไม่ติด", None, False))
_STOCK: Final = (
    # code, item, kind, models, pieces at least, pieces came in, pieces went out, baht each
    ("SP-001", "เราเตอร์สำรอง", StockKind.SPARE, "RB4011\nRB750", 2, 3, 2, 6_900),
    ("SP-002", "สวิตช์สำรอง 24 ช่อง", StockKind.SPARE, "CRS326\nSG2428", 1, 2, 1, 13_000),
    ("CS-001", "สาย UTP Cat 6", StockKind.CONSUMABLE, "", 2, 10, 4, 3_200),
)


def live_in(session: Session, office_id: int, school_id: int, today: date) -> None:
    """All of it, in the office's book and in that of one school."""
    sight, by = Sight(office_id), By("ข้อมูลจำลอง", utc_now())
    free = _free(session, office_id, None)
    of_school = _free(session, office_id, school_id)
    _repair(session, of_school[:1], today, sight, by)
    for asset, (borrower, ago, days) in zip(
        free, (("นางสาวตัวอย่าง ยืมนาน", 40, 14), ("นายตัวอย่าง เพิ่งยืม", 3, 14)), strict=False
    ):
        lent_on = today - timedelta(days=ago)
        draft = LendingDraft(
            numbers=(asset.number,),
            borrower=borrower,
            borrower_unit="โรงเรียนจำลอง",
            purpose="อบรมครู (จำลอง)",
            lent_on=lent_on,
            due_on=lent_on + timedelta(days=days),
            note=NOTE,
        )
        lend(session, draft, sight=sight, by=by)
    for asset in free[2:3]:
        wish = TransferDraft(to_site_id=school_id, numbers=(asset.number,), reason=f"จัดสรรให้โรงเรียน ({NOTE})")
        propose(session, wish, sight=sight, by=by)
    _stock(session, school_id, today, sight, by)


def _free(session: Session, office_id: int, site_id: int | None) -> list[Asset]:
    """What is in use in one book, by number."""
    wanted = select(Asset).where(
        Asset.office_id == office_id, Asset.unit == (site_id or 0), Asset.standing == Standing.IN_USE
    )
    return list(session.exec(wanted.order_by(col(Asset.number))))


def _repair(session: Session, assets: list[Asset], today: date, sight: Sight, by: By) -> None:
    for asset in assets:
        for ago, fault, baht, is_back in _REPAIRS:
            reported = today - timedelta(days=ago)
            draft = RepairDraft.read(
                {
                    "asset_id": asset.id,
                    "reported_on": reported,
                    "reported_by": "ครูตัวอย่าง",
                    "fault": fault,
                    "sent_to": "ร้านซ่อมจำลอง",
                    "cost_satang": None if baht is None else baht * 100,
                    "back_on": reported + timedelta(days=7) if is_back else None,
                    "result": "repaired" if is_back else None,
                    "note": NOTE,
                }
            )
            create_repair(session, draft, sight=sight, by=by)


def _stock(session: Session, school_id: int, today: date, sight: Sight, by: By) -> None:
    for code, name, kind, fits, least, came, went, baht in _STOCK:
        item = create_item(
            session,
            StockDraft(code=code, name=name, kind=kind, fits=fits, minimum=least, unit_word="ชิ้น", note=NOTE),
            sight=sight,
            by=by,
        )
        receipt = ReceiptDraft(
            moved_on=today - timedelta(days=120), quantity=came, price_satang=baht * 100, counterpart="ร้านจำลอง"
        )
        receive(session, item, receipt, by=by)
        out = IssueDraft(moved_on=today - timedelta(days=20), quantity=went, to_site_id=school_id)
        issue(session, item, out, sight=sight, by=by)


def dispose_in(session: Session, seal: Seal, office_id: int, person: Person, today: date) -> None:
    """A disposal that waits for its request: what is worn out in the office's book, one of it not by normal use."""
    worn = select(Asset.number).where(
        Asset.office_id == office_id, Asset.unit == 0, col(Asset.standing).in_((Standing.BROKEN, Standing.WORN))
    )
    numbers = [
        *session.exec(worn.order_by(col(Asset.number))),
        *(one.number for one in _free(session, office_id, None)[-2:]),
    ]
    if not numbers or person.id is None:
        return
    actor, sight = Actor(person.name, office_id, person.id), Sight(office_id)
    doer = Doer(session, actor, sight, person.role, person.id, utc_now())
    desk = Disposals(Hand(session, actor, sight, seal), doer, today)
    draft = DisposalDraft(
        numbers=tuple(numbers[:4]), title="จำหน่ายครุภัณฑ์ชำรุด (จำลอง)", reason=f"ชำรุดและซ่อมไม่คุ้มค่า ({NOTE})"
    )
    disposal = desk.open(draft)
    first, _asset = desk.listed(disposal).items[0]
    told = ItemDraft(method=first.method, is_normal_wear=False, cause="ไฟกระชากจากฟ้าผ่า (จำลอง)", least_satang=20_000)
    desk.change_item(disposal, first.id or 0, told)
