"""One device: health, and its ports with traffic and errors."""

from __future__ import annotations

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import Panel, board, chart, figure, listing, variable


def device() -> builders.Dashboard:
    """The dashboard of the device chosen at its top."""
    mine = 'site="$site", device="$device"'
    devices = 'label_values(netops_device_info{site="$site"}, device)'
    return (
        board("netops-device", "NetOps: อุปกรณ์และพอร์ต", span="now-6h")
        .with_variable(variable("site", "รหัสโรงเรียน", "label_values(netops_site_info, site)"))
        .with_variable(variable("device", "อุปกรณ์", devices))
        .with_panel(figure("ตอบสนอง", f"netops_device_up{{{mine}}}", steps=((None, "red"), (1, "green"))))
        .with_panel(figure("ทำงานต่อเนื่อง", f"netops_device_uptime_seconds{{{mine}}}", unit="s"))
        .with_panel(figure("พอร์ตที่ต่ออยู่", f"sum(netops_interface_up{{{mine}}})"))
        .with_panel(figure("หน่วยประมวลผล", f"max(netops_device_processor_usage_ratio{{{mine}}})", unit="percentunit"))
        .with_panel(figure("หน่วยความจำ", f"max(netops_device_memory_usage_ratio{{{mine}}})", unit="percentunit"))
        .with_panel(figure("แพ็กเก็ตเสียใน 24 ชั่วโมง", _broken(mine)))
        .with_panel(_traffic("รับ (bit/s)", "receive", mine))
        .with_panel(_traffic("ส่ง (bit/s)", "transmit", mine))
        .with_panel(_ports(mine))
        .with_panel(_troubles(mine))
        .with_panel(
            chart(
                "หน่วยประมวลผล หน่วยความจำ และพื้นที่เก็บ",
                {
                    "หน่วยประมวลผล {{processor}}": f"netops_device_processor_usage_ratio{{{mine}}}",
                    "หน่วยความจำ {{pool}}": f"netops_device_memory_usage_ratio{{{mine}}}",
                    "พื้นที่เก็บ {{volume}}": f"netops_device_storage_usage_ratio{{{mine}}}",
                },
                unit="percentunit",
            )
        )
        .with_panel(chart("เซนเซอร์", {"{{sensor}} ({{unit}})": f"netops_device_sensor_value{{{mine}}}"}, unit="none"))
    )


def _broken(mine: str) -> str:
    return " + ".join(
        f"sum(increase(netops_interface_{way}_errors_total{{{mine}}}[24h]))" for way in ("receive", "transmit")
    )


def _traffic(title: str, way: str, mine: str) -> Panel:
    expr = f"rate(netops_interface_{way}_bytes_total{{{mine}}}[$__rate_interval]) * 8"
    return chart(title, {"{{port}}": expr}, unit="bps")


def _ports(mine: str) -> Panel:
    expr = (
        f"netops_interface_speed_bps{{{mine}}} * on (site, device, port) netops_interface_up"
        " * on (site, device, port) group_left (alias) netops_interface_info"
    )
    return listing("พอร์ตที่ต่ออยู่", f"{expr} > 0", value="ความเร็ว", unit="bps", hide=["site", "device"])


def _troubles(mine: str) -> Panel:
    def summed(what: str) -> str:
        return f"rate(netops_interface_receive_{what}_total{{{mine}}}[$__rate_interval])"

    return chart(
        "แพ็กเก็ตเสียและถูกทิ้งต่อวินาที",
        {"{{port}} เสีย": summed("errors"), "{{port}} ถูกทิ้ง": summed("discards")},
        unit="pps",
    )
