"""Risks: how grave they are, what causes them, what waits for a person, and what is late."""

from __future__ import annotations

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import GOOD_IS_ZERO, Panel, board, chart, figure, listing

LIVE = 'netops_risks{state!="closed"}'


def risks() -> builders.Dashboard:
    """The dashboard of the register of risks."""
    made = board("netops-risks", "NetOps: ความเสี่ยง", span="now-90d")
    for panel in [*_now(), *_over_time()]:
        made = made.with_panel(panel)
    return made


def _now() -> list[Panel]:
    grave = 'sum(netops_risks{state!="closed", level="very_high"}) or vector(0)'
    return [
        figure("ความเสี่ยงที่ยังไม่ปิด", f"sum({LIVE}) or vector(0)"),
        figure("ระดับสูงสุด", grave, steps=GOOD_IS_ZERO),
        figure("รอทบทวน", "sum(netops_risk_reviews_open)", steps=GOOD_IS_ZERO),
        figure("กิจกรรมเกินกำหนด", "netops_risk_tasks_overdue", steps=GOOD_IS_ZERO),
        figure("ยอมรับความเสี่ยงไว้", 'sum(netops_risks{state="accepted"}) or vector(0)'),
        figure("ผลรวมคะแนนความเสี่ยง", "netops_risk_score"),
    ]


def _over_time() -> list[Panel]:
    waiting = "(time() - netops_risk_review_open_since_timestamp_seconds) / 86400"
    return [
        chart("ความเสี่ยงตามระดับ", {"{{level}}": f"sum by (level) ({LIVE})"}, unit="none"),
        chart("ความเสี่ยงตามสาเหตุ", {"{{rule}}": f"sum by (rule) ({LIVE})"}, unit="none"),
        listing("การทบทวนที่รอนานที่สุด", waiting, value="รอมาแล้ว", unit="d"),
        listing("สาเหตุ ระดับ และสถานะ", "netops_risks", value="รายการ"),
    ]
