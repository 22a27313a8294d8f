"""Papers of the network's development made from what is stored, each with the part of the file that it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import tzinfo
from typing import Any

from sqlmodel import Session

from inventory.models.site import Site
from inventory.store.acting import By
from netops.models.paper import Paper
from netops.network_papers.change_papers import ACCEPTANCE, CHANGE
from netops.network_papers.data import (
    Acceptance,
    BuiltRow,
    Change,
    CheckRow,
    Design,
    DesignOption,
    Drill,
    GapRow,
    OptionLine,
)
from netops.network_papers.design_paper import DESIGN
from netops.network_papers.drill_paper import DRILL
from netops.network_papers.manual import MANUAL
from netops.network_papers.state_papers import BASELINE, SURVEY_FORM
from netops.networking.gathering import AsOf, baseline, manual, office_name, subnet_rows, survey_said
from netops.papers.making import Order, make_paper
from netops.papers.numbering import zone_of
from network.completeness import FilePart
from network.models.change import NetworkChange, NetworkOrder, NetworkTest
from network.models.design import NetworkDesign
from network.models.file import DrillResult, NetworkDrill, NetworkManual
from network.store.changes import checks_of
from network.store.parts import Made, made_part
from network.store.surveys import surveys_of
from network.store.testing import thing_of
from network.store.turns import take_turn


def order_for(site: Site, as_of: AsOf, by: By) -> Order:
    """A paper of the school."""
    return Order(site.office_id, as_of.at, site_id=site.id, made_by=by.person_id)


def make_survey(session: Session, site: Site, as_of: AsOf, by: By) -> Paper:
    """The newest survey of a school, or the form to be filled in by hand."""
    row = next(iter(surveys_of(session, site.id or 0)), None)
    said = survey_said(office_name(session, site.office_id), site, row)
    return make_paper(session, SURVEY_FORM, said, order_for(site, as_of, by))


def make_baseline(session: Session, site: Site, as_of: AsOf, by: By) -> Paper:
    """The state of today."""
    return make_paper(session, BASELINE, baseline(session, site, as_of), order_for(site, as_of, by))


def make_design(session: Session, site: Site, row: NetworkDesign, as_of: AsOf, by: By) -> Paper:
    """The paper of a version; its SHA-256 is what a committee approves. The part “design” is of today."""
    options = tuple(_option(one) for one in row.options)
    data = Design(
        office=office_name(session, site.office_id),
        school=site.name,
        number=row.number,
        made_on=as_of.day,
        owner=row.owner,
        reason=row.reason,
        gap=tuple(GapRow.model_validate(line) for line in row.gap),
        options=options,
        chosen=options[row.chosen].option,
        subnets=subnet_rows(session, site),
    )
    paper = make_paper(session, DESIGN, data, order_for(site, as_of, by))
    row.paper_id = paper.id
    session.add(row)
    made_part(session, site.id or 0, Made(FilePart.DESIGN, row.owner, as_of.day, f"#{row.number}", paper.id))
    return paper


def _option(stored: Mapping[str, Any]) -> DesignOption:
    lines = tuple(OptionLine.model_validate(line) for line in stored["lines"])
    return DesignOption(option=stored["option"], lines=lines, total_satang=stored["total_satang"])


def make_change(session: Session, site: Site, row: NetworkChange, as_of: AsOf, by: By) -> Paper:
    """The request with its decision, where it has one."""
    data = Change(
        office=office_name(session, site.office_id),
        school=site.name,
        title=row.title,
        why=row.why,
        danger=row.danger,
        way_back=row.way_back,
        planned_on=row.planned_on,
        asked_by=row.asked_by,
        asked_on=row.asked_at.astimezone(as_of.zone).date(),
        state=row.state.value if row.decided_at is not None else "",
        decided_by=row.decided_by,
        decided_on=row.decided_at.astimezone(as_of.zone).date() if row.decided_at is not None else None,
        decision=row.decision,
    )
    return make_paper(session, CHANGE, data, order_for(site, as_of, by))


def make_acceptance(
    session: Session, site: Site, work: tuple[NetworkChange, NetworkOrder], test: NetworkTest | None, order: Order
) -> Paper:
    """The newest test of a work order; without one its checks, to be measured."""
    change, row = work
    zone = zone_of(session, site.office_id)
    found = [_on_clock(CheckRow.model_validate(one), zone) for one in test.results] if test is not None else []
    checks = found or [
        CheckRow(
            kind=one.kind.value,
            thing=thing_of(session, one),
            port=one.port,
            wanted=one.wanted,
            measured="",
            standing="not_measured",
            at=None,
        )
        for one in checks_of(session, row)
    ]
    data = Acceptance(
        office=office_name(session, site.office_id),
        school=site.name,
        title=change.title,
        owner=row.owner,
        due_on=row.due_on,
        at=test.at.astimezone(zone) if test is not None else None,
        is_passed=test.is_passed if test is not None else None,
        checks=tuple(checks),
        built=tuple(BuiltRow.model_validate(one) for one in test.built) if test is not None else (),
    )
    paper = make_paper(session, ACCEPTANCE, data, order)
    if test is not None:
        test.paper_id = paper.id
        session.add(test)
    return paper


def _on_clock(row: CheckRow, zone: tzinfo) -> CheckRow:
    """The times of a check as the office's clock shows them: papers show a time as it is given."""
    raw = row.raw.model_copy(update={"at": row.raw.at.astimezone(zone)}) if row.raw is not None else None
    return row.model_copy(update={"at": row.at.astimezone(zone) if row.at is not None else None, "raw": raw})


def print_manual(session: Session, site: Site, as_of: AsOf, by: By, *, note: str = "") -> NetworkManual:
    """A version that stays as it is, of what is known now. The part “manual” is of today and of who printed it."""
    take_turn(session, Site, site.id or 0)
    data = manual(session, site, as_of)
    paper = make_paper(session, MANUAL, data, order_for(site, as_of, by))
    row = NetworkManual(
        site_id=site.id or 0,
        number=data.number,
        paper_id=paper.id or 0,
        note=note[:500],
        actor=by.actor[:120],
        at=as_of.at,
    )
    session.add(row)
    session.flush()
    made_part(session, site.id or 0, Made(FilePart.MANUAL, by.actor, as_of.day, f"#{row.number}", paper.id))
    return row


def make_drill(session: Session, site: Site, row: NetworkDrill, order: Order) -> Paper:
    """The plan of a drill, or how it went."""
    own = {name: getattr(row, name) for name in Drill.model_fields if name not in ("office", "school")}
    own |= {"scenario": row.scenario.value, "result": row.result.value}
    data = Drill(office=office_name(session, site.office_id), school=site.name, **own)
    return make_paper(session, DRILL, data, replace(order, site_id=site.id))


def drilled(session: Session, row: NetworkDrill, paper: Paper) -> None:
    """A drill that passed is the part “continuity”, of the day on which it was run."""
    if row.result is DrillResult.PASSED and row.ran_on is not None:
        made = Made(FilePart.CONTINUITY, row.owner, row.ran_on, "", paper.id)
        made_part(session, row.site_id, made)
