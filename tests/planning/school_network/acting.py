"""What tests do again and again: a run, a case, its parts, and what the board and netops answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import uuid4

import httpx2 as httpx
from sqlmodel import col, select

from contract.events import AssetMoved, SchoolDecommissioned
from contract.planning import PlanningFact, ResolutionRecorded
from office.academic import AcademicYear
from planning.kit.tables import EventOut
from planning.plans.models.version import Version
from planning.school_network.models.case import AssetLine, ChangeCase
from planning.school_network.part import MORE
from planning.school_network.store.assets_moved import hear_moved
from planning.school_network.store.carrying_out import hear_decommissioned
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.school_network import given
from tests.planning.served import Served, Stored

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n"
LAST_YEAR = date(2026, 5, 16)
"""A day of effect that has come."""
Files = Mapping[str, tuple[str, bytes, str]]


def send(it: Entered, url: str, form: Mapping[str, str], files: Files) -> httpx.Response:
    """A form with files."""
    return it.client.post(url, data={**form, "csrf": it.csrf}, files=files, headers={"origin": "http://testserver"})


def begin_run(it: Entered, **changes: str) -> str:
    """Ask for a run; its page."""
    answer = it.post("/runs/new", given.run_form(**changes))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def from_day(day: date) -> dict[str, str]:
    """Said of a case that holds from this day on."""
    return {"effective_on": day.isoformat(), "effective_year": str(AcademicYear.of(day).era)}


def done(answer: httpx.Response) -> str:
    """Where an act that worked leads to."""
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def open_case(it: Entered, kind: str, **said: str) -> str:
    """A case of school A; its page."""
    form = {
        "kind": kind,
        "school_code": given.CODES["A"],
        "effective_year": "2569",
        "effective_term": "1",
        "effective_on": LAST_YEAR.isoformat(),
        "reason": "นักเรียนลดลง",
        **said,
    }
    return done(it.post("/cases/new", form))


def add(it: Entered, at: str, part: str, **said: str) -> None:
    """One row of a part."""
    done(it.post(f"{at}/{part}/new", said))


def attach(it: Entered, at: str, kind: str, **said: str) -> None:
    """A file of a kind."""
    done(send(it, f"{at}/files/new", {"kind": kind, **said}, {"file": ("paper.pdf", PDF, "application/pdf")}))


def heard(it: Entered, at: str) -> None:
    """A hearing with minutes, and the opinion of the board."""
    add(
        it,
        at,
        "hearings",
        notified_on="2026-01-15",
        held_on="2026-02-01",
        place="ศาลาประชาคม",
        parents="12",
        agree="10",
        disagree="1",
        abstain="1",
    )
    attach(it, at, "minutes", hearing_id="1")
    add(it, at, "opinions", school_name="โรงเรียนสมมติ A", held_on="2026-01-20", opinion="agree", present="9")


def whole_merge(it: Entered, **said: str) -> str:
    """A merge of A into B that lacks nothing for the board."""
    at = open_case(it, "merge", to_code=given.CODES["B"], **said)
    attach(it, at, "site_visit")
    heard(it, at)
    done(it.post(f"{at}/groups/fill"))
    return at


def resolve(network: Served, it: Entered, kind: str, at: str, **said: object) -> None:
    """Laid before the board, which approves; the version is then approved."""
    key = at.rsplit("/", 1)[-1]
    done(it.post(f"/versions/{kind}/{key}/submit"))
    tell_resolution(network, kind, key, **said)
    done(it.post(f"/versions/{kind}/{key}/gate/approve"))


def tell_resolution(network: Stored, kind: str, key: str, **said: object) -> None:
    """The registry tells what the board decided."""
    with reading(network.engine) as session:
        rows = session.exec(select(Version).where(Version.subject_key == key)).all()
    row = max(rows, key=lambda one: one.number)
    fact = ResolutionRecorded.model_validate(
        {
            "office_code": given.OFFICE,
            "resolution_key": uuid4().hex,
            "committee_kind": "esao_board",
            "committee_name": "คณะกรรมการเขตพื้นที่การศึกษา",
            "meeting": "ครั้งที่ 1/2569",
            "held_on": date(2026, 3, 1),
            "is_quorate": True,
            "service": "school_network",
            "subject_kind": kind,
            "subject_key": key,
            "sha256": row.sha256,
            "verdict": "approve",
            **said,
        }
    )
    with transaction(network.engine) as session:
        MORE.handlers["ResolutionRecorded"](session, fact, utc_now())


def tell_decommissioned(network: Served, case_key: str) -> None:
    """Netops has ended the network of school A."""
    fact = SchoolDecommissioned(
        office_code=given.OFFICE,
        case_key=case_key,
        school_code=given.CODES["A"],
        links_ended=1,
        devices_moved=3,
        devices_retired=1,
        completed_on=date(2026, 6, 1),
    )
    with transaction(network.engine) as session:
        hear_decommissioned(session, fact, utc_now())


def tell_moved(network: Served, **said: str) -> str:
    """Netops' asset book: a thing of school A belongs to school B now."""
    given_ = {
        "asset_id": 1,
        "office_code": given.OFFICE,
        "unit_code": given.CODES["A"],
        "to_code": given.CODES["B"],
        "to_name": "โรงเรียนสมมติ B",
        "to_number": "7440-77",
        "name": "สวิตช์ 24 ช่อง",
        "moved_on": "2026-06-10",
    }
    with transaction(network.engine) as session:
        return hear_moved(session, AssetMoved.model_validate({**given_, **said}), utc_now())


def assets_of(network: Served, row: ChangeCase) -> list[AssetLine]:
    """What is listed of a case, in its order."""
    with reading(network.engine) as session:
        return list(session.exec(select(AssetLine).where(AssetLine.case_id == row.id).order_by(col(AssetLine.id))))


def told(network: Served, kind: type[PlanningFact]) -> list[PlanningFact]:
    """Facts of a kind that this service told, in order."""
    with reading(network.engine) as session:
        rows = session.exec(select(EventOut).where(EventOut.kind == kind.__name__).order_by(EventOut.id)).all()  # type: ignore[arg-type]
    return [kind.model_validate(one.data) for one in rows]


def case_of(network: Served, at: str) -> ChangeCase:
    """As stored."""
    with reading(network.engine) as session:
        return session.exec(select(ChangeCase).where(ChangeCase.key == at.rsplit("/", 1)[-1])).one()
