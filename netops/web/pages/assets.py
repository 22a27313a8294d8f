"""The asset book: the list, the card of one asset, its condition, and the classes with their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.assets.depreciation import Written
from inventory.assets.reckoning import ages_of, judged, lines_of
from inventory.assets.terms import Untold
from inventory.models.asset import Asset, AssetClass, AssetClassTerm, AssetRule, Standing
from inventory.models.transfer import TransferState
from inventory.queries.assets import ASSETS, FUND_WORDS, STANDING_WORDS, Card, card, sums
from inventory.queries.disposals import METHOD_WORDS, disposals_of
from inventory.queries.lendings import lendings_of
from inventory.queries.repairs import RESULT_WORDS, repairs_of
from inventory.queries.transfers import STATE_WORDS, transfers_of
from inventory.store.asset_classes import RuleDraft, begin_book, book_of, store_rule
from netops.asset_editors import Assets
from netops.audit import record
from netops.web.access import Visitor, allowed
from netops.web.asset_history import told
from netops.web.forms.layout import scaled
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, question_of, view_of
from office.fiscal import FiscalYear
from procurement.queries.provenance import provenance
from service.columns import utc_now
from service.i18n import N_, _
from service.refusal import RefusedError, refuse
from service.thai_order import in_thai
from service.web.form import Field, Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/assets"
CLASSES: Final = "/asset-classes"
MayRead = Annotated[Visitor, Depends(allowed("assets.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("assets.write"))]
MayWriteClasses = Annotated[Visitor, Depends(allowed("asset_classes.write"))]
UNTOLD_WORDS: Final = {
    Untold.NO_PRICE: N_("The price is not known: enter it, and the depreciation is reckoned."),
    Untold.NO_DAY: N_("The day of acquisition is not known: enter it, and the depreciation is reckoned."),
    Untold.BELOW_THRESHOLD: N_("It cost less than the threshold: registered, not depreciated."),
    Untold.NO_TERM: N_("Its class says no life: choose a class or enter its life."),
    Untold.NOT_DEPRECIATED: N_("Its class is not depreciated."),
}
# Which shape stands before a condition: those of things of the network that are as good or bad.
STANDING_SHAPES: Final = {
    Standing.IN_USE: "up",
    Standing.BROKEN: "down",
    Standing.WORN: "degraded",
    Standing.LOST: "unknown",
    Standing.LENT: "maintenance",
    Standing.TO_DISPOSE: "degraded",
    Standing.DISPOSED: "closed",
}
TRANSFER_SHAPES: Final = {
    TransferState.PROPOSED: "degraded",
    TransferState.ACCEPTED: "up",
    TransferState.REFUSED: "down",
    TransferState.WITHDRAWN: "closed",
}
WORDS: Final[dict[str, Any]] = {
    "standings": STANDING_WORDS,
    "standing_shapes": STANDING_SHAPES,
    "funds": FUND_WORDS,
}


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All cards that may be seen, with their sums."""
    view = view_of(request, db, visitor, ASSETS, path=HOME)
    if not view.rows and view.asked.page > 1:
        return redirect(request, f"{HOME}?{view.asked.query}")  # the list has become shorter
    return page(
        request,
        "assets.html",
        view=view,
        kinds=kinds_of(ASSETS),
        sums=sums(db, visitor.sight, question_of(view.asked)),
        **WORDS,
    )


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, ASSETS, kind)


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The card."""
    return _shown(request, db, visitor, card(db, visitor.sight, row_id))


@router.post(f"{HOME}/{{row_id:int}}/standing")
def stand(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Write down its condition; what is lost, to be disposed of or disposed of needs a reason."""
    editor = Assets(hand_of(request, db, visitor))
    row = editor.get(row_id)
    try:
        with db.begin_nested():
            wanted = typed.get("standing", "")
            if wanted not in set(Standing):
                raise refuse("standing", N_("Choose one"))
            editor.stand(row, Standing(wanted), note=typed.get("note", ""), on=today_of(request))
    except RefusedError as error:
        db.refresh(row)
        found = card(db, visitor.sight, row_id)
        return _shown(request, db, visitor, found, typed=typed, wrong=problems(error))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    found: Card,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    asset, book, today = found.asset, book_of(db, visitor.office_id), today_of(request)
    written = judged(asset, book)
    condition = standing_form(asset, typed, wrong) if visitor.may("assets.write") else None
    return page(
        request,
        "asset.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        found=found,
        written=written if isinstance(written, Written) else None,
        untold=UNTOLD_WORDS[written] if isinstance(written, Untold) else "",
        lines=lines_of(asset, written),
        this_year=FiscalYear.of(today),
        ages=ages_of(asset, book, today),
        today=today,
        condition=condition,
        bought=provenance(db, visitor.sight, asset.id or 0) if visitor.may("purchases.read") else None,
        plan_url=request.app.state.settings.sibling_urls.get("annual_plan", "").rstrip("/"),
        repairs=repairs_of(db, visitor.sight, asset.id or 0),
        results=RESULT_WORDS,
        lendings=lendings_of(db, visitor.sight, asset.id or 0),
        transfers=transfers_of(db, visitor.sight, asset.id or 0),
        transfer_states=STATE_WORDS,
        disposals=disposals_of(db, visitor.sight, asset.id or 0),
        methods=METHOD_WORDS,
        transfer_shapes=TRANSFER_SHAPES,
        history=told(db, visitor.sight, found.events),
        **WORDS,
    )


def standing_form(asset: Asset, typed: Mapping[str, str] | None, wrong: Mapping[str, str] | None) -> Form:
    """Its condition, and why."""
    fields = (
        Field(
            "standing",
            _("Condition"),
            "select",
            options=[(one.value, _(said)) for one, said in STANDING_WORDS.items()],
        ),
        Field("note", _("Why, and by which order or paper"), "textarea", lines=2, maxlength=2000),
    )
    return Form(
        title=_("Condition"),
        action=f"{HOME}/{asset.id}/standing",
        back=f"{HOME}/{asset.id}",
        sections=(Section("", fields),),
        values=typed or {"standing": asset.standing.value},
        problems=wrong or {},
    )


def today_of(request: Request) -> date:
    """On the office's own clock."""
    zone: ZoneInfo = request.app.state.render.zone
    return utc_now().astimezone(zone).date()


@router.get(CLASSES)
def classes(request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("asset_classes.read"))]) -> Response:
    """Classes with their terms, and the office's own parameters."""
    return _classes(request, db, visitor)


def _classes(
    request: Request,
    db: Session,
    visitor: Visitor,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> Response:
    rows = db.exec(
        select(AssetClass).where(AssetClass.office_id == visitor.office_id).order_by(in_thai(AssetClass.name))
    ).all()
    terms: dict[int, list[AssetClassTerm]] = {row.id or 0: [] for row in rows}
    wanted = select(AssetClassTerm).where(col(AssetClassTerm.class_id).in_(terms))
    for term in db.exec(wanted.order_by(col(AssetClassTerm.valid_from).desc())):
        terms[term.class_id].append(term)
    rules = select(AssetRule).where(AssetRule.office_id == visitor.office_id)
    return page(
        request,
        "asset_classes.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        rows=rows,
        terms=terms,
        rules=db.exec(rules.order_by(col(AssetRule.valid_from).desc())).all(),
        form=_rule_form(typed or {}, wrong or {}) if visitor.may("asset_classes.write") else None,
    )


def _rule_form(typed: Mapping[str, str], wrong: Mapping[str, str]) -> Form:
    fields = (
        Field("valid_from", _("For what was acquired from"), "date", required=True),
        Field("threshold_baht", _("Not depreciated below (baht each)"), required=True, maxlength=20),
        Field("replace_after_years", _("May be replaced after (years of use)"), required=True, maxlength=3),
        Field("source", _("Where this is from"), hint=_("Circular, manual, decision")),
    )
    return Form(
        title=_("Parameters from another day on"),
        action=f"{CLASSES}/rules",
        back=CLASSES,
        sections=(Section("", fields),),
        values=typed,
        problems=wrong,
    )


@router.post(f"{CLASSES}/rules")
def add_rule(request: Request, db: Db, visitor: MayWriteClasses, typed: Posted) -> Response:
    """Parameters that hold for what is acquired from a day on."""
    given: dict[str, Any] = {name: value for name, value in typed.items() if name != "threshold_baht"}
    given["threshold_satang"] = scaled(typed.get("threshold_baht"), 100)
    try:
        with db.begin_nested():
            rule = store_rule(db, RuleDraft.read(given), office_id=visitor.office_id)
    except RefusedError as error:
        named = {"threshold_satang": "threshold_baht"}
        wrong = problems(error, lambda name: named.get(name, name))
        return _classes(request, db, visitor, typed=typed, wrong=wrong)
    detail = {"valid_from": rule.valid_from.isoformat(), "threshold_satang": rule.threshold_satang}
    record(db, visitor.actor, "asset_rule.stored", subject="asset_rule", subject_id=rule.id, detail=detail)
    return redirect(request, CLASSES, _("Saved."))


@router.post(f"{CLASSES}/begin")
def begin(request: Request, db: Db, visitor: MayWriteClasses) -> Response:
    """The usual classes and parameters, where there are none."""
    begin_book(db, visitor.office_id)
    record(db, visitor.actor, "asset_book.begun", subject="office", subject_id=visitor.office_id)
    return redirect(request, CLASSES, _("Saved."))
