"""From the asset book to the next purchase: how old and dear what is owned is, and where purchases stand."""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import board, chart, figure, listing

STATES: Final = {"reserved": "กันเงิน", "committed": "ผูกพัน", "disbursed": "เบิกจ่าย"}


def procurement() -> builders.Dashboard:
    """Assets and purchases of the office."""
    made = (
        board("netops-procurement", "NetOps: ครุภัณฑ์และการจัดซื้อจัดจ้าง", span="now-90d")
        .with_panel(figure("ครุภัณฑ์ (ชิ้น)", "sum(netops_assets_pieces)"))
        .with_panel(figure("ใช้งาน 5 ปีขึ้นไป (ชิ้น)", f"{_old()} or vector(0)"))
        .with_panel(figure("มูลค่าที่ได้มา (บาท)", "sum(netops_asset_value_baht)"))
    )
    for state, title in STATES.items():
        made = made.with_panel(
            figure(f"{title} (บาท)", f'sum(netops_purchase_amount_baht{{state="{state}"}}) or vector(0)')
        )
    return (
        made.with_panel(listing("ครุภัณฑ์ตามอายุการใช้งาน (ปี)", "sum by (years) (netops_assets_pieces)", value="ชิ้น"))
        .with_panel(listing("มูลค่าตามประเภท", "sort_desc(sum by (asset_class) (netops_asset_value_baht))", value="บาท"))
        .with_panel(listing("การจัดซื้อจัดจ้างที่ดำเนินการอยู่", "sum by (step) (netops_purchases_open) > 0", value="รายการ"))
        .with_panel(chart("การจัดซื้อจัดจ้างตามขั้นตอน", {"{{step}}": "sum by (step) (netops_purchases_open)"}, unit="none"))
        .with_panel(
            chart("วงเงินตามสถานะ (บาท)", {"{{state}}": "sum by (state) (netops_purchase_amount_baht)"}, unit="none")
        )
        .with_panel(
            chart(
                "สัดส่วนครุภัณฑ์ที่ใช้งาน 5 ปีขึ้นไป",
                {"ร้อยละของชิ้นทั้งหมด": f"{_old()} / sum(netops_assets_pieces)"},
                unit="percentunit",
            )
        )
    )


def _old() -> str:
    return 'sum(netops_assets_pieces{years=~"5-6|7[+]"})'
