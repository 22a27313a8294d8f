"""What two offices have in their registers of innovations, for the tests of what one may know of the other."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from innovation.models.innovation import Innovation, Pilot, Requirement, StageStep
from inventory.columns import utc_now
from inventory.models.site import Site


def _kept(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    assert isinstance(row.id, int)
    return row.id


def entry_and_parts(session: Session, site: Site, mark: str) -> dict[str, object]:
    """An entry of the school with one row of each kind; ids by noun."""
    texts = ("name", "problem", "need", "data_stored", "privacy", "owner", "predecessor_name")
    given: dict[str, Any] = dict.fromkeys(texts, mark)
    entry = Innovation(office_id=site.office_id, site_id=site.id, **given)
    its = _kept(session, entry)
    _kept(session, StageStep(innovation_id=its, stage=entry.stage, at=utc_now(), actor=mark, note=mark))
    requirement = Requirement(innovation_id=its, number=1, text=mark, need=mark, test=mark)
    pilot = Pilot(innovation_id=its, site_id=site.id or 0, begins_on=utc_now().date(), finding=mark)
    return {
        "innovations": its,
        "requirements": _kept(session, requirement),
        "pilots": _kept(session, pilot),
    }
