"""The history as git sees it: clones, diffs, dates, renames, and the same commits when it is made anew."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.config import ConfigVersion, Occasion
from inventory.models.device import Device
from inventory.models.site import Office
from netops.configs.history import catch_up, repository_path
from service.database import reading, transaction
from tests import factories

AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
pytestmark = pytest.mark.peer("git")


def git(*words: str | Path) -> str:
    run = subprocess.run(("git", *words), check=True, capture_output=True, text=True)
    return run.stdout.strip()


def add(session: Session, device: Device, text: str, *, hours: int = 0) -> None:
    at = AT + timedelta(hours=hours)
    given: dict[str, Any] = {
        "taken_at": at,
        "checked_at": at,
        "sha256": "0" * 64,
        "sealed": b"-",
        "occasion": Occasion.CHANGE,
    }
    session.add(ConfigVersion(device_id=device.id or 0, redacted=text, **given))
    session.flush()


def caught_up(engine: Engine, data_dir: Path) -> int:
    with reading(engine) as session:
        return catch_up(session, data_dir)


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office, code="57010001", name="โรงเรียนบ้านผัง")
        first = factories.make_device(session, site, name="sw1")
        second = factories.make_device(session, site, name="../../etc/passwd\u202e")
        add(session, first, "hostname sw1\n")
        add(session, second, "hostname ห้องสมุด\n", hours=1)
        add(session, first, "hostname sw1\nvlan 20\n", hours=2)
        elsewhere = factories.make_site(session, factories.make_office(session))
        add(session, factories.make_device(session, elsewhere), "foreign\n", hours=3)
        return office


def test_git_clones_it_and_sees_every_version_with_its_date(engine: Engine, tmp_path: Path, office: Office) -> None:
    assert caught_up(engine, tmp_path) == 4
    assert office.id
    git("clone", "-q", repository_path(tmp_path, office.id), tmp_path / "clone")
    files = sorted(path.relative_to(tmp_path / "clone") for path in (tmp_path / "clone").rglob("*.txt"))
    assert [path.as_posix() for path in files] == ["57010001/etc-passwd.txt", "57010001/sw1.txt"]
    assert (tmp_path / "clone" / files[0]).read_text() == "hostname ห้องสมุด\n"
    log = git("-C", tmp_path / "clone", "log", "--format=%at %s", "--", "57010001/sw1.txt")
    assert log.splitlines() == [
        f"{int((AT + timedelta(hours=hours)).timestamp())} โรงเรียนบ้านผัง sw1: change" for hours in (2, 0)
    ]
    assert "+vlan 20" in git("-C", tmp_path / "clone", "show", "HEAD")
    git("-C", tmp_path / "clone", "fsck", "--strict")


def test_nothing_new_is_no_commit_and_a_lost_one_is_made_anew_the_same(
    engine: Engine, tmp_path: Path, office: Office
) -> None:
    assert office.id
    path = repository_path(tmp_path, office.id)
    caught_up(engine, tmp_path)
    head = git("-C", path, "rev-parse", "HEAD")
    assert caught_up(engine, tmp_path) == 0
    assert git("-C", path, "rev-parse", "HEAD") == head
    shutil.rmtree(path)
    caught_up(engine, tmp_path)
    assert git("-C", path, "rev-parse", "HEAD") == head


def test_a_renamed_device_keeps_its_history(engine: Engine, tmp_path: Path, office: Office) -> None:
    assert office.id
    path = repository_path(tmp_path, office.id)
    caught_up(engine, tmp_path)
    with transaction(engine) as session:
        device = session.get_one(Device, 1)
        device.name = "core"
        session.flush()
        add(session, device, "hostname core\n", hours=9)
    caught_up(engine, tmp_path)
    assert "57010001/core.txt" in git("-C", path, "ls-tree", "-r", "--name-only", "HEAD")
    log = git("-C", path, "log", "--follow", "--format=%s", "--", "57010001/core.txt")
    assert len(log.splitlines()) == 4
    caught_up(engine, tmp_path)
    assert git("-C", path, "log", "--format=%s").count("names follow") == 1


def test_a_broken_repository_is_set_aside_and_made_anew(engine: Engine, tmp_path: Path, office: Office) -> None:
    assert office.id
    path = repository_path(tmp_path, office.id)
    caught_up(engine, tmp_path)
    head = git("-C", path, "rev-parse", "HEAD")
    for pack in (path / "objects").rglob("*"):
        if pack.is_file():
            pack.chmod(0o600)
            pack.write_bytes(b"")
    caught_up(engine, tmp_path)
    assert git("-C", path, "rev-parse", "HEAD") == head
    assert len(list(path.parent.glob("*.broken-*"))) == 1
