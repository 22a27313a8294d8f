"""The report for the director as a kind of paper, with an example of it for those who change its template."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from inventory.sla.counting import Reason
from netops.reports.composing import PLACEHOLDERS, filling, shipped
from netops.reports.figures import Apart, CutOff, District, LinkFared, Month, ReportFigures, School, Spent
from netops.reports.sheets import sheets
from office.template.filling import Filling
from service.i18n import N_
from service.papers.kind import About, PaperKind

_DAY_S: Final = 86_400


def _fill(data: ReportFigures, _about: About) -> Filling:
    return filling(data)


def _sample() -> ReportFigures:
    held: dict[str, Any] = {"measured_s": 300 * _DAY_S, "counted_s": 2 * _DAY_S}
    school = School(code="00000001", name="โรงเรียนบ้านตัวอย่าง", district="อำเภอตัวอย่าง")
    counts: dict[str, Any] = {"outages": 14, "cut_off_s": 21 * 3600}
    total = District(schools=120, connected=118, **held, **counts)
    fared = LinkFared(
        **school.model_dump(), link_id=1, link="หลัก", provider="ผู้ให้บริการตัวอย่าง", outages=3, outage_s=5 * 3600, **held
    )
    spent = Spent(
        name="ผู้ให้บริการตัวอย่าง",
        links=150,
        priced=150,
        price_satang=8_985_000,
        speed_bps=75_000_000_000,
        outages=14,
        rtt_p50_ms=8.5,
        rtt_p95_ms=21.0,
        claimed_satang=1_250_000,
        credited_satang=850_000,
        **held,
    )
    months = [date(2025 + at // 12, at % 12 + 1, 1) for at in range(10, 22)]
    return ReportFigures(
        period="2026-10",
        title="เดือนตุลาคม 2569",
        before_title="เดือนกันยายน 2569",
        since=date(2026, 10, 1),
        until=date(2026, 10, 31),
        is_over=True,
        office="สำนักงานเขตพื้นที่การศึกษาตัวอย่าง",
        total=total,
        before=total.model_copy(update={"connected": 117}),
        districts=(total.model_copy(update={"name": "ตัวอย่าง"}),),
        unconnected=(school,),
        schools=(CutOff(**school.model_dump(), cut_off_s=5 * 3600, cuts=2),),
        links=(fared,),
        providers=(spent,),
        before_providers=(spent,),
        trend=tuple(Month(month=month, outages=14, **held) for month in months),
        apart=Apart(
            whole_s=900 * _DAY_S,
            measured_s=300 * _DAY_S,
            excluded_s={Reason.CLOSED: 598 * _DAY_S, Reason.POWER: 2 * _DAY_S},
        ),
    )


DIRECTOR_REPORT: Final = PaperKind(
    key="director_report",
    title=N_("Report on the internet of the schools"),
    data=ReportFigures,
    placeholders=PLACEHOLDERS,
    shipped=shipped,
    fill=_fill,
    sample=_sample,
    series="report",  # bears no number
    sheets=sheets,
)
