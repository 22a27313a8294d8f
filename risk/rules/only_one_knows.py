"""One person at most knows a network: when that person is away, nobody can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject

ENOUGH: Final = 2


def find(facts: Facts, _parameter: Parameter) -> Iterator[Signal]:
    """How many are lacking to two: of a school its contacts, of the office those who can sign in as IT officers."""
    for site in facts.sites.values():
        if site.is_school and site.devices and site.knowers < ENOUGH:
            yield Signal(
                Subject.SITE, site.site_id, site.name, ENOUGH - site.knowers,
                (Evidence("knowers", str(site.knowers), "site", site.site_id),), site_id=site.site_id,
            )  # fmt: skip
    if facts.knowers is not None and facts.knowers < ENOUGH:
        yield Signal(
            Subject.OFFICE, 0, "", ENOUGH - facts.knowers, (Evidence("it_officers", str(facts.knowers)),), weight=1
        )


RULE = Rule(
    key="only_one_knows",
    group=Group.STRATEGIC,
    service="knowledge",
    concerns="A",
    unit="people_lacking",
    find=find,
    thai=Words(
        title="มีผู้รู้ระบบเครือข่ายของ%(name)sไม่ถึงสองคน",
        threat="ผู้รับผิดชอบไม่อยู่แล้วไม่มีใครแก้ปัญหาได้",
        vulnerability="ความรู้อยู่กับบุคคลเดียว",
        task="มอบหมายและสอนผู้ปฏิบัติงานแทนอีกหนึ่งคน แล้วบันทึกไว้ในระบบ",
        gone="มีผู้รู้อย่างน้อยสองคนแล้ว",
    ),
    english=Words(
        title="Fewer than two people know the network of %(name)s",
        threat="When that person is away, nobody can mend it",
        vulnerability="What there is to know is with one person",
        task="Name and teach a second person, and write that down here",
        gone="Two people at least know it now",
    ),
)
