"""One school: its links with round trip and loss, and its devices."""

from __future__ import annotations

from grafana_foundation_sdk.builders import dashboard as builders
from grafana_foundation_sdk.builders import statetimeline
from grafana_foundation_sdk.models import common

from dashboards.parts import (
    SOURCE,
    Panel,
    board,
    chart,
    figure,
    listing,
    query,
    state_mapping,
    variable,
    with_device_page,
    with_runbook,
)


def school() -> builders.Dashboard:
    """The dashboard of the school chosen at its top."""
    mine = 'site="$site"'
    return (
        board("netops-school", "NetOps: โรงเรียน")
        .with_variable(variable("site", "รหัสโรงเรียน", "label_values(netops_site_info, site)"))
        .link(builders.DashboardLink("หน้าของโรงเรียน").url("${netops}/schools/${site}").target_blank(True))
        .with_panel(figure("วงจรที่ใช้ได้", f"sum(netops_link_up{{{mine}}})"))
        .with_panel(figure("วงจรทั้งหมด", f"count(netops_link_info{{{mine}}})"))
        .with_panel(figure("อุปกรณ์ที่ตอบ", f"sum(netops_device_up{{{mine}}})"))
        .with_panel(figure("อุปกรณ์ทั้งหมด", f"count(netops_device_info{{{mine}}})"))
        .with_panel(figure("เวลาไป-กลับ", f'avg(netops_link_rtt_seconds{{{mine}, stat="avg"}})', unit="s").span(8))
        .with_panel(_states(mine))
        .with_panel(_links(mine))
        .with_panel(_devices(mine))
        .with_panel(
            chart(
                "เวลาไป-กลับ",
                {
                    "{{link}} เฉลี่ย": f'netops_link_rtt_seconds{{{mine}, stat="avg"}}',
                    "{{link}} p95": f'netops_link_rtt_seconds{{{mine}, stat="p95"}}',
                },
                unit="s",
            )
        )
        .with_panel(chart("ข้อมูลสูญหาย", {"{{link}}": f"netops_link_loss_ratio{{{mine}}}"}, unit="percentunit"))
    )


def _states(mine: str) -> Panel:
    """Bands of answered and silent rounds."""
    panel = statetimeline.Panel().title("วงจรใช้งานได้ (1) หรือไม่ได้ (0)").datasource(SOURCE).height(6).span(24)
    panel = panel.with_target(query(f"netops_link_up{{{mine}}}", "{{link}}"))
    return panel.show_value(common.VisibilityMode.NEVER).merge_values(True)


def _links(mine: str) -> Panel:
    panel = listing("วงจร", f"netops_link_state{{{mine}}}", value="ค่า", hide=["Value", "site"])
    return with_runbook(panel.mappings(state_mapping()), "LinkDown")


def _devices(mine: str) -> Panel:
    expr = f"netops_device_state{{{mine}}} * on (site, device) group_left (role, address, device_id) netops_device_info"
    return with_device_page(listing("อุปกรณ์", expr, value="ค่า", hide=["Value", "site"]))
