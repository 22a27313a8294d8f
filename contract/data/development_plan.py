"""What the development plan gives: of each plan the version that the board approved last, and nothing of its drafts."""

from __future__ import annotations

from typing import Literal

from contract.data.shape import Row


class PlanRow(Row):
    """Dataset `development_plans`. Fiscal years of the Buddhist era; `number` and `sha256` of the version."""

    key: str
    title: str
    first_year: int
    last_year: int
    number: int
    sha256: str
    is_published: bool = False


class ElementRow(Row):
    """Dataset `development_elements`: a goal serves missions, a strategy goals; a measure belongs to a strategy."""

    plan_key: str
    key: str
    kind: Literal["vision", "mission", "goal", "value", "strategy", "measure"]
    text: str
    serves: tuple[str, ...] = ()
    parent_key: str = ""


class TargetRow(Row):
    """What is to be reached in a fiscal year; `area` is a school's code or a district, empty: the whole office."""

    fiscal_year: int
    value: float
    area: str = ""


class PlanIndicatorRow(Row):
    """Dataset `development_indicators`. `key` is the registry's where the indicator was taken from there; `of_key` is
    the goal or strategy that it measures. `baseline` None: nothing was measured yet, and `no_baseline` says why.
    """

    plan_key: str
    key: str
    of_key: str
    code: str
    name: str
    level: Literal["output", "outcome"]
    unit: str
    direction: Literal["up", "down", "band"]
    formula: str = ""
    source: str = ""
    baseline: float | None = None
    baseline_year: int | None = None
    no_baseline: str = ""
    band_low: float | None = None
    band_high: float | None = None
    targets: tuple[TargetRow, ...] = ()


class AmountRow(Row):
    """Whole satang of a fiscal year."""

    fiscal_year: int
    satang: int


class FrameRow(Row):
    """Dataset `development_frames`: a project that annual plans are to fill."""

    plan_key: str
    key: str
    title: str
    strategy_key: str
    indicator_key: str = ""
    owner: str = ""
    output: str = ""
    outcome: str = ""
    amounts: tuple[AmountRow, ...] = ()
