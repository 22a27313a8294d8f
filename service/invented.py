"""Invented schools of a demonstration, the same in every service for the same seed.

Everything is made up: codes begin with 99, which no province has; names are put together from common words of the
north; coordinates lie somewhere in the hills.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from random import Random
from typing import Final

OFFICE_CODE: Final = "9900"
OFFICE_NAME: Final = "สำนักงานเขตพื้นที่การศึกษาจำลอง (ข้อมูลสมมติ)"
DISTRICTS: Final = (
    ("ดอยหมอกงาม", 19.62, 98.95),
    ("แม่ผาแสง", 19.18, 98.42),
    ("สันลมเย็น", 18.93, 99.21),
    ("ห้วยจันทร์ฉาย", 18.52, 98.63),
    ("ทุ่งดาวเรือง", 19.41, 99.72),
    ("ป่าแก้วเหนือ", 18.31, 99.44),
    ("น้ำฟ้าใส", 19.02, 100.13),
    ("ผาตะวันทอง", 18.74, 98.12),
)
SILENT: Final = 9
"""Number of the school whose line falls silent again and again in the story of a demonstration."""
_PLACES: Final = ("ห้วย", "ดอย", "หนอง", "ป่า", "แม่", "สัน", "ทุ่ง", "ผา", "โป่ง", "ร่อง")
_THINGS: Final = ("สัก", "ไผ่", "ขิง", "เมฆ", "จันทร์", "ตะวัน", "กวาง", "เสลา", "คำ", "หมอก", "ตอง", "ฝาง")
_ENDINGS: Final = ("งาม", "ทอง", "เย็น", "ใหม่", "เหนือ", "ใต้", "พัฒนา", "วิทยา")
_SCHOOLS_OF_SUB_DISTRICT: Final = 3


@dataclass(frozen=True)
class School:
    """One school. `number` counts from 0; latitude and longitude are degrees."""

    number: int
    code: str
    name: str
    district: str
    sub_district: str
    latitude: float
    longitude: float
    phone: str


def code_of(number: int) -> str:
    """Of the school of this number: its district has the third and fourth digits."""
    return f"99{number % len(DISTRICTS) + 1:02}{number + 1:04}"


def make_schools(count: int, random: Random) -> list[School]:
    """The first of many are the same as those of few, with a `random` of the same seed."""
    names = _names(random)
    schools: list[School] = []
    sub_districts: dict[tuple[str, int], str] = {}
    for number in range(count):
        district, latitude, longitude = DISTRICTS[number % len(DISTRICTS)]
        place = (district, number // len(DISTRICTS) // _SCHOOLS_OF_SUB_DISTRICT)
        north, east = _middle_of(*place)
        sub_district = sub_districts.setdefault(place, f"ตำบล{random.choice(_PLACES)}{random.choice(_THINGS)}")
        schools.append(
            School(
                number=number,
                code=code_of(number),
                name=f"โรงเรียนบ้าน{next(names)}",
                district=f"อำเภอ{district}",
                sub_district=sub_district,
                latitude=round(latitude + north + random.uniform(-0.03, 0.03), 5),
                longitude=round(longitude + east + random.uniform(-0.03, 0.03), 5),
                phone=f"000-000-{number + 1:04}",
            )
        )
    return schools


def _middle_of(district: str, number: int) -> tuple[float, float]:
    """Degrees from the middle of a district to that of one of its sub-districts: its schools lie some kilometres apart,
    as schools that may be merged do.
    """
    random = Random(f"{district} {number}")  # noqa: S311 - the same on every run is the point
    return random.uniform(-0.16, 0.16), random.uniform(-0.2, 0.2)


def _names(random: Random) -> Iterator[str]:
    """Names without repeats: 960 plain ones, then numbered ones."""
    every = ["".join(words) for words in product(_PLACES, _THINGS, _ENDINGS)]
    random.shuffle(every)
    yield from every
    for number in range(2, 1000):
        yield from (f"{name} {number}" for name in every)
