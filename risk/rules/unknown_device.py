"""Something is on the network of a school that the inventory does not know and nobody has decided about."""

from __future__ import annotations

from collections.abc import Iterator

from risk import impact
from risk.counting import MOST_TOLD
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject


def find(facts: Facts, _parameter: Parameter) -> Iterator[Signal]:
    """How many there are."""
    for site in facts.sites.values():
        if not site.strangers:
            continue
        weight, weighed = impact.of_site(site)
        told = (
            Evidence("stranger_since", one.since.isoformat(), "stranger", one.row_id, one.name)
            for one in site.strangers[:MOST_TOLD]
        )
        yield Signal(
            Subject.SITE, site.site_id, site.name, len(site.strangers),
            (Evidence("strangers", str(len(site.strangers)), "site", site.site_id), *told),
            site_id=site.site_id, weight=weight, weighed=weighed,
        )  # fmt: skip


RULE = Rule(
    key="unknown_device",
    group=Group.OPERATIONAL,
    service="network",
    concerns="CI",
    unit="strangers",
    find=find,
    thai=Words(
        title="พบอุปกรณ์ที่ไม่รู้จักในเครือข่ายของ%(name)s",
        threat="มีผู้นำอุปกรณ์มาต่อเพื่อดักข้อมูลหรือรบกวนเครือข่าย",
        vulnerability="อุปกรณ์ยังไม่อยู่ในทะเบียนและไม่มีผู้รับผิดชอบ",
        task="ตรวจว่าเป็นอุปกรณ์ของใคร แล้วรับเข้าทะเบียนหรือถอดออก",
        gone="ไม่มีอุปกรณ์ที่ยังไม่ได้ตัดสิน",
    ),
    english=Words(
        title="Unknown devices are on the network of %(name)s",
        threat="Somebody connects a device to listen to or disturb the network",
        vulnerability="The device is in no inventory, and nobody answers for it",
        task="Find out whose device it is, then take it into the inventory or off the network",
        gone="Every device seen was decided about",
    ),
)
