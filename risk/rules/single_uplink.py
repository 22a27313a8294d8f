"""A school hangs on one line: each cut of it cuts the school off. How often that happened is its likelihood."""

from __future__ import annotations

from collections.abc import Iterator

from risk import impact
from risk.counting import counted, within
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject


def find(facts: Facts, parameter: Parameter) -> Iterator[Signal]:
    """Cuts of the only line within the window; none were is a cause too."""
    outages = {link.link_id: link.outages for link in facts.links}
    for site in facts.sites.values():
        if not site.is_school or len(site.links) != 1:
            continue
        only = site.links[0]
        seen = within(outages.get(only, ()), facts.now, parameter)
        weight, weighed = impact.of_site(site)
        yield Signal(
            Subject.SITE, site.site_id, site.name, len(seen),
            (Evidence("links", "1", "link", only), *counted(seen, "outage", parameter)),
            site_id=site.site_id, link_id=only, weight=weight, weighed=weighed,
        )  # fmt: skip


RULE = Rule(
    key="single_uplink",
    group=Group.OPERATIONAL,
    service="internet",
    concerns="A",
    unit="outages",
    find=find,
    thai=Words(
        title="%(name)s มีวงจรอินเทอร์เน็ตเพียงวงจรเดียว",
        threat="วงจรขาดแล้วทั้งโรงเรียนใช้อินเทอร์เน็ตไม่ได้",
        vulnerability="ไม่มีวงจรสำรอง",
        task="จัดหาวงจรสำรองจากผู้ให้บริการรายอื่น หรือเตรียมวิธีเชื่อมต่อชั่วคราว",
        gone="มีวงจรอินเทอร์เน็ตมากกว่าหนึ่งวงจรแล้ว",
    ),
    english=Words(
        title="%(name)s has one internet line only",
        threat="When the line is cut, the whole school is without internet",
        vulnerability="There is no second line",
        task="Get a second line from another provider, or prepare a way to connect for the time being",
        gone="There is more than one line now",
    ),
)
