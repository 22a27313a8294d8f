"""References of the manual beside their successors, what points to each, and where a thing is aligned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from contract.data.registry import ReferenceRow
from office.fiscal import FiscalYear
from planning.kit.happened import today
from planning.kit.visitor import Visitor
from planning.plans import words
from planning.plans.declared import Pointing, shared_of
from planning.plans.models.pointing import Superseded
from planning.plans.store.aligning import (
    AlignmentDraft,
    Pointed,
    align,
    everything,
    find_pointing,
    links_of,
    pointing_to,
    reason_of,
    references_of,
    superseded_of,
)
from planning.plans.validity import Validity, successors, validity
from service.i18n import _
from service.refusal import MissingError, RefusedError
from service.web.access import Allowed
from service.web.exports import Sheet, as_file
from service.web.form import problems
from service.web.render import page, redirect
from service.web.transaction import Db

HOME: Final = "/references"
ALIGNMENT: Final = "/alignment"
router = APIRouter(include_in_schema=False)
MayRead = Annotated[Visitor, Depends(Allowed("references.read"))]
MayWrite = Annotated[Visitor, Depends(Allowed("references.write"))]


@dataclass(frozen=True, slots=True)
class Named:
    """A reference under the number and title of the manual, with what came after it, and how it stands to a year."""

    seed: str
    title: str
    row: ReferenceRow
    after: Sequence[ReferenceRow]
    validity: Validity
    pointing: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """What stood in the form."""

    nodes: tuple[str, ...]
    reason: str


async def _ticked(request: Request) -> Ticked:
    form = await request.form(max_fields=2000)
    return Ticked(tuple(str(one) for one in form.getlist("nodes")), str(form.get("reason", "")))


@router.get(HOME)
def listed(request: Request, db: Db, visitor: MayRead) -> Response:
    """In the order of the manual, judged by a year; what got a successor and is still pointed to comes first."""
    shared, year = shared_of(request), _year(request)
    rows = references_of(db, shared, visitor.office_code)
    every = everything(db, shared, visitor.office_code)
    named, others = _named(shared.process, rows, every, year)
    return page(
        request,
        "plans/references.html",
        named=named,
        others=others,
        year=year,
        superseded=_to_look_at(db, visitor, every),
        words=words,
        has_pointing=shared.pointing is not None,
    )


@router.get(f"{HOME}/alignment.{{form}}")
def exported(request: Request, db: Db, visitor: MayRead, form: str) -> Response:
    """What serves what, as a table: the analysis of alignment of the plan's book."""
    shared = shared_of(request)
    rows = []
    for one in everything(db, shared, visitor.office_code):
        for link in one.links:
            reference = link.reference.title if link.reference is not None else ""
            rows.append([one.pointing.title, reference, link.code, link.text, _(words.VALIDITY[link.validity][1])])
        if not one.links:
            rows.append([one.pointing.title, "", "", one.reason or _("not aligned yet"), ""])
    titles = [_("What serves"), _("Reference"), _("Code"), _("Text"), _("Validity")]
    return as_file(Sheet("alignment", titles, rows), form)


@router.get(f"{HOME}/{{key}}")
def show(request: Request, db: Db, visitor: MayRead, key: str) -> Response:
    """One reference: its nodes, what came after it, and everything that points to it."""
    shared, year = shared_of(request), _year(request)
    rows = references_of(db, shared, visitor.office_code)
    row = next((one for one in rows if one.key == key), None)
    if row is None:
        raise MissingError("reference")
    by_key = {one.key: one for one in rows}
    return page(
        request,
        "plans/reference.html",
        row=row,
        after=successors(row, by_key),
        before=by_key.get(row.supersedes_key),
        validity=validity(row, year, year),
        year=year,
        seeds={seed: title for seed, title in row.seed_titles.items() if seed.startswith(f"{shared.process}-")},
        pointed=pointing_to(everything(db, shared, visitor.office_code), key),
        words=words,
    )


@router.get(f"{ALIGNMENT}/{{kind}}/{{key}}")
def choose(request: Request, db: Db, visitor: MayRead, kind: str, key: str) -> Response:
    """What a thing serves, and what it may serve instead."""
    shared = shared_of(request)
    return _choosing(request, db, visitor, find_pointing(db, shared, visitor, kind, key))


@router.post(f"{ALIGNMENT}/{{kind}}/{{key}}")
def keep(
    request: Request, db: Db, visitor: MayWrite, kind: str, key: str, ticked: Annotated[Ticked, Depends(_ticked)]
) -> Response:
    """Exactly what was ticked."""
    shared = shared_of(request)
    pointing = find_pointing(db, shared, visitor, kind, key)
    try:
        with db.begin_nested():
            align(db, visitor, shared, pointing, AlignmentDraft.read({"nodes": ticked.nodes, "reason": ticked.reason}))
    except RefusedError as error:
        return _choosing(request, db, visitor, pointing, problems(error), ticked)
    return redirect(request, pointing.page, _("Saved."))


def _choosing(
    request: Request,
    db: Session,
    visitor: Visitor,
    pointing: Pointing,
    wrong: Mapping[str, str] | None = None,
    given: Ticked | None = None,
) -> Response:
    shared = shared_of(request)
    links = links_of(db, shared, visitor.office_code, pointing)
    rows = references_of(db, shared, visitor.office_code)
    chosen = set(given.nodes) if given is not None else {link.node_key for link in links}
    return page(
        request,
        "plans/alignment.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        pointing=pointing,
        links=links,
        rows=[
            (row, state)
            for row in rows
            if row.kind == "policy"
            and (
                (state := validity(row, pointing.first_year, pointing.last_year)) in _CHOOSABLE
                or chosen & {row.key, *(node.key for node in row.nodes)}
            )
        ],
        chosen=chosen,
        reason=given.reason if given is not None else reason_of(db, visitor.office_code, pointing.kind, pointing.key),
        wrong=wrong or {},
        words=words,
        may_write=visitor.may("references.write"),
    )


_CHOOSABLE: Final = frozenset({Validity.HOLDS, Validity.ENDS, Validity.UNKNOWN})


def _named(
    process: str, rows: Sequence[ReferenceRow], every: Sequence[Pointed], year: int
) -> tuple[Sequence[Named], Sequence[Named]]:
    """Those that the manual names for this process, and the others."""
    by_key = {row.key: row for row in rows}
    pointed = Counter(
        key for one in every for key in {at.reference.key for at in one.links if at.reference is not None}
    )

    def made(row: ReferenceRow, seed: str, title: str) -> Named:
        return Named(seed, title, row, successors(row, by_key), validity(row, year, year), pointed[row.key])

    start = f"{process}-"
    named = [
        made(row, seed, row.seed_titles.get(seed, row.title))
        for row in rows
        for seed in row.seed_refs
        if process and seed.startswith(start)
    ]
    here = {one.row.key for one in named}
    others = [
        made(row, "", row.title) for row in rows if row.key not in here and (pointed[row.key] or not row.seed_refs)
    ]
    return sorted(named, key=lambda one: _order(one.seed)), others


def _order(seed: str) -> list[int]:
    """P1-7.10 comes after P1-7.9."""
    return [int(part) for part in seed.partition("-")[2].split(".") if part.isdigit()]


def _to_look_at(
    db: Session, visitor: Visitor, every: Sequence[Pointed]
) -> Sequence[tuple[Superseded, Sequence[Pointed]]]:
    """What got a successor, with everything that still points to the old one."""
    found = [(row, pointing_to(every, row.reference_key)) for row in superseded_of(db, visitor)]
    return [(row, pointed) for row, pointed in found if pointed]


def _year(request: Request) -> int:
    """By which the validity is judged: of the address, else the fiscal year of today."""
    given = request.query_params.get("year", "")
    if given.isascii() and given.isdigit() and 2400 <= int(given[:4]) < 2800:
        return int(given[:4])
    return FiscalYear.of(today()).era
