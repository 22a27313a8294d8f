"""The review of the frame and the targets of the year."""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeVar

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from planning.annual_plan import copied, words
from planning.annual_plan.models.following import FrameReview, YearTarget
from planning.annual_plan.money.frames import Direction
from planning.annual_plan.pages.shown import (
    Link,
    Listing,
    Mark,
    Satang,
    exported,
    fields,
    form_page,
    kept,
    listing,
    options,
    year_of,
)
from planning.annual_plan.store.reviewing import (
    DecisionDraft,
    TargetDraft,
    decide,
    decisions,
    pairs,
    set_target,
    targets,
)
from planning.kit.visitor import Visitor
from service.i18n import N_, _
from service.refusal import MissingError
from service.web.access import Allowed
from service.web.form import Form, Posted, Section, Typed
from service.web.seen import SEEN_FIELD, opened, unseen
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
FRAME: Final = "/frame"
TARGETS: Final = "/targets"
Held = TypeVar("Held", FrameReview, YearTarget)
MayRead = Annotated[Visitor, Depends(Allowed("plan.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("plan.write"))]
FRAME_COLUMNS: Final = (
    Column("frame", N_("Project of the five-year frame")),
    Column("framed", N_("In the frame (baht)"), figures=True),
    Column("proposal", N_("Project of this year")),
    Column("proposed", N_("Proposed (baht)"), figures=True),
    Column("decision", N_("Decision")),
    Column("reason", N_("Why")),
)


def _frame(request: Request, db: Session, visitor: Visitor) -> Listing:
    year = year_of(request)
    made = decisions(db, visitor, year)
    rows: list[dict[str, Any]] = []
    for one in pairs(db, visitor, year, copied.frames(db, visitor)):
        done = made.get(one.key)
        open_ = _("not decided yet") + ": " + _(words.DECISIONS[one.seems]) + "?"
        text = _(words.DECISIONS[done.decision]) if done is not None else open_
        where = f"{FRAME}/{one.key}?year={year}"
        rows.append(
            {
                "frame": one.frame.title if one.frame is not None else "",
                "framed": Satang(one.frame.amount) if one.frame is not None else None,
                "proposal": one.proposal.title if one.proposal is not None else Mark(_("not funded"), "red", "x"),
                "proposed": Satang(one.proposal.amount) if one.proposal is not None else None,
                "decision": Link(text, where) if visitor.may("plan.write") else text,
                "reason": done.reason if done is not None else "",
            }
        )
    note = _(
        "Each project of the frame beside what is proposed for this year: keep, change, drop or new, with a reason."
    )
    return Listing(
        _("Review of the frame"), FRAME, FRAME_COLUMNS, rows, note=note, copies=copied.frame_views(db, visitor)
    )


@router.get(FRAME)
def frame(request: Request, db: Db, visitor: MayRead) -> Response:
    """Frame and proposals side by side."""
    return listing(request, _frame(request, db, visitor), year_of(request))


@router.get(f"{FRAME}/export.{{kind}}")
def frame_export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _frame(request, db, visitor), kind)


@router.get(f"{FRAME}/{{key}}")
def decision(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """What becomes of one project."""
    stored = _decided(decisions(db, visitor, year_of(request)).get(key))
    return form_page(request, _decision(request, db, visitor, key, opened(stored), {}))


def _decided(made: FrameReview | None) -> dict[str, str]:
    return {} if made is None else {"decision": made.decision.value, "reason": made.reason}


def _held(db: Session, row: Held | None) -> Held | None:
    """As it stands now, and until the end nobody else's to change."""
    if row is not None:
        db.refresh(row, with_for_update=True)
    return row


def _decision(request: Request, db: Session, visitor: Visitor, key: str, typed: Typed, wrong: dict[str, str]) -> Form:
    year = year_of(request)
    pair = next((one for one in pairs(db, visitor, year, copied.frames(db, visitor)) if one.key == key), None)
    if pair is None:
        raise MissingError("frame")
    title = pair.frame.title if pair.frame is not None else pair.proposal.title if pair.proposal is not None else key
    given = fields(
        ("decision", N_("Decision"), "select"),
        ("reason", N_("Why"), "textarea"),
        decision={"options": options(words.DECISIONS)},
    )
    values = {"decision": pair.seems.value, **typed}
    sections = (Section("", (*given, SEEN_FIELD)),)
    return Form(title, f"{FRAME}/{key}?year={year}", f"{FRAME}?year={year}", sections, values, wrong)


@router.post(f"{FRAME}/{{key}}")
def decided(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """With its reason."""
    year = year_of(request)
    shown = pairs(db, visitor, year, copied.frames(db, visitor))

    def act() -> FrameReview:
        given = unseen(typed, _decided(_held(db, decisions(db, visitor, year).get(key))))
        return decide(db, visitor, year, shown, DecisionDraft.read({**given, "key": key}))

    return kept(
        request,
        db,
        act,
        lambda _row: f"{FRAME}?year={year}",
        lambda wrong: _decision(request, db, visitor, key, typed, wrong),
    )


TARGET_COLUMNS: Final = (
    Column("name", N_("Indicator")),
    Column("unit", N_("Unit")),
    Column("path", N_("Five-year path")),
    Column("value", N_("Target of the year")),
    Column("reason", N_("Why")),
)


def _path(one: copied.Known, year: int) -> tuple[Direction, float | None]:
    return one.direction, dict(one.path).get(year)


def _targets(request: Request, db: Session, visitor: Visitor) -> Listing:
    year = year_of(request)
    made = targets(db, visitor, year)
    rows = []
    for one in copied.known_indicators(db, visitor):
        done = made.get(one.key)
        path = _path(one, year)[1]
        rows.append(
            {
                "name": Link(one.name, f"{TARGETS}/{one.key}?year={year}") if visitor.may("plan.write") else one.name,
                "unit": one.unit,
                "path": "" if path is None else f"{path:g}",
                "value": f"{done.value:g}" if done is not None else Mark(_("not set yet"), "yellow", "clock"),
                "reason": done.reason if done is not None else "",
            }
        )
    note = _("The target of each indicator for this year; what is worse than the five-year path needs a reason.")
    return Listing(
        _("Targets of the year"), TARGETS, TARGET_COLUMNS, rows, note=note, copies=copied.frame_views(db, visitor)
    )


@router.get(TARGETS)
def all_targets(request: Request, db: Db, visitor: MayRead) -> Response:
    """Of one year."""
    return listing(request, _targets(request, db, visitor), year_of(request))


@router.get(f"{TARGETS}/export.{{kind}}")
def target_export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """The rows that the list shows."""
    return exported(request, _targets(request, db, visitor), kind)


@router.get(f"{TARGETS}/{{key}}")
def target(request: Request, db: Db, visitor: MayWrite, key: str) -> Response:
    """One indicator."""
    year = year_of(request)
    path = _path(_known(db, visitor, key), year)[1]
    stored = _aimed(targets(db, visitor, year).get(key))
    proposed = {"value": "" if path is None else f"{path:g}", "reason": ""}
    return form_page(request, _target(request, db, visitor, key, proposed | opened(stored), {}))


def _aimed(row: YearTarget | None) -> dict[str, str]:
    return {} if row is None else {"value": f"{row.value:g}", "reason": row.reason}


def _known(db: Session, visitor: Visitor, key: str) -> copied.Known:
    found = next((one for one in copied.known_indicators(db, visitor) if one.key == key), None)
    if found is None:
        raise MissingError("indicator")
    return found


def _target(request: Request, db: Session, visitor: Visitor, key: str, typed: Typed, wrong: dict[str, str]) -> Form:
    year, one = year_of(request), _known(db, visitor, key)
    path = _path(one, year)[1]
    hint = _("The five-year path says %(path)s") % {"path": f"{path:g}"} if path is not None else ""
    given = fields(
        ("value", N_("Target of the year"), "text"),
        ("reason", N_("Why"), "textarea"),
        value={"hint": f"{one.unit} · {hint}" if hint else one.unit, "required": True},
    )
    at = f"{TARGETS}?year={year}"
    return Form(one.name, f"{TARGETS}/{key}?year={year}", at, (Section("", (*given, SEEN_FIELD)),), typed, wrong)


@router.post(f"{TARGETS}/{{key}}")
def target_set(request: Request, db: Db, visitor: MayWrite, key: str, typed: Posted) -> Response:
    """Below the path with a reason only."""
    year, one = year_of(request), _known(db, visitor, key)

    def act() -> YearTarget:
        given = unseen(typed, _aimed(_held(db, targets(db, visitor, year).get(key))))
        draft = TargetDraft.read({**given, "indicator_key": key, "fiscal_year": year})
        return set_target(db, visitor, draft, name=one.name, unit=one.unit, path=_path(one, year))

    return kept(
        request,
        db,
        act,
        lambda _row: f"{TARGETS}?year={year}",
        lambda wrong: _target(request, db, visitor, key, typed, wrong),
    )
