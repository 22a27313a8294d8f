"""Datasets for other services, from the newest run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlmodel import Session

from contract.data.school_network import AccessRow, SmallSchoolRow, UnderServedRow
from contract.data.shape import Given, Row
from planning.school_network.models.run import MappingRunRow
from planning.school_network.store import runs
from planning.school_network.store.sources import sources
from planning.school_network.telling import nearest

Made = dict[str, Any]
PRIMARY_1: Final = 3


def _given(session: Session, office_code: str, rows: Callable[[MappingRunRow, Made], list[Row]]) -> Given:
    row = runs.newest_of_children(session, office_code)
    if row is None:
        return Given()
    return Given(rows(row, runs.result_of(row)), row.done_at)


def access(session: Session, office_code: str) -> Given:
    """By district."""
    known = sources(session, office_code)

    def rows(row: MappingRunRow, made: Made) -> list[Row]:
        stale = runs.is_stale(row, known, {})
        return [
            AccessRow(
                run_key=row.key,
                fingerprint=row.result_hash,
                academic_year=row.academic_year,
                is_stale=stale,
                district=one["district"],
                villages=one["villages"],
                children=one["children"],
                children_beyond=one["beyond"],
                under_served_villages=one["under_served"],
                coverage=100 * (1 - one["beyond"] / one["children"]) if one["children"] else None,
            )
            for one in made["districts"]
        ]

    return _given(session, office_code, rows)


def under_served(session: Session, office_code: str) -> Given:
    """Villages with children beyond the norm."""
    return _given(session, office_code, _villages)


def _villages(row: MappingRunRow, made: Made) -> list[Row]:
    names = {one["id"]: one["name"] for one in made["schools"]}
    out: list[Row] = []
    for place, one in enumerate(made["villages"]):
        if not sum(one["over"]):
            continue
        near = nearest(made, place, PRIMARY_1)
        code, metres = (near[0][0], near[0][1]) if near else ("", None)
        out.append(
            UnderServedRow(
                run_key=row.key,
                code=one["code"],
                name=one["name"],
                district=one["district"],
                children_beyond=sum(one["over"]),
                nearest_code=code,
                nearest_name=names.get(code, ""),
                metres=metres,
            )
        )
    return out


def small_schools(session: Session, office_code: str) -> Given:
    """Of the office."""
    return _given(session, office_code, _small)


def _small(row: MappingRunRow, made: Made) -> list[Row]:
    return [
        SmallSchoolRow(
            run_key=row.key,
            school_code=one["id"],
            name=one["name"],
            district=one["district"],
            pupils=one["pupils"],
            is_isolated=one["isolated"],
            next_code=one["next"],
            next_metres=one["next_m"],
        )
        for one in made["schools"]
        if one["small"]
    ]


DATASETS: Final[Mapping[str, Callable[[Session, str], Given]]] = {
    "access": access,
    "under_served": under_served,
    "small_schools": small_schools,
}
