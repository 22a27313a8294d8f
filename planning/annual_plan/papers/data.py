"""What papers of the annual plan are made from; stored with each paper. Satang; years of the Buddhist era."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from planning.annual_plan.terms import Asked, BudgetType, Progress, ProjectKind
from planning.plans.indicator_data import IndicatorData
from service.papers.kind import PaperData

Four = tuple[int, int, int, int]


class LineData(PaperData):
    """One budget line."""

    activity: int
    item: str
    source: str
    budget_type: BudgetType
    quantity: int
    unit: str = ""
    unit_satang: int
    amount_satang: int
    quarters: Four = (0, 0, 0, 0)
    targets: Four = (0, 0, 0, 0)
    need_id: int | None = None
    spec_id: int | None = None
    key: str = ""


class ActivityData(PaperData):
    """One activity."""

    number: int
    name: str
    owner: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    amount_satang: int


class TreatedRisk(PaperData):
    """A risk of the network that a need of the plan treats: likelihood times impact as measured now, and what is
    expected to remain. Without a number: netops has no such risk any more.
    """

    number: int | None = None
    title: str = ""
    need: str
    score: int | None = None
    left: int | None = None
    is_put_off: bool = False


class ProjectData(PaperData):
    """A project with all parts of its form."""

    office: str
    key: str = ""
    year: int
    code: str
    name: str
    plan_name: str = ""
    strategy: str = ""
    group_name: str = ""
    owner: str = ""
    kind: ProjectKind | None = ProjectKind.NEW
    starts_on: date | None = None
    ends_on: date | None = None
    amount_satang: int = 0
    output_quantity: int = 0
    output_unit: str = ""
    parts: dict[str, str] = Field(default_factory=dict)
    indicators: tuple[IndicatorData, ...] = ()
    activities: tuple[ActivityData, ...] = ()
    lines: tuple[LineData, ...] = ()
    risks: tuple[tuple[str, str], ...] = ()
    frame_key: str = ""
    shared_project_key: str = ""
    policies: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """What it serves, by column of the forms (`planning.plans.tiers`)."""

    @property
    def quarters(self) -> Four:
        """Satang of the four quarters, of all lines."""
        first, second, third, fourth = (sum(line.quarters[at] for line in self.lines) for at in range(4))
        return first, second, third, fourth

    @property
    def targets(self) -> Four:
        """Target quantities of the four quarters, of all lines."""
        first, second, third, fourth = (sum(line.targets[at] for line in self.lines) for at in range(4))
        return first, second, third, fourth


class BookData(PaperData):
    """A whole plan as it was frozen."""

    office: str
    year: int
    title: str
    preface: str = ""
    committee: str = ""
    meeting: str = ""
    held_on: date | None = None
    announcement: str = ""
    projects: tuple[ProjectData, ...] = ()
    risks: tuple[TreatedRisk, ...] = ()

    @property
    def total(self) -> int:
        """Of all projects."""
        return sum(one.amount_satang for one in self.projects)


class RequestData(PaperData):
    """A request to pay or borrow. On a blank form nothing is known."""

    office: str
    number: str = ""
    on: date | None = None
    asked: Asked | None = None
    project: str = ""
    activity: str = ""
    item: str = ""
    source: str = ""
    budget_type: BudgetType | None = None
    amount_satang: int | None = None
    free_satang: int | None = None
    note: str = ""


class TransferData(PaperData):
    """A transfer with both sides before and after."""

    office: str
    on: date | None = None
    giver: str = ""
    taker: str = ""
    giver_satang: int | None = None
    taker_satang: int | None = None
    amount_satang: int | None = None
    note: str = ""
    approved_by: str = ""


class QuarterData(PaperData):
    """One quarterly report of one project."""

    office: str
    year: int | None = None
    quarter: int | None = None
    project: str = ""
    group_name: str = ""
    owner: str = ""
    strategy: str = ""
    budget_satang: int | None = None
    plan_satang: int | None = None
    spent_satang: int | None = None
    progress: Progress | None = None
    percent: int | None = None
    output: str = ""
    indicators: tuple[tuple[str, ...], ...] = ()
    policies: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    problem: str = ""
    remedy: str = ""
    evidence: str = ""
    risks: tuple[TreatedRisk, ...] = ()


class GrantLetter(PaperData):
    """To one school: its grant per head, or what a corrected count changes of it."""

    office: str
    school: str
    academic_year: int
    term: int
    count_date: date | None = None
    revision: int = 1
    rows: tuple[tuple[str, int, int], ...] = ()
    amount_satang: int
    before_satang: int | None = None
