"""Elements of a plan: drafts of several authors, the one that holds, comments, and what serves what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Annotated

from pydantic import Field
from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from planning.development_plan.models.element import (
    Element,
    ElementComment,
    ElementDraft,
    ElementKind,
    ElementTie,
    FactorPair,
    ProblemTie,
)
from planning.development_plan.models.plan import Plan
from planning.development_plan.models.target import PlanIndicator, ProjectFrame
from planning.development_plan.store.gates import begin_writing
from planning.development_plan.store.written import elements_of, find_element, ties_of
from planning.kit import audit
from planning.kit.visitor import Visitor
from service.columns import utc_now
from service.draft import Draft, OptionalId, said
from service.i18n import N_
from service.refusal import MissingError, refuse

SUBJECT = "element"
UPPER: Mapping[ElementKind, ElementKind] = {
    ElementKind.GOAL: ElementKind.MISSION,
    ElementKind.STRATEGY: ElementKind.GOAL,
}
"""What a kind serves."""
Wording = Annotated[str, Field(min_length=1, max_length=2000)]


class ElementNew(Draft):
    """A new element with its first draft; a measure names its strategy."""

    kind: ElementKind
    text: Wording
    parent_id: OptionalId = None


def add_element(session: Session, visitor: Visitor, plan: Plan, new: ElementNew, *, holds: bool) -> Element:
    """With its first draft, which holds at once where `holds`. A plan has one vision: further wordings are drafts."""
    begin_writing(session, visitor, plan)
    assert plan.id is not None
    if new.kind is ElementKind.VISION and elements_of(session, plan, {ElementKind.VISION}):
        raise refuse("text", N_("There is a vision already: write a draft of it"))
    if (new.kind is ElementKind.MEASURE) != (new.parent_id is not None):
        raise refuse("parent_id", N_("A measure belongs to a strategy, and nothing else does"))
    if new.parent_id is not None and find_element(session, plan, new.parent_id).kind is not ElementKind.STRATEGY:
        raise refuse("parent_id", N_("A measure belongs to a strategy, and nothing else does"))
    last = session.exec(
        select(func.max(Element.place)).where(Element.plan_id == plan.id, Element.kind == new.kind)
    ).one()
    row = Element(
        office_code=plan.office_code, plan_id=plan.id, kind=new.kind, parent_id=new.parent_id, place=(last or 0) + 1
    )
    session.add(row)
    session.flush()
    audit.record(session, visitor, "element.added", subject=SUBJECT, subject_id=row.id, detail={"kind": row.kind.value})
    draft = _draft(session, visitor, row, new.text)
    if holds:
        _hold(session, visitor, row, draft)
    return row


def add_draft(session: Session, visitor: Visitor, plan: Plan, element: Element, text: str) -> ElementDraft:
    """Another wording; the one that holds goes on to hold."""
    begin_writing(session, visitor, plan)
    clean = said("text", text, unsaid=N_("This is needed"))
    latest = drafts_of(session, element)
    if latest and latest[0].text == clean and latest[0].author == visitor.name[:120]:
        return latest[0]  # sent twice
    return _draft(session, visitor, element, clean)


def _draft(session: Session, visitor: Visitor, element: Element, text: str) -> ElementDraft:
    assert element.id is not None
    row = ElementDraft(office_code=element.office_code, element_id=element.id, author=visitor.name[:120], text=text)
    session.add(row)
    session.flush()
    audit.record(session, visitor, "element.drafted", subject=SUBJECT, subject_id=element.id, detail={"draft": row.id})
    return row


def hold_draft(session: Session, visitor: Visitor, plan: Plan, element: Element, draft_id: int) -> None:
    """From now on this wording holds."""
    begin_writing(session, visitor, plan)
    draft = session.exec(
        select(ElementDraft).where(ElementDraft.id == draft_id, ElementDraft.element_id == element.id)
    ).one_or_none()
    if draft is None:
        raise MissingError("draft")
    if element.text != draft.text:
        _hold(session, visitor, element, draft)


def _hold(session: Session, visitor: Visitor, element: Element, draft: ElementDraft) -> None:
    element.text, element.revision, element.changed_at = draft.text, element.revision + 1, utc_now()
    draft.held_as = element.revision
    session.add_all((element, draft))
    session.flush()
    audit.record(
        session,
        visitor,
        "element.worded",
        subject=SUBJECT,
        subject_id=element.id,
        detail={"draft": draft.id, "revision": element.revision},
    )


def remove_element(session: Session, visitor: Visitor, plan: Plan, element: Element) -> None:
    """With its drafts, comments and ties. RefusedError while indicators, frames or measures hang on it."""
    begin_writing(session, visitor, plan)
    hangs = (
        session.exec(select(PlanIndicator.id).where(PlanIndicator.element_id == element.id)).first(),
        session.exec(select(ProjectFrame.id).where(ProjectFrame.strategy_id == element.id)).first(),
        session.exec(select(Element.id).where(Element.parent_id == element.id)).first(),
    )
    if any(one is not None for one in hangs):
        raise refuse("", N_("Indicators, projects or measures belong to it: remove them first"))
    audit.record(
        session, visitor, "element.removed", subject=SUBJECT, subject_id=element.id, detail={"text": element.text[:200]}
    )
    for wanted in (
        delete(ElementDraft).where(col(ElementDraft.element_id) == element.id),
        delete(ElementComment).where(col(ElementComment.element_id) == element.id),
        delete(ElementTie).where((col(ElementTie.lower_id) == element.id) | (col(ElementTie.upper_id) == element.id)),
        delete(FactorPair).where(col(FactorPair.strategy_id) == element.id),
        delete(ProblemTie).where(col(ProblemTie.goal_id) == element.id),
        delete(Element).where(col(Element.id) == element.id),
    ):
        session.exec(wanted)


def drafts_of(session: Session, element: Element) -> Sequence[ElementDraft]:
    """The newest first."""
    wanted = select(ElementDraft).where(
        ElementDraft.element_id == element.id, ElementDraft.office_code == element.office_code
    )
    return session.exec(wanted.order_by(col(ElementDraft.id).desc())).all()


def comments_of(session: Session, element: Element) -> Sequence[ElementComment]:
    """In the order in which they were said."""
    wanted = select(ElementComment).where(
        ElementComment.element_id == element.id, ElementComment.office_code == element.office_code
    )
    return session.exec(wanted.order_by(col(ElementComment.id))).all()


def comment(session: Session, visitor: Visitor, element: Element, text: str) -> None:
    """A comment changes nothing of the plan; it may be given while a committee has it."""
    assert element.id is not None
    session.add(
        ElementComment(
            office_code=element.office_code,
            element_id=element.id,
            author=visitor.name[:120],
            text=said("text", text, unsaid=N_("This is needed")),
        )
    )
    audit.record(session, visitor, "element.commented", subject=SUBJECT, subject_id=element.id)


def tie(session: Session, visitor: Visitor, plan: Plan, element: Element, uppers: Collection[int]) -> None:
    """Whom it serves, all of them at once. RefusedError where one is not of the kind that it can serve."""
    begin_writing(session, visitor, plan)
    kind = UPPER.get(element.kind)
    allowed = {row.id for row in elements_of(session, plan, {kind})} if kind else set()
    if not set(uppers) <= allowed:
        raise refuse("uppers", N_("It cannot serve this"))
    before = {upper for lower, upper in ties_of(session, plan) if lower == element.id}
    wanted = set(uppers)
    if wanted == before:
        return
    session.exec(
        delete(ElementTie).where(col(ElementTie.lower_id) == element.id, col(ElementTie.upper_id).in_(before - wanted))
    )
    for upper in sorted(wanted - before):
        session.add(
            ElementTie(office_code=plan.office_code, plan_id=plan.id or 0, lower_id=element.id or 0, upper_id=upper)
        )
    session.flush()
    audit.record(
        session,
        visitor,
        "element.tied",
        subject=SUBJECT,
        subject_id=element.id,
        detail={"before": sorted(before), "after": sorted(wanted)},
    )
