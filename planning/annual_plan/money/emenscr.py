"""What eMENSCR asks for of a project (M1 to M6) as a checklist: each field with its value, or missing.

There is no interface of that system to rely on: people enter it there by hand. Known is that projects are entered in
M1 to M5 and then sent for approval in M7; that M6 is the progress of quarters, and which fields stand in which part and
are mandatory, was read nowhere and is to be checked against the system. Fields are therefore those of the
project form and of the government's follow-up form, no others, and the table says wherever it is shown that it is
unverified.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from planning.plans.tiers import FOLLOW_UP, HEADINGS, OTHER

EDITION: Final = "unverified"


@dataclass(frozen=True, slots=True)
class Asked:
    """One field: the part of eMENSCR, its Thai name, and the key of its value."""

    part: str
    name: str
    key: str
    is_mandatory: bool = True


FIELDS: Final = (
    Asked("M1", "ชื่อโครงการ", "name"),
    Asked("M1", "หน่วยงานที่รับผิดชอบ", "group"),
    Asked("M1", "ผู้รับผิดชอบ", "owner"),
    Asked("M1", "ปีงบประมาณ", "year"),
    Asked("M1", "วันเริ่มต้น", "starts_on"),
    Asked("M1", "วันสิ้นสุด", "ends_on"),
    Asked("M2", "กลยุทธ์ของหน่วยงาน", "strategy"),
    *(Asked("M2", HEADINGS[tier], tier, is_mandatory=False) for tier in FOLLOW_UP),
    Asked("M2", "แผนและนโยบายอื่น", OTHER, is_mandatory=False),
    Asked("M3", "หลักการและเหตุผล", "rationale"),
    Asked("M3", "วัตถุประสงค์", "objectives"),
    Asked("M3", "เป้าหมาย", "goals"),
    Asked("M3", "ตัวชี้วัดและค่าเป้าหมาย", "indicators"),
    Asked("M3", "กลุ่มเป้าหมาย/พื้นที่", "target_group"),
    Asked("M3", "ผลที่คาดว่าจะได้รับ", "expected"),
    Asked("M4", "กิจกรรมและระยะเวลา", "activities"),
    Asked("M5", "งบประมาณและแหล่งเงิน", "budget"),
    Asked("M5", "แผนการใช้จ่ายรายไตรมาส", "quarters"),
    Asked("M6", "ความก้าวหน้าไตรมาส 1", "q1"),
    Asked("M6", "ความก้าวหน้าไตรมาส 2", "q2"),
    Asked("M6", "ความก้าวหน้าไตรมาส 3", "q3"),
    Asked("M6", "ความก้าวหน้าไตรมาส 4", "q4"),
)


ANY_POLICY: Final = Asked("M2", "นโยบายที่สอดคล้อง", "policies")
"""At least one of the columns of M2 has something."""


def missing(values: Mapping[str, str], quarter: int) -> list[Asked]:
    """Mandatory fields without a value; of progress only quarters until this one (0: none yet)."""
    lacking = [
        one
        for one in FIELDS
        if one.is_mandatory and not values.get(one.key) and (one.part != "M6" or int(one.key[1]) <= quarter)
    ]
    serves_any = any(values.get(tier) for tier in (*FOLLOW_UP, OTHER))
    return lacking if serves_any else [*lacking, ANY_POLICY]
