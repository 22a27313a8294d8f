"""Innovations: how far they have come, and whether schools use what they have, by measure only."""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import GOOD_IS_ZERO, board, chart, figure, listing

SCHOOLS: Final = "netops_innovation_schools"
USED: Final = f'sum by (innovation) ({SCHOOLS}{{use="used"}})'
HAVING: Final = f"sum by (innovation) ({SCHOOLS})"
# Where nothing can be measured there is no share, and no zero either.
MEASURABLE: Final = f'{HAVING} and on (innovation) {SCHOOLS}{{use=~"used|unused"}}'
SHARE: Final = f"({USED} or 0 * ({MEASURABLE})) / ({MEASURABLE})"


def adoption() -> builders.Dashboard:
    """The dashboard of adoption."""
    made = board("netops-adoption", "NetOps: นวัตกรรมและการใช้งาน", span="now-90d")
    for panel in (
        figure("นวัตกรรมและระบบทั้งหมด", 'sum(netops_innovations{stage!="retired"}) or vector(0)').span(6),
        figure("เผยแพร่แล้ว", 'sum(netops_innovations{stage=~"release|maintenance"}) or vector(0)').span(6),
        figure("บำรุงรักษาเกินกำหนด", "sum(netops_innovation_upkeep_overdue) or vector(0)", steps=GOOD_IS_ZERO).span(6),
        figure("คำขอความช่วยเหลือที่รอคำตอบ", "sum(netops_innovation_help_waiting) or vector(0)", steps=GOOD_IS_ZERO).span(
            6
        ),
        listing("อัตราการใช้งานจริง (เฉพาะที่วัดได้)", f"sort({SHARE})", value="ใช้งาน", unit="percentunit"),
        listing("โรงเรียนที่มีแต่ไม่พบการใช้", f'sort_desc(sum by (innovation) ({SCHOOLS}{{use="unused"}}))', value="โรงเรียน"),
        listing("โรงเรียนที่วัดไม่ได้", f'sort_desc(sum by (innovation) ({SCHOOLS}{{use="unmeasured"}}))', value="โรงเรียน"),
        chart("อัตราการใช้งานตามเวลา", {"{{innovation}}": SHARE}, unit="percentunit"),
        chart("นวัตกรรมตามขั้นการพัฒนา", {"{{stage}}": "sum by (stage) (netops_innovations)"}, unit="none"),
    ):
        made = made.with_panel(panel)
    return made
