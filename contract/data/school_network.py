"""What the school network gives: access to schools by district, and villages that are too far from one."""

from __future__ import annotations

from contract.data.shape import Row


class AccessRow(Row):
    """Dataset `access`: one district by the newest mapping run; `coverage` is percent of children within the norm,
    None: no children. `is_stale`: the registry's data were corrected since the run.
    """

    run_key: str
    fingerprint: str
    academic_year: int
    is_stale: bool
    district: str
    villages: int
    children: int
    children_beyond: int
    under_served_villages: int
    coverage: float | None = None


class UnderServedRow(Row):
    """Dataset `under_served`: a village with children beyond the norm, and its nearest school for primary 1."""

    run_key: str
    code: str
    name: str
    district: str = ""
    children_beyond: int
    nearest_code: str = ""
    nearest_name: str = ""
    metres: int | None = None


class SmallSchoolRow(Row):
    """Dataset `small_schools`: pupils, the next school of the same grades, and whether it is isolated."""

    run_key: str
    school_code: str
    name: str
    district: str = ""
    pupils: int
    is_isolated: bool
    next_code: str = ""
    next_metres: int | None = None
