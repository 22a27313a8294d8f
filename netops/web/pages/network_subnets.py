"""The address plan: subnets without overlaps, and what the addresses of devices show."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.queries.sight import Sight
from netops.networking import acts
from netops.web.access import Visitor, allowed
from netops.web.forms.layout import site_choices
from netops.web.hand import hand_of
from netops.web.network_file import HOME, Asking, acted
from network.store.addresses import SubnetDraft, find_subnet, not_planned, subnets
from service.i18n import _
from service.web.form import Act, Field, Posted, Section, flat
from service.web.render import page
from service.web.transaction import Db

PLAN = f"{HOME}/subnets"
router = APIRouter(prefix=PLAN, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("network.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("network.write"))]


@router.get("")
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """By address; and networks of devices that stand in no plan."""
    writes = visitor.may("network.write")
    found = not_planned(db, visitor.sight) if writes else []
    return page(request, "network_subnets.html", rows=subnets(db, visitor.sight), found=found, writes=writes)


@router.get("/new")
def new(request: Request, db: Db, visitor: MayWrite, site: str = "", cidr: str = "") -> Response:
    """An empty form, or one for a network that devices show."""
    values = {"site_id": site[:12], "cidr": cidr[:64], "is_routed": "yes"}
    return _form(db, visitor.sight, f"{PLAN}/new").shown(request, values)


@router.post("/new")
def create(request: Request, db: Db, visitor: MayWrite, typed: Posted) -> Response:
    """Refused when it overlaps, with the name of both."""
    hand = hand_of(request, db, visitor)
    form = _form(db, visitor.sight, f"{PLAN}/new")
    return form.saved(request, db, typed, lambda: acts.plan_subnet(hand, typed), PLAN, _("Saved."))


@router.get("/{row_id:int}")
def edit(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """The form of one."""
    row = find_subnet(db, row_id, office_id=visitor.office_id)
    values = flat({name: getattr(row, name) for name in SubnetDraft.model_fields})
    return _form(db, visitor.sight, f"{PLAN}/{row_id}", removable=True).shown(request, values)


@router.post("/{row_id:int}")
def change(request: Request, db: Db, visitor: MayWrite, row_id: int, typed: Posted) -> Response:
    """As it was typed."""
    row = find_subnet(db, row_id, office_id=visitor.office_id)
    hand = hand_of(request, db, visitor)
    form = _form(db, visitor.sight, f"{PLAN}/{row_id}", removable=True)
    return form.saved(request, db, typed, lambda: acts.change_subnet(hand, row, typed), PLAN, _("Saved."))


@router.post("/{row_id:int}/remove")
def remove(request: Request, db: Db, visitor: MayWrite, row_id: int) -> Response:
    """It is not used any more."""
    row = find_subnet(db, row_id, office_id=visitor.office_id)
    return acted(request, db, lambda: acts.remove_subnet(hand_of(request, db, visitor), row), PLAN, _("Done."))


def _form(db: Session, sight: Sight, action: str, *, removable: bool = False) -> Asking:
    sure = _("It is taken away; the audit log keeps what it was.")
    fields = (
        Field("site_id", _("School"), "select", options=[("", _("the office")), *site_choices(db, sight)]),
        Field("cidr", _("Subnet"), hint=_("Such as 10.5.0.0/24"), required=True, maxlength=64),
        Field("vlan", _("VLAN"), "number"),
        Field("gateway", _("Gateway"), maxlength=64),
        Field("purpose", _("What for")),
        Field(
            "is_routed",
            _("The office reaches it"),
            "checkbox",
            hint=_("Leave this empty for a network behind the school's own router: other schools may use it too."),
        ),
    )
    back = (Act(f"{action}/remove", _("Take away"), sure, icon="trash"),) if removable else ()
    return Asking(_("Subnet of the address plan"), action, PLAN, (Section("", fields),), acts=back)
