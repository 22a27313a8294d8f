"""Which nodes of policy references each thing of a plan leans on, and what of it can lean on any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlmodel import Session, col, select

from planning.development_plan.copied import REFERENCES
from planning.kit import copies
from planning.plans.models.pointing import Alignment
from planning.plans.store.aligning import Known, counts


def policies(session: Session, office_code: str, kind: str, keys: Sequence[str]) -> Mapping[str, int]:
    """How many, by key; `kind` is goal, strategy or frame."""
    return counts(session, office_code, kind, keys)


def leanings(session: Session, office_code: str, things: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Of things by kind and key: {kind, key, reference, node}; a node that the copy has not any more by its key."""
    wanted = list(dict.fromkeys(things))
    places = Known.of(copies.rows(session, office_code, REFERENCES).rows).places
    rows = session.exec(
        select(Alignment)
        .where(
            Alignment.office_code == office_code,
            Alignment.node_key != "",
            col(Alignment.subject_key).in_([key for _kind, key in wanted]),
        )
        .order_by(col(Alignment.id))
    ).all()
    found = []
    for kind, key in wanted:
        for row in rows:
            if (row.subject_kind, row.subject_key) == (kind, key):
                place = places.get(row.node_key)
                title = place.reference.title if place is not None else ""
                node = f"{place.code} {place.text}".strip() if place is not None else row.node_key
                found.append({"kind": kind, "key": key, "reference": title, "node": node})
    return found
