"""What an office decides, for pages to show: a case before its committee, letters in and out, a signed paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, true
from sqlmodel import select

from inventory.models.site import Office
from inventory.queries.sight import Sight
from netops.audit import Actor
from netops.cases.committees import CommitteeDraft, MeetingDraft, ResolutionDraft, appoint, meet, members_of, resolve
from netops.cases.definitions import find_definition
from netops.cases.documents import add_file
from netops.cases.facts import view_case
from netops.cases.walking import CaseDraft, Doer, StepDone, do_step, open_case
from netops.letters.register import Clerk, LetterDraft, enter
from netops.models.case import WorkCase
from netops.models.person import Person, Role
from netops.papers.making import Order, make_paper
from netops.papers.plain_letter import PLAIN_LETTER, PlainLetter
from netops.papers.signing import Scan, Signer, lock, paper_of
from service.database import transaction
from service.filetypes import GivenFile
from service.uploads import Uploads
from tests.netops.cases.world import pdf, picture

ZONE = ZoneInfo("Asia/Bangkok")
WALKED = ("idea", "approval", "design", "prototype", "pilot")
LETTERS = (
    ("in", "สำนักงานศึกษาธิการจังหวัดตัวอย่าง", "ขอเชิญประชุมคณะกรรมการพัฒนาระบบเครือข่าย", "ศธ 02000/410"),
    ("in", "โรงเรียนบ้านห้วยตัวอย่าง", "แจ้งอินเทอร์เน็ตขัดข้องและขอรับการสนับสนุน", "ที่ 15/2569"),
    ("out", "กลุ่มส่งเสริมการศึกษาทางไกล", "แจ้งผลการตรวจสอบวงจรอินเทอร์เน็ตของโรงเรียนในสังกัด", ""),
)


def decide(engine: Engine, data_dir: Path, *, now: datetime) -> dict[str, str]:
    """Everything; the pages of what was decided, by the names of their pictures."""
    with transaction(engine) as session:
        office = session.exec(select(Office)).one()
        admin = session.exec(select(Person).where(Person.role == Role.ADMIN)).first()
        assert office.id is not None
        assert admin is not None
        actor, uploads = Actor(admin.name, office.id, admin.id), Uploads(data_dir)

        def doer(role: Role, days_ago: int) -> Doer:
            at = now - timedelta(days=days_ago)
            return Doer(session, actor, Sight(office.id or 0), role, admin.id or 0, at)

        case = open_case(doer(Role.IT, 70), CaseDraft(workflow="innovation", title="ระบบแจ้งซ่อมออนไลน์ของโรงเรียน"))
        _walk(case, doer, uploads)
        _decided(case, doer)
        second = open_case(doer(Role.IT, 20), CaseDraft(workflow="innovation", title="ห้องเรียนไร้สายประหยัดพลังงาน"))
        today = now.astimezone(ZONE).date()
        clerk = Clerk(session, actor, Sight(office.id), now, today)
        for number, (direction, other, subject, letter_no) in enumerate(LETTERS, 1):
            whom = "sender" if direction == "in" else "receiver"
            given = {"direction": direction, "number": number, "subject": subject, "letter_no": letter_no, whom: other}
            letter = enter(clerk, LetterDraft.read(given | {"dated": today - timedelta(days=number)}))
        data = PlainLetter(to="ผู้อำนวยการโรงเรียนทุกแห่ง", subject="กำหนดการบำรุงรักษาเครือข่าย", body="ตามที่แจ้งแล้วนั้น")
        paper = make_paper(session, PLAIN_LETTER, data, Order(office.id, now, number="ศธ 04000/99"))
        signer = Signer(session, actor, true(), uploads, today, now)
        scan = Scan(GivenFile("ลงนาม.png", "image/png", picture()), paper.code or "", today)
        found, learnt = paper_of(signer, scan)
        lock(signer, scan, None, paper=found, learnt=learnt)
        return {
            "case": f"/cases/{case.id}",
            "case-begun": f"/cases/{second.id}",
            "letter": f"/letters/{letter.id}",
            "paper-signed": f"/papers/{paper.id}",
        }


def _walk(case: WorkCase, doer: Callable[[Role, int], Doer], uploads: Uploads) -> None:
    definition = find_definition("innovation")
    for at, key in enumerate(WALKED):
        step = definition.by_key[key]
        hand = doer(Role(step.owner), 65 - at * 10)
        for kind in step.evidence:
            name = definition.evidence_title(kind).th
            add_file(hand, case, kind, GivenFile(f"{name}.pdf", "application/pdf", pdf(kind)), uploads)
        do_step(hand, case, key, StepDone(choice=step.choices[0].key if step.choices else ""))


def _decided(case: WorkCase, doer: Callable[[Role, int], Doer]) -> None:
    hand = doer(Role.PLANNER, 5)
    day = (hand.now - timedelta(days=1)).astimezone(ZONE).date()
    people = [("นายประธาน ตัวอย่าง", "รองผู้อำนวยการ", "chair"), ("นางกรรมการ ตัวอย่าง", "ศึกษานิเทศก์", "member")]
    people += [("นายเลขา ตัวอย่าง", "นักวิชาการคอมพิวเตอร์", "secretary")]
    members = [{"name": name, "position": position, "seat": seat} for name, position, seat in people]
    draft = {"kind": "evaluation", "order_no": "12/2569", "appointed_on": day, "members": members}
    committee = appoint(hand, case, CommitteeDraft.read(draft))
    present = [one.id for one in members_of(hand.session, committee)][:2]
    meeting = meet(
        hand, case, committee, MeetingDraft.read({"held_on": day, "place": "ห้องประชุม 1", "present": present})
    )
    document = view_case(hand.session, case, hand.now).documents["pilot-report"]
    given = {"step": "evaluation", "sha256": document.sha256, "in_favour": 2, "against": 0, "text": "เห็นชอบให้ขยายผล"}
    resolve(hand, case, meeting, ResolutionDraft.read(given))
