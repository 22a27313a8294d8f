"""Indicators that offices of basic education use: names to begin with, each without the baseline, which is the office's
own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from planning.plans.described import Direction


@dataclass(frozen=True, slots=True)
class KnownIndicator:
    """What a form is filled with."""

    name: str
    unit: str
    direction: Direction
    formula: str
    source: str


_PERCENT: Final = "ร้อยละ"
_OBEC: Final = "แผนปฏิบัติการ สพฐ. 2566"
KNOWN: Final = (
    KnownIndicator(
        "ร้อยละของผู้เรียนที่มีความรู้เรื่องภัยคุกคามรูปแบบใหม่",
        _PERCENT,
        Direction.UP,
        "จำนวนผู้เรียนที่มีความรู้ x 100 / จำนวนผู้เรียนทั้งหมด",
        _OBEC,
    ),
    KnownIndicator(
        "ร้อยละของผู้เรียนที่อยู่ในสถานศึกษาปลอดภัย",
        _PERCENT,
        Direction.UP,
        "จำนวนผู้เรียนในสถานศึกษาปลอดภัย x 100 / จำนวนผู้เรียนทั้งหมด",
        _OBEC,
    ),
    KnownIndicator(
        "ร้อยละของสถานศึกษาที่มีแผนรับมือภัยพิบัติและภัยคุกคาม",
        _PERCENT,
        Direction.UP,
        "จำนวนสถานศึกษาที่มีแผน x 100 / จำนวนสถานศึกษาทั้งหมด",
        _OBEC,
    ),
    KnownIndicator(
        "ร้อยละของนักเรียนที่มีคะแนน O-NET แต่ละวิชาผ่านร้อยละ 50",
        _PERCENT,
        Direction.UP,
        "จำนวนนักเรียนที่ได้คะแนนตั้งแต่ร้อยละ 50 x 100 / จำนวนนักเรียนที่เข้าสอบ",
        "ผลสอบ O-NET",
    ),
    KnownIndicator(
        "ร้อยละของนักเรียนชั้น ป.1 ที่ผ่านการประเมินการอ่าน (RT) ร้อยละ 50",
        _PERCENT,
        Direction.UP,
        "จำนวนนักเรียนที่ได้คะแนนตั้งแต่ร้อยละ 50 x 100 / จำนวนนักเรียนที่เข้าสอบ",
        "ผลสอบ RT",
    ),
    KnownIndicator(
        "จำนวนเด็กวัยเรียนที่ไม่ได้เข้าเรียน",
        "คน",
        Direction.DOWN,
        "ประชากรวัยเรียนตาม ทร.14 ณ 30 ธ.ค. - นักเรียน ณ 10 มิ.ย.",
        "ทร.14 และจำนวนนักเรียน 10 มิ.ย.",
    ),
)
