"""Changes of a school's network: asked for, decided, ordered, tested by the collectors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.device import Device
from inventory.models.link import Link
from inventory.models.site import Site
from netops.networking import acts, making
from netops.networking.asking import ask_live
from netops.web.access import Visitor, allowed
from netops.web.hand import hand_of
from netops.web.network_file import HOME, Asking, acted, as_of, file_of, school_of
from netops.web.network_words import CHECK_WORDS, WORDS
from netops.web.pages.innovation_papers import done
from netops.web.pages.network_study import kept
from network.acceptance import CheckKind
from network.models.change import ChangeState
from network.store.changes import checks_of, find_change, find_order, orders_of, tests_of
from network.store.testing import thing_of
from service.i18n import _
from service.web.form import Field, Posted, Rows, Section, flat, nested
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("network.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("network.write"))]
MayDecide = Annotated[Visitor, Depends(allowed("network.decide"))]


@router.get("/schools/{code}/change")
def new(request: Request, db: Db, visitor: MayWrite, code: str) -> Response:
    """What is to change."""
    site = school_of(db, visitor, code)
    return _change_form(site).shown(request, flat({"planned_on": as_of(request).day}))


@router.post("/schools/{code}/change")
def ask(request: Request, db: Db, visitor: MayWrite, code: str, typed: Posted) -> Response:
    """It waits for the director."""
    site, at = school_of(db, visitor, code), as_of(request)
    hand = hand_of(request, db, visitor)
    return _change_form(site).saved(
        request, db, typed, lambda: acts.ask_change(hand, site, typed, at), file_of(site, "changes"), _("Saved.")
    )


def _change_form(site: Site) -> Asking:
    fields = (
        Field("title", _("What is to change"), required=True, wide=True),
        Field("planned_on", _("To be done on"), "date", required=True),
        Field("why", _("Why"), "textarea", maxlength=2000),
        Field("danger", _("What could go wrong"), "textarea", maxlength=2000),
        Field("way_back", _("The way back"), "textarea", maxlength=2000, hint=_("How it is undone when it fails")),
    )
    sections = (Section(site.name, fields),)
    return Asking(_("Request for a change"), f"{file_of(site)}/change", file_of(site), sections, _("Send"))


@router.get("/changes/{row_id:int}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """The request, its decision, its orders with their tests."""
    row, site = find_change(db, visitor.sight, row_id)
    return page(
        request,
        "network_change.html",
        row=row,
        site=site,
        home=file_of(site),
        orders=[(one, _checks(db, one), tests_of(db, one)) for one in orders_of(db, row)],
        decides=visitor.may("network.decide") and row.state is ChangeState.ASKED,
        writes=visitor.may("network.write"),
        orders_may_come=visitor.may("network.write") and row.state is ChangeState.APPROVED,
        **WORDS,
    )


def _checks(db: Session, order: Any) -> list[tuple[Any, str]]:
    return [(one, thing_of(db, one)) for one in checks_of(db, order)]


@router.post("/changes/{row_id:int}/decide")
def decide(request: Request, db: Db, visitor: MayDecide, row_id: int, typed: Posted) -> Response:
    """Approved, or refused with a reason."""
    row, site = find_change(db, visitor.sight, row_id)
    hand, at = hand_of(request, db, visitor), as_of(request)
    where = f"{HOME}/changes/{row_id}"
    return acted(request, db, lambda: acts.decide_change(hand, row, site, typed, at), where, _("Saved."))


@router.post("/changes/{row_id:int}/paper")
def paper(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The request as paper."""
    row, site = find_change(db, visitor.sight, row_id)
    at = as_of(request)
    by = acts.by_of(hand_of(request, db, visitor), at)
    return done(request, db, visitor, making.make_change(db, site, row, at, by))


@router.get("/changes/{row_id:int}/order")
def new_order(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """Who does it, and what the collectors then have to find."""
    row, site = find_change(db, visitor.sight, row_id)
    return _order_form(db, site, row_id).shown(request, flat({"due_on": row.planned_on}))


@router.post("/changes/{row_id:int}/order")
def order(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """As it was typed."""
    row, site = find_change(db, visitor.sight, row_id)
    hand, at = hand_of(request, db, visitor), as_of(request)
    return _order_form(db, site, row_id).saved(
        request,
        db,
        typed,
        lambda: acts.order_work(hand, row, site, _given(typed), at),
        f"{HOME}/changes/{row_id}",
        _("Saved."),
    )


def _given(typed: Mapping[str, str]) -> dict[str, Any]:
    """A row of checks names its device as `d12` and its link as `l7`. A row without a thing is left out."""
    given = nested(typed)
    checks = []
    for row in given.get("checks", ()):
        thing = row.pop("thing", "")
        if not thing:
            continue
        name = {"d": "device_id", "l": "link_id"}.get(thing[:1], "device_id")
        checks.append({**row, name: thing[1:]})
    return {**given, "checks": checks}


def _order_form(db: Session, site: Site, change_id: int) -> Asking:
    devices = select(Device.id, Device.name).where(Device.site_id == site.id, col(Device.archived_at).is_(None))
    links = select(Link.id, Link.name).where(Link.site_id == site.id, col(Link.archived_at).is_(None))
    things = [("", "–")]
    things += [(f"d{row_id}", name) for row_id, name in db.exec(devices.order_by(col(Device.name)))]
    link_word = _("Link")
    things += [(f"l{row_id}", f"{link_word} {name}") for row_id, name in db.exec(links.order_by(col(Link.name)))]
    head = (
        Field("owner", _("Who does it"), required=True),
        Field("due_on", _("Until when"), "date", required=True),
        Field("work", _("What is to be done"), "textarea", maxlength=2000),
    )
    columns = (
        Field("kind", _("Check"), "select", options=[(one.value, _(CHECK_WORDS[one])) for one in CheckKind]),
        Field("thing", _("Device or link"), "select", options=things),
        Field("port", _("Port")),
        Field("wanted", _("Has to be")),
    )
    rows = Rows(
        "checks",
        _("What has to be measured"),
        columns,
        _("The order is accepted only by what the collectors measured after it was given."),
        spare=4,
    )
    where = f"{HOME}/changes/{change_id}"
    sections = (Section(site.name, head), Section("", (), (rows,)))
    return Asking(_("Work order"), f"{where}/order", where, sections, named=_named)


def _named(name: str) -> str:
    return name.replace(".device_id", ".thing").replace(".link_id", ".thing")


@router.post("/orders/{row_id:int}/test")
def test(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The collectors ask what the order is about, live; that and what was measured since the order decides."""
    row, change, site = find_order(db, visitor.sight, row_id)
    hand = hand_of(request, db, visitor)
    asked = ask_live(request.app.state.poller.examine, checks_of(db, row)) if row.accepted_at is None else {}
    db.expire_all()  # the walks were stored meanwhile
    at, where = as_of(request), f"{HOME}/changes/{change.id}#order-{row_id}"
    done = _("The test was run.") if asked else _("Tested by what was stored: the collectors did not answer just now.")
    return acted(request, db, lambda: acts.run_test(hand, row, site, at, asked), where, done)


@router.post("/orders/{row_id:int}/paper")
def acceptance(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The newest test as paper; one that passed is evidence of its step."""
    row, change, site = find_order(db, visitor.sight, row_id)
    at = as_of(request)
    newest = next(iter(tests_of(db, row)), None)
    order_ = making.order_for(site, at, acts.by_of(hand_of(request, db, visitor), at))
    made = making.make_acceptance(db, site, (change, row), newest, order_)
    if newest is None or not newest.is_passed:
        return done(request, db, visitor, made)
    return kept(request, db, visitor, (site, "acceptance"), made)
