"""The contract of a line ends soon or has ended: the line may be switched off."""

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
    for link in facts.links:
        end = link.contract_end
        if end is None or (days := days_since(end, facts.today)) < parameter.steps[0]:
            continue
        weight, weighed = impact.of_site(facts.sites.get(link.site_id))
        subject, row = ("contract", link.contract_id) if link.contract_id is not None else ("link", link.link_id)
        yield Signal(
            Subject.LINK, link.link_id, link.name, days,
            (Evidence("contract_end", end.isoformat(), subject, row), Evidence("days_to_end", str(-days))),
            site_id=link.site_id, link_id=link.link_id, weight=weight, weighed=weighed,
        )  # fmt: skip


RULE = Rule(
    key="contract_ending",
    group=Group.OPERATIONAL,
    service="internet",
    concerns="A",
    unit="days_since_end",
    find=find,
    thai=Words(
        title="สัญญาของวงจร %(name)s ใกล้สิ้นสุด",
        threat="ผู้ให้บริการตัดวงจรเมื่อสัญญาสิ้นสุด",
        vulnerability="ยังไม่มีสัญญาใหม่",
        task="เริ่มจัดจ้างหรือต่อสัญญาก่อนวันสิ้นสุด",
        gone="สัญญามีระยะเวลาเหลือเพียงพอแล้ว",
    ),
    english=Words(
        title="The contract of the line %(name)s ends soon",
        threat="The provider switches the line off when the contract ends",
        vulnerability="There is no new contract yet",
        task="Begin the purchase or renew the contract before its end",
        gone="The contract runs long enough now",
    ),
)
