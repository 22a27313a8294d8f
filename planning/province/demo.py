"""An invented province for a demonstration: agencies, an order, a line of three plans, a cluster, a shared project."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from sqlmodel import Session

from office.fiscal import FiscalYear
from office.workflow.committee import Seat
from planning.kit.parts import Demo
from planning.kit.settings import PlanningSettings
from planning.kit.visitor import Visitor, invented_planner
from planning.plans.described import Direction
from planning.plans.indicator import ChosenIndicator
from planning.province.committees import CommitteeKind
from planning.province.gathering import figures_of
from planning.province.kinds import PlanKind
from planning.province.models.agency import Affiliation, Agency, AgencyKind
from planning.province.models.plan import Element, ElementKind, Plan
from planning.province.models.project import ContributionKind, Project
from planning.province.models.situation import Channel
from planning.province.store import agencies, orders, plans, pledges, projects, sharing, situation
from service.columns import utc_now
from service.database import make_engine, transaction
from service.invented import OFFICE_CODE, OFFICE_NAME
from service.refused import RefusedCommandError

NAME: Final = "province"
PROVINCE: Final = "จังหวัดสมมติ"
CLUSTER: Final = "กลุ่มจังหวัดสมมติ"
SAMPLE: Final = "ข้อมูลสมมติ"
AGENCIES: Final = (
    ("สำนักงานศึกษาธิการจังหวัดสมมติ", Affiliation.MOE, AgencyKind.EDUCATION_OFFICE, ""),
    (OFFICE_NAME, Affiliation.MOE, AgencyKind.AREA_OFFICE, OFFICE_CODE),
    ("อาชีวศึกษาจังหวัดสมมติ", Affiliation.MOE, AgencyKind.VOCATIONAL, ""),
    ("สำนักงานส่งเสริมการเรียนรู้จังหวัดสมมติ", Affiliation.MOE, AgencyKind.LEARNING, ""),
    ("องค์การบริหารส่วนจังหวัดสมมติ", Affiliation.OTHER, AgencyKind.LOCAL_BODY, ""),
    ("สำนักงานสาธารณสุขจังหวัดสมมติ", Affiliation.OTHER, AgencyKind.HEALTH, ""),
)
TREE: Final = (
    (ElementKind.VISION, "ผู้เรียนทุกคนในจังหวัดเข้าถึงการศึกษาที่มีคุณภาพ"),
    (ElementKind.MISSION, "เพิ่มโอกาสและยกระดับคุณภาพการศึกษาทุกพื้นที่"),
    (ElementKind.GOAL, "ประชากรวัยเรียนได้เรียนครบทุกคน"),
    (ElementKind.STRATEGY, "ลดความเหลื่อมล้ำทางการศึกษารายอำเภอ"),
)
PROJECTS: Final = (
    (1, "ค่ายพัฒนาการอ่านออกเขียนได้", "จัดค่ายการอ่าน 3 รุ่น", "นักเรียน ป.1–ป.3", 400_000_00),
    (4, "ส่งเสริมการอ่านออกเขียนได้ของเด็กเล็ก", "อบรมครูและจัดค่ายการอ่าน", "นักเรียนชั้น ป.1 – ป.3", 150_000_00),
    (2, "ทวิศึกษาเพื่อการมีงานทำ", "จัดหลักสูตรระยะสั้นร่วมกับสถานประกอบการ", "นักเรียน ม.4–ม.6", 320_000_00),
    (5, "ตรวจสุขภาพและสายตานักเรียน", "ตรวจสุขภาพปีละครั้ง", "นักเรียนประถมศึกษา", 90_000_00),
)


def fill_demo(settings: PlanningSettings, demo: Demo) -> str:
    """Up to the day of the demonstration."""
    engine = make_engine(settings.database_of(NAME))
    try:
        with transaction(engine) as session:
            count = fill(session, demo.today)
    finally:
        engine.dispose()
    return f"{len(AGENCIES)} agencies, {count} plans, {len(PROJECTS)} projects"


def fill(session: Session, today: date) -> int:
    """How many plans. RefusedCommandError where there are agencies already."""
    visitor = invented_planner()
    if agencies.agencies(session, visitor):
        raise RefusedCommandError("the province has agencies of the demonstration already")
    found = [
        agencies.add_agency(
            session, visitor, agencies.AgencyDraft(name=name, affiliation=affiliation, kind=kind, code=code)
        )
        for name, affiliation, kind, code in AGENCIES
    ]
    _order(session, visitor, found, today)
    era = FiscalYear.of(today).era
    development = _plan(session, visitor, PlanKind.DEVELOPMENT, "แผนพัฒนาการศึกษาจังหวัดสมมติ", (era, era + 4))
    four_year = _plan(session, visitor, PlanKind.FOUR_YEAR, "แผนปฏิบัติการ 4 ปี", (era, era + 3), development)
    title = f"แผนปฏิบัติราชการศึกษาประจำปี {era}"
    annual = _plan(session, visitor, PlanKind.ANNUAL, title, (era, era), four_year)
    _situation(session, visitor, development, today)
    strategy = _tree(session, visitor, development, era)
    _projects(session, visitor, (four_year, annual), found, strategy, today)
    _cluster(session, visitor, annual, (era, era + 4))
    return len(plans.plans(session, visitor))


def _order(session: Session, visitor: Visitor, found: list[Agency], today: date) -> None:
    order = orders.add_order(
        session,
        visitor,
        orders.OrderDraft(
            committee="คณะทำงานบริหารยุทธศาสตร์และบูรณาการการศึกษาจังหวัดสมมติ",
            kind=CommitteeKind.WORKING_GROUP,
            number="1/2570",
            signed_on=today - timedelta(days=60),
            begins_on=today - timedelta(days=60),
            ends_on=today + timedelta(days=670),
            reason="เพื่อให้การจัดทำแผนพัฒนาการศึกษาจังหวัดเป็นไปด้วยความเรียบร้อย",
            duties="จัดทำแผนพัฒนาการศึกษาจังหวัด\nติดตาม ประเมินและรายงานผล",
        ),
    )
    seats = (Seat.CHAIR, *(Seat.MEMBER,) * (len(found) - 2), Seat.SECRETARY)
    for rank, (agency, seat) in enumerate(zip(found, seats, strict=True), 1):
        draft = orders.MemberDraft(rank=rank, seat=seat, name=f"ผู้แทน{agency.name}"[:255], agency_id=agency.id)
        orders.add_member(session, visitor, order, draft)


def _plan(
    session: Session, visitor: Visitor, kind: PlanKind, title: str, years: tuple[int, int], above: Plan | None = None
) -> Plan:
    draft = plans.PlanDraft(
        kind=kind,
        title=title,
        province=CLUSTER if kind is PlanKind.CLUSTER else PROVINCE,
        first_year=years[0],
        last_year=years[1],
        parent_id=above.id if above else None,
    )
    return plans.add_plan(session, visitor, draft)


def _situation(session: Session, visitor: Visitor, plan: Plan, today: date) -> None:
    situation.take_figures(session, visitor, plan, figures_of(session, OFFICE_CODE))
    situation.begin_sectors(session, visitor)
    for at, sector in enumerate(situation.sectors(session, visitor)[:-1]):
        draft = situation.VoiceDraft(
            sector_id=sector.id or 0,
            channel=list(Channel)[at],
            heard_on=today - timedelta(days=30 + at),
            persons=40 + 5 * at,
            said="เสนอให้เพิ่มโอกาสของเด็กในพื้นที่ห่างไกล",
        )
        situation.add_voice(session, visitor, plan, draft)
    for at, district in enumerate(situation.districts(session, visitor)):
        draft_of = situation.QualityDraft(
            district=district.name,
            name="ผลการทดสอบระดับชาติ ป.6 เฉลี่ย",
            academic_year=plan.first_year - 2,
            value=40.0 + at,
            unit="คะแนน",
            source=SAMPLE,
            as_of=today - timedelta(days=200),
        )
        situation.add_quality(session, visitor, plan, draft_of)


def _tree(session: Session, visitor: Visitor, plan: Plan, era: int) -> Element:
    above: Element | None = None
    for kind, text in TREE:
        draft = plans.ElementDraft(kind=kind, code="1", text=text, parent_id=above.id if above else None)
        above = plans.add_element(session, visitor, plan, draft)
    assert above is not None
    made = plans.add_indicator(
        session,
        visitor,
        plan,
        plans.IndicatorDraft(
            element_id=above.id or 0,
            name="ประชากรวัยเรียนที่อยู่นอกระบบ",
            unit="ร้อยละ",
            direction=Direction.DOWN,
            baseline=5,
            source=SAMPLE,
        ),
    )
    for year in range(era, era + 5):
        plans.put_target(session, visitor, made, plans.TargetDraft(fiscal_year=year, target=float(era + 4 - year)))
    return above


def _projects(
    session: Session,
    visitor: Visitor,
    line: tuple[Plan, Plan],
    found: list[Agency],
    strategy: Element,
    today: date,
) -> None:
    four_year, annual = line
    frame = projects.ProjectDraft(title="ยกระดับคุณภาพและโอกาสทางการศึกษา", agency_id=found[0].id or 0)
    parent = projects.add_project(session, visitor, four_year, frame)
    made = [
        projects.add_project(
            session,
            visitor,
            annual,
            projects.ProjectDraft(
                title=title,
                agency_id=found[at].id or 0,
                parent_id=parent.id,
                strategy_id=strategy.id,
                activity=activity,
                objective="เพิ่มโอกาสและคุณภาพของผู้เรียน",
                output="ผู้เรียน 500 คน",
                indicators=(PASSED,),
                target_group=group,
                place="ทุกอำเภอ",
                amount_satang=satang,
                money_source="งบประมาณของหน่วยงาน",
                responsible="กลุ่มนโยบายและแผน",
            ),
        )
        for at, title, activity, group, satang in PROJECTS
    ]
    _share(session, visitor, made[0], found, today)


PASSED: Final = ChosenIndicator(
    name="ผู้เรียนที่ผ่านเกณฑ์", unit="ร้อยละ", direction=Direction.UP, source=SAMPLE, baseline=82, target="90"
)
HALL: Final = "หอประชุมและเครื่องเสียง"


def _share(session: Session, visitor: Visitor, project: Project, found: list[Agency], today: date) -> None:
    for agency, satang in ((found[1], 300_000_00), (found[4], 100_000_00)):
        draft = pledges.ContributionDraft(agency_id=agency.id or 0, kind=ContributionKind.MONEY, amount_satang=satang)
        pledges.contribute(session, visitor, project, draft)
    hall = pledges.ContributionDraft(agency_id=found[4].id or 0, kind=ContributionKind.IN_KIND, what=HALL)
    lent = pledges.contribute(session, visitor, project, hall)
    pledges.decline(session, visitor, project, lent, pledges.Declined(reason="หอประชุมปิดปรับปรุง"))
    again = pledges.OfferedAgain(what=HALL, reason="ปรับปรุงเสร็จก่อนวันจัดงาน")
    pledges.offer_again(session, visitor, project, lent, again)
    task = sharing.TaskDraft(agency_id=found[4].id or 0, title="จัดสถานที่และรถรับส่ง", due_on=today + timedelta(days=45))
    sharing.offer(session, visitor, project, task, at=utc_now())


def _cluster(session: Session, visitor: Visitor, annual: Plan, years: tuple[int, int]) -> None:
    cluster = _plan(session, visitor, PlanKind.CLUSTER, "แผนพัฒนาการศึกษากลุ่มจังหวัดสมมติ", years)
    plans.add_part(session, visitor, cluster, annual.id or 0)
