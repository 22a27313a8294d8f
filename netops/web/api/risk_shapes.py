"""What the API says of risks and takes for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from inventory.queries.table import Asked
from netops.web.api.inventory import FIXED, Choice
from netops.web.api.paging import Paging
from netops.web.api.shapes import Shape
from procurement.needs.need import NeedState
from risk.scale import Level
from risk.terms import Basis, Group, Movement, RiskState, Subject, Treatment

Text = Annotated[str, Field(max_length=2000)]


class RiskOut(Shape):
    """One risk. `rule` is empty of one that a person wrote down; `evidence` are the figures that its likelihood rests
    on, `weighed_impact` the impact of the rule while a person's stands in its place.
    """

    id: int
    number: int
    site_id: int | None
    device_id: int | None
    link_id: int | None
    rule: str
    subject: Subject
    thing: str
    title: str
    group: Group
    service: str
    threat: str
    vulnerability: str
    controls: str
    concerns: str
    likelihood: int
    likelihood_basis: Basis
    impact: int
    impact_basis: Basis
    weighed_impact: int
    score: int
    level: Level
    figure: int | None
    evidence: list[dict[str, Any]]
    is_supported: bool
    owner: str
    treatment: Treatment | None
    plan: str
    residual_likelihood: int | None
    residual_impact: int | None
    left: tuple[int, int] | None  # likelihood and impact that remain, as things stand
    withheld: list[dict[str, str]]
    state: RiskState
    identified_on: date
    review_on: date | None
    review_since: datetime | None
    review_why: str
    reviewed_at: datetime | None
    reviewed_by: str
    accepted_until: date | None
    accepted_by: str
    accepted_why: str
    closed_at: datetime | None
    closed_why: str
    created_at: datetime
    changed_at: datetime


class AssessmentOut(Shape):
    """What a risk was said to be at a moment: by which steps of its rule and which set of levels."""

    at: datetime
    movement: Movement
    likelihood: int
    likelihood_basis: Basis
    impact: int
    impact_basis: Basis
    score: int
    level: Level
    figure: int | None
    steps: list[int]
    evidence: list[dict[str, Any]]
    scale: dict[str, Any]
    note: str
    actor: str


class TaskOut(Shape):
    """A step of a treatment."""

    id: int
    what: str
    owner: str
    due_on: date | None
    percent: int
    is_automatic: bool
    done_on: date | None
    dropped_on: date | None
    dropped_why: str
    note: str


class RiskEventOut(Shape):
    """What was done to a risk: `changes` is {field: [before, after]}; an empty `actor` is the system itself.

    `words` are those that its rule says of it: "task" what is to be done, "gone" what was seen when the cause went.
    """

    at: datetime
    kind: str
    actor: str
    changes: dict[str, Any]
    words: list[str]
    note: str


class AnswerOut(BaseModel):
    """A need that treats a risk: ids of the purchases for it and of the devices that came."""

    need_id: int
    title: str
    state: NeedState
    purchases: list[int]
    devices: list[int]


class CellOut(Shape):
    """One cell of the matrix."""

    likelihood: int
    impact: int
    score: int
    level: Level
    name: str
    count: int


class HeatMapOut(Shape):
    """Counts of live risks by class, with the set of levels in force."""

    total: int
    scale: dict[str, Any]
    cells: list[CellOut]


class CauseOut(Shape):
    """Live risks of one rule by level; an empty `rule` stands for those that people wrote down."""

    rule: str
    levels: dict[Level, int]
    worst: int
    reviews: int
    total: int


class WaitingOut(Shape):
    """What somebody has to look at, of live risks."""

    live: int
    reviews: int
    very_high: int
    untreated: int
    proposed: int
    ending: int
    overdue: int


class RiskSearch(Paging):
    """As the list's own filters: `unit` a site's id or 0 for the office, `state` also `live` and `proposed`, `rule`
    also `hand`, `position` and `remaining` a cell such as 4-5: likelihood, then impact.
    """

    q: Annotated[str, Field(max_length=100)] = ""
    sort: Annotated[str, Field(max_length=64)] = ""
    state: Choice = ""
    level: Level | None = None
    rule: Choice = ""
    unit: int | None = None
    group: Group | None = None
    owner: Annotated[str, Field(max_length=120)] = ""
    review: Annotated[str, Field(pattern="^(open|none)?$")] = ""
    tasks: Annotated[str, Field(pattern="^(open|overdue)?$")] = ""
    position: Annotated[str, Field(pattern="^([1-5]-[1-5])?$")] = ""
    remaining: Annotated[str, Field(pattern="^([1-5]-[1-5])?$")] = ""
    device_id: int | None = None
    link_id: int | None = None

    def asked(self) -> Asked:
        """For the table."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name not in FIXED}
        named = {"state": "risk_state", "level": "risk_level", "group": "risk_group"}
        return Asked(
            q=self.q.replace("\x00", ""),
            filters={named.get(name, name): str(value) for name, value in own.items() if value not in ("", None)},
            sort=self.sort.removeprefix("-"),
            descending=self.sort.startswith("-"),
            limit=self.limit,
            offset=self.offset,
        )


class _Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ImpactWish(_Wish):
    """Another impact than the rule's, with a reason; none: as the rule has it."""

    impact: Annotated[int, Field(ge=1, le=5)] | None
    why: Text = ""


class AcceptWish(_Wish):
    """Until which day, at most a year, and why."""

    accepted_until: date
    accepted_why: Text


class ReviewWish(_Wish):
    """What was found, and when to look again."""

    note: Text
    review_on: date


class WhyWish(_Wish):
    """A reason."""

    why: Text


class LevelsOut(Shape):
    """Names and cut points of the matrix from a day on; `valid_from` is none of the shipped set."""

    valid_from: date | None
    holds: bool
    scale: dict[str, Any]


class ParameterOut(Shape):
    """Parameters of a rule: `steps` are the figures from which on the class is 2, 3, 4 and 5."""

    rule: str
    valid_from: date
    window_days: int
    steps: list[int]
    opens_at: int
    impact: int
    source: str


class RuleOut(Shape):
    """A rule with the parameters that hold today, those that the office set, and those that are shipped."""

    rule: str
    held: ParameterOut
    own: list[ParameterOut]
    shipped: list[ParameterOut]
