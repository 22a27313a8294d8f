"""Facts that the planning services tell. Same rules as `contract.events`: frozen, past tense, fields are only added.

Codes name things between services: a school by its SMIS code (8 digits), an office by its code at netops, everything
else by the `key` that its owner gave it (32 hex digits, for ever). An academic year and a fiscal year are Buddhist-era
numbers of different calendars and never compared.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

Satang = Annotated[int, Field(ge=0)]
Key = Annotated[str, Field(min_length=1, max_length=64)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]
PlanKind = Literal[
    "development", "annual", "province_development", "cluster_development", "four_year", "province_annual"
]
CaseKind = Literal[
    "establish", "co_learn", "merge", "close", "expand_class", "reduce_class", "transfer_in", "transfer_out"
]
Verdict = Literal["approve", "approve_with_changes", "reject", "defer", "acknowledge"]
COMMITTEES: Final = ("esao_board", "provincial_board", "strategy_integration", "cluster_board")
"""Kinds of committees that gates ask for: the board of the educational service area, the provincial education board,
the strategy and integration committee of the province, that of the cluster. An office may have further ones.
"""


class PlanningFact(BaseModel):
    """What every fact of a planning service says."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: Literal[1] = 1
    office_code: str


class EnrolmentFrozen(PlanningFact):
    """A count is final (registry). Revision 1 is the first; a later one corrects it, and the earlier one stays.

    `pupils_of` has the pupils of each school by its SMIS code.
    """

    academic_year: int
    count_date: date
    revision: Annotated[int, Field(ge=1)]
    schools: Count
    pupils: Count
    pupils_of: dict[str, Count] = Field(default_factory=dict)


class ReferenceSuperseded(PlanningFact):
    """A policy reference has a successor (registry): whatever points to its nodes is to be looked at again."""

    reference_key: Key
    title: str
    successor_key: Key
    successor_title: str
    nodes: tuple[Key, ...] = ()


class ResolutionRecorded(PlanningFact):
    """A committee decided about a paper (registry). The subject is named by its service, its kind and key there;
    `sha256` is the fingerprint of exactly what lay before the committee. A gate opens on a quorate meeting and an
    approving verdict of the right kind of committee, and on nothing else.
    """

    resolution_key: Key
    committee_kind: str
    committee_name: str
    meeting: str
    held_on: date
    is_quorate: bool
    service: str
    subject_kind: str
    subject_key: Key
    sha256: Sha256
    verdict: Verdict
    text: str = ""


class PlanApproved(PlanningFact):
    """A version of a plan passed its gate. `years` are fiscal years, first and last."""

    plan_key: Key
    kind: PlanKind
    title: str
    number: Annotated[int, Field(ge=1)]
    years: tuple[int, int]
    sha256: Sha256
    resolution_key: Key


class PlanPublished(PlanApproved):
    """It may be read by everybody, at `path` of the service that tells it."""

    announcement: str
    released_on: date
    path: str


class AllocationPosted(PlanningFact):
    """Money came (annual plan), or less of it: `amount_satang` is what the notice gives now."""

    allocation_key: Key
    fiscal_year: int
    notice_number: str
    source: str
    budget_type: str
    amount_satang: Satang
    reduced_by_satang: Satang = 0


class NeedBudgeted(PlanningFact):
    """A line of an approved annual plan pays for a need of netops. `line_key` is what a purchase names as its
    `budget_line_id`.
    """

    need_id: int
    spec_id: int | None = None
    fiscal_year: int
    project_key: Key
    line_key: Key
    amount_satang: Satang


class ProjectApproved(PlanningFact):
    """A project of an approved annual plan. `parent_key` is its frame in the development plan or the shared project of
    the province; empty: none.
    """

    project_key: Key
    plan_key: Key
    fiscal_year: int
    title: str
    amount_satang: Satang
    frame_key: str = ""
    shared_project_key: str = ""


class DisbursementPosted(PlanningFact):
    """Money went out for a project; `total_satang` is all that it spent in this year until now, less what came back."""

    project_key: Key
    fiscal_year: int
    paid_on: date
    amount_satang: int
    total_satang: int
    frame_key: str = ""
    shared_project_key: str = ""


class QuarterClosed(PlanningFact):
    """The reports of a quarter are in, or waived, and nothing of it changes any more."""

    fiscal_year: int
    quarter: Annotated[int, Field(ge=1, le=4)]
    projects: Count
    waived: Count
    spent_satang: int


class ActualEntered(PlanningFact):
    """What an indicator of the registry was, by a report of the annual plan. What was told last for a period holds."""

    indicator_key: Key
    fiscal_year: int
    quarter: Annotated[int, Field(ge=1, le=4)]
    value: float
    as_of: date
    project_key: str = ""
    source: str = ""


class SharedProjectOffered(PlanningFact):
    """The province asks a partner office for its share of a project; `partner_code` is the office asked."""

    shared_project_key: Key
    title: str
    partner_code: str
    fiscal_year: int
    amount_satang: Satang
    activity: str = ""
    due_on: date | None = None


class SharedProjectAnswered(PlanningFact):
    """What the partner said (annual plan)."""

    shared_project_key: Key
    answer: Literal["accepted", "declined", "done"]
    reason: str = ""
    project_key: str = ""


class MappingRunDone(PlanningFact):
    """A mapping run stands (school network); the same inputs have the same fingerprint."""

    run_key: Key
    fingerprint: Sha256
    academic_year: int
    schools: Count
    villages: Count
    children: Count
    children_beyond: Count
    villages_on_straight_line: Count


class SchoolStatusChanged(PlanningFact):
    """A case set the state of a school, or the grades that it offers (school network): the registry follows."""

    case_key: Key
    school_code: str
    state: Literal["planned", "open", "co_learning", "closing", "closed", "transferred"]
    effective_on: date
    successor_code: str = ""
    lowest_grade: str = ""
    highest_grade: str = ""
    name: str = ""


class DecommissionOrdered(PlanningFact):
    """A school will have no network of its own from a day on (school network): netops gives notice for its links, mutes
    its alarms from that day, moves or retires its devices, and tells `LinkDecommissioned` when nothing is left.
    """

    case_key: Key
    kind: CaseKind
    school_code: str
    receiving_code: str = ""
    effective_on: date
    announcement: str = ""


class DecommissionWithdrawn(PlanningFact):
    """The order of this case does not hold any more."""

    case_key: Key
    school_code: str
    reason: str


class ShortfallFound(PlanningFact):
    """What the network of a receiving school will lack when the children of a case come, so that each pupil keeps the
    share of today (school network). What was told last of a case and a school holds. `path` is the page of the case at
    the service that tells it; `are_computers`: the devices are computers for pupils.
    """

    case_key: Key
    kind: CaseKind
    case_school: str
    school_code: str
    children: Count
    mbps_lacking: Annotated[float, Field(ge=0)] = 0.0
    devices_lacking: Count = 0
    are_computers: bool = False
    cost_satang: Satang = 0
    path: str = ""


class ShortfallGone(PlanningFact):
    """Nothing is lacking any more, or the case ended: `reason` says so."""

    case_key: Key
    school_code: str
    reason: str = ""


class CaseCompleted(PlanningFact):
    """Nothing of a case is left to do but to follow it up."""

    case_key: Key
    kind: CaseKind
    school_code: str
    receiving_codes: tuple[str, ...] = ()
    completed_on: date
    children_moved: Count = 0


class StepDue(BaseModel):
    """A step that waits for people of a role until a day; its title in both languages."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    key: Key
    title_th: str
    title_en: str
    owner: str
    due_on: date


class WorkMoved(PlanningFact):
    """Work on a thing moved on (every service): which of its steps are due now, and of whom; none when it ended.

    Each replaces what was told of the same run before. `path` is its page at the service that tells it.
    """

    run_key: Key
    title: str
    path: Annotated[str, Field(pattern=r"^/[^/]")]
    due: tuple[StepDue, ...] = ()


PLANNING: Final[dict[str, type[PlanningFact]]] = {
    kind.__name__: kind
    for kind in (
        EnrolmentFrozen,
        ReferenceSuperseded,
        ResolutionRecorded,
        PlanApproved,
        PlanPublished,
        AllocationPosted,
        NeedBudgeted,
        ProjectApproved,
        DisbursementPosted,
        QuarterClosed,
        ActualEntered,
        SharedProjectOffered,
        SharedProjectAnswered,
        MappingRunDone,
        SchoolStatusChanged,
        DecommissionOrdered,
        DecommissionWithdrawn,
        ShortfallFound,
        ShortfallGone,
        CaseCompleted,
        WorkMoved,
    )
}
"""By kind."""
