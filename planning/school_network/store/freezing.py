"""What is frozen and laid before the board: a plan with its effects, a case with everything that it rests on."""

from __future__ import annotations

from typing import Any, Final

from sqlmodel import Session, SQLModel

from planning.kit.tables import KnownOffice
from planning.school_network import judging
from planning.school_network.models.case import ChangeCase, Hearing
from planning.school_network.papers.making import POLICIES, clause_row, place_of
from planning.school_network.store import cases, scenarios
from planning.school_network.store.effects import effects_of
from planning.school_network.store.sources import sources
from service.draft import plain


def plan_content(session: Session, office_code: str, key: str) -> dict[str, Any]:
    """Steps by year, the run that they stand on, and what they do."""
    row = scenarios.find_scenario(session, office_code, key)
    run = scenarios.run_of(session, row)
    steps = [_row(one, frozenset({"id", "scenario_id"})) for one in scenarios.steps_of(session, row)]
    return {
        "title": row.title,
        "note": row.note,
        "run": {
            "key": run.key,
            "title": run.title,
            "demand": run.demand.value,
            "input_hash": run.input_hash,
            "result_hash": run.result_hash,
        },
        "steps": steps,
        "effect": row.effect,
    }


def said_content(row: ChangeCase, found: judging.Gathered) -> dict[str, Any]:
    """What people wrote into a case, which is what the board decides about."""
    return {
        "case": _row(row, _LATER),
        "groups": [_row(one) for one in found.groups],
        "hearings": [_hearing(one) for one in found.hearings],
        "opinions": [_row(one) for one in found.opinions],
        "readiness": [_row(one) for one in found.readiness],
    }


def case_content(session: Session, office_code: str, key: str) -> dict[str, Any]:
    """The case, its clauses with what was found, its parts and what it does to the children; files by their SHA-256.
    All that its whole file is printed from, so that it is printed the same later.
    """
    row = cases.find_case(session, office_code, key)
    found = cases.gathered(session, row)
    checked = judging.checklist(found)
    office = session.get(KnownOffice, office_code)
    school = sources(session, office_code).school(row.school_code)
    return said_content(row, found) | {
        "office": "" if office is None else office.name,
        "place": "" if school is None else place_of(school),
        "legal_basis": [rule.title for rule, _answers in checked if rule.id not in POLICIES],
        "clauses": [
            clause_row(rule.title, rule.version, one).model_dump() for rule, answers in checked for one in answers
        ],
        "checklist": [
            {
                "rule": rule.id,
                "version": rule.version,
                "clause": one.clause.number,
                "found": one.found,
                "verdict": one.verdict.value,
            }
            for rule, answers in checked
            for one in answers
        ],
        "effects": effects_of(session, row, found.groups),
        "rooms": [{"code": one.code, "name": one.name, "needed": one.needed, "has": one.has} for one in found.rooms],
        "assets": [_row(one) for one in found.assets],
        "staff": [_row(one) for one in found.staff],
        "files": [
            {"kind": one.kind.value, "name": one.name, "sha256": one.sha256}
            for one in found.files
            if one.kind.value not in ("announcement", "assets", "photo", "other")
        ],
    }


_LATER: Final = frozenset(
    {
        "id",
        "office_code",
        "state",
        "announcement_number",
        "announced_on",
        "ordered_at",
        "network_done_on",
        "network_counts",
        "in_force_on",
        "completed_on",
        "end_reason",
        "opened_at",
        "changed_at",
        "opened_by",
    }
)
"""Fields of a case that the board does not decide about."""


def _hearing(row: Hearing) -> dict[str, Any]:
    """One that was written down before notices were says what it said then: what the board resolved stays resolved."""
    return _row(row, frozenset({"id", "case_id"} | ({"notified_on"} if row.notified_on is None else set())))


def _row(row: SQLModel, without: frozenset[str] = frozenset({"id", "case_id"})) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.model_dump(exclude=set(without)).items()}
