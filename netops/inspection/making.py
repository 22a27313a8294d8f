"""Papers of an annual inspection made from the stored round."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlmodel import Session, col, func, select

from inventory.models.asset import Asset
from inventory.models.inspection import InspectionRound
from inventory.models.site import Office, Site
from inventory.queries.inspections import Line, lines
from inventory.queries.sight import Sight
from inventory.store.inspections import inspectors
from netops.book.inspection_figures import Inspection, Member, Seen
from netops.book.inspection_kinds import INSPECTION_KINDS, INSPECTION_REMAINING, INSPECTION_REPORT
from netops.models.paper import Paper
from netops.papers.making import Order, make_paper
from office.fiscal import FiscalYear
from service.i18n import N_
from service.refusal import refuse

MOST_ASSETS: Final = 3000  # of one paper
PARENT_OF_OFFICES: Final = "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน"
_NEED_A_LIST: Final = {INSPECTION_REPORT.key, INSPECTION_REMAINING.key}


def make(
    session: Session, sight: Sight, held: InspectionRound, key: str, *, at: datetime, made_by: int | None
) -> Paper:
    """The paper of this kind; RefusedError of an unknown one, of one that needs the list before it is taken, and of a
    list that is longer than a paper holds.
    """
    kind = next((one for one in INSPECTION_KINDS if one.key == key), None)
    if kind is None:
        raise refuse("kind", N_("Choose one"))
    if key in _NEED_A_LIST and held.listed_at is None:
        raise refuse("", N_("Take the list as of 30 September first"))
    found = lines(session, sight, held, now=at) if key in _NEED_A_LIST else []
    if len(found) > MOST_ASSETS:
        raise refuse("", N_("More than %(most)s assets: take the Excel file of the asset book"), most=MOST_ASSETS)
    order = Order(office_id=held.office_id, at=at, site_id=held.site_id, made_by=made_by)
    return make_paper(session, kind, _data(session, held, found), order)


def _data(session: Session, held: InspectionRound, found: list[Line]) -> Inspection:
    office = session.get_one(Office, held.office_id).name
    unit = session.get_one(Site, held.site_id).name if held.site_id is not None else office
    year = FiscalYear(held.year)
    return Inspection(
        office=office,
        unit=unit,
        parent=PARENT_OF_OFFICES if held.site_id is None else office,
        **held.model_dump(include={"year", "as_of", "starts_on", "due_on", "order_no", "order_on"}),
        members=tuple(
            Member(name=one.name, position=one.position, is_chair=one.is_chair) for one in inspectors(session, held)
        ),
        total=len(found),
        acquired=_count(session, held, year, Asset.acquired_on),
        disposed=_count(session, held, year, Asset.disposed_on),
        assets=tuple(_seen(line) for line in found),
    )


def _count(session: Session, held: InspectionRound, year: FiscalYear, day: object) -> int:
    """Cards of the unit of which this day lies in the year."""
    wanted = select(func.count()).select_from(Asset).where(Asset.office_id == held.office_id, Asset.unit == held.unit)
    return session.exec(wanted.where(col(day).between(year.first, year.last))).one()


def _seen(line: Line) -> Seen:
    item, answer = line.item, line.answer
    return Seen(
        number=item.number,
        name=item.name,
        quantity=item.quantity,
        unit_word=item.unit_word,
        cost_satang=None if item.price_satang is None else item.price_satang * item.quantity,
        whereabouts=answer.whereabouts if answer is not None else None,
        condition=answer.condition if answer is not None else None,
        note=" ".join(part for part in (answer.place, answer.note) if part) if answer is not None else "",
    )
