"""A specification as its page and the API show it: a school sees of it only what comes to that school."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.queries.sight import Sight
from procurement.criteria.catalogue import Catalogue
from procurement.criteria.comparing import Change
from procurement.criteria.edition import InForce
from procurement.judging import Judged, judge
from procurement.models.need import Need
from procurement.models.spec import Spec, SpecLine
from procurement.sheet import Line, Sheet
from procurement.store.sheets import sheet_of
from procurement.store.spec_lines import criterion_of, lines_of, newer_in
from procurement.store.spec_proposals import needs_by_line
from procurement.store.specs import OPEN, versions_of
from procurement.store.surroundings import surroundings_of


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line, what the checks say of it, what a newer edition says of its item, and needs with the name of the school:
    every school has a switch-2.
    """

    row: SpecLine
    line: Line
    findings: tuple[Judged, ...]
    newer: InForce | None
    change: Change | None
    needs: Sequence[tuple[Need, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """`seen` is the SHA-256 of all that stands in it; `is_whole` is false for a school, which sees its own part."""

    spec: Spec
    sheet: Sheet
    lines: Sequence[ShownLine]
    of_whole: Sequence[Judged]
    versions: Sequence[Spec]
    seen: str
    is_open: bool
    is_whole: bool

    @property
    def open_count(self) -> int:
        """Findings that are neither mended nor explained."""
        every = [*self.of_whole, *(one for line in self.lines for one in line.findings)]
        return sum(one.is_open for one in every)

    @property
    def is_unchanged(self) -> bool:
        """Whether what was approved is still what is stored."""
        return not self.spec.sha256 or self.seen == self.spec.sha256


def shown_to(session: Session, sight: Sight, spec: Spec, today: date) -> Shown:
    """All that the page shows. Findings are those of today."""
    whole = sheet_of(session, spec)
    is_whole = sight.site_id is None or spec.site_id == sight.site_id
    sheet = whole if is_whole else _only(whole, session.get_one(Site, sight.site_id).code)
    around = surroundings_of(session, spec, whole)
    judged = judge(whole, around) if is_whole else ()
    rows = lines_of(session, spec)
    needs = needs_by_line(session, rows) if is_whole else {}
    schools = _schools(session, [need for found in needs.values() for need in found])
    return Shown(
        spec=spec,
        sheet=sheet,
        lines=[
            ShownLine(
                row,
                line,
                tuple(one for one in judged if one.line == at),
                *_newer(around.catalogue, row, today),
                [(need, schools.get(need.site_id, "")) for need in needs.get(row.id or 0, ())],
            )
            for at, (row, line) in enumerate(zip(rows, sheet.lines, strict=True))
            if line.deliveries or is_whole
        ],
        of_whole=[one for one in judged if one.line is None],
        versions=versions_of(session, spec) if is_whole else (),
        seen=whole.fingerprint(),
        is_open=spec.state in OPEN,
        is_whole=is_whole,
    )


def _schools(session: Session, needs: Sequence[Need]) -> Mapping[int | None, str]:
    wanted = select(Site).where(col(Site.id).in_({one.site_id for one in needs}))
    return {site.id: site.name for site in session.exec(wanted)}


def _newer(catalogue: Catalogue, row: SpecLine, today: date) -> tuple[InForce | None, Change | None]:
    """The item as a newer edition has it, and what that changes."""
    used = criterion_of(row)
    held = newer_in(catalogue, used, today)
    return held, Change(used.held().item, held.item) if held is not None and used is not None else None


def _only(whole: Sheet, code: str) -> Sheet:
    """What comes to one school; persons, prices of shops and products are the office's affair."""
    lines = []
    for line in whole.lines:
        here = tuple(one for one in line.deliveries if one.site_code == code)
        hidden: Mapping[str, object] = {"prices": (), "products": (), "replaced": (), "needed": {}, "reasons": {}}
        lines.append(
            line.model_copy(update={**hidden, "deliveries": here, "quantity": sum(one.quantity for one in here)})
        )
    return whole.model_copy(update={"lines": tuple(lines), "members": (), "reasons": {}})
