"""The content of a plan as one value: what is frozen when it is submitted, printed, published and given to others."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from planning.plans.indicator_data import IndicatorData
from service.papers.kind import PaperData


class ElementSaid(PaperData):
    """A node of the tree; `depth` from 0."""

    key: str
    kind: str
    code: str
    text: str
    depth: int


class TargetSaid(PaperData):
    """A target of a district (empty: the whole province) and fiscal year."""

    district: str
    fiscal_year: int
    target: float


class IndicatorSaid(PaperData):
    """An indicator of the node with this key."""

    key: str
    element_key: str
    name: str
    unit: str
    direction: str
    baseline: float | None = None
    no_baseline: str = ""
    source: str
    targets: tuple[TargetSaid, ...] = ()


class EquitySaid(PaperData):
    """A figure of the table of equity."""

    district: str
    measure: str
    value: int
    source: str
    as_of: date


class QualitySaid(PaperData):
    """A figure of the table of quality."""

    district: str
    name: str
    academic_year: int
    value: float
    unit: str
    source: str
    as_of: date


class SectorSaid(PaperData):
    """What a sector contributed, counted."""

    sector: str
    channels: tuple[str, ...]
    inputs: int
    persons: int


class PledgeStepSaid(PaperData):
    """What became of a contribution on a day."""

    day: date
    state: str
    reason: str = ""
    amount_satang: int = 0


class ContributionSaid(PaperData):
    """What an agency brings into a project: satang, persons, things; `steps` how it came to its state. What was frozen
    before contributions had states is offered.
    """

    agency: str
    kind: str
    amount_satang: int
    persons: int
    what: str
    state: str = "offered"
    steps: tuple[PledgeStepSaid, ...] = ()


class ProjectSaid(PaperData):
    """A project; `aligned` are nodes of references by the title of their reference, `policies` the same by column of
    the form (`planning.plans.tiers`); what was frozen before there were columns has none.
    """

    key: str
    title: str
    agency: str
    activity: str = ""
    objective: str = ""
    output: str = ""
    indicator: str = ""
    indicators: tuple[IndicatorData, ...] = ()
    target_group: str = ""
    place: str = ""
    amount_satang: int = 0
    money_source: str = ""
    responsible: str = ""
    strategy: str = ""
    parent_key: str = ""
    parent_title: str = ""
    contributions: tuple[ContributionSaid, ...] = ()
    aligned: tuple[str, ...] = ()
    policies: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @property
    def measured(self) -> tuple[str, ...]:
        """Its indicators with their targets; what was written in words before they were described, as it stood."""
        named = tuple(f"{one.name} {one.target} {one.unit}".replace("  ", " ").strip() for one in self.indicators)
        return named or ((self.indicator,) if self.indicator else ())


class PartSaid(PaperData):
    """A province within a cluster."""

    province: str
    title: str
    plan_key: str
    projects: int
    satang: int


class PlanContent(PaperData):
    """A whole plan."""

    office: str
    key: str
    kind: str
    title: str
    province: str
    first_year: int
    last_year: int
    parent_title: str = ""
    elements: tuple[ElementSaid, ...] = ()
    indicators: tuple[IndicatorSaid, ...] = ()
    equity: tuple[EquitySaid, ...] = ()
    quality: tuple[QualitySaid, ...] = ()
    sectors: tuple[SectorSaid, ...] = ()
    projects: tuple[ProjectSaid, ...] = ()
    parts: tuple[PartSaid, ...] = ()

    @property
    def total_satang(self) -> int:
        """Of its projects, or of its provinces."""
        return sum(one.amount_satang for one in self.projects) + sum(one.satang for one in self.parts)

    @property
    def years(self) -> str:
        """2570, or 2570–2574."""
        return str(self.first_year) if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"
