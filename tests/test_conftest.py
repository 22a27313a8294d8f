"""What every test leans on: fresh databases, peers that are there, and marks that reach the report."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text
from sqlmodel import select

from inventory.core import Core
from inventory.models.site import Office, Site
from netops import db
from service.database import make_engine, reading, transaction
from tests.factories import make_device, make_link, make_office, make_person, make_site


def test_a_database_is_empty_and_at_the_newest_revision(database: Engine) -> None:
    current, newest = db.revisions(database)
    assert current == newest
    with transaction(database) as session:
        assert session.exec(select(Site)).all() == []
        office = make_office(session)
        site = make_site(session, office)
        make_device(session, site)
        make_link(session, site)
        make_person(session, office)
    with reading(database) as session:
        assert session.exec(select(Site.code)).one() == site.code


@pytest.mark.peer("postgres")
@pytest.mark.parametrize(
    "harm", ["DROP TABLE saved_view", "CREATE TABLE more (id INTEGER)", "DELETE FROM alembic_version"]
)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_database_that_a_test_has_harmed_is_made_anew(postgres_url: str, harm: str, turn: int) -> None:
    assert turn
    engine = make_engine(postgres_url)
    assert db.revisions(engine)[0] == db.revisions(engine)[1]
    tables = set(inspect(engine).get_table_names())
    assert tables == {table.name for table in Core.metadata.sorted_tables} | {"alembic_version"}
    with transaction(engine) as session:
        make_office(session, code="left")
        session.execute(text(harm))
    engine.dispose()


@pytest.mark.peer("postgres")
def test_rows_of_another_test_are_gone(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    with reading(engine) as session:
        assert session.exec(select(Office)).all() == []
    engine.dispose()


INNER = """
import pytest

@pytest.mark.peer("no-such-program")
def test_peer():
    assert True

@pytest.mark.needs_recordings
def test_recordings():
    assert True

@pytest.mark.requirement("P5-4.2", "I-1")
def test_claims():
    assert True
"""


@pytest.mark.parametrize(("ci", "passed", "failed", "skipped"), [("false", 1, 0, 2), ("true", 1, 1, 1)])
def test_a_missing_peer_is_a_skip_that_ci_does_not_accept(
    tmp_path: Path, *, ci: str, passed: int, failed: int, skipped: int
) -> None:
    root = Path(__file__).parent.parent
    (tmp_path / "test_inner.py").write_text(INNER)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NETOPS_")} | {"CI": ci}
    options = ["-p", "tests.conftest", "-c", "pyproject.toml", f"--junitxml={tmp_path}/junit.xml"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(tmp_path)],
        cwd=root,
        env=environment,
        check=False,
        capture_output=True,
    )
    cases = {case.get("name"): case for case in ET.parse(tmp_path / "junit.xml").iter("testcase")}
    assert sum(case.find("error") is not None for case in cases.values()) == failed
    assert sum(case.find("skipped") is not None for case in cases.values()) == skipped
    assert len(cases) - failed - skipped == passed
    claims = [each.get("value") for each in cases["test_claims"].iter("property") if each.get("name") == "requirement"]
    assert claims == ["P5-4.2", "I-1"]
