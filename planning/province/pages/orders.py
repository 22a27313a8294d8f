"""Orders that appoint committees and working groups: their members in rank order, and who may be counted on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response

from planning.kit import copies, happened
from planning.kit.visitor import Visitor
from planning.plans.store.papers import papers_of
from planning.province import words
from planning.province.committees import in_office
from planning.province.copied import COMMITTEES
from planning.province.models.order import Member, Order
from planning.province.pages.answering import attempt, shown, stored
from planning.province.pages.listing import Line, Listing, State
from planning.province.store import agencies, rows
from planning.province.store import orders as store
from planning.province.store.orders import MemberDraft, OrderDraft
from service.i18n import N_, _
from service.web.access import Allowed
from service.web.form import Field, Form, Posted, Section, Typed, choices
from service.web.render import page, redirect
from service.web.table import Column
from service.web.transaction import Db

router = APIRouter(include_in_schema=False)
HOME: Final = "/orders"
MayRead = Annotated[Visitor, Depends(Allowed("province.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("province.write"))]


def _line(row: Order) -> Line:
    today = happened.today()
    holds = row.begins_on <= today and (row.ends_on is None or today <= row.ends_on)
    state = State(_("in office"), "green") if holds else State(_("not in office"), "secondary")
    return Line(
        f"{HOME}/{row.id}",
        {
            "committee": row.committee,
            "kind": _(words.COMMITTEES[row.kind]),
            "number": row.number,
            "begins": row.begins_on,
            "ends": row.ends_on,
            "state": state,
        },
    )


ORDERS: Final = Listing(
    HOME,
    (
        Column("committee", N_("Committee or working group")),
        Column("kind", N_("Kind of committee")),
        Column("number", N_("Order number")),
        Column("begins", N_("Term begins")),
        Column("ends", N_("Term ends")),
        Column("state", N_("State"), sortable=False),
    ),
    _line,
    "begins",
    ("kind",),
    "orders",
)


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """All of the office."""
    view = ORDERS.view(request, rows.every(db, visitor, Order, order=col(Order.begins_on)))
    acts = [(f"{HOME}/new", _("Write an order"), "plus")] if visitor.may("province.write") else []
    return page(request, "lines.html", view=view, title=_("Appointment orders"), acts=acts)


@router.get(f"{HOME}/export.{{kind}}")
def export(request: Request, db: Db, visitor: MayRead, kind: str) -> Response:
    """As shown."""
    return ORDERS.export(request, rows.every(db, visitor, Order), kind)


@router.get(f"{HOME}/new")
def new(request: Request, db: Db, visitor: MayWrite) -> Response:
    """The empty form."""
    return shown(request, _form(db, visitor, None, {"quorum_numerator": "1", "quorum_denominator": "2"}, {}))


@router.post(f"{HOME}/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """One more."""
    row, wrong = attempt(db, lambda: store.add_order(db, visitor, OrderDraft.read(typed)))
    if row is None:
        return shown(request, _form(db, visitor, None, typed, wrong))
    return redirect(request, f"{HOME}/{row.id}", _("Saved."))


@router.get(f"{HOME}/{{order_id:int}}")
def show(
    request: Request,
    db: Db,
    visitor: MayRead,
    order_id: int,
    on: Annotated[str, Query(max_length=10)] = "",
    present: Annotated[list[int] | None, Query(max_length=500)] = None,
) -> Response:
    """Its members in rank order, and whether those who came on a day are a quorum."""
    row = rows.find(db, visitor, Order, order_id)
    listed = store.members(db, visitor, row)
    day = _day(on)
    counting = {one.number for one in in_office(store.appointed(listed), day)}
    return page(
        request,
        "order.html",
        order=row,
        members=listed,
        papers=papers_of(db, visitor, "order", row.key),
        counting=counting,
        day=day,
        attendance=store.attended(row, listed, present or (), day) if on else None,
        present=frozenset(present or ()),
        words=words,
        registry=request.app.state.peers.links.get("registry", ""),
        may_write=visitor.may("province.write"),
    )


@router.get(f"{HOME}/{{order_id:int}}/edit")
def edit(request: Request, db: Db, visitor: MayWrite, order_id: int) -> Response:
    """With what is stored."""
    row = rows.find(db, visitor, Order, order_id)
    return shown(request, _form(db, visitor, row, stored(row, OrderDraft.model_fields), {}))


@router.post(f"{HOME}/{{order_id:int}}/edit")
def change(request: Request, db: Db, visitor: MayWrite, order_id: int, typed: Posted) -> Response:
    """As typed."""
    row = rows.find(db, visitor, Order, order_id, to_change=True)
    _done, wrong = attempt(db, lambda: rows.change(db, visitor, row, OrderDraft.read(typed), twice="committee"))
    return (
        shown(request, _form(db, visitor, row, typed, wrong))
        if wrong
        else redirect(request, f"{HOME}/{order_id}", _("Saved."))
    )


@router.get(f"{HOME}/{{order_id:int}}/members/new")
def new_member(request: Request, db: Db, visitor: MayWrite, order_id: int) -> Response:
    """The next rank stands there already."""
    row = rows.find(db, visitor, Order, order_id)
    ranks = [one.row.rank for one in store.members(db, visitor, row)]
    return shown(request, _member_form(db, visitor, row, None, {"rank": str(max(ranks, default=0) + 1)}, {}))


@router.post(f"{HOME}/{{order_id:int}}/members/new")
def add_member(request: Request, db: Db, visitor: MayWrite, order_id: int, typed: Posted) -> Response:
    """One more member."""
    row = rows.find(db, visitor, Order, order_id, to_change=True)
    _member, wrong = attempt(db, lambda: store.add_member(db, visitor, row, MemberDraft.read(typed)))
    if wrong:
        return shown(request, _member_form(db, visitor, row, None, typed, wrong))
    return redirect(request, f"{HOME}/{order_id}", _("Saved."))


@router.get(f"{HOME}/{{order_id:int}}/members/{{member_id:int}}")
def edit_member(request: Request, db: Db, visitor: MayWrite, order_id: int, member_id: int) -> Response:
    """With what is stored."""
    row = rows.find(db, visitor, Order, order_id)
    member = store.find_member(db, visitor, row, member_id)
    return shown(request, _member_form(db, visitor, row, member, stored(member, MemberDraft.model_fields), {}))


@router.post(f"{HOME}/{{order_id:int}}/members/{{member_id:int}}")
def change_member(
    request: Request, db: Db, visitor: MayWrite, order_id: int, member_id: int, typed: Posted
) -> Response:
    """As typed: a term that ends early ends here."""
    row = rows.find(db, visitor, Order, order_id, to_change=True)
    member = store.find_member(db, visitor, row, member_id)
    _done, wrong = attempt(db, lambda: store.change_member(db, visitor, row, member, MemberDraft.read(typed)))
    if wrong:
        return shown(request, _member_form(db, visitor, row, member, typed, wrong))
    return redirect(request, f"{HOME}/{order_id}", _("Saved."))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return happened.today()


def _registered(db: Session, visitor: Visitor, chosen: str) -> list[tuple[str, str]]:
    """The committees of the registry; one that the copy does not have any more stays chosen."""
    found = {one.key: one.name for one in copies.rows(db, visitor.office_code, COMMITTEES).rows}
    if chosen and chosen not in found:
        found[chosen] = chosen
    return [("", "–"), *found.items()]


def _form(db: Session, visitor: Visitor, row: Order | None, typed: Typed, wrong: Mapping[str, str]) -> Form:
    first = (
        Field("committee", _("Committee or working group"), required=True),
        Field("kind", _("Kind of committee"), "select", options=words.options(words.COMMITTEES)),
        Field("begins_on", _("Term begins"), "date", required=True),
        Field("ends_on", _("Term ends"), "date"),
        Field("quorum_numerator", _("Quorum: so many"), "number"),
        Field("quorum_denominator", _("of so many members"), "number"),
        Field(
            "committee_key",
            _("Committee in the registry"),
            "select",
            options=_registered(db, visitor, typed.get("committee_key", "")),
            hint=_("Meetings and resolutions are kept there"),
        ),
    )
    order = (
        Field("number", _("Order number"), hint=_("e.g. 12/2570")),
        Field("signed_on", _("Signed on"), "date"),
        Field("reason", _("Why it is appointed"), "textarea", maxlength=2000),
        Field("duties", _("Duties, one in each line"), "textarea", maxlength=4000, lines=5),
        Field("signer", _("Who signs")),
        Field("signer_position", _("Position of who signs")),
        Field("seen", "", "hidden"),
    )
    action = f"{HOME}/{row.id}/edit" if row else f"{HOME}/new"
    back = f"{HOME}/{row.id}" if row else HOME
    title = row.committee if row else _("Write an order")
    return Form(title, action, back, (Section(_("Committee"), first), Section(_("Order"), order)), typed, wrong)


def _member_form(
    db: Session, visitor: Visitor, order: Order, row: Member | None, typed: Typed, wrong: Mapping[str, str]
) -> Form:
    fields = (
        Field("rank", _("Rank in the order"), "number", required=True),
        Field("seat", _("Seat"), "select", options=words.options(words.SEATS)),
        Field("name", _("Name"), required=True),
        Field("position", _("Position")),
        Field(
            "agency_id",
            _("Agency"),
            "select",
            options=choices((one.id, one.name) for one in agencies.agencies(db, visitor)),
            find=True,
        ),
        Field("begins_on", _("Own term begins"), "date", hint=_("Only where it differs from the order's")),
        Field("ends_on", _("Own term ends"), "date"),
        Field("seen", "", "hidden"),
    )
    at = f"{HOME}/{order.id}"
    action = f"{at}/members/{row.id}" if row else f"{at}/members/new"
    return Form(row.name if row else _("Add a member"), action, at, (Section(order.committee, fields),), typed, wrong)
