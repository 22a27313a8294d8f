"""A school without a UPS loses power again and again."""

from __future__ import annotations

from collections.abc import Iterator

from risk import impact
from risk.counting import counted, within
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Group, Subject


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """Cuts within the window. Where there is a UPS its battery is another rule's."""
    for site in facts.sites.values():
        if site.has_ups or not site.power_cuts or not (seen := within(site.power_cuts, facts.now, parameter)):
            continue
        weight, weighed = impact.of_site(site)
        yield Signal(
            Subject.SITE, site.site_id, site.name, len(seen), counted(seen, "outage", parameter),
            site_id=site.site_id, weight=weight, weighed=weighed,
        )  # fmt: skip


RULE = Rule(
    key="power_cuts",
    group=Group.OPERATIONAL,
    service="power",
    concerns="A",
    unit="outages",
    find=find,
    is_quiet=True,
    thai=Words(
        title="%(name)s ไฟฟ้าดับบ่อยและไม่มีเครื่องสำรองไฟ",
        threat="ไฟฟ้าดับแล้วเครือข่ายหยุด และอุปกรณ์เสียหาย",
        vulnerability="ไม่มีเครื่องสำรองไฟ",
        task="จัดหาเครื่องสำรองไฟสำหรับอุปกรณ์เครือข่าย",
        gone="ไม่มีไฟฟ้าดับในช่วงเวลาที่นับ หรือมีเครื่องสำรองไฟแล้ว",
    ),
    english=Words(
        title="%(name)s often loses power and has no UPS",
        threat="A power cut stops the network and may damage devices",
        vulnerability="There is no UPS",
        task="Get a UPS for the network devices",
        gone="No power cut within the window, or there is a UPS now",
    ),
)
