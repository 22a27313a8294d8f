"""The health of all devices: what runs hot or full, what stands on battery, and what grows old."""

from __future__ import annotations

from typing import Final

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import GOOD_IS_ZERO, Panel, board, chart, figure, listing

SCHOOL: Final = "* on (site) group_left (name) netops_site_info"
TEMPERATURE: Final = 'netops_device_sensor_value{kind="temperature"}'
CHARGE: Final = 'netops_device_sensor_value{kind="charge"}'
ON_BATTERY: Final = 'netops_device_sensor_value{kind="runtime", sensor=~"Time on battery.*"} > 0'
YEAR_S: Final = 365 * 86400
DAY_S: Final = 86400


def health() -> builders.Dashboard:
    """The dashboard of the fleet's health."""
    made = board("netops-health", "NetOps: สุขภาพอุปกรณ์", span="now-24h")
    for panel in [*_now(), *_over_time(), *_configs(), *_ages(), *_network()]:
        made = made.with_panel(panel)
    return made


def _now() -> list[Panel]:
    heat = ((None, "green"), (60, "orange"), (75, "red"))
    full = ((None, "green"), (0.8, "orange"), (0.95, "red"))
    charged = ((None, "red"), (30, "orange"), (80, "green"))
    return [
        figure("ร้อนที่สุด", f"max({TEMPERATURE})", unit="celsius", steps=heat),
        figure("หน่วยประมวลผลหนักที่สุด", "max(netops_device_processor_usage_ratio)", unit="percentunit", steps=full),
        figure("หน่วยความจำเต็มที่สุด", "max(netops_device_memory_usage_ratio)", unit="percentunit", steps=full),
        figure("แบตเตอรี่ UPS ต่ำสุด", f"min({CHARGE})", unit="percent", steps=charged),
        figure("UPS ใช้แบตเตอรี่อยู่", f"count({ON_BATTERY}) or vector(0)", steps=GOOD_IS_ZERO),
        figure("จ่ายไฟ PoE รวม", "sum(netops_interface_poe_watts)", unit="watt"),
    ]


def _over_time() -> list[Panel]:
    load = "topk(10, max by (site, device) (netops_device_{}_usage_ratio))"
    return [
        chart("อุณหภูมิ: 10 เครื่องที่ร้อนที่สุด", {"{{site}} {{device}} {{sensor}}": f"topk(10, {TEMPERATURE})"}, unit="celsius"),
        chart("หน่วยประมวลผล: 10 เครื่องที่หนักที่สุด", {"{{site}} {{device}}": load.format("processor")}, unit="percentunit"),
        chart("หน่วยความจำ: 10 เครื่องที่เต็มที่สุด", {"{{site}} {{device}}": load.format("memory")}, unit="percentunit"),
        chart("แบตเตอรี่ UPS", {"{{site}} {{device}}": f"bottomk(10, min by (site, device) ({CHARGE}))"}, unit="percent"),
        chart(
            "PoE: 10 เครื่องที่จ่ายไฟมากที่สุด",
            {"{{site}} {{device}}": "topk(10, sum by (site, device) (netops_interface_poe_watts))"},
            unit="watt",
        ),
        listing(
            "ร้อนเกิน 60 องศา", f"({TEMPERATURE} > 60) {SCHOOL}", value="อุณหภูมิ", unit="celsius", hide=["kind", "unit"]
        ),
    ]


def _configs() -> list[Panel]:
    age = "time() - netops_device_config_checked_timestamp_seconds"
    ages = {
        "ใหม่สุด": f"min({age})",
        "กึ่งกลาง": f"quantile(0.5, {age})",
        "เก่าสุด": f"max({age} and netops_device_config_checked_timestamp_seconds > 0)",
    }
    stands = 'sum by (severity, standing) (netops_compliance_devices{standing=~"broken|unclear"})'
    return [
        chart("อายุของการตั้งค่าที่เก็บไว้", ages, unit="s"),
        listing("การตั้งค่าที่เก่ากว่า 3 คืน", f"({age} > {3 * DAY_S}) {SCHOOL}", value="อายุ", unit="s"),
        chart("การตั้งค่าที่ไม่เป็นไปตามกฎ", {"{{severity}} {{standing}}": stands}, unit="none"),
        listing(
            "กฎที่มีอุปกรณ์ผิดมากที่สุด",
            'topk(20, sum by (rule, severity) (netops_compliance_devices{standing="broken"})) > 0',
            value="เครื่อง",
        ),
    ]


def _ages() -> list[Panel]:
    support = "netops_device_support_end_timestamp_seconds"
    warranty = "netops_device_warranty_end_timestamp_seconds"
    old = "time() - netops_device_in_use_since_timestamp_seconds"
    return [
        figure("พ้นการสนับสนุนแล้ว", f"count({support} < time()) or vector(0)", steps=GOOD_IS_ZERO),
        figure("สิ้นสุดใน 1 ปี", f"count(({support} > time()) - time() < {YEAR_S}) or vector(0)"),
        figure(
            "รุ่นซอฟต์แวร์พ้นการสนับสนุน",
            "count(netops_device_software_end_timestamp_seconds < time()) or vector(0)",
            steps=GOOD_IS_ZERO,
        ),
        figure("หมดประกันใน 1 ปี", f"count(({warranty} > time()) - time() < {YEAR_S}) or vector(0)"),
        figure("ใช้งานเกิน 5 ปี", f"count({old} > {5 * YEAR_S}) or vector(0)"),
        figure("รุ่นซอฟต์แวร์ล้าหลัง", 'sum(netops_firmware_devices{standing="behind"}) or vector(0)', steps=GOOD_IS_ZERO),
        listing("รุ่นซอฟต์แวร์ที่ใช้อยู่", "netops_firmware_devices", value="เครื่อง"),
        listing("สิ้นสุดการสนับสนุนก่อน", f"bottomk(30, {support} * 1000)", value="วันที่", unit="dateTimeAsLocalNoDateIfToday"),
    ]


def _network() -> list[Panel]:
    return [
        figure("การเชื่อมต่อที่รู้", "sum(netops_topology_connections)"),
        figure("ต้นทางที่เครือข่ายบอก", 'sum(netops_topology_parents{by="network"}) or vector(0)'),
        figure("ต้นทางที่ตั้งด้วยมือ", 'sum(netops_topology_parents{by="hand"}) or vector(0)'),
        figure("พบแต่ไม่มีในทะเบียน", 'sum(netops_topology_strangers{decision="open"}) or vector(0)'),
        figure("ตัวแทนที่เงียบ", "sum(netops_agent_silent) or vector(0)", steps=GOOD_IS_ZERO),
        figure("ข้อความที่ทิ้ง", 'sum(netops_messages_recent{fate="dropped"}) or vector(0)', steps=GOOD_IS_ZERO),
        chart("การเชื่อมต่อตามวิธีที่รู้", {"{{basis}}": "sum by (basis) (netops_topology_connections)"}, unit="none"),
        chart("ข้อความจากอุปกรณ์", {"{{channel}} {{fate}}": "netops_messages_recent"}, unit="none"),
    ]
