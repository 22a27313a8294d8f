"""A device passed its limit of temperature again and again: it will fail, and earlier than others."""

from __future__ import annotations

from collections.abc import Iterator

from risk import impact
from risk.counting import counted, within
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """How often within the window."""
    for device in facts.devices:
        if not device.hot or not (seen := within(device.hot, facts.now, parameter)):
            continue
        hottest = max(one.value for one in seen)
        weight, weighed = impact.of_device(device, facts.sites.get(device.site_id))
        yield Signal(
            Subject.DEVICE, device.device_id, device.name, len(seen),
            (Evidence("celsius", f"{hottest:.0f}", "device", device.device_id), *counted(seen, "event", parameter)),
            site_id=device.site_id, device_id=device.device_id, weight=weight, weighed=weighed,
        )  # fmt: skip


RULE = Rule(
    key="overheating",
    group=Group.OPERATIONAL,
    service="network",
    concerns="A",
    unit="times",
    find=find,
    by_replacing=True,
    is_quiet=True,
    thai=Words(
        title="%(name)s ร้อนเกินเกณฑ์",
        threat="อุปกรณ์ดับเองหรือเสียก่อนอายุใช้งาน",
        vulnerability="ที่ตั้งอุปกรณ์ระบายความร้อนไม่พอ",
        task="ทำความสะอาดพัดลม จัดที่ตั้งให้ระบายอากาศ หรือย้ายอุปกรณ์",
        gone="อุณหภูมิไม่เกินเกณฑ์ในช่วงเวลาที่นับ",
    ),
    english=Words(
        title="%(name)s runs too hot",
        threat="The device switches itself off or fails early",
        vulnerability="Where it stands it is not cooled enough",
        task="Clean its fans, give it air, or move it",
        gone="It was not too hot within the window",
    ),
)
