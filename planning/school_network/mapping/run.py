"""A mapping run: one immutable result of one set of inputs, with everything that must be printed beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from planning.school_network.mapping.access import Access, Norms, access, over_norm
from planning.school_network.mapping.arrays import Truths, Whole, closed
from planning.school_network.mapping.demand import children_of, judged_children, taught
from planning.school_network.mapping.diagnosis import Diagnosis, diagnose
from planning.school_network.mapping.fingerprint import fingerprint
from planning.school_network.mapping.inputs import ENGINE_VERSION, Demand, Inputs, Mode
from planning.school_network.mapping.merging import MergeOptions, merge_options
from planning.school_network.mapping.network import Network, measure, offering
from planning.school_network.mapping.origins import Origins, origins
from planning.school_network.mapping.parameters import Figure
from planning.school_network.mapping.quality import CoordinateFault
from planning.school_network.mapping.roads import GraphSource

Faults: TypeAlias = tuple[CoordinateFault, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a result came about; `villages_straight` of `villages_measured` were measured on a straight line."""

    engine_version: str
    input_hash: str
    mode: Mode
    edition: str
    figures: tuple[Figure, ...]
    graph: GraphSource | None
    villages: int
    villages_measured: int
    villages_straight: int
    demand: Demand  # pupils by their homes; else children of villages, everybody at the nearest school
    pupils: int  # enrolled
    not_taught: int  # children of grades that no school of the map teaches: not judged
    pupils_with_home: int  # of them; 0 where children of villages are judged
    tambons_checked: bool

    @property
    def straight_share(self) -> float:
        """0 to 1, of the villages that were measured."""
        return self.villages_straight / self.villages_measured if self.villages_measured else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class MappingRun:
    """The result. Rows stand in the order of the tables of schools and of villages."""

    provenance: Provenance
    school_faults: Faults
    village_faults: Faults
    near: Access
    homes: Origins
    over_norm: Whole  # children (villages, levels) whose nearest school is over the norm
    judged: Whole  # children of each grade that some school teaches, in villages that have a place
    under_served: Truths  # villages with children over the norm
    diagnosis: Diagnosis
    options: MergeOptions

    @property
    def covered(self) -> tuple[int, int]:
        """Children within the norm, of how many that were judged."""
        judged = int(self.judged.sum())
        return judged - int(self.over_norm.sum()), judged

    def is_stale_for(self, inputs: Inputs) -> bool:
        """Whether something was corrected since: another run is needed, and this one stays as it is."""
        return inputs.hash() != self.provenance.input_hash

    def hash(self) -> str:
        """SHA-256 of the result itself, by which a repeated run proves that it is the same."""
        return fingerprint(self)


def map_schools(inputs: Inputs) -> MappingRun:
    """Measure, then judge."""
    return judge(measure(inputs))


def judge(network: Network) -> MappingRun:
    """A run on distances that were measured before."""
    inputs = network.inputs
    schools = inputs.schools
    offered = offering(schools.low, schools.high, network.open)
    norms = Norms.of(inputs.parameters)
    near = access(network.distances, offered)
    homes = origins(inputs, near)
    children = judged_children(network)
    far = over_norm(near, children, norms)
    diagnosis = diagnose(network, offered, norms)
    judged = children.sum(axis=0)
    under_served = np.asarray(far.any(axis=1))
    closed(far, judged, under_served)
    return MappingRun(
        provenance=provenance(network),
        school_faults=network.school_quality.faults,
        village_faults=network.village_quality.faults,
        near=near,
        homes=homes,
        over_norm=far,
        judged=judged,
        under_served=under_served,
        diagnosis=diagnosis,
        options=merge_options(network, offered, diagnosis.small, homes, norms),
    )


def provenance(network: Network) -> Provenance:
    """What is printed beside every result."""
    inputs = network.inputs
    return Provenance(
        engine_version=ENGINE_VERSION,
        input_hash=inputs.hash(),
        mode=inputs.mode,
        edition=inputs.parameters.edition,
        figures=inputs.parameters.figures,
        graph=None if inputs.roads is None else inputs.roads.source,
        villages=len(inputs.villages.codes),
        villages_measured=int(network.village_quality.found.sum()),
        villages_straight=int(network.distances.on_straight_line.sum()),
        demand=inputs.demand,
        not_taught=int(children_of(inputs)[:, ~taught(network)].sum()),
        pupils=int(inputs.schools.pupils.sum()),
        pupils_with_home=sum(home.children for home in inputs.homes),
        tambons_checked=bool(inputs.tambons),
    )
