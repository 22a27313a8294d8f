"""The battery of a UPS is weak: the next power cut takes the network down at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from risk import impact
from risk.counting import counted, within
from risk.facts import DeviceFacts, Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject

LOW: Final = frozenset({3, 4})  # upsBatteryStatus: batteryLow, batteryDepleted
NOW_COUNTS: Final = 2
"""A battery that is low at this moment counts as much as two times that it was."""


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """How often its charge passed the limit within the window, and two more while it says that it is low."""
    for device in facts.devices:
        is_low = device.battery_state in LOW
        if not (is_low or device.low_batteries):
            continue
        seen = within(device.low_batteries, facts.now, parameter)
        if not (is_low or seen):
            continue
        weight, weighed = impact.of_site(facts.sites.get(device.site_id))
        yield Signal(
            Subject.DEVICE, device.device_id, device.name, len(seen) + NOW_COUNTS * is_low,
            (*_now(device, is_low=is_low), *counted(seen, "event", parameter)),
            site_id=device.site_id, device_id=device.device_id, weight=weight, weighed=weighed,
        )  # fmt: skip


def _now(device: DeviceFacts, *, is_low: bool) -> Iterator[Evidence]:
    if device.battery_percent is not None:
        yield Evidence("battery_percent", f"{device.battery_percent:.0f}", "device", device.device_id)
    if is_low:
        yield Evidence("battery_state", str(device.battery_state), "device", device.device_id)


RULE = Rule(
    key="ups_battery",
    group=Group.OPERATIONAL,
    service="power",
    concerns="A",
    unit="times",
    find=find,
    by_replacing=True,
    is_quiet=True,
    thai=Words(
        title="แบตเตอรี่ของเครื่องสำรองไฟ %(name)s เสื่อม",
        threat="ไฟฟ้าดับแล้วเครือข่ายหยุดทันที",
        vulnerability="แบตเตอรี่เก็บไฟไม่อยู่หรือใกล้หมดบ่อยครั้ง",
        task="ทดสอบและเปลี่ยนแบตเตอรี่ของเครื่องสำรองไฟ",
        gone="แบตเตอรี่ไม่ต่ำกว่าเกณฑ์ในช่วงเวลาที่นับ",
    ),
    english=Words(
        title="The battery of the UPS %(name)s is weak",
        threat="A power cut takes the network down at once",
        vulnerability="The battery does not hold, or was nearly empty again and again",
        task="Test and replace the battery of the UPS",
        gone="The battery was not below the limit within the window",
    ),
)
