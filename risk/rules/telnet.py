"""A device is managed over telnet or plain HTTP: passwords go over the network as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from risk.configured import broken
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Group

RULES: Final = frozenset({"no-telnet", "no-plain-http"})
"""Rules of configurations, by their files in `inventory/compliance/rules/`."""


def find(facts: Facts, _parameter: Parameter) -> Iterator[Signal]:
    """Days since the rule was first seen broken."""
    return broken(facts, RULES)


RULE = Rule(
    key="telnet",
    group=Group.COMPLIANCE,
    service="network",
    concerns="CI",
    unit="days_exposed",
    find=find,
    thai=Words(
        title="%(name)s ดูแลผ่านช่องทางที่ไม่เข้ารหัส",
        threat="ผู้อื่นดักรหัสผ่านของผู้ดูแลได้",
        vulnerability="เปิด telnet หรือหน้าเว็บแบบไม่เข้ารหัสไว้",
        task="ปิด telnet และหน้าเว็บแบบไม่เข้ารหัส ใช้ SSH หรือ HTTPS แทน",
        gone="ปิดช่องทางที่ไม่เข้ารหัสแล้ว",
    ),
    english=Words(
        title="%(name)s is managed without encryption",
        threat="Others can listen to the passwords of its managers",
        vulnerability="Telnet or a plain web page is open",
        task="Close telnet and the plain web page; use SSH or HTTPS",
        gone="What was not encrypted is closed",
    ),
)
