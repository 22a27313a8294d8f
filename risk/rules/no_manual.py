"""A school has no network manual, or one whose review is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from risk.counting import days_since
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Evidence, Group, Subject

NONE_AT_ALL_DAYS: Final = 30
"""A school that never had one stands as if its review were overdue for a month."""


def find(facts: Facts, _parameter: Parameter) -> Iterator[Signal]:
    """Days for which the review is overdue."""
    for site in facts.sites.values():
        if not site.is_school or not site.devices:
            continue
        if site.manual is None:
            days, told = NONE_AT_ALL_DAYS, (Evidence("manuals", "0", "site", site.site_id),)
        else:
            days = days_since(site.manual.review_on, facts.today)
            told = (Evidence("manual_review_on", site.manual.review_on.isoformat(), "manual", site.manual.row_id),)
            if days <= 0:
                continue
        yield Signal(Subject.SITE, site.site_id, site.name, days, told, site_id=site.site_id)


RULE = Rule(
    key="no_manual",
    group=Group.OPERATIONAL,
    service="knowledge",
    concerns="A",
    unit="days_overdue",
    find=find,
    thai=Words(
        title="%(name)s ไม่มีคู่มือเครือข่ายที่เป็นปัจจุบัน",
        threat="เกิดเหตุแล้วไม่มีผู้รู้ว่าต้องแก้ที่ใด ใช้เวลาแก้นาน",
        vulnerability="ไม่มีคู่มือ หรือเลยกำหนดทบทวน",
        task="จัดทำหรือทบทวนคู่มือเครือข่ายของโรงเรียน",
        gone="มีคู่มือที่อยู่ในกำหนดทบทวนแล้ว",
    ),
    english=Words(
        title="%(name)s has no current network manual",
        threat="When something happens nobody knows where to begin, and it takes long",
        vulnerability="There is no manual, or its review is overdue",
        task="Write or review the network manual of the school",
        gone="There is a manual within its review date",
    ),
)
