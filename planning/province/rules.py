"""What the rules of 2549 and 2552 say at the gates, as parameters: their texts were not read, so none is a law here.

The shipped versions say what the office's manual says of the approvers (steps 4.3 and 4.4) and which columns the
province's plan table in use has. An official corrects them, and marks them as compared with the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from planning.province.committees import CommitteeKind
from planning.province.kinds import PlanKind

BUDGET_2549: Final = "2549"
PLANS_2552: Final = "2552"
TITLES: Final = {
    BUDGET_2549: "ระเบียบสำนักนายกรัฐมนตรีว่าด้วยการบริหารงบประมาณจังหวัดแบบบูรณาการ พ.ศ. 2549",
    PLANS_2552: "ระเบียบกระทรวงศึกษาธิการว่าด้วยแผนพัฒนาการศึกษาระดับจังหวัดและกลุ่มจังหวัด พ.ศ. 2552",
}
SEED_REFS: Final = {BUDGET_2549: "P3-7.11", PLANS_2552: "P3-7.12"}
INDICATOR: Final = "indicator"
FIELDS: Final = (
    "activity",
    "objective",
    "output",
    "indicator",
    "amount_satang",
    "money_source",
    "responsible",
    "target_group",
    "place",
    "strategy_id",
)
"""Fields of a project that a rule may ask for."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule."""

    rule: str
    number: int
    valid_from: date
    approvers: Mapping[str, str]
    fields: tuple[str, ...]
    note: str = ""
    is_verified: bool = False

    @property
    def title(self) -> str:
        """As the manual names it."""
        return TITLES[self.rule]


class HasFields(Protocol):
    """A project as far as a rule reads it."""

    title: str
    indicators: list[dict[str, Any]]


SHIPPED: Final = (
    Rule(
        BUDGET_2549,
        1,
        date(2006, 1, 1),
        {PlanKind.ANNUAL: CommitteeKind.CLUSTER},
        ("activity", "output", "indicator", "amount_satang", "money_source", "responsible"),
    ),
    Rule(
        PLANS_2552,
        1,
        date(2009, 1, 1),
        {
            PlanKind.DEVELOPMENT: CommitteeKind.STRATEGY,
            PlanKind.FOUR_YEAR: CommitteeKind.STRATEGY,
            PlanKind.CLUSTER: CommitteeKind.CLUSTER,
            PlanKind.ANNUAL: CommitteeKind.CLUSTER,
        },
        ("objective", "target_group", "place", "strategy_id"),
    ),
)


def in_force(versions: Iterable[Rule], day: date) -> Sequence[Rule]:
    """Of each rule the newest version that holds on a day, in the order of the manual."""
    held: dict[str, Rule] = {}
    for one in sorted(versions, key=lambda rule: (rule.valid_from, rule.number)):
        if one.valid_from <= day:
            held[one.rule] = one
    return [held[rule] for rule in TITLES if rule in held]


def approver(versions: Iterable[Rule], kind: PlanKind, day: date) -> CommitteeKind | None:
    """The kind of committee that approves a plan on a day; the later rule goes before the earlier one. None: no rule
    says so.
    """
    said = [CommitteeKind(one.approvers[kind]) for one in in_force(versions, day) if kind in one.approvers]
    return said[-1] if said else None


def needed_fields(versions: Iterable[Rule], day: date) -> Sequence[str]:
    """All fields that a rule in force asks for, in the order of `FIELDS`."""
    wanted = {name for one in in_force(versions, day) for name in one.fields}
    return [name for name in FIELDS if name in wanted]


def empty_fields(project: HasFields, needed: Iterable[str]) -> Sequence[str]:
    """Those of the needed ones that a project does not say; an amount of nothing says nothing."""
    return [name for name in needed if not getattr(project, name) and not (name == INDICATOR and project.indicators)]
