"""Development of the network: where each school stands, and the network file of one school."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Query
from sqlmodel import Session, col, select
from starlette.requests import Request
from starlette.responses import Response

from inventory.models.site import Site
from netops.cases.definitions import definition_of
from netops.cases.facts import view_case
from netops.models.case import CaseStep, WorkCase
from netops.models.paper import Paper
from netops.models.person import Person
from netops.networking.acts import write_part
from netops.networking.course import approved, begin, cases_of, open_steps
from netops.networking.gathering import gap_of_site, month_availability
from netops.networking.risks import risk_facts
from netops.web.access import Visitor, allowed
from netops.web.casework import doer_of
from netops.web.flow import case_flow
from netops.web.hand import hand_of
from netops.web.network_file import HOME, Asking, acted, as_of, file_of, school_of
from netops.web.network_words import WORDS
from network.completeness import Completeness, FilePart
from network.queries.state import SchoolGap, gaps, unregistered
from network.queries.words import PART_WORDS
from network.store.addresses import subnets
from network.store.changes import changes_of
from network.store.designs import designs_of
from network.store.drills import drills_of
from network.store.manuals import texts_of, versions_of
from network.store.parts import completeness_of, parts_of
from network.store.pictures import pictures_of
from network.store.surveys import surveys_of
from service.i18n import _, spoken
from service.web.flow import Flow
from service.web.form import Field, Posted, Section, flat
from service.web.render import page
from service.web.transaction import Db

router = APIRouter(prefix=HOME, include_in_schema=False)
MayRead = Annotated[Visitor, Depends(allowed("network.read"))]
MayWrite = Annotated[Visitor, Depends(allowed("network.write"))]
FILTERS: Final = ("all", "lacking", "incomplete", "late")


@dataclass(frozen=True, slots=True)
class Row:
    """One school in the list. `step` is the title of today's step."""

    gap: SchoolGap
    complete: Completeness
    step: str
    open: CaseStep | None
    is_late: bool


@router.get("")
def listed(
    request: Request,
    db: Db,
    visitor: MayRead,
    q: Annotated[str, Query(max_length=120)] = "",
    show: Annotated[str, Query(max_length=16)] = "all",
) -> Response:
    """All schools that may be seen, by name: what they lack, how complete their files are, and today's step."""
    at = as_of(request)
    found = gaps(db, visitor.sight, at.at)
    ids = [one.site.id or 0 for one in found]
    complete = completeness_of(db, ids, at.day, risks=risk_facts(db, ids, at.zone))
    steps, cases = open_steps(db, ids), cases_of(db, ids)
    rows = [_row(one, complete, steps, cases, at.day) for one in found]
    kept = [row for row in rows if _fits(row, q.strip().lower(), show)]
    return page(
        request,
        "network.html",
        rows=kept,
        total=len(rows),
        sums=_sums(rows),
        q=q,
        show=show,
        filters=FILTERS,
        **WORDS,
    )


def _sums(rows: list[Row]) -> dict[str, int]:
    """What is said of all schools together."""
    met = [row.gap.is_met for row in rows if row.gap.is_met is not None]
    whole = sum(row.complete.percent == 100 for row in rows)
    return {"met": sum(met), "known": len(met), "whole": whole, "late": sum(row.is_late for row in rows)}


def _row(one: SchoolGap, complete: Any, steps: dict[int, CaseStep], cases: dict[int, WorkCase], today: Any) -> Row:
    site_id = one.site.id or 0
    step = steps.get(site_id)
    title = definition_of(cases[site_id]).by_key[step.key].title.said(spoken()) if step is not None else ""
    is_late = step is not None and step.due_on is not None and step.due_on < today
    return Row(one, complete[site_id], title, step, is_late)


def _fits(row: Row, q: str, show: str) -> bool:
    site = row.gap.site
    if q and q not in f"{site.name} {site.code} {site.district}".lower():
        return False
    match show:
        case "lacking":
            return row.gap.is_met is False
        case "incomplete":
            return row.complete.percent < 100
        case "late":
            return row.is_late
        case _:
            return True


@router.get("/schools/{code}")
def one_school(request: Request, db: Db, visitor: MayRead, code: str) -> Response:
    """The network file: its five parts, the chart, state against target, and all that hangs on them."""
    site = school_of(db, visitor, code)
    site_id, at = site.id or 0, as_of(request)
    case = cases_of(db, [site_id]).get(site_id)
    designs, manuals = designs_of(db, site_id), versions_of(db, site_id)
    return page(
        request,
        "network_school.html",
        site=site,
        home=file_of(site),
        gap=gap_of_site(db, site, at.at),
        month=month_availability(db, site, at),
        complete=completeness_of(db, [site_id], at.day, risks=risk_facts(db, [site_id], at.zone))[site_id],
        rows=parts_of(db, [site_id]).get(site_id, {}),
        case=case,
        flow=_flow(db, visitor, case) if case is not None else None,
        survey=next(iter(surveys_of(db, site_id)), None),
        pictures=pictures_of(db, site_id),
        strangers=unregistered(db, site_id),
        subnets=[row for row, _site in subnets(db, visitor.sight) if row.site_id == site_id],
        designs=designs,
        hashes=_hashes(db, [one.paper_id for one in designs]),
        approved=approved(db, site_id),
        changes=changes_of(db, site_id),
        texts=texts_of(db, [site_id])[site_id],
        manuals=manuals,
        drills=drills_of(db, site_id),
        writes=visitor.may("network.write"),
        surveys=visitor.may("network.survey"),
        **WORDS,
    )


def _flow(db: Session, visitor: Visitor, case: WorkCase) -> Flow:
    view = view_case(db, case, doer_of(db, visitor).now)
    ids = {row.done_by or row.person_id for row in view.steps.values()}
    people = db.exec(select(Person.id, Person.name).where(col(Person.id).in_([one for one in ids if one])))
    return case_flow(view, {row_id or 0: name for row_id, name in people})


def _hashes(db: Session, paper_ids: Collection[int | None]) -> dict[int | None, str]:
    wanted = [one for one in paper_ids if one is not None]
    return dict(db.exec(select(Paper.id, Paper.pdf_sha256).where(col(Paper.id).in_(wanted))).all())


@router.post("/schools/{code}/case")
def open_case(request: Request, db: Db, visitor: MayWrite, code: str) -> Response:
    """The case in which the steps of the process are walked."""
    site = school_of(db, visitor, code)
    return acted(
        request, db, lambda: begin(doer_of(db, visitor), site), file_of(site, "course"), _("The case is open.")
    )


@router.get("/schools/{code}/part")
def part(
    request: Request, db: Db, visitor: MayWrite, code: str, part: Annotated[str, Query(max_length=16)] = ""
) -> Response:
    """One part of the file by hand: its day, owner and day of review."""
    site = school_of(db, visitor, code)
    wanted = FilePart(part) if part in set(FilePart) else FilePart.DESIGN
    row = parts_of(db, [site.id or 0]).get(site.id or 0, {}).get(wanted)
    known = {name: getattr(row, name) for name in ("dated_on", "owner", "review_on", "note")} if row is not None else {}
    return _part_form(site).shown(request, flat({"part": wanted, **known}))


@router.post("/schools/{code}/part")
def save_part(request: Request, db: Db, visitor: MayWrite, code: str, typed: Posted) -> Response:
    """As it was typed."""
    site = school_of(db, visitor, code)
    hand = hand_of(request, db, visitor)
    return _part_form(site).saved(
        request, db, typed, lambda: write_part(hand, site, typed), file_of(site, "parts"), _("Saved.")
    )


def _part_form(site: Site) -> Asking:
    fields = (
        Field("part", _("Part of the file"), "select", options=[(one.value, _(PART_WORDS[one])) for one in FilePart]),
        Field("dated_on", _("Of which day it is"), "date"),
        Field("owner", _("Person in charge"), hint=_("Name and position")),
        Field("review_on", _("To be reviewed by"), "date"),
        Field("note", _("Where it stands"), wide=True),
    )
    return Asking(_("Part of the network file"), f"{file_of(site)}/part", file_of(site), (Section(site.name, fields),))
