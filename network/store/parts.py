"""The five parts of a school's network file: written by the acts that make them, or by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.store.assets import Day
from network.completeness import Completeness, FilePart, PartFact, completeness, review_months
from network.models.file import NetworkPart
from network.store.turns import take_turn
from office.months import months_later
from service.draft import Draft, Line, take


class PartDraft(Draft):
    """A part as a person writes it down: without a day, an owner or a day of review it does not count."""

    part: FilePart
    dated_on: Day = None
    owner: Line = ""
    review_on: Day = None
    note: Line = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A part that was made just now: who answers for it, and its paper."""

    part: FilePart
    owner: str
    on: date
    note: str = ""
    paper_id: int | None = None


def parts_of(session: Session, site_ids: Collection[int]) -> dict[int, dict[FilePart, NetworkPart]]:
    """By school and part."""
    found: dict[int, dict[FilePart, NetworkPart]] = defaultdict(dict)
    for row in session.exec(select(NetworkPart).where(col(NetworkPart.site_id).in_(site_ids))):
        found[row.site_id][row.part] = row
    return found


def completeness_of(
    session: Session,
    site_ids: Collection[int],
    today: date,
    *,
    risks: Mapping[int, PartFact] | None = None,
) -> dict[int, Completeness]:
    """Of each school on a day. `risks` are facts of the risk part by school, from whoever judges risks; a school that
    it does not name has what was written down by hand.
    """
    rows = parts_of(session, site_ids)
    found = {}
    for site_id in site_ids:
        facts = {part: fact_of(row) for part, row in rows.get(site_id, {}).items()}
        if risks is not None and site_id in risks:
            facts[FilePart.RISK] = risks[site_id]
        found[site_id] = completeness(facts, today)
    return found


def fact_of(row: NetworkPart) -> PartFact:
    """What counts of a row."""
    return PartFact(row.dated_on, row.owner, row.review_on)


def write_part(session: Session, site: Site, draft: PartDraft) -> dict[str, object]:
    """By hand; returns {field: [before, after]}. Its paper stays while the day does."""
    row = _row(session, site.id or 0, draft.part)
    changes = take(row, draft.model_dump(exclude={"part"}))
    if "dated_on" in changes:
        row.paper_id = None
    session.add(row)
    session.flush()
    return changes


def made_part(session: Session, site_id: int, made: Made) -> NetworkPart:
    """It is of today, and is looked at again after the usual time."""
    row = _row(session, site_id, made.part)
    row.dated_on, row.owner, row.note = made.on, made.owner[:255], made.note[:500]
    row.paper_id = made.paper_id
    row.review_on = months_later(made.on, review_months()[made.part])
    session.add(row)
    session.flush()
    return row


def _row(session: Session, site_id: int, part: FilePart) -> NetworkPart:
    take_turn(session, Site, site_id)
    same = select(NetworkPart).where(NetworkPart.site_id == site_id, NetworkPart.part == part)
    return session.exec(same).one_or_none() or NetworkPart(site_id=site_id, part=part)
