"""netops itself: does it poll in time, does it see, do its mails leave, is it backed up."""

from __future__ import annotations

from grafana_foundation_sdk.builders import dashboard as builders

from dashboards.parts import GOOD_IS_ZERO, board, chart, figure, listing


def poller() -> builders.Dashboard:
    """The poller's dashboard."""
    age = "time() - max(netops_poller_last_round_timestamp_seconds)"
    backup_age = "time() - min(netops_backup_last_success_timestamp_seconds)"
    return (
        board("netops-poller", "NetOps: ตัวระบบเอง", span="now-6h")
        .with_panel(figure("อายุของรอบล่าสุด", age, unit="s", steps=((None, "green"), (300, "red"))))
        .with_panel(figure("มองเห็นภายนอก", "netops_poller_uplink_up", steps=((None, "red"), (1, "green"))))
        .with_panel(figure("อีเมลส่งไม่ได้", "netops_outbox_failed", steps=GOOD_IS_ZERO))
        .with_panel(figure("อีเมลที่รอส่ง", "netops_outbox_waiting"))
        .with_panel(figure("อายุข้อมูลสำรอง", backup_age, unit="s", steps=((None, "green"), (36 * 3600, "red"))))
        .with_panel(
            figure("ดิสก์ว่าง", "netops_data_free_ratio", unit="percentunit", steps=((None, "red"), (0.1, "green")))
        )
        .with_panel(chart("เวลาของรอบตรวจ", {"{{kind}}": "netops_poller_round_seconds"}, unit="s"))
        .with_panel(chart("จำนวนที่ถามต่อรอบ", {"{{kind}}": "netops_poller_asked"}, unit="none"))
        .with_panel(chart("ไม่สำเร็จต่อรอบ", {"{{kind}} {{reason}}": "netops_poller_failed"}, unit="none"))
        .with_panel(chart("เวลาที่ใช้อ่าน /metrics", {"{{job}}": 'scrape_duration_seconds{job=~"netops.*"}'}, unit="s"))
        .with_panel(
            listing(
                "รอบล่าสุดเมื่อ", "netops_poller_last_round_timestamp_seconds * 1000", value="เวลา", unit="dateTimeAsLocal"
            )
        )
        .with_panel(
            listing(
                "ข้อมูลสำรองล่าสุดเมื่อ",
                "netops_backup_last_success_timestamp_seconds * 1000",
                value="เวลา",
                unit="dateTimeAsLocal",
            )
        )
    )
