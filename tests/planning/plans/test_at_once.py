"""Two people at the same moment, on PostgreSQL: one act, one fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlmodel import select

from planning.kit import database as databases
from planning.kit.settings import PlanningSettings
from planning.kit.tables import EventOut
from planning.plans.models.version import Receipt, Version
from service.database import make_engine, reading
from tests.planning.entering import Netops
from tests.planning.plans.tiny import PART
from tests.planning.served import Served

DATABASE = "netops_tiny_plans"
pytestmark = pytest.mark.peer("postgres")


@pytest.fixture
def tiny(planning_settings: PlanningSettings, netops: Netops, tmp_path: Path, postgres_server: str) -> Iterator[Served]:
    """The tiny service on PostgreSQL."""
    on_server = make_engine(postgres_server)
    with on_server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)"))
        connection.execute(text(f"CREATE DATABASE {DATABASE}"))
    on_server.dispose()
    engine = make_engine(make_url(postgres_server).set(database=DATABASE).render_as_string(hide_password=False))
    for metadata in databases.metadata_of(PART):
        metadata.create_all(engine)
    yield Served(PART, engine, planning_settings, netops, tmp_path)
    engine.dispose()


def test_what_two_do_at_once_is_done_once(tiny: Served, book: str, decide: Callable[..., None]) -> None:
    people = [tiny.enter(), tiny.enter()]

    def both(url: str, form: dict[str, str] | None = None) -> list[int]:
        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(lambda it: it.post(url, form).status_code, people))

    home = f"/versions/development/{book}"
    assert both(f"{home}/draft")[0] == 303
    assert both(f"{home}/submit") == [303, 409]
    decide()
    assert both(f"{home}/gate/approve") == [303, 409]
    said = {"announcement": "1/2570", "released_on": "2026-11-21"}
    assert both(f"{home}/gate/publish", said) == [303, 409]
    with reading(tiny.engine) as session:
        assert len(session.exec(select(Version)).all()) == 1
        kinds = [row.kind for row in session.exec(select(EventOut))]
    assert sorted(kinds) == ["PlanApproved", "PlanPublished"]


def test_two_of_one_school_who_open_it_at_once_leave_one_receipt(
    tiny: Served, book: str, decide: Callable[..., None]
) -> None:
    it, home = tiny.enter(), f"/versions/development/{book}"
    it.post(f"{home}/submit")
    decide()
    it.post(f"{home}/gate/approve")
    it.post(f"{home}/gate/publish", {"announcement": "1/2570", "released_on": "2026-11-21"})
    people = [tiny.enter("school", school_code="53020001") for _person in range(2)]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda one: one.get(f"/published/development/{book}").status_code, people))
    assert answers == [200, 200]
    with reading(tiny.engine) as session:
        assert len(session.exec(select(Receipt)).all()) == 1
