"""The maker's support of a device ends or has ended: faults and holes stay open for ever."""

from __future__ import annotations

from collections.abc import Iterator

from risk import impact
from risk.counting import days_since
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """Days since the end; negative while it is to come."""
    for device in facts.devices:
        end = device.end_of_support
        if end is None or (days := days_since(end, facts.today)) < parameter.steps[0]:
            continue
        weight, weighed = impact.of_device(device, facts.sites.get(device.site_id))
        yield Signal(
            Subject.DEVICE, device.device_id, device.name, days,
            (
                Evidence("end_of_support", end.isoformat(), "device", device.device_id, device.support_source),
                Evidence("days_since_end", str(days), "device", device.device_id),
            ),
            site_id=device.site_id, device_id=device.device_id, weight=weight, weighed=weighed,
        )  # fmt: skip


RULE = Rule(
    key="end_of_support",
    group=Group.OPERATIONAL,
    service="network",
    concerns="CIA",
    unit="days_since_end",
    find=find,
    by_replacing=True,
    thai=Words(
        title="%(name)s หมดระยะสนับสนุนของผู้ผลิต",
        threat="ช่องโหว่ที่พบใหม่ไม่มีผู้แก้ไข และไม่มีอะไหล่",
        vulnerability="ผู้ผลิตเลิกหรือกำลังจะเลิกสนับสนุนรุ่นนี้",
        task="ขอจัดหาอุปกรณ์ทดแทน",
        gone="อุปกรณ์อยู่ในระยะสนับสนุนของผู้ผลิต",
    ),
    english=Words(
        title="%(name)s is at the end of its maker's support",
        threat="New holes are mended by nobody, and there are no spare parts",
        vulnerability="The maker has ended or is about to end the support of this model",
        task="Ask for a replacement",
        gone="The device is supported by its maker",
    ),
)
