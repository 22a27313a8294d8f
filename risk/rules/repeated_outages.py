"""A device or line falls silent again and again. Planned work, power and the office's own line are not in it."""

from __future__ import annotations

from collections.abc import Iterator

from risk import impact
from risk.counting import counted, within
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Group, Subject


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """As many as there were within the window."""
    for device in facts.devices:
        if device.outages and (seen := within(device.outages, facts.now, parameter)):
            weight, weighed = impact.of_device(device, facts.sites.get(device.site_id))
            yield Signal(
                Subject.DEVICE, device.device_id, device.name, len(seen), counted(seen, "outage", parameter),
                site_id=device.site_id, device_id=device.device_id, weight=weight, weighed=weighed,
            )  # fmt: skip
    for link in facts.links:
        if link.outages and (seen := within(link.outages, facts.now, parameter)):
            weight, weighed = impact.of_site(facts.sites.get(link.site_id))
            yield Signal(
                Subject.LINK, link.link_id, link.name, len(seen), counted(seen, "outage", parameter),
                site_id=link.site_id, link_id=link.link_id, weight=weight, weighed=weighed,
            )  # fmt: skip


RULE = Rule(
    key="repeated_outages",
    group=Group.OPERATIONAL,
    service="network",
    concerns="A",
    unit="outages",
    find=find,
    by_replacing=True,
    is_quiet=True,
    thai=Words(
        title="%(name)s ขาดการติดต่อซ้ำ",
        threat="อุปกรณ์หรือวงจรขัดข้อง ทำให้ใช้งานเครือข่ายไม่ได้",
        vulnerability="เคยขัดข้องหลายครั้งในช่วงที่ผ่านมา",
        task="หาสาเหตุที่ขัดข้องซ้ำ แล้วซ่อม เปลี่ยน หรือแจ้งผู้ให้บริการให้แก้ถาวร",
        gone="ไม่มีเหตุขัดข้องในช่วงเวลาที่นับ",
    ),
    english=Words(
        title="%(name)s falls silent again and again",
        threat="A device or line fails, and the network cannot be used",
        vulnerability="It has failed several times lately",
        task="Find why it fails again and again, then repair or replace it or have the provider mend it for good",
        gone="No outage within the window",
    ),
)
