"""What the annual plan gives: approved projects with what was spent, actuals of indicators, approved class plans.

Money is whole satang; years are of the Buddhist era.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from contract.data.shape import Row


class ProjectRow(Row):
    """Dataset `projects`: every project that is not dropped. `paid_satang` is less what came back; `percent` physical
    progress by the newest report, None: none yet.
    """

    key: str
    fiscal_year: int
    code: str
    name: str
    group: str = ""
    strategy: str = ""
    state: Literal["draft", "approved"] = "draft"
    frame_key: str = ""
    shared_project_key: str = ""
    planned_satang: int = 0
    asked_satang: int = 0
    bound_satang: int = 0
    paid_satang: int = 0
    percent: int | None = None
    reported_quarter: int | None = None
    is_late: bool = False


class SpendRow(Row):
    """Dataset `spend`: one budget line, what the plan gave each quarter and what was paid in each; the fifth of `paid`
    is after the year.
    """

    project_key: str
    fiscal_year: int
    line_key: str
    item: str
    source: str
    budget_type: str
    need_id: int | None = None
    planned_satang: int
    quarters: tuple[int, int, int, int]
    paid: tuple[int, int, int, int, int]


class ActualRow(Row):
    """Dataset `actuals`: what an indicator was, by a report. `indicator_key` is the registry's."""

    indicator_key: str
    fiscal_year: int
    quarter: int
    value: float
    as_of: date
    project_key: str
    project: str = ""


class ClassRow(Row):
    """Dataset `class_plans`: one grade of an approved class plan. `capacity` is rooms times the norm of the office."""

    smis_code: str
    academic_year: int
    grade: str
    pupils: int
    rooms: int
    capacity: int
