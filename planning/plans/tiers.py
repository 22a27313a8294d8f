"""In which column of the forms a policy belongs that a project serves.

The columns are those of the provincial annual plan, of the government's follow-up form (6.1 to 6.6) and of the action
plan of OBEC. A reference says what it is by its title and issuer, or by its number in the office's manual; what fits no
column stands in the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from contract.data.registry import ReferenceRow

NATIONAL, MASTER, PLAN, CABINET = "national_strategy", "master_plan", "national_plan", "cabinet_policy"
MOE_POLICY, MOE_STRATEGY, OPS, OBEC = "moe_policy", "moe_strategy", "ops_strategy", "obec_policy"
BIG_ROCK, SDG, OTHER = "big_rock", "sdg", "other"
HEADINGS: Final[Mapping[str, str]] = {
    NATIONAL: "ยุทธศาสตร์ชาติ 20 ปี",
    MASTER: "แผนแม่บท",
    PLAN: "แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ",
    CABINET: "นโยบายคณะรัฐมนตรี",
    MOE_POLICY: "นโยบาย ศธ.",
    MOE_STRATEGY: "ยุทธศาสตร์ ศธ.",
    OPS: "ยุทธศาสตร์ สป.",
    OBEC: "นโยบาย สพฐ.",
    BIG_ROCK: "Big Rock",
    SDG: "เป้าหมายการพัฒนาที่ยั่งยืน (SDGs)",
    OTHER: "อื่นๆ",
}
PROVINCIAL: Final = (NATIONAL, MASTER, PLAN, MOE_POLICY, MOE_STRATEGY, OPS)
"""Columns of the provincial table, in its order."""
FOLLOW_UP: Final = (NATIONAL, MASTER, PLAN, CABINET, MOE_STRATEGY, SDG)
"""6.1 to 6.6 of the follow-up form, in its order."""

_MINISTRY: Final = ("กระทรวงศึกษาธิการ", "ศธ.")
_WORDS: Final[Sequence[tuple[str, tuple[str, ...]]]] = (
    (SDG, ("ยั่งยืน", "sdg")),
    (BIG_ROCK, ("big rock", "แผนการปฏิรูปประเทศ", "แผนปฏิรูปประเทศ")),
    (MASTER, ("แผนแม่บท",)),
    (NATIONAL, ("ยุทธศาสตร์ชาติ",)),
    (PLAN, ("แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ",)),
    (OBEC, ("สพฐ", "การศึกษาขั้นพื้นฐาน")),
    (OPS, ("สำนักงานปลัดกระทรวง", "สป.")),
    (CABINET, ("คณะรัฐมนตรี", "นโยบายรัฐบาล", "การบริหารราชการแผ่นดิน")),
)
"""The first that fits: a master plan under the national strategy is a master plan."""
_SEEDS: Final = {"1": CABINET, "2": PLAN, "4": CABINET, "5": MOE_POLICY, "6": OBEC}
"""By the last part of the number in the manual, P1-7.2 or P2-7.2: its title there may be out of date."""


def tier_of(title: str, issuer: str = "", seeds: Iterable[str] = ()) -> str:
    """The column of one reference."""
    said = f"{title} {issuer}".casefold()
    for tier, words in _WORDS:
        if any(word in said for word in words):
            return tier
    if any(word in said for word in _MINISTRY):
        return MOE_POLICY if "นโยบาย" in said else MOE_STRATEGY
    numbers = [seed.rpartition(".")[2] for seed in seeds if seed.startswith(("P1-7.", "P2-7."))]
    return next((_SEEDS[number] for number in numbers if number in _SEEDS), OTHER)


def tier_of_reference(row: ReferenceRow, by_key: Mapping[str, ReferenceRow]) -> str:
    """The column of a reference as the registry gives it; one without a number has that of what it superseded."""
    seen: set[str] = set()
    now: ReferenceRow | None = row
    while now is not None and not now.seed_refs and now.key not in seen:
        seen.add(now.key)
        now = by_key.get(now.supersedes_key)
    return tier_of(row.title, row.issuer, now.seed_refs if now is not None else ())


def cells(policies: Mapping[str, Sequence[str]], tiers: Sequence[str]) -> list[str]:
    """What stands in the columns of these tiers."""
    return ["; ".join(policies.get(tier, ())) for tier in tiers]


def rest(policies: Mapping[str, Sequence[str]], shown: Sequence[str]) -> str:
    """What stands in none of the columns that are shown, so that nothing is lost."""
    return "; ".join(text for tier, texts in policies.items() if tier not in shown for text in texts)
