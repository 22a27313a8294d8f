"""A device uses an old protocol or stores passwords so that they can be read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from risk.configured import broken
from risk.facts import Facts
from risk.found import Rule, Signal, Words
from risk.parameters import Parameter
from risk.terms import Group

RULES: Final = frozenset({"ssh-version-2", "passwords-encrypted", "enable-secret"})
"""Rules of configurations, by their files in `inventory/compliance/rules/`."""


def find(facts: Facts, _parameter: Parameter) -> Iterator[Signal]:
    """Days since the rule was first seen broken."""
    return broken(facts, RULES)


RULE = Rule(
    key="weak_cipher",
    group=Group.COMPLIANCE,
    service="network",
    concerns="CI",
    unit="days_exposed",
    find=find,
    thai=Words(
        title="%(name)s ใช้การเข้ารหัสที่อ่อน",
        threat="รหัสผ่านหรือการเชื่อมต่อถูกถอดรหัสได้",
        vulnerability="ใช้ SSH รุ่นเก่า หรือเก็บรหัสผ่านแบบที่ถอดกลับได้",
        task="ใช้ SSH รุ่น 2 และเก็บรหัสผ่านแบบเข้ารหัสทางเดียว",
        gone="การเข้ารหัสเป็นไปตามเกณฑ์แล้ว",
    ),
    english=Words(
        title="%(name)s uses weak encryption",
        threat="Passwords or connections can be deciphered",
        vulnerability="An old SSH, or passwords stored so that they can be read",
        task="Use SSH version 2 and store passwords as hashes",
        gone="Its encryption is as it should be",
    ),
)
