"""The configuration of a device was never read, or not for too long: after a failure it has to be made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from risk import impact
from risk.counting import days_since
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject

NEVER_DAYS: Final = 9999
"""Stands for a device that was never read well: beyond every step."""


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """Days since it was read well. A device of which nothing is expected says nothing."""
    for device in facts.devices:
        if not device.backup_expected:
            continue
        last = device.backup_at
        since = last or device.backup_since
        if since is None or (days := days_since(since.date(), facts.today)) < parameter.steps[0]:
            continue
        told = last.isoformat() if last is not None else ""
        weight, weighed = impact.of_device(device, facts.sites.get(device.site_id))
        yield Signal(
            Subject.DEVICE, device.device_id, device.name, days if last is not None else NEVER_DAYS,
            (
                Evidence("backup_at", told, "device", device.device_id),
                Evidence("days_without_backup", str(days), "device", device.device_id),
            ),
            site_id=device.site_id, device_id=device.device_id, weight=weight, weighed=weighed,
        )  # fmt: skip


RULE = Rule(
    key="stale_backup",
    group=Group.OPERATIONAL,
    service="network",
    concerns="A",
    unit="days_without_backup",
    find=find,
    thai=Words(
        title="%(name)s ไม่มีสำเนาค่ากำหนดที่เป็นปัจจุบัน",
        threat="อุปกรณ์เสียแล้วกู้คืนค่ากำหนดไม่ได้ ใช้เวลาซ่อมนาน",
        vulnerability="อ่านค่ากำหนดของอุปกรณ์ไม่สำเร็จหรือไม่เคยอ่าน",
        task="ตรวจชื่อผู้ใช้และการเข้าถึงของอุปกรณ์ แล้วอ่านค่ากำหนดใหม่",
        gone="อ่านค่ากำหนดของอุปกรณ์ได้ตามรอบแล้ว",
    ),
    english=Words(
        title="%(name)s has no configuration backup of late",
        threat="After a failure its configuration cannot be restored, and the repair takes long",
        vulnerability="Its configuration could not be read, or was never read",
        task="Check the sign-in and the way to the device, then read its configuration again",
        gone="Its configuration is read as planned",
    ),
)
