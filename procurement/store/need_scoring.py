"""Scores of needs, reckoned anew while nothing is decided; afterwards the score stays by which it was decided."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from inventory.store.pupils import latest_counts
from procurement.models.need import Need
from procurement.needs.found import Severity
from procurement.needs.need import CHANGEABLE
from procurement.needs.rule import Rule
from procurement.needs.score import Basis, Score, reckon
from procurement.store.need_rules import rule_of


def score_of(need: Need, rule: Rule, today: date, *, pupils: int | None) -> Score:
    """By what is stored of the need."""
    found = need.score.get("found")
    severity = Severity(int(found["points"]), dict(found["figures"])) if found else None
    basis = Basis(
        kind=need.kind,
        urgency=need.urgency,
        since=need.created_at.date(),
        severity=severity,
        pupils=pupils,
        is_office=need.site_id is None,
    )
    return reckon(basis, rule, today)


def rescore(need: Need, rule: Rule, today: date, *, pupils: int | None) -> None:
    """Put the score of a day into the row, where it is still to be decided."""
    if need.state not in CHANGEABLE:
        return
    made = score_of(need, rule, today, pupils=pupils)
    need.score_hundredths = made.hundredths
    need.score = {"found": need.score.get("found"), **made.stored()}


def rescore_one(session: Session, need: Need, today: date) -> None:
    """The same of a need that a person put in or changed."""
    count = latest_counts(session, [need.site_id]).get(need.site_id) if need.site_id is not None else None
    rescore(need, rule_of(session, need.office_id, today), today, pupils=count.pupils if count else None)
    session.add(need)
    session.flush()


def keep_severity(need: Need, severity: Severity) -> None:
    """What the evidence weighs now; the score is reckoned from it."""
    need.score = {**need.score, "found": {"points": severity.points, "figures": dict(severity.figures)}}
