"""The library of rules: what ships, the office's own later versions, and who has read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final

from pydantic import AfterValidator, Field
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from planning.kit import audit
from planning.kit.visitor import Visitor
from planning.school_network.mapping.criteria import SCHEDULE, Clause, CriteriaSet, Fact, criteria_of, criteria_sets
from planning.school_network.mapping.parameters import Certainty
from planning.school_network.models.rule import Acknowledgement, CriteriaVersion
from service.draft import Digits, Draft
from service.i18n import N_
from service.refusal import MissingError, Problem, RefusedError, refuse

SUBJECT: Final = "criteria_version"
ORDER: Final = ("R2550", "R2553", "READINESS", "DECENTRAL", "SMALL", "FOLLOW")
SCHEDULES: Final = "FOLLOW"
MOST_DAYS: Final = 3650


@lru_cache
def shipped() -> Mapping[str, CriteriaSet]:
    """Version 1 of each regulation."""
    return {one.id: one for one in criteria_sets()}


def versions(session: Session, office_code: str, regulation: str) -> Sequence[CriteriaSet]:
    """All versions of one regulation, the oldest first; MissingError."""
    if regulation not in shipped():
        raise MissingError("regulation")
    rows = session.exec(
        select(CriteriaVersion)
        .where(CriteriaVersion.office_code == office_code, CriteriaVersion.regulation == regulation)
        .order_by(col(CriteriaVersion.version))
    ).all()
    return (shipped()[regulation], *(_set_of(row) for row in rows))


def newest(session: Session, office_code: str) -> dict[str, int]:
    """The version of each regulation that a case which begins now keeps."""
    return {one: versions(session, office_code, one)[-1].version for one in ORDER}


def version(session: Session, office_code: str, regulation: str, number: int) -> CriteriaSet:
    """One version; MissingError."""
    for one in versions(session, office_code, regulation):
        if one.version == number:
            return one
    raise MissingError("version")


def kept(session: Session, office_code: str, numbers: Mapping[str, int]) -> Sequence[CriteriaSet]:
    """Those that a case began with."""
    return [version(session, office_code, one, numbers[one]) for one in ORDER if one in numbers]


def day_of(session: Session, office_code: str, numbers: Mapping[str, int], fact: Fact) -> Clause:
    """The clause that sets a day. A case that began before there was such a regulation goes by the shipped version."""
    held = version(session, office_code, SCHEDULES, numbers.get(SCHEDULES, 1))
    return next(one for one in held.clauses if one.limit is not None and one.limit.fact is fact)


def _set_of(row: CriteriaVersion) -> CriteriaSet:
    return criteria_of({**row.body, "valid_from": row.valid_from})


def _known(value: str) -> str:
    Certainty(value)
    return value


class ChangeDraft(Draft):
    """What is the same for the whole version."""

    valid_from: date
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class FigureDraft(Draft):
    """The figure of one clause as an official set it, and where it was read."""

    value: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False), Digits]
    certainty: Annotated[str, AfterValidator(_known)] = Certainty.OFFICE.value
    source: Annotated[str, Field(max_length=255)] = ""


def add_version(
    session: Session, visitor: Visitor, regulation: str, draft: ChangeDraft, figures: Mapping[int, FigureDraft]
) -> CriteriaSet:
    """The next version: figures by the number of their clause from 0. RefusedError where nothing changed."""
    last = versions(session, visitor.office_code, regulation)[-1]
    _are_days(last, figures)
    clauses = tuple(_changed(one, figures.get(place), draft.reason) for place, one in enumerate(last.clauses))
    if clauses == last.clauses:
        raise refuse("reason", N_("Nothing was changed"))
    made = replace(last, version=last.version + 1, valid_from=draft.valid_from, clauses=clauses)
    row = CriteriaVersion(
        office_code=visitor.office_code,
        regulation=regulation,
        version=made.version,
        valid_from=draft.valid_from,
        reason=draft.reason,
        body=body_of(made),
        made_by=visitor.name[:120],
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        raise RefusedError([_at_once()]) from None
    detail = {"regulation": regulation, "version": made.version, "reason": draft.reason}
    audit.record(session, visitor, "criteria.changed", subject=SUBJECT, subject_id=row.id, detail=detail)
    return made


def _are_days(last: CriteriaSet, figures: Mapping[int, FigureDraft]) -> None:
    wrong = [
        Problem(f"value_{place}", N_("Days from 1 to %(most)s, without a fraction"), {"most": MOST_DAYS})
        for place, one in enumerate(last.clauses)
        if one.limit is not None
        and one.limit.fact in SCHEDULE
        and place in figures
        and not (figures[place].value.is_integer() and 1 <= figures[place].value <= MOST_DAYS)
    ]
    if wrong:
        raise RefusedError(wrong)


def _at_once() -> Any:
    return refuse("", N_("Somebody else changed it meanwhile")).problems[0]


def _changed(clause: Clause, figure: FigureDraft | None, reason: str) -> Clause:
    if clause.limit is None or figure is None:
        return clause
    limit, certainty = replace(clause.limit, value=figure.value), Certainty(figure.certainty)
    if limit == clause.limit and certainty is clause.certainty:
        return clause
    return replace(clause, limit=limit, certainty=certainty, source=figure.source or reason)


def body_of(criteria: CriteriaSet) -> dict[str, object]:
    """As JSON, readable by `criteria_of`."""
    clauses: list[dict[str, object]] = []
    for one in criteria.clauses:
        row: dict[str, object] = {
            "number": one.number,
            "text": one.text,
            "kinds": list(one.kinds),
            "certainty": one.certainty.value,
            "source": one.source,
        }
        if one.limit is not None:
            row |= {"fact": one.limit.fact.value, "compare": one.limit.compare.value, "value": one.limit.value}
        clauses.append(row)
    papers = [
        {"key": one.key, "kinds": list(one.kinds), "certainty": one.certainty.value, "source": one.source}
        for one in criteria.papers
    ]
    return {"id": criteria.id, "version": criteria.version, "title": criteria.title, "clause": clauses, "paper": papers}


def acknowledge(session: Session, visitor: Visitor, regulation: str, number: int) -> None:
    """Once for each person and version; a second time changes nothing."""
    version(session, visitor.office_code, regulation, number)
    row = Acknowledgement(
        office_code=visitor.office_code,
        regulation=regulation,
        version=number,
        username=visitor.username,
        name=visitor.name,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return
    detail = {"regulation": regulation, "version": number}
    audit.record(session, visitor, "criteria.read", subject=SUBJECT, detail=detail)


def readers(session: Session, office_code: str, regulation: str, number: int) -> Sequence[Acknowledgement]:
    """Who has read it, in their order."""
    return session.exec(
        select(Acknowledgement)
        .where(
            Acknowledgement.office_code == office_code,
            Acknowledgement.regulation == regulation,
            Acknowledgement.version == number,
        )
        .order_by(col(Acknowledgement.id))
    ).all()
