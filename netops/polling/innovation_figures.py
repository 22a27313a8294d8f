"""Figures of innovations for `/metrics`: how far each has come, and how many schools use it by measure."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from innovation.adoption import Adoption
from innovation.models.innovation import Innovation, Stage
from innovation.models.rollout import HelpRequest, Upkeep
from innovation.queries.use import adoption_of
from inventory.models.site import Office
from netops.metrics import Blocks, Family, labels, sample
from netops.papers.numbering import zone_of


def of_innovations(session: Session, *, now: datetime) -> Blocks:
    """Every family of this module; those without a line are empty. Adoption has none where nothing can be measured."""
    stages: list[bytes] = []
    adopted: list[bytes] = []
    late: list[bytes] = []
    waiting: list[bytes] = []
    for office in session.exec(select(Office).order_by(col(Office.id))).all():
        zone = zone_of(session, office.id or 0)
        today = now.astimezone(zone).date()
        rows = session.exec(
            select(Innovation).where(Innovation.office_id == office.id).order_by(col(Innovation.id))
        ).all()
        found = adoption_of(session, [row.id or 0 for row in rows], until=today, zone=zone)
        for stage in Stage:
            count = sum(row.stage is stage for row in rows)
            stages.append(sample(Family.INNOVATIONS, labels(office=office.code, stage=stage.value), count))
        for row in rows:
            where = {"office": office.code, "innovation": f"{row.name} {row.version}".strip()}
            adopted += _of_one(where, found[row.id or 0])
        ids = [row.id for row in rows if row.stage is not Stage.RETIRED]
        overdue = select(Upkeep.id).where(col(Upkeep.innovation_id).in_(ids), col(Upkeep.due_on) < today)
        late.append(sample(Family.UPKEEP_OVERDUE, labels(office=office.code), len(session.exec(overdue).all())))
        asked = select(HelpRequest.id).where(
            col(HelpRequest.innovation_id).in_(ids), col(HelpRequest.answered_on).is_(None)
        )
        waiting.append(sample(Family.HELP_WAITING, labels(office=office.code), len(session.exec(asked).all())))
    return {
        Family.INNOVATIONS: b"".join(stages),
        Family.INNOVATION_SCHOOLS: b"".join(adopted),
        Family.UPKEEP_OVERDUE: b"".join(late),
        Family.HELP_WAITING: b"".join(waiting),
    }


def _of_one(where: dict[str, str], found: Adoption) -> list[bytes]:
    counts = {"used": found.used, "unmeasured": found.unmeasured}
    counts["unused"] = found.rolled_out - found.used - found.unmeasured
    return [
        sample(Family.INNOVATION_SCHOOLS, labels(**where, use=use), count) for use, count in counts.items() if count
    ]
