"""Evaluation on pages: before and after with n, surveys without names, the decision, papers, and the objective."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import docx
import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.events import InnovationEvaluated
from innovation.models.evaluation import Decision, Metric, Reading, Survey, SurveyAnswer, SurveyTicket
from innovation.models.innovation import Innovation, Requirement, Stage
from innovation.models.rollout import Reach, Rollout, UseCount
from inventory.models.link import LinkSampleDay
from inventory.models.site import Office, Site
from inventory.store.siblings import told_after
from netops.models.paper import Paper
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from office.fiscal import FiscalYear
from procurement.models.need import Need
from procurement.models.plan import PlanEntry
from procurement.models.purchase import Bid, BidPrice, Purchase, PurchaseContract, PurchaseLine, PurchaseShare
from procurement.needs.need import NeedState, Reason, Source
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in, visit

TODAY = utc_now().astimezone(ZoneInfo("Asia/Bangkok")).date()
YEAR = FiscalYear.of(TODAY)


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def school(engine: Engine, office: Office) -> Site:
    with transaction(engine) as session:
        return factories.make_site(session, office, name="โรงเรียนบ้านหนึ่ง")


@pytest.fixture
def row(engine: Engine, office: Office, school: Site) -> Innovation:
    with transaction(engine) as session:
        given: dict[str, Any] = {"name": "ระบบจองห้อง", "problem": "ก", "need": "ข", "owner": "ค", "version": "1.0"}
        row = Innovation(office_id=office.id or 0, stage=Stage.RELEASE, **given)
        session.add(row)
        session.flush()
        reached = Rollout(innovation_id=row.id or 0, site_id=school.id or 0, reach=Reach.IN_USE, used_from=TODAY)
        session.add(reached)
        return row


@pytest.fixture
def it(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.IT, office=office))


def only(engine: Engine, table: Any) -> Any:
    with reading(engine) as session:
        return session.exec(select(table)).one()


def entered(value: str, n: str, first: str, last: str) -> dict[str, str]:
    return {"value": value, "n": n, "first_day": first, "last_day": last, "source": "แบบบันทึกของครู"}


def asked(it: Visit, engine: Engine, row: Innovation, **values: str) -> Survey:
    given = {"title": "พอใจไหม", "questions": "ใช้ง่าย\nเร็ว", "opens_on": str(TODAY), "closes_on": str(TODAY)}
    assert it.post(f"/innovations/{row.id}/surveys/new", given | values).status_code == 303
    found: Survey = only(engine, Survey)
    return found


def words_of(it: Visit, engine: Engine) -> str:
    paper = only(engine, Paper)
    answer = it.get(f"/papers/{paper.id}/paper.docx")
    assert answer.status_code == 200, answer.text
    document = docx.Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.requirement("P5-4.5")
def test_the_report_shows_baseline_and_after_with_n(it: Visit, engine: Engine, row: Innovation) -> None:
    home = f"/innovations/{row.id}"
    it.post(f"{home}/metrics/new", {"name": "เวลาจอง", "unit": "นาที", "measure": "entered", "is_higher_better": "no"})
    metric = only(engine, Metric)
    unsourced = it.post(
        f"{home}/metrics/{metric.id}/before", entered("45", "12", "2026-05-16", "2026-09-30") | {"source": ""}
    )
    assert unsourced.status_code == 422
    it.post(f"{home}/metrics/{metric.id}/before", entered("45", "12", "2026-05-16", "2026-09-30"))
    it.post(f"{home}/metrics/{metric.id}/after", entered("12.5", "37", "2026-10-01", "2026-11-20"))
    shown = it.get(f"{home}/evaluation").text
    for text in ("45.00", "n = 12", "12.50", "n = 37", "-32.50", "-72.2%", "better"):
        assert text in shown, text
    assert it.post(f"{home}/evaluation/paper").status_code == 303
    words = words_of(it, engine)
    for text in ("เวลาจอง", "๔๕.๐๐", "๑๒", "๑๒.๕๐", "๓๗", "ดีขึ้น", "แบบบันทึกของครู"):
        assert text in words, text
    assert it.post(f"{home}/metrics/{metric.id}/remove").status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Reading)).all() == []


def test_a_measured_figure_is_taken_from_samples_and_cannot_be_entered(
    it: Visit, engine: Engine, row: Innovation, school: Site
) -> None:
    home = f"/innovations/{row.id}"
    it.post(f"{home}/metrics/new", {"name": "พร้อมใช้", "measure": "availability", "is_higher_better": "yes"})
    metric = only(engine, Metric)
    days = {"first_day": "2026-10-01", "last_day": "2026-10-31"}
    nothing = it.post(f"{home}/metrics/{metric.id}/before", days | {"value": "99", "n": "4", "source": "เดา"})
    assert nothing.status_code == 422
    assert "Nothing was measured" in nothing.text
    with transaction(engine) as session:
        link = factories.make_link(session, school)
        for day, down in ((1, 10), (2, 0), (40, 100)):
            at = date(2026, 10, 1) + timedelta(days=day - 1)
            session.add(LinkSampleDay(link_id=link.id or 0, day=at, sent=1, received=1, rounds=100, rounds_down=down))
    assert it.post(f"{home}/metrics/{metric.id}/before", days | {"value": "99"}).status_code == 303
    taken = only(engine, Reading)
    assert (taken.value, taken.n) == (95.0, 1)
    assert taken.rows == [{"site_id": school.id, "name": "โรงเรียนบ้านหนึ่ง", "value": 95.0, "basis": 200}]


def test_a_survey_is_answered_without_a_name_shown_with_n_and_closed_by_date(
    settings: Settings, engine: Engine, it: Visit, row: Innovation
) -> None:
    survey = asked(it, engine, row)
    anybody = visit(settings, engine)
    path = f"/survey/{survey.token}"
    assert "ใช้ง่าย" in anybody.get(path).text
    assert anybody.get("/survey/nonsense").status_code == 404
    first = {"q0": "5", "q1": "4", "comment": "<script>alert(1)</script>\x07"}
    assert "ขอบคุณ" in anybody.post(path, first).text
    anybody.post(path, {"q0": "3", "q1": "9"})
    assert anybody.post(path, {"q0": "0"}).status_code == 422
    with reading(engine) as session:
        answers = session.exec(select(SurveyAnswer).order_by(SurveyAnswer.id)).all()  # type: ignore[arg-type]
    assert [one.scores for one in answers] == [[5, 4], [3, None]]
    assert answers[0].comment == "<script>alert(1)</script>"
    page = it.get(f"/innovations/{row.id}/surveys/{survey.id}").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "n = 2" in page
    assert "mean 3.75" in page
    assert "standard deviation 1.06" in page
    changed = {"title": "พอใจไหม", "questions": "อย่างอื่น", "opens_on": str(TODAY), "closes_on": str(TODAY)}
    refused = it.post(f"/innovations/{row.id}/surveys/{survey.id}/change", changed)
    assert "the questions are not changed any more" in refused.text
    yesterday = str(TODAY - timedelta(days=1))
    over = changed | {"questions": "ใช้ง่าย\nเร็ว", "opens_on": yesterday, "closes_on": yesterday}
    assert it.post(f"/innovations/{row.id}/surveys/{survey.id}/change", over).status_code == 303
    assert anybody.post(path, {"q0": "5"}).status_code == 410


def test_a_ticket_works_once_and_one_place_cannot_flood(
    settings: Settings, engine: Engine, it: Visit, row: Innovation
) -> None:
    survey = asked(it, engine, row, has_tickets="yes")
    made = it.post(f"/innovations/{row.id}/surveys/{survey.id}/tickets", {"count": "2"}).text
    tickets = re.findall(r"\?ticket=([\w-]+)", made)
    assert len(tickets) == 2
    assert tickets[0] not in it.get(f"/innovations/{row.id}/surveys/{survey.id}").text
    anybody = visit(settings, engine)
    path = f"/survey/{survey.token}"
    assert anybody.post(path, {"q0": "5"}).status_code == 403
    assert anybody.post(path, {"q0": "5", "ticket": tickets[0]}).status_code == 200
    assert anybody.post(path, {"q0": "5", "ticket": tickets[0]}).status_code == 403
    with reading(engine) as session:
        kept = session.exec(select(SurveyTicket)).all()
        assert sorted(one.is_used for one in kept) == [False, True]
        assert len(session.exec(select(SurveyAnswer)).all()) == 1
    codes = {anybody.post(path, {"q0": "1", "ticket": "no"}).status_code for _at in range(60)}
    assert 429 in codes


def test_a_director_decides_with_the_figures_of_the_day_and_nobody_else_does(
    settings: Settings, engine: Engine, office: Office, it: Visit, row: Innovation
) -> None:
    home = f"/innovations/{row.id}"
    wish = {"verdict": "scale", "why": "ลดเวลาได้"}
    assert it.post(f"{home}/decisions", wish).status_code == 403
    director = signed_in(settings, engine, person_of(engine, Role.DIRECTOR, office=office))
    early = director.post(f"{home}/decisions", wish)
    assert early.status_code == 422
    assert "Nothing was evaluated yet" in early.text
    survey = asked(it, engine, row)
    visit(settings, engine).post(f"/survey/{survey.token}", {"q0": "4"})
    assert director.post(f"{home}/decisions", wish).status_code == 303
    decided = only(engine, Decision)
    assert decided.figures["answers"] == 1
    assert "ลดเวลาได้" in it.get(f"{home}/evaluation").text
    with reading(engine) as session:
        assert session.exec(select(AuditEntry).where(AuditEntry.action == "innovation.decided")).one()
        [fact] = [one.fact for one in told_after(session, office.id, 0, limit=10).items]
    assert isinstance(fact, InnovationEvaluated)
    assert (fact.innovation_id, fact.decision, fact.persons, fact.before) == (row.id, "scale", 1, None)


def need(session: Any, office: Office, state: NeedState) -> Need:
    row = Need(office_id=office.id or 0, title="จอ", reason=Reason.SHORTAGE, source=Source.HAND, state=state)
    session.add(row)
    session.flush()
    return row


@pytest.mark.requirement("P5-1")
def test_the_objective_is_met_or_not_by_the_data_and_changes_with_them(
    it: Visit, engine: Engine, office: Office, school: Site, row: Innovation
) -> None:
    path = f"/innovations/outcome?year={YEAR.era}"
    empty = it.get(path).text
    assert empty.count("not measured") >= 3
    for outcome in ("needs_met", "adoption", "satisfaction"):
        wish = {"outcome": outcome, "baseline": "40", "target": "60", "source": "แผนปี"}
        assert it.post(path, wish).status_code == 303
    with transaction(engine) as session:
        met = need(session, office, NeedState.MET)
        need(session, office, NeedState.OPEN)
        need(session, office, NeedState.REJECTED)
        session.add(UseCount(innovation_id=row.id or 0, site_id=school.id or 0, day=TODAY, logins=0))
    told = it.get(path).text
    assert "1 of 2" in told
    assert "50.0%" in told
    assert told.count(">target not met<") == 2
    with transaction(engine) as session:
        session.get_one(Need, met.id)
        for one in session.exec(select(Need).where(Need.state == NeedState.OPEN)):
            one.state = NeedState.MET
        count = session.exec(select(UseCount)).one()
        count.logins = 9
    better = it.get(path).text
    assert "2 of 2" in better
    assert better.count(">target met<") == 2
    assert it.post(f"/innovations/outcome/paper?year={YEAR.era}").status_code == 303
    words = words_of(it, engine)
    for text in ("บรรลุ", "ไม่มีข้อมูลให้วัด", "๑๐๐.๐", "๖๐.๐", "๔๐.๐", "ร้อยละ"):
        assert text in words, text


def test_what_was_bought_for_its_needs_is_a_cost_as_it_was_agreed_and_nobody_types_it(
    it: Visit, engine: Engine, office: Office, row: Innovation
) -> None:
    with transaction(engine) as session:
        key = office.id or 0
        wanted = need(session, office, NeedState.ORDERED)
        session.add(Requirement(innovation_id=row.id or 0, number=1, text="จองได้", need_id=wanted.id))
        session.add(Requirement(innovation_id=row.id or 0, number=2, text="ยกเลิกได้", need_id=wanted.id))
        entry = PlanEntry(office_id=key, year=YEAR.era, number=1, name="จอ", amount_satang=900_000)
        session.add(entry)
        session.flush()
        purchase = Purchase(office_id=key, entry_id=entry.id or 0, name="จอ", opened_on=TODAY)
        session.add(purchase)
        session.flush()
        line = PurchaseLine(purchase_id=purchase.id or 0, position=1, name="จอภาพ", estimate_satang=330_000)
        bid = Bid(purchase_id=purchase.id or 0, supplier="ร้าน", received_on=TODAY, is_winner=True)
        session.add_all([line, bid])
        session.flush()
        session.add(PurchaseShare(line_id=line.id or 0, quantity=2, need_id=wanted.id))
        session.add(PurchaseShare(line_id=line.id or 0, quantity=5))
        session.add(BidPrice(bid_id=bid.id or 0, line_id=line.id or 0, unit_satang=312_345))
        signed: dict[str, Any] = {"number": "7/2570", "signed_on": TODAY, "due_on": TODAY, "amount_satang": 2_186_415}
        session.add(PurchaseContract(office_id=key, purchase_id=purchase.id or 0, bid_id=bid.id or 0, **signed))
    shown = it.get(f"/innovations/{row.id}/evaluation").text
    assert "agreed: 7/2570" in shown
    assert shown.count("6,246.90") == 2  # the line, and the sum of costs


def test_forms_print_blank_and_filled(it: Visit, engine: Engine, row: Innovation, school: Site) -> None:
    home = f"/innovations/{row.id}"
    it.post(f"{home}/requirements/new", {"number": "1", "text": "จองได้", "need": "ครู"})
    it.post(f"{home}/pilots/new", {"site_id": str(school.id), "begins_on": "2026-11-02"})
    survey = asked(it, engine, row)
    pages = [f"{home}/pilots/paper", f"{home}/pilots/1/paper"]
    pages += [f"{home}/surveys/{survey.id}/paper", f"{home}/surveys/{survey.id}/paper?filled=true"]
    for path in pages:
        assert it.post(path).status_code == 303, path
    with reading(engine) as session:
        made = session.exec(select(Paper).order_by(Paper.id)).all()  # type: ignore[arg-type]
    said = []
    for paper in made:
        document = docx.Document(io.BytesIO(it.get(f"/papers/{paper.id}/paper.docx").content))
        cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
        said.append("\n".join([*(one.text for one in document.paragraphs), *cells]))
    assert "โรงเรียนบ้านหนึ่ง" not in said[0]
    assert "....." in said[0]
    assert "โรงเรียนบ้านหนึ่ง" in said[1]
    assert "ใช้ง่าย" in said[2]
    assert "ผู้ตอบ" in said[3]
