"""Things of the province as a person would write them down, through its pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4
from zipfile import ZipFile

from sqlalchemy import Engine
from sqlmodel import select

from contract.data.shape import Given, Row
from contract.planning import ResolutionRecorded
from planning.kit.parts import Copied
from planning.kit.tables import Copy
from planning.plans.models.version import Version
from planning.province.models.plan import Plan
from planning.province.part import MORE
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.entering import Entered

AGENCY = {"affiliation": "moe", "kind": "esao", "is_active": "yes", "is_asked_for_plan": "yes"}
DEVELOPMENT = {
    "kind": "province_development",
    "title": "แผนพัฒนาการศึกษาจังหวัดสมมติ",
    "province": "สมมติ",
    "first_year": "2570",
    "last_year": "2574",
    "is_ours": "yes",
}
FOUR_YEAR = {**DEVELOPMENT, "kind": "four_year", "title": "แผนปฏิบัติการสี่ปี", "last_year": "2573"}
ANNUAL = {**DEVELOPMENT, "kind": "province_annual", "title": "แผนปฏิบัติราชการประจำปี 2570", "last_year": "2570"}


@dataclass(frozen=True, slots=True)
class Filled:
    """What a planner fills in; every method gives the number of the row that was made."""

    it: Entered

    def agency(self, name: str, **more: str) -> str:
        """One agency."""
        assert self.it.post("/agencies/new", {**AGENCY, "name": name, **more}).status_code == 303
        return self.of("/agencies", name)

    def plan(self, typed: dict[str, str], **more: str) -> str:
        """One plan."""
        return self.made("/plans/new", {**typed, **more})

    def project(self, plan: str, agency: str, title: str, **more: str) -> str:
        """One project of a plan."""
        return self.made(f"/plans/{plan}/projects/new", {"title": title, "agency_id": agency, **more})

    def strategy(self, plan: str, code: str = "1") -> str:
        """A strategy under a goal, a mission and a vision."""
        above = ""
        for kind in ("vision", "mission", "goal", "strategy"):
            typed = {"kind": kind, "code": code, "text": f"ข้อความ {kind} {code}", "parent_id": above}
            assert self.it.post(f"/plans/{plan}/tree/new", typed).status_code == 303
            page = self.it.get(f"/plans/{plan}/tree/new").text
            above = re.findall(rf'<option value="(\d+)">[^<]*ข้อความ {kind} {code}', page)[-1]
        return above

    def made(self, url: str, typed: dict[str, str]) -> str:
        """The number at the end of where the form leads."""
        answer = self.it.post(url, typed)
        assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-1500:]
        return str(answer.headers["location"]).rsplit("/", 1)[-1]

    def of(self, url: str, name: str) -> str:
        """The number of the row that a list shows by this name."""
        found = re.search(rf'href="{url}/(\d+)[^"]*">{re.escape(name)}<', self.it.get(f"{url}?per_page=200").text)
        assert found is not None, name
        return found[1]


@dataclass(frozen=True, slots=True)
class Gate:
    """The versions of one plan, and what the registry tells of them."""

    it: Entered
    engine: Engine
    plan: str

    @property
    def address(self) -> str:
        """Of its versions."""
        row = self.row
        return f"/versions/{row.kind.value}/{row.key}"

    @property
    def row(self) -> Plan:
        """As it is stored."""
        with reading(self.engine) as session:
            return session.exec(select(Plan).where(Plan.id == int(self.plan))).one()

    def submit(self) -> tuple[int, str]:
        """Status and text of the answer."""
        answer = self.it.post(f"{self.address}/submit")
        return answer.status_code, answer.text

    def decide(self, committee: str, **said: object) -> None:
        """The registry tells that a quorate committee approved exactly what was submitted; or what is said else."""
        row = self.row
        with reading(self.engine) as session:
            found = session.exec(select(Version).where(Version.subject_key == row.key)).all()
        fact = ResolutionRecorded.model_validate(
            {
                "office_code": "5302",
                "resolution_key": uuid4().hex,
                "committee_kind": committee,
                "committee_name": f"คณะกรรมการ {committee}",
                "meeting": "ครั้งที่ 1/2570",
                "held_on": date(2026, 11, 20),
                "is_quorate": True,
                "service": "province",
                "subject_kind": row.kind.value,
                "subject_key": row.key,
                "sha256": max(found, key=lambda one: one.number).sha256,
                "verdict": "approve",
                **said,
            }
        )
        with transaction(self.engine) as session:
            MORE.handlers["ResolutionRecorded"](session, fact, utc_now())

    def approve(self) -> tuple[int, str]:
        """Status and text of the answer."""
        answer = self.it.post(f"{self.address}/gate/approve")
        return answer.status_code, answer.text


def copy(engine: Engine, copied: Copied[Row], rows: Sequence[Row], *, at: datetime | None = None) -> None:
    """What the copier would have kept of the owner's answer."""
    moment = at or datetime(2026, 11, 1, tzinfo=UTC)
    body = Given(rows, moment).body(copied.name, "5302").decode()
    with transaction(engine) as session:
        wanted = select(Copy).where(Copy.peer == copied.peer, Copy.name == copied.name, Copy.office_code == "5302")
        row = session.exec(wanted).one_or_none() or Copy(peer=copied.peer, name=copied.name, office_code="5302")
        row.body, row.sha256, row.as_of, row.taken_at = body, uuid4().hex * 2, moment, moment
        session.add(row)


def text_of(docx: bytes) -> str:
    """What stands in a Word file, in order."""
    with ZipFile(io.BytesIO(docx)) as archive:
        return re.sub(r"<[^>]+>", " ", archive.read("word/document.xml").decode())
