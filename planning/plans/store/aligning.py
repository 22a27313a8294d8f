"""What things of the service point to in policies, and what came of a reference that got a successor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final, Self

from pydantic import Field
from sqlalchemy import func
from sqlmodel import Session, col, select

from contract.data.plans import AlignmentRow
from contract.data.registry import ReferenceRow
from contract.data.shape import Given
from contract.events import Fact
from contract.planning import ReferenceSuperseded
from planning.kit import audit
from planning.kit.parts import Handler
from planning.kit.visitor import Visitor
from planning.plans.declared import Pointing, Shared
from planning.plans.models.pointing import Alignment, Superseded
from planning.plans.store.versions import touch
from planning.plans.validity import Validity, successors, validity
from service.draft import Draft
from service.i18n import N_
from service.refusal import MissingError, refuse

MOST_LINKS: Final = 60


class AlignmentDraft(Draft):
    """The nodes that a thing points to, by their keys; or why none fits."""

    nodes: Annotated[tuple[Annotated[str, Field(min_length=1, max_length=64)], ...], Field(max_length=MOST_LINKS)] = ()
    reason: Annotated[str, Field(max_length=500)] = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One node that a thing points to, as it stands for the years of the thing. `successor` is the last one of its
    reference; `reference` None: the copy does not have it any more.
    """

    node_key: str
    reference: ReferenceRow | None
    code: str
    text: str
    validity: Validity
    successor: ReferenceRow | None = None

    @property
    def is_sound(self) -> bool:
        """Nothing has to be looked at."""
        return self.validity in {Validity.HOLDS, Validity.ENDS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a key leads in the references: the reference, and its own code and text."""

    reference: ReferenceRow
    code: str
    text: str


def references_of(session: Session, shared: Shared, office_code: str) -> Sequence[ReferenceRow]:
    """The copy of the registry's."""
    return shared.references(session, office_code) if shared.references is not None else ()


def pointing_of(session: Session, shared: Shared, office_code: str) -> Sequence[Pointing]:
    """All that can point."""
    return shared.pointing(session, office_code) if shared.pointing is not None else ()


def give_alignment(session: Session, shared: Shared, office_code: str) -> Given:
    """What points to nodes now, for the registry, which lists nodes to which nothing points."""
    titles = {(one.kind, one.key): one.title for one in pointing_of(session, shared, office_code)}
    rows = session.exec(
        select(Alignment)
        .where(Alignment.office_code == office_code, Alignment.node_key != "")
        .order_by(col(Alignment.id))
    ).all()
    told = [
        AlignmentRow(
            subject_kind=row.subject_kind,
            subject_key=row.subject_key,
            title=titles[row.subject_kind, row.subject_key],
            reference_key=row.reference_key,
            node_key=row.node_key,
        )
        for row in rows
        if (row.subject_kind, row.subject_key) in titles
    ]
    return Given(told, max((row.linked_at for row in rows), default=None))


def find_pointing(session: Session, shared: Shared, visitor: Visitor, kind: str, key: str) -> Pointing:
    """MissingError where the office has none such."""
    for one in pointing_of(session, shared, visitor.office_code):
        if (one.kind, one.key) == (kind, key):
            return one
    raise MissingError("pointing")


@dataclass(frozen=True, slots=True)
class Known:
    """The references by key, and every place in them: each node, and each reference as a whole."""

    by_key: Mapping[str, ReferenceRow]
    places: Mapping[str, Place]

    @classmethod
    def of(cls, references: Sequence[ReferenceRow]) -> Self:
        """Looked up often, made once."""
        found = {row.key: Place(row, "", row.title) for row in references}
        for row in references:
            found |= {node.key: Place(row, node.code, node.text) for node in row.nodes}
        return cls({row.key: row for row in references}, found)

    def link(self, row: Alignment, pointing: Pointing) -> Link:
        """As it stands for the years of the thing."""
        place = self.places.get(row.node_key)
        if place is None:
            return Link(row.node_key, None, "", row.node_key, Validity.UNKNOWN)
        after = successors(place.reference, self.by_key)
        state = validity(place.reference, pointing.first_year, pointing.last_year)
        return Link(row.node_key, place.reference, place.code, place.text, state, after[-1] if after else None)


def links_of(session: Session, shared: Shared, office_code: str, pointing: Pointing) -> Sequence[Link]:
    """What one thing points to."""
    rows = _rows(session, office_code, pointing.kind, pointing.key)
    known = Known.of(references_of(session, shared, office_code))
    return [known.link(row, pointing) for row in rows if row.node_key]


def reason_of(session: Session, office_code: str, kind: str, key: str) -> str:
    """Why nothing fits, where somebody said so."""
    return next((row.reason for row in _rows(session, office_code, kind, key) if not row.node_key), "")


def counts(session: Session, office_code: str, kind: str, keys: Sequence[str]) -> Mapping[str, int]:
    """How many nodes each of these things points to, by key."""
    wanted = (
        select(Alignment.subject_key, func.count())
        .where(
            Alignment.office_code == office_code,
            Alignment.subject_kind == kind,
            Alignment.node_key != "",
            col(Alignment.subject_key).in_(keys),
        )
        .group_by(Alignment.subject_key)
    )
    return {**dict.fromkeys(keys, 0), **dict(session.exec(wanted).all())}


def align(session: Session, visitor: Visitor, shared: Shared, pointing: Pointing, draft: AlignmentDraft) -> None:
    """These nodes and no others. RefusedError for a node that no reference has, or neither nodes nor a reason. What was
    approved stays as it was: the next version is opened, or BlockedError while one lies before the committee.
    """
    if not draft.nodes and not draft.reason:
        raise refuse("reason", N_("Choose what it serves, or say why nothing fits"))
    if draft.nodes and draft.reason:
        raise refuse("reason", N_("Either it serves something, or nothing fits"))
    known = Known.of(references_of(session, shared, visitor.office_code)).places
    before = {row.node_key: row for row in _rows(session, visitor.office_code, pointing.kind, pointing.key)}
    if any(key not in known and key not in before for key in draft.nodes):
        raise refuse("nodes", N_("There is no such entry"))
    wanted = set(draft.nodes) or {""}
    if wanted == before.keys() and ("" not in before or before[""].reason == draft.reason):
        return
    if pointing.within is not None:
        kind, of = pointing.within
        touch(session, visitor, shared.subject(kind), of)
    for key, row in before.items():
        if key not in wanted:
            session.delete(row)
        elif not key:
            row.reason = draft.reason
    for key in sorted(wanted - set(before)):
        session.add(
            Alignment(
                office_code=visitor.office_code,
                subject_kind=pointing.kind,
                subject_key=pointing.key,
                reference_key=known[key].reference.key if key else "",
                node_key=key,
                reason=draft.reason,
                linked_by=visitor.name[:120],
            )
        )
    session.flush()
    detail = {"kind": pointing.kind, "title": pointing.title, "nodes": sorted(draft.nodes), "reason": draft.reason}
    audit.record(session, visitor, "alignment.set", subject="alignment", detail=detail)


@dataclass(frozen=True, slots=True)
class Pointed:
    """A thing with its links; without any, `reason` says why nothing fits, where somebody said so."""

    pointing: Pointing
    links: Sequence[Link]
    reason: str = ""

    def to(self, reference_key: str) -> Sequence[Link]:
        """Those that lead to a reference or a node of it."""
        return [one for one in self.links if one.reference is not None and one.reference.key == reference_key]


def everything(session: Session, shared: Shared, office_code: str) -> Sequence[Pointed]:
    """Each thing that can point, with what it points to."""
    known = Known.of(references_of(session, shared, office_code))
    rows: dict[tuple[str, str], list[Alignment]] = {}
    for row in session.exec(select(Alignment).where(Alignment.office_code == office_code).order_by(col(Alignment.id))):
        rows.setdefault((row.subject_kind, row.subject_key), []).append(row)
    found = []
    for one in pointing_of(session, shared, office_code):
        own = rows.get((one.kind, one.key), [])
        reason = next((row.reason for row in own if not row.node_key), "")
        found.append(Pointed(one, [known.link(row, one) for row in own if row.node_key], reason))
    return found


def pointing_to(every: Sequence[Pointed], reference_key: str) -> Sequence[Pointed]:
    """Which things still point to a reference or a node of it, with those links alone."""
    found = [(one, one.to(reference_key)) for one in every]
    return [Pointed(one.pointing, links) for one, links in found if links]


def superseded_of(session: Session, visitor: Visitor) -> Sequence[Superseded]:
    """What the registry told, the newest first."""
    wanted = select(Superseded).where(Superseded.office_code == visitor.office_code)
    return session.exec(wanted.order_by(col(Superseded.id).desc())).all()


def hear_superseded(session: Session, fact: Fact, at: datetime) -> str:
    """Keeps that a reference got a successor; how many links point to it is told."""
    assert isinstance(fact, ReferenceSuperseded)
    row = session.exec(
        select(Superseded).where(
            Superseded.office_code == fact.office_code, Superseded.reference_key == fact.reference_key
        )
    ).one_or_none()
    row = row or Superseded(
        office_code=fact.office_code,
        reference_key=fact.reference_key,
        title="",
        successor_key="",
        successor_title="",
        told_at=at,
    )
    row.title, row.successor_title = fact.title[:500], fact.successor_title[:500]
    row.successor_key, row.nodes, row.told_at = fact.successor_key, list(fact.nodes), at
    session.add(row)
    pointing = session.exec(
        select(func.count())
        .select_from(Alignment)
        .where(Alignment.office_code == fact.office_code, Alignment.reference_key == fact.reference_key)
    ).one()
    return f"{pointing} links to look at again"


HANDLERS: Final[Mapping[str, Handler]] = {"ReferenceSuperseded": hear_superseded}


def _rows(session: Session, office_code: str, kind: str, key: str) -> Sequence[Alignment]:
    wanted = select(Alignment).where(
        Alignment.office_code == office_code, Alignment.subject_kind == kind, Alignment.subject_key == key
    )
    return session.exec(wanted.order_by(col(Alignment.id))).all()
