"""What the annual plan knows of others: dated copies of their datasets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from sqlmodel import Session

from contract.data.development_plan import ElementRow, FrameRow, PlanIndicatorRow, PlanRow
from contract.data.netops import NeedRow, RiskRow
from contract.data.registry import CountRow, IndicatorRow, ReferenceRow, SchoolRow
from planning.kit import copies
from planning.kit.copies import CopyView
from planning.kit.parts import Copied
from planning.kit.visitor import Visitor
from service.i18n import N_

SCHOOLS: Final = Copied("registry", "schools", SchoolRow, N_("Schools"))
COUNTS: Final = Copied("registry", "enrolment", CountRow, N_("Pupils counted"))
INDICATORS: Final = Copied("registry", "indicators", IndicatorRow, N_("Indicators"))
REFERENCES: Final = Copied("registry", "references", ReferenceRow, N_("References"))
NEEDS: Final = Copied("netops", "needs", NeedRow, N_("Needs of equipment"))
RISKS: Final = Copied("netops", "risks", RiskRow, N_("Risks"))
DEVELOPMENT: Final = "development_plan"
PLANS: Final = Copied(DEVELOPMENT, "development_plans", PlanRow, N_("Development plans"))
ELEMENTS: Final = Copied(DEVELOPMENT, "development_elements", ElementRow, N_("Goals and strategies"))
TARGETS: Final = Copied(DEVELOPMENT, "development_indicators", PlanIndicatorRow, N_("Indicators of the plan"))
FRAMES: Final = Copied(DEVELOPMENT, "development_frames", FrameRow, N_("Project frames"))
ALL: Final = (SCHOOLS, COUNTS, INDICATORS, REFERENCES, NEEDS, RISKS, PLANS, ELEMENTS, TARGETS, FRAMES)
FUNDABLE: Final = frozenset({"approved", "in_specification"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A project of the five-year frame, with what it is to cost in one year (satang)."""

    key: str
    title: str
    strategy: str = ""
    amounts: tuple[tuple[int, int], ...] = ()

    def amount(self, year: int) -> int:
        """Of one fiscal year; 0 where the frame says nothing."""
        return dict(self.amounts).get(year, 0)


def schools(session: Session, visitor: Visitor) -> CopyView[SchoolRow]:
    """Of the office."""
    return copies.rows(session, visitor.office_code, SCHOOLS)


def counts(session: Session, visitor: Visitor) -> CopyView[CountRow]:
    """Pupils of grades."""
    return copies.rows(session, visitor.office_code, COUNTS)


def indicators(session: Session, visitor: Visitor) -> Sequence[IndicatorRow]:
    """Of the registry."""
    return copies.rows(session, visitor.office_code, INDICATORS).rows


def choices(rows: Sequence[IndicatorRow]) -> list[tuple[str, str]]:
    """Options of a select."""
    return [("", "–"), *((one.key, f"{one.code} {one.name} ({one.unit})") for one in rows)]


def strategies(session: Session, visitor: Visitor) -> tuple[str, ...]:
    """Of the development plan that was approved."""
    rows = copies.rows(session, visitor.office_code, ELEMENTS).rows
    return tuple(dict.fromkeys(one.text for one in rows if one.kind == "strategy"))


def frames(session: Session, visitor: Visitor) -> tuple[Frame, ...]:
    """Projects that annual plans are to fill."""
    named = {one.key: one.text for one in copies.rows(session, visitor.office_code, ELEMENTS).rows}
    return tuple(
        Frame(
            one.key,
            one.title,
            named.get(one.strategy_key, ""),
            tuple((each.fiscal_year, each.satang) for each in one.amounts),
        )
        for one in copies.rows(session, visitor.office_code, FRAMES).rows
    )


def frame_rows(session: Session, visitor: Visitor) -> Sequence[FrameRow]:
    """Projects of the five-year frame as the development plan gives them."""
    return copies.rows(session, visitor.office_code, FRAMES).rows


def frame_views(session: Session, visitor: Visitor) -> tuple[CopyView[FrameRow], ...]:
    """Of when the frame is."""
    return (copies.rows(session, visitor.office_code, FRAMES),)


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator with its five-year path: (fiscal year, target) of the whole office."""

    key: str
    name: str
    unit: str
    direction: Literal["up", "down", "band"]
    source: str = ""
    baseline: float | None = None
    no_baseline: str = ""
    path: tuple[tuple[int, float], ...] = ()
    band_low: float | None = None
    band_high: float | None = None


def known_indicators(session: Session, visitor: Visitor) -> list[Known]:
    """Of the development plan, then those of the registry that it does not have."""
    return known_of(session, visitor.office_code)


def _begun(one: IndicatorRow | PlanIndicatorRow) -> tuple[str, float | None, str]:
    return one.source, one.baseline, one.no_baseline


def known_of(session: Session, office_code: str) -> list[Known]:
    """The same of an office, whoever asks."""
    planned = copies.rows(session, office_code, TARGETS).rows
    found = {
        one.key: Known(
            one.key,
            f"{one.code} {one.name}",
            one.unit,
            one.direction,
            *_begun(one),
            tuple((each.fiscal_year, each.value) for each in one.targets if not each.area),
            one.band_low,
            one.band_high,
        )
        for one in planned
    }
    for row in copies.rows(session, office_code, INDICATORS).rows:
        path = tuple(
            (one.fiscal_year, one.value)
            for one in row.targets
            if one.quarter is None and not one.school_code and not one.district
        )
        known = Known(row.key, f"{row.code} {row.name}", row.unit, row.direction, *_begun(row), path)
        found.setdefault(row.key, replace(known, band_low=row.band_low, band_high=row.band_high))
    return list(found.values())


def needs(session: Session, visitor: Visitor) -> CopyView[NeedRow]:
    """Of netops, whatever their state."""
    return copies.rows(session, visitor.office_code, NEEDS)


def line_of(need: NeedRow) -> dict[str, object]:
    """A need as a new budget line: item, quantity and price as netops knows them."""
    return {
        "activity": 1,
        "item": need.title,
        "budget_type": "investment",
        "quantity": need.quantity,
        "unit_satang": need.unit_satang or 0,
        "need_id": need.id,
        "spec_id": need.spec_id,
    }
