"""Planning services in backups and upgrades of netops: their rows and files come back, their keys are in no archive."""

from __future__ import annotations

import shutil
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from netops.settings import Settings
from netops.upkeep import backup
from netops.upkeep.upgrade import upgrade
from netops.vault import Vault
from planning.kit import database
from planning.kit.settings import PlanningSettings
from planning.kit.tables import KnownOffice
from planning.registry.part import PART
from service.database import make_engine, reading, transaction
from service.identity import Key
from service.refused import RefusedCommandError
from service.supervising import only_one


@pytest.fixture
def installed(settings: Settings, vault: Vault, sqlite_template: Path) -> Settings:
    """netops with a database and a key."""
    assert vault
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    return settings


@pytest.fixture
def registry(installed: Settings) -> PlanningSettings:
    """The registry with a row, an upload and a key."""
    planning = PlanningSettings(data_dir=installed.data_dir / "planning")
    folder = planning.folder_of(PART.name)
    (folder / "uploads").mkdir(parents=True)
    (folder / "uploads" / "minutes.pdf").write_bytes(b"%PDF-minutes")
    Key.at(folder / "identity.pem", PART.name)
    database.migrate(PART, planning.database_of(PART.name))
    write(planning, "5302")
    return planning


def write(planning: PlanningSettings, code: str) -> None:
    engine = make_engine(planning.database_of(PART.name))
    with transaction(engine) as session:
        session.add(KnownOffice(code=code, name="A synthetic office"))
    engine.dispose()


def offices(planning: PlanningSettings) -> list[str]:
    engine = make_engine(planning.database_of(PART.name))
    try:
        with reading(engine) as session:
            return list(session.exec(select(KnownOffice.code).order_by(KnownOffice.code)))
    finally:
        engine.dispose()


def test_rows_and_files_come_back_and_no_key_is_in_the_archive(installed: Settings, registry: PlanningSettings) -> None:
    made = backup.make(installed)
    with tarfile.open(made) as tar:
        names = tar.getnames()
    assert "planning/registry/database.sqlite3" in names
    assert not [name for name in names if name.endswith(".pem")]
    shutil.rmtree(installed.data_dir / "planning")
    backup.restore(installed, made, force=True)
    assert offices(registry) == ["5302"]
    assert (registry.folder_of("registry") / "uploads" / "minutes.pdf").read_bytes() == b"%PDF-minutes"


def test_nothing_is_put_back_while_a_service_runs(installed: Settings, registry: PlanningSettings) -> None:
    made = backup.make(installed)
    write(registry, "5303")
    with (
        only_one(registry.folder_of("registry") / "running.lock", "registry"),
        pytest.raises(RefusedCommandError, match="is running"),
    ):
        backup.restore(installed, made, force=True)
    assert offices(registry) == ["5302", "5303"]


def test_a_backup_of_a_machine_without_planning_services_has_none(installed: Settings) -> None:
    made = backup.make(installed)
    with tarfile.open(made) as tar:
        assert not [name for name in tar.getnames() if name.startswith("planning")]


def test_an_upgrade_renews_a_service_that_is_behind(installed: Settings) -> None:
    planning = PlanningSettings(data_dir=installed.data_dir / "planning")
    planning.folder_of(PART.name).mkdir(parents=True)
    engine = make_engine(planning.database_of(PART.name))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    engine.dispose()
    done = upgrade(installed)
    assert done.services == ("registry",)
    assert done.archive is not None
    assert offices(planning) == []
    assert upgrade(installed).archive is None


def test_an_upgrade_that_fails_in_a_service_puts_everything_back(
    installed: Settings, registry: PlanningSettings
) -> None:
    engine = make_engine(registry.database_of(PART.name))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))  # tables of no revision: the migration stumbles
    engine.dispose()
    with pytest.raises(RefusedCommandError, match="everything is as before"):
        upgrade(installed)
    assert offices(registry) == ["5302"]
