"""A device runs a version that others here have left behind, or one that its maker supports no more."""

from __future__ import annotations

from collections.abc import Iterator

from risk import impact
from risk.counting import days_since
from risk.facts import DeviceFacts, Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject


def find(facts: Facts, _parameter: Parameter) -> Iterator[Signal]:
    """Days since the end of its version; 0 where the version is only older than others here."""
    for device in facts.devices:
        days = _days(device, facts)
        if days is None:
            continue
        told = [Evidence("version", device.version, "device", device.device_id)]
        if device.firmware_behind:
            told.append(Evidence("newest_version", device.newest_version, "device", device.device_id))
        if device.software_end is not None:
            told.append(Evidence("software_end", device.software_end.isoformat(), "device", device.device_id))
        weight, weighed = impact.of_device(device, facts.sites.get(device.site_id))
        yield Signal(
            Subject.DEVICE, device.device_id, device.name, days, tuple(told),
            site_id=device.site_id, device_id=device.device_id, weight=weight, weighed=weighed,
        )  # fmt: skip


def _days(device: DeviceFacts, facts: Facts) -> int | None:
    end = device.software_end
    over = days_since(end, facts.today) if end is not None else 0
    if over > 0:
        return over
    return 0 if device.firmware_behind else None


RULE = Rule(
    key="old_firmware",
    group=Group.OPERATIONAL,
    service="network",
    concerns="CIA",
    unit="days_since_end",
    find=find,
    by_replacing=True,
    thai=Words(
        title="%(name)s ใช้เฟิร์มแวร์รุ่นเก่า",
        threat="ถูกโจมตีผ่านช่องโหว่ที่แก้แล้วในรุ่นใหม่",
        vulnerability="เฟิร์มแวร์เก่ากว่าเครื่องอื่นของสำนักงาน หรือผู้ผลิตเลิกสนับสนุนแล้ว",
        task="ปรับรุ่นเฟิร์มแวร์ในช่วงบำรุงรักษา โดยสำรองค่ากำหนดก่อน",
        gone="เฟิร์มแวร์เป็นรุ่นปัจจุบันแล้ว",
    ),
    english=Words(
        title="%(name)s runs old firmware",
        threat="It is attacked through holes that newer versions have closed",
        vulnerability="Its firmware is older than others here, or its maker supports it no more",
        task="Upgrade its firmware in a maintenance window, after saving its configuration",
        gone="Its firmware is up to date",
    ),
)
