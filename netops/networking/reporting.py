"""The report of the objective: its paper, the part of each school's file, and what siblings are told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Final

from sqlmodel import Session

from contract.events import IndicatorMeasured
from inventory.models.site import Office
from inventory.queries.sight import Sight
from inventory.store.siblings import tell_siblings
from netops.audit import record
from netops.editors import Hand
from netops.models.paper import Paper
from netops.network_papers.data import FollowUpReport, IndicatorRow, SchoolRow, ShareRow
from netops.network_papers.follow_up import FOLLOW_UP
from netops.networking.acts import by_of
from netops.networking.gathering import AsOf, office_name
from netops.networking.risks import risk_facts
from netops.papers.making import Order, make_paper
from network.completeness import FilePart
from network.indicator import UNITS, Indicator
from network.models.follow_up import IndicatorTarget
from network.queries.indicators import FollowUp, SchoolFigures, follow_up
from network.store.indicator_targets import IndicatorDraft, store_indicator_target
from network.store.parts import Made, completeness_of, made_part
from office.fiscal import FiscalYear

PROCESS: Final = "P6"
"""Process 6 of the office's manual: development of the network."""


def report_of(session: Session, found: FollowUp, office_id: int, zone: tzinfo) -> FollowUpReport:
    """As stored with its paper."""
    ids = [one.site.id or 0 for one in found.schools]
    complete = completeness_of(session, ids, found.until, risks=risk_facts(session, ids, zone))
    return FollowUpReport(
        office=office_name(session, office_id),
        year=found.year.era,
        as_of=found.until,
        indicators=tuple(
            IndicatorRow(
                indicator=one.indicator.value,
                value=one.figure.value,
                basis=one.figure.basis,
                baseline=one.target.baseline if one.target is not None else None,
                target=one.target.target if one.target is not None else None,
                is_met=one.is_met,
            )
            for one in found.office
        ),
        schools=tuple(_school(one, complete[one.site.id or 0].percent) for one in found.schools),
        excluded={cause.value: minutes for cause, minutes in found.excluded.items()},
        shares=tuple(ShareRow(seen_on=one.seen_on, met=one.met, known=one.known) for one in found.shares),
        apart=dict(found.apart),
    )


def _school(one: SchoolFigures, percent_complete: int) -> SchoolRow:
    return SchoolRow(
        school=one.site.name,
        availability_percent=one.figures[Indicator.AVAILABILITY].value,
        round_trip_ms=one.figures[Indicator.ROUND_TRIP].value,
        repair_minutes=one.figures[Indicator.REPAIR_TIME].value,
        percent_complete=percent_complete,
    )


def make_report(hand: Hand, year: FiscalYear, as_of: AsOf) -> Paper:
    """The paper of a fiscal year; each school of which something was measured has the part “follow-up” by it, and
    siblings are told each indicator of the office.
    """
    session, office_id = hand.session, hand.office_id
    found = follow_up(session, Sight(office_id), year, until=as_of.day, zone=as_of.zone)
    order = Order(office_id, as_of.at, made_by=hand.actor.person_id)
    paper = make_paper(session, FOLLOW_UP, report_of(session, found, office_id, as_of.zone), order)
    by = by_of(hand, as_of)
    for one in found.schools:
        if any(figure.value is not None for figure in one.figures.values()):
            made = Made(FilePart.FOLLOW_UP, by.actor, found.until, str(year.era), paper.id)
            made_part(session, one.site.id or 0, made)
    _tell(session, found, office_id, as_of)
    detail = {"year": year.era, "as_of": found.until.isoformat(), "paper_id": paper.id}
    record(session, hand.actor, "network_report.made", subject="paper", subject_id=paper.id, detail=detail)
    return paper


def _tell(session: Session, found: FollowUp, office_id: int, as_of: AsOf) -> None:
    code = session.get_one(Office, office_id).code
    for one in found.office:
        fact = IndicatorMeasured(
            process=PROCESS,
            indicator=one.indicator.value,
            office_code=code,
            fiscal_year=found.year.era,
            as_of=found.until,
            unit=UNITS[one.indicator].value,
            value=one.figure.value,
            basis=one.figure.basis,
            baseline=one.target.baseline if one.target is not None else None,
            target=one.target.target if one.target is not None else None,
            is_met=one.is_met,
        )
        tell_siblings(session, fact, office_id=office_id, at=as_of.at)


def set_indicator_target(hand: Hand, given: Mapping[str, object], as_of: AsOf) -> IndicatorTarget:
    """What the office wants to reach in a year."""
    draft = IndicatorDraft.read(given)
    row = store_indicator_target(hand.session, draft, office_id=hand.office_id, at=as_of.at)
    detail = {"year": row.year, "indicator": row.indicator.value, "baseline": row.baseline, "target": row.target}
    action = "network_indicator.set"
    record(hand.session, hand.actor, action, subject="network_indicator", subject_id=row.id, detail=detail)
    return row
