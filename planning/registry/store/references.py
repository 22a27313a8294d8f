"""References are taken over from the manual, added, succeeded; their nodes come from a form or a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlmodel import Session, col, func, or_, select

from contract.planning import ReferenceSuperseded
from planning.kit import audit
from planning.kit.events import tell
from planning.kit.visitor import Visitor
from planning.registry.copied import pointing_to
from planning.registry.manual_references import key_of, manual_references
from planning.registry.models.indicator import IndicatorNode
from planning.registry.models.reference import PolicyNode, PolicyReference, ReferenceKind
from service.columns import utc_now
from service.database import TakenError
from service.draft import Digits, Draft, Empty, Line, take
from service.i18n import N_
from service.importing.decode import UnreadableError, decode
from service.refusal import MissingError, NotTakenError, Problem, RefusedError, refuse

SUBJECT: Final = "reference"
Era = Annotated[int | None, Field(ge=2400, le=2799), Empty]
LAST_SHOWN: Final = 500
MOST_NODES: Final = 5000
CODES: Final = frozenset({"code", "รหัส"})
TEXTS: Final = frozenset({"text", "ข้อความ"})
PARENTS: Final = frozenset({"parent", "รหัสแม่"})


class ReferenceDraft(Draft):
    """A reference as a person gives it."""

    title: Annotated[str, Field(min_length=1, max_length=500)]
    issuer: Line = ""
    kind: ReferenceKind = ReferenceKind.POLICY
    valid_from: Era = None
    valid_to: Era = None
    is_verified: bool = False
    link: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")] = ""
    note: Annotated[str, Field(max_length=1000)] = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise NotTakenError(N_("The last year is before the first one"), "valid_to")
        return self


class NodeDraft(Draft):
    """A node; `parent` is the code of the node above it."""

    code: Annotated[str, Field(min_length=1, max_length=32), Digits]
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    parent: Annotated[str, Field(max_length=32), Digits] = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """A node that nothing measures or to which no plan points; `plans` None: no copy of the plans was taken yet."""

    reference: PolicyReference
    node: PolicyNode
    is_measured: bool
    plans: int | None = None


def take_over(session: Session, office_code: str) -> None:
    """The references of the manual and their successors, once for each office; what is there already stays. Those that
    have a successor from the beginning are told as superseded like those that get one later.
    """
    if session.exec(select(PolicyReference.id).where(PolicyReference.office_code == office_code)).first():
        return
    rows: list[PolicyReference] = []
    for at, one in enumerate(manual_references()):
        row = PolicyReference(
            office_code=office_code,
            key=key_of(office_code, next(iter(one.seed_titles))),
            title=one.title,
            is_verified=True,
            position=at,
            **one.model_dump(include={"issuer", "kind", "valid_from", "valid_to", "seed_titles", "note"}),
        )
        rows.append(row)
        if one.successor is not None:
            row.succeeded_by = key_of(office_code, one.successor.title)
            rows.append(
                PolicyReference(
                    office_code=office_code,
                    key=row.succeeded_by,
                    kind=one.kind,
                    position=at,
                    **one.successor.model_dump(),
                )
            )
    try:
        with session.begin_nested():
            session.add_all(rows)
    except TakenError:
        return  # another request took them over at this very moment
    by_key = {row.key: row for row in rows}
    for row in rows:
        if row.succeeded_by:
            _tell(session, row, by_key[row.succeeded_by], ())


def references(session: Session, visitor: Visitor, *, q: str = "", kind: str = "") -> Sequence[PolicyReference]:
    """In the order of the manual, then as they were added."""
    take_over(session, visitor.office_code)
    wanted = select(PolicyReference).where(PolicyReference.office_code == visitor.office_code)
    if q:
        words = f"%{q.replace('%', '').replace('_', '')}%"
        wanted = wanted.where(or_(col(PolicyReference.title).ilike(words), col(PolicyReference.issuer).ilike(words)))
    if kind in set(ReferenceKind):
        wanted = wanted.where(PolicyReference.kind == kind)
    return session.exec(wanted.order_by(col(PolicyReference.position), col(PolicyReference.id)).limit(LAST_SHOWN)).all()


def find_reference(session: Session, visitor: Visitor, key: str, *, to_change: bool = False) -> PolicyReference:
    """MissingError where the office has none of this key."""
    wanted = select(PolicyReference).where(
        PolicyReference.office_code == visitor.office_code, PolicyReference.key == key
    )
    row = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if row is None:
        raise MissingError("reference")
    return row


def nodes_of(session: Session, row: PolicyReference) -> Sequence[PolicyNode]:
    """In the order of the file."""
    return session.exec(
        select(PolicyNode)
        .where(PolicyNode.reference_id == row.id)
        .order_by(col(PolicyNode.position), col(PolicyNode.id))
    ).all()


def add_reference(session: Session, visitor: Visitor, draft: ReferenceDraft) -> PolicyReference:
    """A new one, after those of the manual."""
    take_over(session, visitor.office_code)
    last = session.exec(
        select(func.max(PolicyReference.position)).where(PolicyReference.office_code == visitor.office_code)
    ).one()
    row = PolicyReference(office_code=visitor.office_code, position=(last or 0) + 1, **draft.model_dump())
    session.add(row)
    session.flush()
    audit.record(session, visitor, "reference.added", subject=SUBJECT, subject_id=row.id, detail={"title": row.title})
    return row


def change_reference(session: Session, visitor: Visitor, row: PolicyReference, draft: ReferenceDraft) -> None:
    """The title under which the manual names it is not changed."""
    if row.seed_titles and draft.title != row.title:
        raise refuse("title", N_("The manual names it so: add a successor instead"))
    changes = take(row, draft.model_dump())
    if changes:
        row.changed_at = utc_now()
        audit.record(session, visitor, "reference.changed", subject=SUBJECT, subject_id=row.id, detail=changes)


def supersede(session: Session, visitor: Visitor, row: PolicyReference, successor_key: str) -> PolicyReference:
    """Another reference stands in its place from now on; whoever points to its nodes is told."""
    if row.succeeded_by:
        raise refuse("successor", N_("It has a successor already"))
    wanted = select(PolicyReference).where(
        PolicyReference.office_code == visitor.office_code, PolicyReference.key == successor_key
    )
    successor = session.exec(wanted).one_or_none()
    if successor is None:
        raise refuse("successor", N_("This is needed"))
    if row.key in _after(session, successor):
        raise refuse("successor", N_("A reference cannot stand in its own place"))
    row.succeeded_by, row.changed_at = successor.key, utc_now()
    audit.record(
        session, visitor, "reference.superseded", subject=SUBJECT, subject_id=row.id, detail={"by": successor.title}
    )
    _tell(session, row, successor, tuple(node.key for node in nodes_of(session, row)))
    return successor


def _tell(session: Session, row: PolicyReference, successor: PolicyReference, nodes: tuple[str, ...]) -> None:
    fact = ReferenceSuperseded(
        office_code=row.office_code,
        reference_key=row.key,
        title=row.title,
        successor_key=successor.key,
        successor_title=successor.title,
        nodes=nodes,
    )
    tell(session, fact, at=row.changed_at)


def _after(session: Session, row: PolicyReference) -> set[str]:
    """Keys of a reference and of all that stand in its place."""
    keys = {row.key}
    while row.succeeded_by and row.succeeded_by not in keys:
        keys.add(row.succeeded_by)
        row = session.exec(
            select(PolicyReference).where(
                PolicyReference.office_code == row.office_code, PolicyReference.key == row.succeeded_by
            )
        ).one()
    return keys


def read_nodes(data: bytes) -> list[NodeDraft]:
    """Rows of a CSV or Excel file with the columns code (รหัส), text (ข้อความ) and parent (รหัสแม่). RefusedError names
    each wrong row, and then nothing is taken.
    """
    try:
        sheet = decode(data, most=MOST_NODES)
    except UnreadableError as error:
        raise RefusedError([error.problem]) from None
    names = [cell.strip().lower() for cell in sheet.header]
    places = [next((at for at, name in enumerate(names) if name in known), None) for known in (CODES, TEXTS, PARENTS)]
    if places[0] is None or places[1] is None:
        raise refuse("file", N_("The file needs the columns รหัส and ข้อความ"))
    drafts, wrong = [], []
    for number, cells in sheet.rows:
        code, text, parent = (cells[at] if at is not None and at < len(cells) else "" for at in places)
        try:
            drafts.append(NodeDraft.read({"code": code, "text": text, "parent": parent}))
        except RefusedError as error:
            wrong += [Problem(f"{number}: {one.field}", one.message, one.values) for one in error.problems]
    if wrong:
        raise RefusedError(wrong)
    return drafts


def add_nodes(session: Session, visitor: Visitor, row: PolicyReference, drafts: Sequence[NodeDraft]) -> int:
    """All or none. A code that is there already gets the new text and keeps its key. How many are new."""
    known = {node.code: node for node in nodes_of(session, row)}
    codes = [draft.code for draft in drafts]
    lacking = [d.parent for d in drafts if d.parent and d.parent not in known and d.parent not in codes]
    if lacking:
        raise refuse("file", N_("No node has the code %(code)s"), code=lacking[0])
    if len(set(codes)) < len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        raise refuse("file", N_("The code %(code)s stands there twice"), code=twice)
    if any(_goes_round(draft.code, {one.code: one.parent for one in drafts}) for draft in drafts):
        raise refuse("file", N_("A node cannot stand under itself"))
    new = 0
    for draft in drafts:
        if draft.code not in known:
            new += 1
            known[draft.code] = PolicyNode(
                office_code=visitor.office_code, reference_id=row.id or 0, code=draft.code, text="", position=len(known)
            )
        known[draft.code].text = draft.text
    for draft in drafts:
        known[draft.code].parent_key = known[draft.parent].key if draft.parent else ""
    session.add_all(known.values())
    row.changed_at = utc_now()
    detail = {"new": new, "rows": len(drafts)}
    audit.record(session, visitor, "reference.nodes", subject=SUBJECT, subject_id=row.id, detail=detail)
    session.flush()
    return new


def _goes_round(code: str, parents: dict[str, str]) -> bool:
    seen = set()
    while code:
        if code in seen:
            return True
        seen.add(code)
        code = parents.get(code, "")
    return False


def gaps(session: Session, visitor: Visitor, *, era: int | None = None) -> Sequence[Gap]:
    """Nodes of references in force (in a year, where one is asked for) that no indicator measures or to which no plan
    points; a node above others is covered by those under it.
    """
    measured = set(
        session.exec(select(IndicatorNode.node_id).where(IndicatorNode.office_code == visitor.office_code)).all()
    )
    wanted = (
        select(PolicyReference, PolicyNode)
        .join(PolicyNode, col(PolicyNode.reference_id) == col(PolicyReference.id))
        .where(PolicyReference.office_code == visitor.office_code, PolicyReference.succeeded_by == "")
        .order_by(col(PolicyReference.position), col(PolicyNode.position))
    )
    if era is not None:
        wanted = wanted.where(
            or_(col(PolicyReference.valid_from).is_(None), col(PolicyReference.valid_from) <= era),
            or_(col(PolicyReference.valid_to).is_(None), col(PolicyReference.valid_to) >= era),
        )
    rows = session.exec(wanted).all()
    above = {node.parent_key for _reference, node in rows}
    plans = pointing_to(session, visitor.office_code)
    found = [
        Gap(reference, node, node.id in measured, None if plans is None else plans.get(node.key, 0))
        for reference, node in rows
        if node.key not in above
    ]
    return [one for one in found if not one.is_measured or one.plans == 0]
