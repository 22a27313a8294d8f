"""Targets that an office sets itself, over those that ship."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field
from sqlmodel import Session, col, select

from network.models.design import NetworkTarget
from network.targets import TargetModel, in_force, shipped_targets
from service.draft import Digits, Draft, Line
from service.refusal import _, refuse

Figure = Annotated[int, Field(ge=0, le=100_000), Digits]


class TargetDraft(Draft):
    """For schools of at least so many pupils, from a day on."""

    least_pupils: Figure
    valid_from: date
    links: Figure
    kbps_per_pupil: Figure
    switch_ports: Figure
    access_points: Figure
    ups: Figure
    source: Annotated[Line, Field(min_length=1)]


def own_targets(session: Session, office_id: int) -> list[NetworkTarget]:
    """What the office set, the newest day first."""
    wanted = select(NetworkTarget).where(NetworkTarget.office_id == office_id)
    return list(session.exec(wanted.order_by(col(NetworkTarget.valid_from).desc(), col(NetworkTarget.least_pupils))))


def targets_on(session: Session, office_id: int, day: date) -> tuple[TargetModel, ...]:
    """Those in force: what ships, and over it what the office set."""
    return in_force([*shipped_targets(), *(_model(row) for row in own_targets(session, office_id))], day)


def _model(row: NetworkTarget) -> TargetModel:
    return TargetModel(
        least_pupils=row.least_pupils,
        valid_from=row.valid_from,
        links=row.links,
        kbps_per_pupil=row.kbps_per_pupil,
        switch_ports=row.switch_ports,
        access_points=row.access_points,
        ups=row.ups,
        source=row.source,
        is_own=True,
    )


def set_target(session: Session, draft: TargetDraft, *, office_id: int) -> NetworkTarget:
    """A new one; RefusedError when one of this size and day stands already: what held is not changed afterwards."""
    same = select(NetworkTarget.id).where(
        NetworkTarget.office_id == office_id,
        NetworkTarget.least_pupils == draft.least_pupils,
        NetworkTarget.valid_from == draft.valid_from,
    )
    if session.exec(same).first() is not None:
        raise refuse("valid_from", _("There is a target of this size and day already"))
    row = NetworkTarget(office_id=office_id, **draft.model_dump())
    session.add(row)
    session.flush()
    return row
