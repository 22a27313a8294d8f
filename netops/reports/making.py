"""Papers of the report: made once for the same figures, and kept in the order in which they were made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from inventory.queries.sight import Sight
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from netops.papers.templates import template_at
from netops.reports.gathering import Moment, gather
from netops.reports.kind import DIRECTOR_REPORT
from netops.reports.period import Period
from service.papers.drawing import release

MOST_LISTED: Final = 50


def make_report(session: Session, office_id: int, period: Period, moment: Moment, *, by: int | None) -> Paper:
    """The paper of a period at this moment; the last one where nothing has changed since. The caller commits."""
    figures = gather(session, Sight(office_id), period, moment)
    last = next(iter(made(session, office_id, most=1)), None)
    template = template_at(session, office_id, DIRECTOR_REPORT, moment.now.astimezone(moment.zone).date())
    template_id = template.id if template is not None else None
    wanted = (template_id, release(), figures.model_dump(mode="json"))
    if last is not None and (last.template_id, last.release, last.data["data"]) == wanted:
        return last
    return make_paper(session, DIRECTOR_REPORT, figures, Order(office_id=office_id, at=moment.now, made_by=by))


def made(session: Session, office_id: int, *, most: int = MOST_LISTED) -> Sequence[Paper]:
    """The reports of an office, the newest first."""
    query = select(Paper).where(Paper.office_id == office_id, Paper.kind == DIRECTOR_REPORT.key)
    return session.exec(query.order_by(col(Paper.id).desc()).limit(most)).all()
