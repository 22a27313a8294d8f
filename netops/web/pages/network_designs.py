"""Versions of a school's design: written as options with their cost, kept with their paper, shown as they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from netops.models.paper import Paper
from netops.networking import acts
from netops.networking.course import approved, hand_in
from netops.networking.gathering import AsOf, gap_of_site
from netops.networking.proposing import proposed
from netops.web.access import Visitor, allowed
from netops.web.casework import doer_of
from netops.web.forms.layout import scaled, unscaled
from netops.web.hand import hand_of
from netops.web.network_file import HOME, Asking, as_of, file_of, school_of
from netops.web.network_words import WORDS
from network.store.designs import LETTERS, designs_of, find_design
from service.i18n import _
from service.refusal import MissingError
from service.web.form import Field, Posted, Rows, Section, flat, nested
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("network.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("network.write"))]
_SATANG = 100


@router.get("/designs/{row_id:int}")
def show(request: Request, db: Db, visitor: MayRead, row_id: int) -> Response:
    """One version, as it was made."""
    row = find_design(db, row_id, office_id=visitor.office_id)
    site = db.get_one(Site, row.site_id)
    if visitor.sight.site_id not in (None, site.id):
        raise MissingError("design")
    paper = db.get(Paper, row.paper_id) if row.paper_id is not None else None
    return page(
        request,
        "network_design.html",
        row=row,
        site=site,
        home=file_of(site),
        paper=paper,
        is_approved=paper is not None and paper.pdf_sha256 in approved(db, site.id or 0),
        **WORDS,
    )


@router.get("/schools/{code}/design")
def new(request: Request, db: Db, visitor: MayWrite, code: str) -> Response:
    """Begun from the newest version; without one, from what would fill the gap."""
    site = school_of(db, visitor, code)
    return _form(site).shown(request, flat(_begun(db, site, as_of(request))))


def _begun(db: Session, site: Site, at: AsOf) -> dict[str, Any]:
    newest = next(iter(designs_of(db, site.id or 0)), None)
    if newest is not None:
        options: Any = newest.options
        lines = [_line(one["option"], line) for one in options for line in one["lines"]]
        return {"owner": newest.owner, "chosen": options[newest.chosen]["option"], "lines": lines}
    found = proposed(db, site, gap_of_site(db, site, at.at).lines, at.day)
    lines = [
        _line("A", {"what": o.what, "quantity": o.quantity, "price_satang": o.price_satang, "source": o.source})
        for o in found
    ]
    return {"chosen": "A", "lines": lines}


def _line(option: str, line: Mapping[str, Any]) -> dict[str, str]:
    kept = {name: str(line[name]) for name in ("what", "quantity", "source")}
    return {"option": option, "price_baht": unscaled(line["price_satang"], _SATANG), **kept}


@router.post("/schools/{code}/design")
def keep(request: Request, db: Db, visitor: MayWrite, code: str, typed: Posted) -> Response:
    """A version that does not change any more, with its paper."""
    site, at = school_of(db, visitor, code), as_of(request)
    hand, doer = hand_of(request, db, visitor), doer_of(db, visitor)

    def act() -> None:
        row = acts.keep_design(hand, site, _given(typed), at)
        hand_in(doer, site.id or 0, "design", db.get_one(Paper, row.paper_id))

    return _form(site).saved(request, db, typed, act, file_of(site, "design"), _("The version is kept."))


def _given(typed: Mapping[str, str]) -> dict[str, Any]:
    given = nested(typed)
    given["lines"] = [
        {**{k: v for k, v in line.items() if k != "price_baht"}, "price_satang": _price(line)}
        for line in given.get("lines", ())
        if line.get("what", "").strip()
    ]
    return given


def _price(line: Mapping[str, str]) -> object:
    return scaled(line.get("price_baht", ""), _SATANG)


def _form(site: Site) -> Asking:
    letters = [(one, one) for one in LETTERS]
    head = (
        Field("owner", _("Person in charge"), hint=_("Name and position"), required=True),
        Field("chosen", _("Option that is proposed"), "select", options=letters),
        Field("reason", _("Why this version"), "textarea", maxlength=2000),
    )
    columns = (
        Field("option", _("Option"), "select", options=letters),
        Field("what", _("What")),
        Field("quantity", _("Quantity"), "number"),
        Field("price_baht", _("Price each (baht)")),
        Field("source", _("Where this is from")),
    )
    lines = Rows(
        "lines", _("Lines of the options"), columns, _("Lines of option A were proposed from what is lacking.")
    )
    sections = (Section(site.name, head), Section("", (), (lines,)))
    return Asking(
        _("New version of the design"),
        f"{file_of(site)}/design",
        file_of(site),
        sections,
        _("Keep this version as paper"),
        named=lambda name: name.replace("price_satang", "price_baht"),
    )
