"""An invented board with a meeting, indicators, a letter, a request and a network of parents; no person is real."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from office.fiscal import FiscalYear
from office.thai_date import BUDDHIST_ERA
from office.workflow.committee import Seat
from planning.kit.parts import Paper
from planning.kit.visitor import Visitor
from planning.registry.known_indicators import KNOWN
from planning.registry.models.committee import CommitteeKind
from planning.registry.models.meeting import AgendaPart, Meeting, Verdict
from planning.registry.store.agenda import ItemDraft, ask
from planning.registry.store.attending import AttendanceDraft, AttendeeDraft, write_attendance
from planning.registry.store.bodies import BodyDraft, TermDraft, add_body, add_term
from planning.registry.store.committees import CommitteeDraft, MemberDraft, appoint, committees, members_of
from planning.registry.store.fiscal_years import begin_years
from planning.registry.store.indicators import (
    ActualDraft,
    IndicatorDraft,
    TargetDraft,
    add_indicator,
    enter_actual,
    set_target,
)
from planning.registry.store.letters import LetterDraft, register
from planning.registry.store.meetings import MeetingDraft, call, call_roll
from planning.registry.store.references import NodeDraft, add_nodes, references, take_over
from planning.registry.store.requests import RequestDraft
from planning.registry.store.requests import ask as ask_desk
from planning.registry.store.resolving import ResolutionDraft, resolve
from planning.registry.store.tasks import TaskDraft, give_task
from service.letters import Direction
from service.refused import RefusedCommandError

_BOARD: Final = "คณะกรรมการเขตพื้นที่การศึกษา (สมมติ)"
_SEATS: Final = (
    ("นายสมมติ ประธานดี", "ผู้ทรงคุณวุฒิ", Seat.CHAIR),
    ("นางสมมติ ชุมชน", "ผู้แทนองค์กรชุมชน", Seat.MEMBER),
    ("นายสมมติ ท้องถิ่น", "ผู้แทนองค์กรปกครองส่วนท้องถิ่น", Seat.MEMBER),
    ("นางสาวสมมติ ครูดี", "ผู้แทนครู", Seat.MEMBER),
    ("นายสมมติ เลขานุการ", "ผู้อำนวยการสำนักงานเขตพื้นที่การศึกษา", Seat.SECRETARY),
)
_NATIONAL: Final = "ยุทธศาสตร์ชาติ"
_STRATEGIES: Final = (
    "ด้านความมั่นคง",
    "ด้านการสร้างความสามารถในการแข่งขัน",
    "ด้านการพัฒนาและเสริมสร้างศักยภาพทรัพยากรมนุษย์",
    "ด้านการสร้างโอกาสและความเสมอภาคทางสังคม",
    "ด้านการสร้างการเติบโตบนคุณภาพชีวิตที่เป็นมิตรต่อสิ่งแวดล้อม",
    "ด้านการปรับสมดุลและพัฒนาระบบการบริหารจัดการภาครัฐ",
)
# (which of the known ones, baseline, target, result)
_FIGURES: Final = ((2, 60.0, 75.0, 70.0), (5, 120.0, 90.0, 84.0))


def fill_desk(session: Session, visitor: Visitor, today: date) -> None:
    """For the office of the visitor, which has nothing of it yet."""
    take_over(session, visitor.office_code)
    begin_years(session, visitor.office_code, today)
    _national_strategy(session, visitor)
    _board(session, visitor, today)
    _indicators(session, visitor, today)
    body = add_body(session, visitor, BodyDraft(name="เครือข่ายผู้ปกครอง (สมมติ)", kind="เครือข่าย"))
    ends = today + timedelta(days=45)
    add_term(session, visitor, body, TermDraft(role="ประธานเครือข่าย", name="นางสมมติ ผู้ปกครอง", term_to=ends))
    letter = LetterDraft(
        direction=Direction.IN,
        entered_on=today,
        sender="สพฐ.",
        receiver=visitor.office_name[:255],
        subject="แจ้งการจัดสรรงบประมาณ (สมมติ)",
        letter_no="ศธ 00000/ว 15",
        dated=today,
        central_no=f"1/{today.year + BUDDHIST_ERA}",
        due_on=today + timedelta(days=5),
    )
    register(session, visitor, letter)
    wish = RequestDraft(subject="ขอข้อมูลนักเรียนรายชั้น (สมมติ)", asked_by="โรงเรียนสมมติ")
    ask_desk(session, visitor, wish, today=today)


def _board(session: Session, visitor: Visitor, today: date) -> None:
    draft = CommitteeDraft(
        kind=CommitteeKind.ESAO_BOARD,
        name=_BOARD,
        order_number="1/สมมติ",
        appointed_on=today - timedelta(days=200),
        legal_basis="คำสั่งสมมติ",
        duties="พิจารณาให้ความเห็นชอบแผน\nพิจารณาการจัดตั้ง รวม หรือเลิกสถานศึกษา",
        valid_from=today - timedelta(days=200),
        members=tuple(MemberDraft(name=name, position=position, seat=seat) for name, position, seat in _SEATS),
    )
    board = appoint(session, visitor, draft)
    held = MeetingDraft(held_on=today - timedelta(days=20), begins="09:30", ends="12:00", place="ห้องประชุมสมมติ")
    meeting = call(session, visitor, board, held)
    opening = ItemDraft(part=AgendaPart.CHAIR, title="ประธานแจ้งกำหนดการจัดทำแผนประจำปี (สมมติ)")
    item = ask(session, visitor, opening, meeting)
    matter = ItemDraft(title="กรอบเวลาการจัดทำแผนพัฒนาการศึกษาขั้นพื้นฐาน (สมมติ)")
    decided = ask(session, visitor, matter, meeting)
    members = [one.id or 0 for one in members_of(session, board)]
    call_roll(session, visitor, meeting, board, members[:4], today=today)
    attendance = AttendanceDraft(
        attendees=(AttendeeDraft(name="นางสาวสมมติ ผู้ช่วย", position="นักวิเคราะห์นโยบายและแผน"),),
        reasons=dict.fromkeys(members[4:], "ติดราชการ"),
        recorder="นางสาวสมมติ ผู้ช่วย",
    )
    write_attendance(session, visitor, meeting, board, attendance)
    noted = ResolutionDraft(verdict=Verdict.ACKNOWLEDGE, text="รับทราบ")
    resolve(session, visitor, meeting, board, item, noted)
    agreed = ResolutionDraft(verdict=Verdict.APPROVE, text="เห็นชอบกรอบเวลา", in_favour=4, against=0)
    resolve(session, visitor, meeting, board, decided, agreed)
    due = today + timedelta(days=10)
    give_task(
        session,
        visitor,
        meeting,
        TaskDraft(text="แจ้งกรอบเวลาให้สถานศึกษาทราบ", owner="กลุ่มนโยบายและแผน", due_on=due, item=decided.key),
    )
    following = MeetingDraft(held_on=today + timedelta(days=14), begins="09:30", place="ห้องประชุมสมมติ")
    call(session, visitor, board, following)


def decide(session: Session, visitor: Visitor, papers: Sequence[Paper], today: date) -> Meeting:
    """A meeting of today takes these papers on its agenda and approves them all. RefusedCommandError for a paper that
    the board of the demonstration does not decide about.
    """
    board = next((row for row in committees(session, visitor) if row.kind is CommitteeKind.ESAO_BOARD), None)
    if board is None:
        raise RefusedCommandError("the demonstration has no board")
    held = MeetingDraft(held_on=today, begins="09:30", ends="12:00", place="ห้องประชุมสมมติ")
    meeting = call(session, visitor, board, held)
    items = [ask(session, visitor, ItemDraft.read(dict(paper)), meeting) for paper in papers]
    present = [one.id or 0 for one in members_of(session, board)]
    call_roll(session, visitor, meeting, board, present, today=today)
    for item in items:
        agreed = ResolutionDraft(
            verdict=Verdict.APPROVE, text="เห็นชอบตามเสนอ (สมมติ)", in_favour=len(present), against=0, sha256=item.sha256
        )
        resolve(session, visitor, meeting, board, item, agreed)
    return meeting


def _national_strategy(session: Session, visitor: Visitor) -> None:
    """Its six strategies as nodes, so that plans can lean on them."""
    row = next(one for one in references(session, visitor) if one.title.startswith(_NATIONAL))
    drafts = [NodeDraft(code=str(at), text=text) for at, text in enumerate(_STRATEGIES, start=1)]
    add_nodes(session, visitor, row, drafts)


def _indicators(session: Session, visitor: Visitor, today: date) -> None:
    year = FiscalYear.of(today)
    for at, (which, baseline, target, result) in enumerate(_FIGURES, start=1):
        known = KNOWN[which]
        draft = IndicatorDraft(
            code=f"K{at}",
            name=f"{known.name} (สมมติ)",
            unit=known.unit,
            direction=known.direction,
            formula=known.formula,
            source=known.source,
            baseline=baseline,
            baseline_year=year.preceding.era,
        )
        row = add_indicator(session, visitor, draft)
        set_target(session, visitor, row, TargetDraft(fiscal_year=year.era, value=target))
        enter_actual(
            session, visitor, row, ActualDraft(fiscal_year=year.era, value=result, as_of=today, source="ข้อมูลสมมติ")
        )
