"""The tiny service on an empty database, a book in it, and what the registry tells of committees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from contract.planning import ResolutionRecorded
from planning.kit import database as databases
from planning.kit.settings import PlanningSettings
from planning.plans.models.version import Version
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from tests.planning.entering import Netops
from tests.planning.plans.tiny import MORE, PART, Book
from tests.planning.served import Served


@pytest.fixture
def tiny(planning_settings: PlanningSettings, netops: Netops, tmp_path: Path) -> Iterator[Served]:
    """The service as its own process would serve it."""
    engine = make_engine(f"sqlite:///{tmp_path / 'tiny.sqlite3'}")
    for metadata in databases.metadata_of(PART):
        metadata.create_all(engine)
    yield Served(PART, engine, planning_settings, netops, tmp_path)
    engine.dispose()


@pytest.fixture
def book(tiny: Served) -> str:
    """The key of a book with two goals."""
    with transaction(tiny.engine) as session:
        row = Book(
            office_code="5302",
            title="แผนสมมติ",
            goals=[{"code": "1", "title": "เป้าหมายหนึ่ง"}, {"code": "2", "title": "เป้าหมายสอง"}],
        )
        session.add(row)
    return row.key


@pytest.fixture
def decide(tiny: Served, book: str) -> Callable[..., None]:
    """The registry tells what a committee decided about the book; what is not said is as it should be."""

    def tell(**said: object) -> None:
        with reading(tiny.engine) as session:
            row = session.exec(select(Version).where(Version.subject_key == book).order_by(Version.number)).all()[-1]  # type: ignore[arg-type]
        fact = ResolutionRecorded.model_validate(
            {
                "office_code": "5302",
                "resolution_key": uuid4().hex,
                "committee_kind": "esao_board",
                "committee_name": "คณะกรรมการเขตพื้นที่การศึกษา",
                "meeting": "ครั้งที่ 1/2570",
                "held_on": date(2026, 11, 20),
                "is_quorate": True,
                "service": "development_plan",
                "subject_kind": "development",
                "subject_key": book,
                "sha256": row.sha256,
                "verdict": "approve",
                **said,
            }
        )
        with transaction(tiny.engine) as session:
            MORE.handlers["ResolutionRecorded"](session, fact, utc_now())

    return tell


def version_of(engine: Engine, key: str) -> Version:
    """The newest version of a thing."""
    with reading(engine) as session:
        rows = session.exec(select(Version).where(Version.subject_key == key)).all()
    return max(rows, key=lambda one: one.number)
