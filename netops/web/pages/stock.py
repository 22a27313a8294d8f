"""Stock cards: the list, one card, what comes in and goes out, and the papers of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.stock import StockItem
from inventory.queries.stock import KIND_WORDS, STOCK, on_hand, stock_card
from inventory.store.stock import IssueDraft, ReceiptDraft
from netops.asset_editors import StockItems
from netops.book.stock_papers import make_stock_balance, make_stock_card
from netops.web.access import Visitor, allowed
from netops.web.forms.layout import scaled
from netops.web.forms.stock import issue_fields, receipt_fields
from netops.web.hand import hand_of
from netops.web.listing import exported, kinds_of, view_of
from netops.web.pages.asset_papers import done, made_now
from netops.web.pages.assets import today_of
from office.fiscal import FiscalYear
from service.i18n import _
from service.refusal import RefusedError
from service.web.form import Form, Posted, Section, problems
from service.web.render import page, redirect
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/stock"
MayRead = Annotated[Visitor, Depends(allowed("stock.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("stock.write"))]
Act = Callable[[StockItems, StockItem], object]


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """What is below its minimum first."""
    view = view_of(request, db, visitor, STOCK, path=HOME)
    return page(request, "stock.html", view=view, kinds=kinds_of(STOCK), kind_words=KIND_WORDS)


@router.get(f"{HOME}/export.{{kind}}")
def export(
    request: Request, db: Db, visitor: Annotated[Visitor, Depends(allowed("exports.run"))], kind: str
) -> Response:
    """Exactly the rows and columns that the list shows, all its pages."""
    return exported(request, db, visitor, STOCK, kind)


@router.post(f"{HOME}/balance")
def balance(request: Request, db: Db, visitor: MayWrite) -> Response:
    """What there was on the last 30 September, as paper."""
    made = made_now(request, visitor)
    day = FiscalYear.of(made.today).preceding.last
    try:
        paper = make_stock_balance(db, visitor.sight, on_hand(db, visitor.sight, day), day, made)
    except RefusedError as error:
        return redirect(request, HOME, " ".join(problems(error).values()), kind="danger")
    return done(request, db, visitor, paper)


@router.get(f"{HOME}/{{row_id:int}}")
def one(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The card with its lines."""
    return _shown(request, db, visitor, row_id)


@router.post(f"{HOME}/{{row_id:int}}/receive")
def receive(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Pieces came in."""
    given: dict[str, Any] = {name: text for name, text in typed.items() if name != "price_baht"}
    given["price_satang"] = scaled(typed.get("price_baht"), 100)

    def act(desk: StockItems, row: StockItem) -> object:
        return desk.receive(row, ReceiptDraft.read(given))

    return _moved(request, db, visitor, row_id, typed, act)


@router.post(f"{HOME}/{{row_id:int}}/issue")
def issue(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """Pieces go out."""

    def act(desk: StockItems, row: StockItem) -> object:
        return desk.issue(row, IssueDraft.read(typed))

    return _moved(request, db, visitor, row_id, typed, act)


@router.post(f"{HOME}/{{row_id:int}}/paper")
def paper(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The card as it stands now."""
    made = made_now(request, visitor)
    return done(request, db, visitor, make_stock_card(db, stock_card(db, visitor.sight, row_id), made))


def _moved(
    request: Request, db: Session, visitor: Visitor, row_id: int, typed: Mapping[str, str], act: Act
) -> Response:
    desk = StockItems(hand_of(request, db, visitor))
    row = desk.get(row_id)
    try:
        with db.begin_nested():
            act(desk, row)
    except RefusedError as error:
        db.refresh(row)
        wrong = problems(error, lambda name: "price_baht" if name == "price_satang" else name)
        which = "receive" if request.url.path.endswith("/receive") else "issue"
        return _shown(request, db, visitor, row_id, refused=(which, typed, wrong))
    return redirect(request, f"{HOME}/{row_id}", _("Saved."))


def _shown(
    request: Request,
    db: Session,
    visitor: Visitor,
    row_id: int,
    *,
    refused: tuple[str, Mapping[str, str], Mapping[str, str]] | None = None,
) -> Response:
    found = stock_card(db, visitor.sight, row_id)
    today = today_of(request).isoformat()
    which, typed, wrong = refused or ("", {}, {})

    def form(name: str, title: str, fields: Any) -> Form:
        is_it = which == name
        return Form(
            title=title,
            action=f"{HOME}/{row_id}/{name}",
            back=f"{HOME}/{row_id}",
            sections=(Section("", fields),),
            values=typed if is_it else {"moved_on": today},
            problems=wrong if is_it else {},
        )

    may_write = visitor.may("stock.write") and found.item.archived_at is None
    forms = [
        form("issue", _("Issue"), issue_fields(db, visitor.sight, found.item.site_id)),
        form("receive", _("Receive"), receipt_fields()),
    ]
    return page(
        request,
        "stock_card.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
        found=found,
        forms=forms if may_write else [],
        kind_words=KIND_WORDS,
    )
