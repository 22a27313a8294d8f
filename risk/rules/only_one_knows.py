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
    """How many are lacking to two: of a school those who are said to know the part of its network that the fewest know,
    of the office those who can sign in as IT officers.
    """
    for site in facts.sites.values():
        if site.is_school and site.devices and site.knowers.least < ENOUGH:
            known = site.knowers
            yield Signal(
                Subject.SITE, site.site_id, site.name, ENOUGH - known.least,
                (
                    Evidence("knows_passwords", str(known.passwords), "site", site.site_id),
                    Evidence("knows_configuration", str(known.configuration), "site", site.site_id),
                    Evidence("knows_manual", str(known.manual), "site", site.site_id),
                ),
                site_id=site.site_id,
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
        title="บันทึกผู้รู้ระบบเครือข่ายของ%(name)sไว้ไม่ถึงสองคน",
        threat="ผู้รับผิดชอบไม่อยู่แล้วไม่มีใครแก้ปัญหาได้",
        vulnerability="ความรู้อยู่กับบุคคลเดียว หรือไม่มีบันทึกว่าใครรู้",
        task="ระบุผู้รู้รหัสผ่าน การตั้งค่า และคู่มืออย่างละสองคน สอนผู้ปฏิบัติงานแทน แล้วบันทึกที่ผู้ประสานงานของโรงเรียน",
        gone="มีบันทึกผู้รู้อย่างน้อยสองคนแล้ว",
    ),
    english=Words(
        title="Fewer than two people are written down who know the network of %(name)s",
        threat="When that person is away, nobody can mend it",
        vulnerability="What there is to know is with one person, or nobody wrote down who knows",
        task="Name two people each who know passwords, configuration and manual, and say so at the contacts",
        gone="Two people at least are written down who know it",
    ),
)
