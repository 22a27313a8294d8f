"""What was backed up comes back, table by table, on both databases; a damaged archive changes nothing."""

from __future__ import annotations

import gzip
import io
import stat
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, select, text
from sqlmodel import select as choose

from inventory.core import Core
from inventory.models.credential import Credential
from netops.settings import Settings
from netops.upkeep import backup
from netops.upkeep.archive import BrokenArchiveError
from netops.vault import Vault
from service.database import reading, transaction
from service.refused import RefusedCommandError
from tests.factories import (
    make_credential,
    make_device,
    make_interface,
    make_link,
    make_office,
    make_outage,
    make_person,
    make_site,
)

CANARY = "canary-9f2c"
PASSPHRASE = "correct horse battery"
Content = dict[str, list[tuple[Any, ...]]]


def content(engine: Engine) -> Content:
    """Every row of every table."""
    with engine.connect() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in Core.metadata.sorted_tables
        }


def filled(engine: Engine, vault: Vault) -> Content:
    with transaction(engine) as session:
        office = make_office(session)
        for _ in range(3):
            site = make_site(session, office, note="บรรทัด\nสอง '; --")
            credential = make_credential(session, office, sealed=vault.seal(CANARY))
            device = make_device(session, site, snmp_credential_id=credential.id)
            make_interface(session, device, speed_bps=10**11)
            make_outage(session, make_link(session, site))
        make_person(session, office)
    return content(engine)


@pytest.fixture
def installed(settings: Settings, database: Engine) -> Settings:
    """The settings of the test's database, SQLite or PostgreSQL."""
    if database.dialect.name == "sqlite":
        return settings
    return settings.model_copy(update={"database_url": database.url.render_as_string(hide_password=False)})


def empty_again(engine: Engine, settings: Settings) -> None:
    """The machine is lost: no database and no uploads."""
    engine.dispose()
    if engine.dialect.name == "sqlite":
        for path in settings.data_dir.glob("netops.sqlite3*"):
            path.unlink()
    else:
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))


def test_a_lost_machine_comes_back_table_by_table(installed: Settings, database: Engine, vault: Vault) -> None:
    uploads = installed.data_dir / "uploads" / "ab"
    uploads.mkdir(parents=True)
    (uploads / "abcd").write_bytes(b"\x00picture")
    before = filled(database, vault)
    path = backup.make(installed)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    empty_again(database, installed)
    (uploads / "abcd").unlink()
    manifest = backup.restore(installed, path)
    assert content(database) == before
    assert (uploads / "abcd").read_bytes() == b"\x00picture"
    assert backup.key_fits(installed, manifest)


def test_later_changes_are_gone_after_a_forced_restore(installed: Settings, database: Engine, vault: Vault) -> None:
    before = filled(database, vault)
    path = backup.make(installed)
    with transaction(database) as session:
        session.execute(text("CREATE TABLE of_a_newer_release (id INTEGER)"))
        session.execute(text("DELETE FROM interface"))
    with pytest.raises(RefusedCommandError, match="--force"):
        backup.restore(installed, path)
    assert content(database) != before
    database.dispose()
    backup.restore(installed, path, force=True)
    assert content(database) == before


def test_a_backup_is_taken_while_others_write(settings: Settings, engine: Engine, vault: Vault) -> None:
    before = filled(engine, vault)
    with reading(engine) as session:
        session.execute(text("UPDATE site SET name = 'not committed'"))
        path = backup.make(settings)
    engine.dispose()
    backup.restore(settings, path, force=True)
    assert content(engine) == before


def test_the_archive_holds_no_key_and_no_secret(settings: Settings, engine: Engine, vault: Vault) -> None:
    filled(engine, vault)
    with_secrets = settings.model_copy(update={"smtp_password": SecretStr(CANARY), "metrics_token": SecretStr(CANARY)})
    whole = gzip.decompress(backup.make(with_secrets).read_bytes())
    assert CANARY.encode() not in whole
    assert Vault.path(settings.data_dir).read_bytes() not in whole
    assert b"snmp_interval_s" in whole


def test_the_summary_hides_the_password_of_the_database(settings: Settings) -> None:
    other = settings.model_copy(update={"database_url": f"postgresql+psycopg://netops:{CANARY}@db/netops"})
    assert CANARY not in backup.summary(other)


def test_a_sealed_key_opens_with_its_passphrase_only(settings: Settings, engine: Engine, vault: Vault) -> None:
    filled(engine, vault)
    path = backup.make(settings, passphrase=PASSPHRASE)
    key = Vault.path(settings.data_dir)
    assert key.read_bytes() not in gzip.decompress(path.read_bytes())
    engine.dispose()
    key.unlink()
    empty_again(engine, settings)
    with pytest.raises(RefusedCommandError, match="passphrase does not open"):
        backup.restore(settings, path, passphrase="another one entirely")
    assert not key.exists()
    backup.restore(settings, path, passphrase=PASSPHRASE)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with reading(engine) as session:
        sealed = session.exec(choose(Credential.sealed)).first()
    assert sealed is not None
    assert Vault.open(settings.data_dir).unseal(sealed) == CANARY


def test_another_key_is_told(settings: Settings, engine: Engine, vault: Vault) -> None:
    filled(engine, vault)
    path = backup.make(settings)
    engine.dispose()
    Vault.path(settings.data_dir).unlink()
    Vault.create(settings.data_dir)
    assert not backup.key_fits(settings, backup.restore(settings, path, force=True))


def _flipped(data: bytes) -> bytes:
    raw = bytearray(gzip.decompress(data))
    at = raw.index(b"SQLite format 3")
    raw[at + 200] ^= 0xFF
    return gzip.compress(bytes(raw))


def _escaping(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as source, tarfile.open(fileobj=out, mode="w:gz") as target:
        for entry in source:
            target.addfile(entry, source.extractfile(entry))
        entry = tarfile.TarInfo("../../escaped")
        target.addfile(entry, io.BytesIO())
    return out.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        _flipped,
        _escaping,
        lambda data: data[: len(data) // 2],
        lambda data: b"no archive at all",
        lambda data: gzip.compress(b"\x00" * 2048),
    ],
    ids=["a byte differs", "a name that escapes", "cut off", "something else", "empty"],
)
def test_a_damaged_archive_changes_nothing(
    settings: Settings, engine: Engine, vault: Vault, damage: Callable[[bytes], bytes]
) -> None:
    filled(engine, vault)
    path = backup.make(settings)
    path.write_bytes(damage(path.read_bytes()))
    with transaction(engine) as session:
        make_office(session)
    before = content(engine)
    with pytest.raises(BrokenArchiveError):
        backup.restore(settings, path, force=True)
    assert content(engine) == before
    assert not list(settings.data_dir.glob(".backup-*"))


def test_an_archive_of_another_release_is_refused(settings: Settings, engine: Engine, vault: Vault) -> None:
    filled(engine, vault)
    with transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'of_the_future'"))
    path = backup.make(settings)
    with pytest.raises(RefusedCommandError, match="another release"):
        backup.restore(settings, path, force=True)


@pytest.mark.usefixtures("vault", "engine")
def test_nightly_goes_to_two_places_and_keeps_the_newest(settings: Settings, tmp_path: Path) -> None:
    second = tmp_path / "second"
    both = settings.model_copy(update={"backup_dir": second, "backup_keep": 2})
    start = datetime(2026, 11, 20, 19, tzinfo=UTC)
    (backup.place(settings)).mkdir()
    (backup.place(settings) / "notes.txt").write_text("a person's own file")
    for night in range(3):
        made = backup.nightly(both, now=start + timedelta(days=night))
    names = ["netops-20261121T190000Z.tar.gz", "netops-20261122T190000Z.tar.gz"]
    assert sorted(path.name for path in second.iterdir()) == names
    assert sorted(path.name for path in backup.place(settings).iterdir()) == [*names, "notes.txt"]
    assert made[1].read_bytes() == made[0].read_bytes()
    assert backup.newest_at(second) == start + timedelta(days=2)
    assert backup.newest_at(tmp_path) is None


@pytest.mark.usefixtures("vault", "engine")
def test_a_second_place_that_fails_is_an_error(settings: Settings, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(OSError, match="file"):
        backup.nightly(settings.model_copy(update={"backup_dir": blocked}))
    assert backup.newest_at(backup.place(settings)) is not None
