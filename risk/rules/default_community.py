"""A device answers to a password that everybody knows: a default community or a factory account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from risk.configured import broken
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Group

RULES: Final = frozenset({"no-default-community", "no-factory-account", "no-write-community"})
"""Rules of configurations, by their files in `inventory/compliance/rules/`."""


def find(facts: Facts, _parameter: Parameter) -> Iterator[Signal]:
    """Days since the rule was first seen broken."""
    return broken(facts, RULES)


RULE = Rule(
    key="default_community",
    group=Group.COMPLIANCE,
    service="network",
    concerns="CIA",
    unit="days_exposed",
    find=find,
    thai=Words(
        title="%(name)s ใช้รหัสผ่านที่ใครก็รู้",
        threat="ผู้ไม่หวังดีอ่านหรือเปลี่ยนค่าของอุปกรณ์ได้",
        vulnerability="ยังใช้ SNMP community หรือบัญชีที่ตั้งมาจากโรงงาน",
        task="เปลี่ยน SNMP community และบัญชีที่มาจากโรงงาน แล้วอ่านค่ากำหนดใหม่",
        gone="ค่ากำหนดไม่มีรหัสผ่านที่มาจากโรงงานแล้ว",
    ),
    english=Words(
        title="%(name)s uses a password that everybody knows",
        threat="Anybody may read or change the device",
        vulnerability="A default SNMP community or a factory account is still in use",
        task="Change the community and the factory account, then read the configuration again",
        gone="Its configuration has no factory password any more",
    ),
)
