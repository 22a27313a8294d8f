"""An invented case of a demonstration: the smallest school is to be closed, with everything that the board asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, hypot, radians
from typing import Final

from sqlmodel import Session

from contract.data.registry import SchoolRow
from office.academic import AcademicYear
from office.document.content import Paragraph, report
from planning.kit.visitor import Visitor
from planning.plans.models.walking import Run
from planning.plans.store import versions, walking
from planning.plans.store.evidence import EvidenceDraft, add_evidence
from planning.plans.store.facts import run_of
from planning.school_network import gates
from planning.school_network.declared import CASE, begin_steps
from planning.school_network.file_kinds import FILES, FileKind
from planning.school_network.models.case import CaseState, ChangeCase, Hearing
from planning.school_network.store import carrying_out, cases, parts, runs
from planning.school_network.store.sources import sources
from service.columns import utc_now
from service.filetypes import GivenFile, look_at
from service.invented import SILENT, code_of
from service.papers.drawing import pdf_and_docx
from service.refused import RefusedCommandError
from service.uploads import Uploads

SAMPLE: Final = "(ข้อมูลสมมติ)"
LEFT_ALONE: Final = frozenset({code_of(0), code_of(SILENT)})
"""Schools of other parts of the demonstration: of the teacher who signs in, and of the line that falls silent."""
SECOND_TERM: Final = (11, 12, 1, 2, 3)  # months
NEAR_DEGREES: Final = 0.04  # some four kilometres as the crow flies, six by a winding road
ASKED, HEARD = 52, 45  # days ago
ASSETS: Final = (
    ("land", "ที่ดินราชพัสดุ", 1, "return", "สำนักงานธนารักษ์พื้นที่"),
    ("equipment", "โต๊ะเก้าอี้นักเรียน", 40, "transfer", "โรงเรียนที่รับนักเรียน"),
)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the case is worked on: by whom, with which files, on which day."""

    session: Session
    visitor: Visitor
    uploads: Uploads
    today: date

    def before(self, days: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days)


def open_closure(desk: Desk) -> ChangeCase:
    """Studied, visited, heard and laid before the board."""
    going, taking = _choose(desk)
    year = AcademicYear.of(desk.today).era
    draft = cases.CaseDraft.read(
        {
            "kind": "close",
            "school_code": going.smis_code,
            "to_code": taking.smis_code,
            "effective_year": year,
            "effective_term": 2 if desk.today.month in SECOND_TERM else 1,
            "effective_on": desk.today,
            "reason": f"นักเรียนเหลือน้อยและผู้ปกครองเห็นชอบให้เรียนที่โรงเรียนใกล้เคียง {SAMPLE}",
        }
    )
    row = cases.open_case(desk.session, desk.visitor, desk.uploads, draft)
    begin_steps(desk.session, desk.visitor, row)
    cases.fill_groups(desk.session, desk.visitor, desk.uploads, row)
    if any(room.is_over for room in cases.gathered(desk.session, row).rooms):
        taken_on = draft.model_copy(update={"rooms_waiver": f"โรงเรียนที่รับนักเรียนจัดห้องเรียนเพิ่มจากอาคารเดิม {SAMPLE}"})
        cases.change_case(desk.session, desk.visitor, desk.uploads, row, taken_on)
    _gather(desk, row)
    run = _run(desk, row)
    for step, evidence in (("study", ""), ("visit", "site-visit"), ("opinion", "opinion"), ("hearing", "minutes")):
        _step(desk, run, step, evidence)
    _step(desk, run, "relocation")
    versions.submit(desk.session, desk.visitor, CASE, row.key)
    return row


def carry_out(desk: Desk) -> ChangeCase:
    """What the board resolved is announced and takes effect: netops is ordered to end the network of the school."""
    row = next(
        one for one in cases.cases(desk.session, desk.visitor.office_code) if one.state is not CaseState.REJECTED
    )
    versions.approve(desk.session, desk.visitor, CASE, row.key)
    said = carrying_out.AnnouncementDraft(announcement_number=f"สมมติ 3/{row.effective_year}", announced_on=desk.today)
    resolved = gates.resolved_on(desk.session, row)
    carrying_out.announce(desk.session, desk.visitor, row, said, resolved_on=resolved)
    carrying_out.take_effect(desk.session, row, desk.today)
    run = _run(desk, row)
    _step(desk, run, "announcement", "announcement")
    for kind, item, quantity, way, to_whom in ASSETS:
        given = {"kind": kind, "item": f"{item} {SAMPLE}", "quantity": quantity, "way": way, "to_whom": to_whom}
        draft = parts.AssetDraft.read(given | {"done_on": desk.today})
        parts.add_part(desk.session, desk.visitor, row, parts.part_named("assets"), draft)
    _step(desk, run, "assets", "asset-list")
    return row


def _choose(desk: Desk) -> tuple[SchoolRow, SchoolRow]:
    """The smallest school of the map that has another one near it, and that other one, with all its grades."""
    run = runs.newest_done(desk.session, desk.visitor.office_code)
    assert run is not None
    pupils = {one["id"]: one["pupils"] for one in runs.result_of(run)["schools"]}
    known = [one for one in sources(desk.session, desk.visitor.office_code).schools if one.smis_code in pupils]
    small = [one for one in known if pupils[one.smis_code] and one.smis_code not in LEFT_ALONE]
    found = [(going, taking) for going in small if (taking := _nearest(going, known)) is not None]
    if not found:
        raise RefusedCommandError("no school of the demonstration could take the pupils of another")
    return min(found, key=lambda pair: (_degrees(*pair) > NEAR_DEGREES, pupils[pair[0].smis_code], pair[0].smis_code))


def _nearest(going: SchoolRow, known: Sequence[SchoolRow]) -> SchoolRow | None:
    same = [one for one in known if (one.lowest_grade, one.highest_grade) == (going.lowest_grade, going.highest_grade)]
    return min((one for one in same if one is not going), key=lambda one: _degrees(going, one), default=None)


def _degrees(one: SchoolRow, two: SchoolRow) -> float:
    north = (one.latitude or 0) - (two.latitude or 0)
    return hypot(north, ((one.longitude or 0) - (two.longitude or 0)) * cos(radians(one.latitude or 0)))


def _gather(desk: Desk, row: ChangeCase) -> None:
    """Opinions of both school boards, one hearing with its minutes, the report of the visit."""
    for name in (row.school_name, row.to_name):
        said = {"school_name": name, "held_on": desk.before(ASKED), "opinion": "agree", "present": 9}
        parts.add_part(desk.session, desk.visitor, row, parts.part_named("opinions"), parts.OpinionDraft.read(said))
    who = {"parents": 14, "teachers": 3, "board": 9, "community": 11, "agree": 33, "disagree": 2, "abstain": 2}
    meeting = {
        "notified_on": desk.before(ASKED),
        "held_on": desk.before(HEARD),
        "place": f"อาคารอเนกประสงค์ของโรงเรียน {SAMPLE}",
    }
    hearing = parts.add_part(
        desk.session, desk.visitor, row, parts.part_named("hearings"), parts.HearingDraft.read(meeting | who)
    )
    assert isinstance(hearing, Hearing)
    for kind, of in ((FileKind.SITE_VISIT, None), (FileKind.BOARD_OPINION, None), (FileKind.MINUTES, hearing.id)):
        about = parts.FileDraft(kind=kind, title=f"{row.school_name} {SAMPLE}", hearing_id=of)
        parts.add_file(desk.session, desk.visitor, desk.uploads, row, (about, _paper(FILES[kind], kind.value)))


def _run(desk: Desk, row: ChangeCase) -> Run:
    run = run_of(desk.session, desk.visitor, CASE.kind, row.key)
    assert run is not None
    return run


def _step(desk: Desk, run: Run, key: str, evidence: str = "") -> None:
    """Done, with its document where it asks for one."""
    if evidence:
        paper = _paper(f"{run.title} {SAMPLE}", evidence)
        add_evidence(desk.session, desk.visitor, run, EvidenceDraft(kind=evidence), paper, desk.uploads)
    walking.do_step(desk.session, desk.visitor, run, key, walking.StepDone())


def _paper(title: str, name: str) -> GivenFile:
    """A page that says that it is invented."""
    text = Paragraph(text=f"เอกสารนี้สมมติขึ้นเพื่อการสาธิต ไม่ใช่เอกสารจริง {SAMPLE}")
    pdf, _docx = pdf_and_docx(report(title, text), made_at=utc_now())
    return look_at(f"{name}.pdf", pdf)
