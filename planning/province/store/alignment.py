"""Which nodes of references the goals, strategies and projects of an office point to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from contract.data.registry import ReferenceRow
from planning.kit import copies
from planning.kit.visitor import Visitor
from planning.plans.models.pointing import Alignment
from planning.plans.store.aligning import Known, Place
from planning.plans.tiers import HEADINGS, tier_of_reference
from planning.province.copied import REFERENCES
from planning.province.models.plan import Plan
from planning.province.store import plans, projects

Places = Mapping[str, Sequence[Place]]
"""By the key of the thing that points; only what the copy of the references still has."""


def places(session: Session, visitor: Visitor) -> Places:
    """Of everything in the office."""
    known = Known.of(copies.rows(session, visitor.office_code, REFERENCES).rows).places
    wanted = select(Alignment).where(Alignment.office_code == visitor.office_code, Alignment.node_key != "")
    found: dict[str, list[Place]] = {}
    for row in session.exec(wanted.order_by(col(Alignment.id))):
        if row.node_key in known:
            found.setdefault(row.subject_key, []).append(known[row.node_key])
    return found


def titles(found: Sequence[Place]) -> tuple[str, ...]:
    """As they are printed: the reference, and the node where it is one."""
    return tuple(
        one.reference.title if one.text == one.reference.title else f"{one.reference.title}: {one.code} {one.text}"
        for one in found
    )


def columns_of(session: Session, visitor: Visitor) -> Mapping[str, str]:
    """The column of the form in which each reference belongs, by its key."""
    known = Known.of(copies.rows(session, visitor.office_code, REFERENCES).rows).by_key
    return {key: tier_of_reference(row, known) for key, row in known.items()}


def by_column(found: Sequence[Place], columns_of_references: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """What a project serves, in the order of the columns."""
    columns: dict[str, list[str]] = {}
    for one in found:
        columns.setdefault(columns_of_references[one.reference.key], []).append(f"{one.code} {one.text}".strip())
    return {tier: tuple(columns[tier]) for tier in HEADINGS if tier in columns}


def references_of(session: Session, visitor: Visitor, plan: Plan) -> Sequence[ReferenceRow]:
    """The references that anything of a plan points to, each once, by title."""
    found = places(session, visitor)
    keys = [one.key for one in plans.elements(session, visitor, plan)]
    keys += [one.key for one in projects.projects(session, visitor, plan)]
    rows = {place.reference.key: place.reference for key in keys for place in found.get(key, ())}
    return sorted(rows.values(), key=lambda one: one.title)
