"""A switch has hardly a port left, or a line is full for long: what comes next has no room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from risk import impact
from risk.counting import counted, within
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject

PORTS: Final = 8  # a device with fewer is full by nature
WHOLE: Final = 100


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """Percent of its ports that are in use, or the most that the line was used when it passed its limit."""
    for device in facts.devices:
        if device.ports < PORTS:
            continue
        percent = WHOLE * device.ports_used // device.ports
        if percent < parameter.steps[0]:
            continue
        weight, weighed = impact.of_device(device, facts.sites.get(device.site_id))
        yield Signal(
            Subject.DEVICE, device.device_id, device.name, percent,
            (
                Evidence("ports_used", str(device.ports_used), "device", device.device_id),
                Evidence("ports", str(device.ports), "device", device.device_id),
            ),
            site_id=device.site_id, device_id=device.device_id, weight=weight, weighed=weighed,
        )  # fmt: skip
    for link in facts.links:
        if not link.busy or not (seen := within(link.busy, facts.now, parameter)):
            continue
        weight, weighed = impact.of_site(facts.sites.get(link.site_id))
        most = min(WHOLE, int(max(one.value for one in seen)))
        yield Signal(
            Subject.LINK, link.link_id, link.name, most,
            (Evidence("percent_used", str(most), "link", link.link_id), *counted(seen, "event", parameter)),
            site_id=link.site_id, link_id=link.link_id, weight=weight, weighed=weighed,
        )  # fmt: skip


RULE = Rule(
    key="capacity",
    group=Group.OPERATIONAL,
    service="network",
    concerns="A",
    unit="percent",
    find=find,
    thai=Words(
        title="%(name)s ใกล้เต็มความจุ",
        threat="เพิ่มอุปกรณ์หรือผู้ใช้ไม่ได้ และเครือข่ายช้า",
        vulnerability="พอร์ตหรือความเร็วที่มีเหลือน้อย",
        task="เพิ่มสวิตช์หรือความเร็ว หรือจัดการการใช้งานใหม่",
        gone="ความจุเหลือเพียงพอแล้ว",
    ),
    english=Words(
        title="%(name)s is nearly full",
        threat="No more devices or people fit, and the network is slow",
        vulnerability="Hardly a port or any speed is left",
        task="Add a switch or speed, or arrange its use anew",
        gone="There is room enough now",
    ),
)
