"""The whole system for flows that cross it: who is there, what is known, how a board decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import Engine
from sqlmodel import Session, select

from contract.data.registry import SchoolRow
from contract.events import RiskRated
from innovation.models.evaluation import Metric, Phase, Reading
from innovation.models.innovation import Innovation, Stage
from inventory.models.outage import Cause, Outage, Subject
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.siblings import told_after
from netops.settings import Settings
from planning.development_plan.models.target import PlanIndicator
from planning.registry.grades import Grade
from planning.registry.reading.pupils import GradeCount, SchoolPupils
from planning.registry.reading.schools import RegisteredSchool
from procurement.store import need_decisions
from procurement.store.need_from_risk import RiskNeedDraft, write_need
from risk.models.register import Risk
from risk.store import register
from risk.store.scoring import rescore
from risk.terms import Treatment
from service.columns import utc_now
from service.database import make_engine, reading
from tests import factories
from tests.integration.siblings import Siblings, Somebody, until
from tests.planning.entering import Entered
from tests.planning.registry import committees
from tests.planning.school_network import given
from tests.planning.school_network.acting import done

REPEATED = "repeated_outages"
OLD, NEW = "sw-old", "sw-new"


@dataclass(eq=False)
class Whole:
    """The running system, and people at it."""

    siblings: Siblings
    planner: Somebody
    officer: Somebody
    director: Somebody
    supply: Somebody
    settings: Settings

    def left(self, number: int) -> tuple[int | None, tuple[int, ...]]:
        """What is told last to remain of a risk, and the needs that were put off."""
        with self.netops() as session:
            office = session.exec(select(Office.id)).one() or 0
            facts = [one.fact for one in told_after(session, office, 0, limit=1000).items]
        last = [one for one in facts if isinstance(one, RiskRated) and one.number == number][-1]
        return last.left_score, last.withheld_by

    @contextmanager
    def netops(self) -> Iterator[Session]:
        """Its database, to be looked at."""
        engine = make_engine(self.settings.url)
        with reading(engine) as session:
            yield session
        engine.dispose()


def fall_silent(session: Session, office: Office, site: Site) -> None:
    """A device that was silent eight times: its risk is being treated by a need that the director approved."""
    now = utc_now()
    device = factories.make_device(session, site)
    for day in range(1, 9):
        at = now - timedelta(days=day)
        session.add(
            Outage(
                subject=Subject.DEVICE, subject_id=device.id or 0, site_id=site.id or 0, started_at=at,
                confirmed_at=at, ended_at=at, cause=Cause.EQUIPMENT,
            )
        )  # fmt: skip
    session.flush()
    rescore(session, office.id or 0, now)
    risk = session.exec(select(Risk).where(Risk.rule == REPEATED)).one()
    by = By("it", now)
    wish = register.TreatmentDraft(
        treatment=Treatment.REDUCE, plan="เปลี่ยนเครื่อง", residual_likelihood=1, residual_impact=2
    )
    register.treat(session, risk, wish, by=by)
    draft = RiskNeedDraft.read({"title": "สวิตช์ทดแทน", "kind": "switch", "reason_text": "ขัดข้องซ้ำ"})
    need = write_need(session, risk, draft, sight=Sight(office.id or 0), by=by)
    need_decisions.approve(session, need, by=By("director", now))


@dataclass(eq=False)
class Kept:
    """The database of one planning service, to be looked at."""

    engine: Engine

    @classmethod
    @contextmanager
    def of(cls, whole: Whole, service: str) -> Iterator[Self]:
        """Until the block ends."""
        path = whole.siblings.folder / "planning" / service / f"{service}.sqlite3"
        engine = make_engine(f"sqlite:///{path}")
        yield cls(engine)
        engine.dispose()


def code_of(short: str) -> str:
    """Of eight digits, as the registry has them: V01 is 53010101."""
    return f"530101{short[1:]}"


def registered(one: SchoolRow) -> RegisteredSchool:
    return RegisteredSchool(
        smis_code=one.smis_code, moe_code="", percode="", name=one.name, office_code=given.OFFICE, office_name="เขต",
        education="สามัญ", network="กลุ่มสมมติ", village="", tambon="", amphoe=one.district, province="จังหวัดสมมติ",
        km_to_office=None, km_to_amphoe=None, size="", electricity="", lowest=Grade(one.lowest_grade),
        highest=Grade(one.highest_grade),
    )  # fmt: skip


def pupils() -> list[SchoolPupils]:
    counts: dict[str, list[GradeCount]] = {code: [] for code in given.CODES.values()}
    for one in given.counts():
        counts[one.smis_code].append(GradeCount(Grade(one.grade), one.male, one.female, one.rooms))
    return [SchoolPupils(code, given.NAMES[code], given.OFFICE, "เขตสมมติ", tuple(of)) for code, of in counts.items()]


def copied(it: Entered, page: str, words: str) -> str:
    """A page, once what another service told has arrived in it."""

    def there() -> str:
        text = it.get(page).text
        return text if words in text else ""

    return until(there, f"{words!r} on {page}")


def resolve(whole: Whole, service: str, kind: str, key: str, *, board: str = "esao_board") -> None:
    """Submit, lay before a quorate meeting by the link of the page, let it approve, and pass the gate when the word has
    come.
    """
    it, secretary = whole.planner.at(service), whole.planner.at("registry", "/schools")
    page = f"/versions/{kind}/{key}"
    done(it.post(f"{page}/submit"))
    link = it.get(page).text.split("/agenda/new?", 1)[1].split('"', 1)[0].replace("&amp;", "&")
    meeting = _meeting(secretary, board)
    assert secretary.get(f"/agenda/new?{link}").status_code == 200
    paper = dict(parse_qsl(urlsplit(f"?{link}").query))
    done(secretary.post("/agenda/new", paper | {"meeting": meeting.rsplit("/", 1)[1]}))
    item = secretary.get(meeting).text.split("/items/", 2)[-1][:32]
    said = {"verdict": "approve", "text": "เห็นชอบ", "sha256": paper["sha256"]}
    done(secretary.post(f"{meeting}/items/{item}/resolution", said))
    until(lambda: it.post(f"{page}/gate/approve").status_code == 303, f"the gate of {page}")


def _meeting(secretary: Entered, board: str) -> str:
    """A quorate meeting of today of this kind of committee."""
    at = committees.called(secretary, committees.appointed(secretary, kind=board))
    roll = dict.fromkeys(re.findall(r'name="(present-\d+)"', secretary.get(at).text), "yes")
    done(secretary.post(f"{at}/roll", roll))
    return at


def node_of(whole: Whole, it: Entered) -> str:
    """A node of the 13th national plan, written down at the registry and copied to the service."""
    registry = whole.planner.at("registry", "/schools")
    registry.get("/references")
    rows = registry.get(f"/api/v1/data/references?office={given.OFFICE}").json()["rows"]
    plan = next(one for one in rows if "ฉบับที่ 13" in one["title"])
    if not plan["nodes"]:
        done(registry.post(f"/references/{plan['key']}/nodes", {"code": "12", "text": "กำลังคนสมรรถนะสูง"}))
        return node_of(whole, it)
    done(it.post("/copies/read"))
    return str(plan["nodes"][0]["key"])


def indicator_keys(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(PlanIndicator.key)))


def at_its_end(session: Session, office: Office, site: Site) -> None:
    """A switch whose maker ended its support, with its card, and one in its box that answers and tells its serial."""
    given = {"vendor": "Cisco", "model": "WS-C2960-24TT-L", "address": "127.1.9.6"}
    old = factories.make_device(session, site, name=OLD, serial="OLD1", **given)
    factories.make_asset(session, office, site, device_id=old.id, serial="OLD1")
    given = {"vendor": "Aruba", "model": "6200F 24G", "address": "127.1.9.7"}
    factories.make_device(session, site, name=NEW, serial="NEW1", **given)


def an_innovation(session: Session, office: Office) -> None:
    """One in use, with a metric measured before and after."""
    given = {"name": "ระบบจองห้อง", "problem": "จองซ้ำ", "need": "จองออนไลน์", "owner": "กลุ่มแผน", "version": "1.0"}
    row = Innovation.model_validate(given | {"office_id": office.id or 0, "stage": Stage.RELEASE})
    session.add(row)
    session.flush()
    metric = Metric(innovation_id=row.id or 0, name="เวลาจองห้อง", unit="นาที", is_higher_better=False)
    session.add(metric)
    session.flush()
    now = utc_now()
    for phase, value in ((Phase.BEFORE, 20.0), (Phase.AFTER, 4.0)):
        session.add(
            Reading(
                metric_id=metric.id or 0, phase=phase, value=value, n=9, first_day=now.date(), last_day=now.date(),
                source="แบบบันทึก", taken_at=now,
            )
        )  # fmt: skip
    session.flush()
