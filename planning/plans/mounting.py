"""What a declaration gives a service: its routes, permissions, navigation, and what it hears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from sqlmodel import Session

from contract.data.shape import Given
from planning.kit.parts import Giver, Handler, Regular
from planning.kit.visitor import DIRECTOR, EVERYONE, OFFICE, PLANNERS, SCHOOL, VIEWER
from planning.plans.declared import Shared
from planning.plans.pages import (
    bodies,
    charting,
    objectives,
    paper_templates,
    papers,
    published,
    references,
    versions,
    walking,
)
from planning.plans.store import aligning
from planning.plans.store.gates import hearing_resolutions
from planning.plans.store.walking import settle_by_new_days
from service.i18n import N_
from service.web.nav import Group, Item

TEMPLATES: Final = Path(__file__).parent / "templates"
DECIDERS: Final = PLANNERS | {DIRECTOR}
Roles = Mapping[str, frozenset[str]]
WORK: Final[Roles] = {"work.read": OFFICE, "work.walk": OFFICE - {VIEWER}, "work.manage": DECIDERS}
VERSIONS: Final[Roles] = {
    "versions.read": OFFICE,
    "versions.write": PLANNERS,
    "versions.approve": DECIDERS,
    "versions.publish": DECIDERS,
    "approving_bodies.read": OFFICE,
    "approving_bodies.write": PLANNERS,
    "receipts.read": OFFICE,
    "receipts.write": frozenset({SCHOOL}),
}
REFERENCES: Final[Roles] = {"references.read": OFFICE, "references.write": PLANNERS}
OBJECTIVES: Final[Roles] = {"objectives.read": OFFICE, "objectives.write": DECIDERS}
PAPERS: Final[Roles] = {"papers.read": EVERYONE, "paper_templates.read": OFFICE, "paper_templates.write": PLANNERS}


@dataclass(frozen=True, slots=True)
class Mounted:
    """To be put into the service's Part."""

    permissions: Roles
    routers: tuple[APIRouter, ...]
    group: Group
    handlers: Mapping[str, Handler]
    datasets: Mapping[str, Giver]
    regular: tuple[Regular, ...]


def mounted(shared: Shared) -> Mounted:
    """Of what the service declares, and no more."""
    permissions: dict[str, frozenset[str]] = {}
    routers: list[APIRouter] = []
    items: list[Item] = []
    handlers: dict[str, Handler] = {}
    datasets: dict[str, Giver] = {}
    regular: list[Regular] = []
    if shared.workflows is not None:
        permissions |= WORK
        regular.append(settle_by_new_days)
        routers += [charting.router, walking.router]
        items.append(Item(N_("Steps of the work"), walking.HOME, "work.read"))
    if shared.subjects:
        permissions |= VERSIONS
        routers += [versions.router, bodies.router, published.router]
        items += [
            # Open pages: the office looks who has read them, a school leaves its receipt there.
            Item(N_("Published"), published.HOME, "receipts.read"),
            Item(N_("Published"), published.HOME, "receipts.write"),
            Item(N_("Who decides"), bodies.HOME, "approving_bodies.read"),
        ]
        handlers["ResolutionRecorded"] = hearing_resolutions(shared.service)
    if shared.references is not None:
        permissions |= REFERENCES
        routers.append(references.router)
        items.append(Item(N_("References"), references.HOME, "references.read", (references.ALIGNMENT,)))
        handlers |= aligning.HANDLERS
        if shared.pointing is not None:
            datasets["alignment"] = partial(_alignment, shared)
    if shared.objectives:
        permissions |= OBJECTIVES
        routers.append(objectives.router)
        items.append(Item(N_("Objectives of the process"), objectives.HOME, "objectives.read"))
    if shared.papers is not None:
        permissions |= PAPERS
        routers += [papers.router, paper_templates.router]
        items.append(Item(N_("Papers"), papers.HOME, "papers.read", (paper_templates.HOME,)))
    group = Group(N_("Work and papers"), "clipboard-check", tuple(items))
    return Mounted(permissions, tuple(routers), group, handlers, datasets, tuple(regular))


def _alignment(shared: Shared, session: Session, office_code: str) -> Given:
    return aligning.give_alignment(session, shared, office_code)
