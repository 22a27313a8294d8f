"""Needs: why things are needed, how far they have come, and what lost its evidence."""

from __future__ import annotations

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import GOOD_IS_ZERO, Panel, board, chart, figure, listing

LIVE = 'netops_needs{state=~"open|approved|deferred|in_specification|ordered"}'


def needs() -> builders.Dashboard:
    """The dashboard of needs."""
    made = board("netops-needs", "NetOps: ความต้องการ", span="now-90d")
    for panel in [*_now(), *_by_reason()]:
        made = made.with_panel(panel)
    return made


def _now() -> list[Panel]:
    return [
        figure("ยังไม่เสร็จสิ้น", f"sum({LIVE}) or vector(0)"),
        figure("รอพิจารณา", 'sum(netops_needs{state="open"}) or vector(0)'),
        figure("อนุมัติแล้ว รอจัดทำคุณลักษณะ", 'sum(netops_needs{state="approved"}) or vector(0)'),
        figure("สั่งซื้อแล้ว", 'sum(netops_needs{state="ordered"}) or vector(0)'),
        figure("ได้รับแล้ว", 'sum(netops_needs{state="met"}) or vector(0)'),
        figure("หลักฐานหมดไป", "netops_needs_unsupported", steps=GOOD_IS_ZERO),
    ]


def _by_reason() -> list[Panel]:
    return [
        chart("ความต้องการตามเหตุผล", {"{{reason}}": f"sum by (reason) ({LIVE})"}, unit="none"),
        chart("ความต้องการตามสถานะ", {"{{state}}": "sum by (state) (netops_needs)"}, unit="none"),
        listing("เหตุผลและสถานะ", "netops_needs", value="รายการ"),
    ]
