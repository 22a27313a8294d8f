"""A province that was written down before contributions had states and projects indicators comes over whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import text

from planning.province.part import PART
from service.database import make_engine

OWN = {"office_code": "5302", "changes": 0, "changed_at": "2026-11-01 00:00:00"}
ROWS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    (
        "agency",
        {"key": "a", "name": "ก", "affiliation": "moe", "kind": "esao", "code": "", "unit": "", "phone": "", "mail": ""}
        | {"is_asked_for_plan": True, "is_active": True},
    ),
    (
        "plan",
        {"key": "p", "kind": "province_annual", "title": "ก", "province": "ก", "first_year": 2570, "last_year": 2570}
        | {"is_ours": True},
    ),
    (
        "project",
        {"key": "q", "plan_id": 1, "agency_id": 1, "title": "ก", "indicator": "ร้อยละ 90", "amount_satang": 100}
        | dict.fromkeys(("activity", "objective", "output", "target_group", "place"), "")
        | dict.fromkeys(("money_source", "responsible", "told_key"), ""),
    ),
    (
        "contribution",
        {"key": "c", "project_id": 1, "agency_id": 1, "kind": "money", "amount_satang": 100, "persons": 0}
        | {"person_days": 0, "what": ""},
    ),
)


def test_contributions_are_offered_with_a_step_and_words_of_indicators_stay(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'province.sqlite3'}"
    PART.line.upgrade(url, "0001_20261130")
    engine = make_engine(url)
    with engine.begin() as connection:
        for table, own in ROWS:
            values = {"id": 1, **OWN, **own}
            said = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(f':{name}' for name in values)})"
            connection.execute(text(said), values)
    PART.line.upgrade(url)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT state FROM contribution")).all() == [("offered",)]
        steps = "SELECT contribution_id, state, amount_satang, made_at FROM pledge_step"
        assert [tuple(row) for row in connection.execute(text(steps))] == [(1, "offered", 100, "2026-11-01 00:00:00")]
        assert connection.execute(text("SELECT indicator, indicators FROM project")).all() == [("ร้อยละ 90", "[]")]
    engine.dispose()
