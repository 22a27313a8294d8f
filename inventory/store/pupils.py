"""How many pupils a school has, by academic year: counts only, never who they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, select

from inventory.models.site import PupilCount, Site
from service.draft import Digits, Draft, Empty, take


class PupilDraft(Draft):
    """A count as a person fills it in. `year` is the academic year (Buddhist era), `computers` are those for pupils."""

    year: Annotated[int, Field(ge=2500, le=2700), Digits]
    pupils: Annotated[int, Field(ge=0, le=100_000), Digits]
    computers: Annotated[int | None, Field(ge=0, le=100_000), Empty] = None


def counts_of(session: Session, site: Site) -> list[PupilCount]:
    """All of a school, the newest first."""
    wanted = select(PupilCount).where(PupilCount.site_id == site.id)
    return list(session.exec(wanted.order_by(col(PupilCount.year).desc())))


def latest_counts(session: Session, site_ids: Iterable[int]) -> dict[int, PupilCount]:
    """The newest count of each school that has one."""
    rows = session.exec(
        select(PupilCount).where(col(PupilCount.site_id).in_(list(site_ids))).order_by(col(PupilCount.year))
    )
    return {row.site_id: row for row in rows}


def store_count(session: Session, site: Site, draft: PupilDraft) -> dict[str, object]:
    """Put in the count of a year, or correct it; returns {field: [before, after]}."""
    assert site.id is not None
    same = select(PupilCount).where(PupilCount.site_id == site.id, PupilCount.year == draft.year)
    row = session.exec(same).first()
    if row is None:
        row = PupilCount(site_id=site.id, year=draft.year, pupils=-1)
    changes = take(row, draft.model_dump())
    session.add(row)
    session.flush()
    return changes


def take_counts(session: Session, office_id: int, year: int, pupils: Mapping[str, int]) -> dict[str, list[int | None]]:
    """The pupils of an academic year by the code of the school, as they were counted elsewhere; computers stay. Returns
    {code: [before, after]} of those that changed; what no school of the office is called is passed over.
    """
    sites = {site.code: site for site in session.exec(select(Site).where(Site.office_id == office_id))}
    wanted = select(PupilCount).where(col(PupilCount.site_id).in_([site.id for site in sites.values()]))
    rows = {row.site_id: row for row in session.exec(wanted.where(PupilCount.year == year))}
    changed: dict[str, list[int | None]] = {}
    for code, count in pupils.items():
        if code not in sites:
            continue
        site_id = sites[code].id or 0
        row = rows.get(site_id)
        if row is None or row.pupils != count:
            changed[code] = [row.pupils if row is not None else None, count]
            row = row or PupilCount(site_id=site_id, year=year, pupils=count)
            row.pupils = count
            session.add(row)
    session.flush()
    return changed
