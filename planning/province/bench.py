"""How fast projects that are about the same thing are found: `python -m planning.province.bench`, one JSON line."""

from __future__ import annotations

import json
import sys
import time
from random import Random
from typing import Final

from planning.province.overlap import Candidate, pairs

PROJECTS: Final = 500
WORDS: Final = (
    "พัฒนา", "ส่งเสริม", "การอ่าน", "คณิตศาสตร์", "ครู", "นักเรียน", "โรงเรียน", "คุณภาพ", "กีฬา", "สุขภาพ", "ดิจิทัล", "ชุมชน",
    "อาชีพ", "ศิลปะ", "ดนตรี", "สิ่งแวดล้อม", "ประชาธิปไตย", "ค่าย", "อบรม", "นิเทศ",
)  # fmt: skip
GROUPS: Final = ("นักเรียนชั้น ป.1", "ครูผู้สอน", "ผู้บริหารโรงเรียน", "นักเรียน ม.ต้น", "ผู้ปกครอง", "เด็กด้อยโอกาส")
PLACES: Final = ("ทิศเหนือ", "ริมน้ำ", "บนดอย", "กลางเมือง", "ปลายทุ่ง", "ชายแดน", "เกาะกลาง", "หนองบัว", "ป่าสัก", "ดินแดง")


def candidates() -> list[Candidate]:
    """Of all agencies of an invented province, the same on every run."""
    random = Random(1)  # noqa: S311 - the same on every run is the point
    return [
        Candidate(
            number,
            " ".join(random.sample(WORDS, 6)),
            " ".join(random.sample(WORDS, 12)),
            f"{random.choice(GROUPS)} {random.randint(1, 40)} คน",
            f"{random.choice(PLACES)} ตำบล{random.randint(1, 9)}",
        )
        for number in range(PROJECTS)
    ]


def main() -> None:
    """Seconds by the clock and of the processor."""
    given = candidates()
    clock, cpu = time.perf_counter(), time.process_time()
    found = pairs(given)
    told = {
        "figure": "province_overlaps",
        "s": round(time.perf_counter() - clock, 2),
        "cpu_s": round(time.process_time() - cpu, 2),
        "projects": PROJECTS,
        "pairs": len(found),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
