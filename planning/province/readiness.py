"""What keeps a plan from being laid before its committee; nothing of it may be passed over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from planning.province.equity import Measure
from planning.province.kinds import PlanKind


class Lack(StrEnum):
    """Why it is refused."""

    NO_SECTORS = "no_sectors"
    SECTOR = "sector"
    NO_DISTRICTS = "no_districts"
    EQUITY = "equity"
    QUALITY = "quality"
    NO_STRATEGY = "no_strategy"
    NO_PROJECTS = "no_projects"
    FIELDS = "fields"
    FUNDING = "funding"
    PARENT = "parent"
    OVERLAP = "overlap"
    ALIGNED = "aligned"
    NO_PARTS = "no_parts"
    UNDESCRIBED = "undescribed"


@dataclass(frozen=True, slots=True)
class Missing:
    """One reason; `what` names the thing, `fields` what it lacks."""

    lack: Lack
    what: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProjectSaid:
    """A project as far as it is judged here. `lack_satang` None: it has no partners."""

    title: str
    empty: Sequence[str] = ()
    has_parent: bool = False
    is_aligned: bool = False
    lack_satang: int | None = None
    undescribed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PlanSaid:
    """A plan as far as it is judged here."""

    kind: PlanKind
    sectors: Sequence[str] = ()
    heard: frozenset[str] = frozenset()
    districts: Sequence[str] = ()
    equity_gaps: Mapping[str, Sequence[Measure]] = field(default_factory=dict)
    quality_rows: int = 0
    strategies: int = 0
    projects: Sequence[ProjectSaid] = ()
    open_pairs: Sequence[str] = ()
    parts: int = 0


def missing(plan: PlanSaid) -> Sequence[Missing]:
    """Every reason at once; none: it may be submitted."""
    if plan.kind is PlanKind.CLUSTER:
        return [] if plan.parts else [Missing(Lack.NO_PARTS)]
    found = [*_heard(plan), *_situation(plan)] if plan.kind is PlanKind.DEVELOPMENT else []
    if plan.kind is not PlanKind.ANNUAL and not plan.strategies:
        found.append(Missing(Lack.NO_STRATEGY))
    if plan.kind is not PlanKind.DEVELOPMENT and not plan.projects:
        found.append(Missing(Lack.NO_PROJECTS))
    found += _of_projects(plan.projects, is_annual=plan.kind is PlanKind.ANNUAL)
    return [*found, *(Missing(Lack.OVERLAP, pair) for pair in plan.open_pairs)]


def _heard(plan: PlanSaid) -> Iterable[Missing]:
    if not plan.sectors:
        yield Missing(Lack.NO_SECTORS)
    for name in plan.sectors:
        if name not in plan.heard:
            yield Missing(Lack.SECTOR, name)


def _situation(plan: PlanSaid) -> Iterable[Missing]:
    if not plan.districts:
        yield Missing(Lack.NO_DISTRICTS)
    for name, gaps in plan.equity_gaps.items():
        yield Missing(Lack.EQUITY, name, tuple(gaps))
    if not plan.quality_rows:
        yield Missing(Lack.QUALITY)


def _of_projects(projects: Iterable[ProjectSaid], *, is_annual: bool) -> Iterable[Missing]:
    """A project of an annual plan is a year of one above it, and points to a policy (INV-C1)."""
    for one in projects:
        if one.empty:
            yield Missing(Lack.FIELDS, one.title, tuple(one.empty))
        if one.undescribed:
            yield Missing(Lack.UNDESCRIBED, one.title, tuple(one.undescribed))
        if is_annual and not one.has_parent:
            yield Missing(Lack.PARENT, one.title)
        if is_annual and not one.is_aligned:
            yield Missing(Lack.ALIGNED, one.title)
        if one.lack_satang:
            yield Missing(Lack.FUNDING, one.title)
