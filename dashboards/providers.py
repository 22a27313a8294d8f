"""Providers side by side, over the time in which schools were open and we could see: for a talk with them."""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import board, chart, figure, listing

DAY_S: Final = 86_400


def providers() -> builders.Dashboard:
    """Link quality by provider."""
    return (
        board("netops-providers", "NetOps: คุณภาพวงจรตามผู้ให้บริการ", span="now-7d")
        .with_panel(figure("ผู้ให้บริการ", "count(count by (provider) (netops_link_info))").span(8))
        .with_panel(figure("วงจรทั้งหมด", "count(netops_link_info)").span(8))
        .with_panel(figure("วงจรขัดข้อง", 'count(netops_link_state{state="down"}) or vector(0)').span(8))
        .with_panel(
            listing("ความพร้อมใช้งานในช่วงเวลาที่เลือก", availability("$__range"), value="พร้อมใช้", unit="percentunit")
        )
        .with_panel(
            listing(
                "วงจรขัดข้องขณะนี้ต่อผู้ให้บริการ",
                'count by (provider) (netops_link_state{state="down"}) or 0 * count by (provider) (netops_link_info)',
                value="วงจร",
            )
        )
        .with_panel(
            chart(
                "เวลาไป-กลับ p95 (มัธยฐานของวงจร)",
                {"{{provider}}": 'quantile by (provider) (0.5, netops_link_rtt_seconds{stat="p95"})'},
                unit="s",
            )
        )
        .with_panel(chart("ข้อมูลสูญหายเฉลี่ย", {"{{provider}}": f"avg by (provider) ({seen_loss()})"}, unit="percentunit"))
        .with_panel(chart("ความพร้อมใช้งานรายชั่วโมง", {"{{provider}}": availability("1h")}, unit="percentunit", span=24))
        .with_panel(
            listing(
                "ความพร้อมใช้งานตามสัญญา เดือนล่าสุด (ตามเวลาที่สัญญานับ)",
                f"sort({by_contract()})",
                value="พร้อมใช้",
                unit="percentunit",
            )
        )
        .with_panel(
            listing(
                "สัญญาที่จะสิ้นสุดใน 90 วัน",
                f"sort((netops_contract_end_timestamp_seconds - time()) / {DAY_S} < 90)",
                value="เหลือ (วัน)",
            )
        )
        .with_panel(
            listing(
                "วงจรที่พร้อมใช้น้อยที่สุด",
                f"sort(bottomk(20, {availability('$__range', by='site, link, provider')}))",
                value="พร้อมใช้",
                unit="percentunit",
            ).span(24)
        )
    )


def by_contract() -> str:
    """Share of the time that contracts count, of the newest month: what claims are reckoned from."""
    measured = "sum by (provider) (netops_link_month_measured_seconds)"
    return f"1 - sum by (provider) (netops_link_month_counted_seconds) / ({measured} > 0)"


def availability(span: str, *, by: str = "provider") -> str:
    """Share of the rounds that count against a provider: closed hours, maintenance and our own blindness do not."""
    good = f'sum by ({by}) (count_over_time(netops_link_state{{state=~"up|degraded"}}[{span}]))'
    counted = f'sum by ({by}) (count_over_time(netops_link_state{{state=~"up|degraded|down"}}[{span}]))'
    return f"({good} or 0 * {counted}) / {counted}"


def seen_loss() -> str:
    """Loss of links that are open and seen."""
    return 'netops_link_loss_ratio and on (site, link) netops_link_state{state=~"up|degraded|down"}'
