"""A backup put back on a new machine: keys by which services sign are in no archive, so each makes a new one.

People sign in everywhere then, also at a service of another machine that still holds the old key.
"""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlmodel import select

from netops.models.person import Role
from netops.settings import PLANNING, Settings
from netops.upkeep import backup
from netops.vault import Vault
from planning.kit.tables import Copy
from service.database import make_engine, reading, transaction
from tests.factories import make_office
from tests.integration.siblings import Siblings, Somebody, process, until
from tests.web.browsing import PASSWORD, person_of

ELSEWHERE = "annual_plan"


@dataclass
class Machines:
    """netops and the registry on one machine, the annual plan on another."""

    siblings: Siblings
    settings: Settings
    elsewhere: Path

    @contextmanager
    def running(self) -> Iterator[None]:
        here = self.siblings.environment | {
            "NETOPS_DATA_DIR": str(self.settings.data_dir),
            f"{PLANNING}DATA_DIR": str(self.settings.data_dir / "planning"),
        }
        there = here | {f"{PLANNING}DATA_DIR": str(self.elsewhere)}
        urls = self.siblings.urls
        with ExitStack() as stack:
            stack.enter_context(process(["netops", "web"], here, f"{urls['netops']}/sign-in"))
            stack.enter_context(process(["planning", "run", "registry"], here, f"{urls['registry']}/healthz"))
            stack.enter_context(process(["planning", "run", ELSEWHERE], there, f"{urls[ELSEWHERE]}/healthz"))
            yield

    def keys(self) -> list[bytes]:
        """Of netops and the registry."""
        data = self.settings.data_dir
        return [(data / "identity.pem").read_bytes(), (data / "planning" / "registry" / "identity.pem").read_bytes()]

    def heard_by_netops(self) -> str:
        """What the registry, with its new key, was answered by netops."""
        path = self.settings.data_dir / "planning" / "registry" / "registry.sqlite3"
        engine = make_engine(f"sqlite:///{path}")
        try:
            with reading(engine) as session:
                row = session.exec(select(Copy).where(Copy.peer == "netops")).first()
                return row.problem or "answered" if row is not None else ""
        finally:
            engine.dispose()


@pytest.fixture
def machines(settings: Settings, sqlite_template: Path, tmp_path: Path) -> Machines:
    shutil.copyfile(sqlite_template, settings.data_dir / "netops.sqlite3")
    Vault.create(settings.data_dir)
    return Machines(Siblings(tmp_path), settings, tmp_path / "another machine")


def test_people_sign_in_everywhere_after_a_restore_on_a_new_machine(machines: Machines, tmp_path: Path) -> None:
    engine = make_engine(machines.settings.url)
    with transaction(engine) as session:
        office = make_office(session)
    username = person_of(engine, Role.PLANNER, office=office).username
    engine.dispose()
    with machines.running():
        enter_everywhere(machines, username)
        old = machines.keys()
        archive = backup.make(machines.settings, passphrase="a long pass phrase")
    with tarfile.open(archive) as tar:
        assert not [name for name in tar.getnames() if name.endswith(".pem")]
    new = machines.settings.model_copy(update={"data_dir": tmp_path / "new"})
    backup.restore(new, archive, passphrase="a long pass phrase")
    restored = Machines(machines.siblings, new, machines.elsewhere)
    with restored.running():
        enter_everywhere(restored, username)
        assert not set(restored.keys()) & set(old)
        until(lambda: restored.heard_by_netops() == "answered", "netops to answer the registry's new key")


def enter_everywhere(machines: Machines, username: str) -> None:
    somebody = Somebody(machines.siblings, username, PASSWORD)
    for service, first in (("netops", "/needs"), ("registry", "/schools"), (ELSEWHERE, "/")):
        assert somebody.at(service, first).get(first).status_code == 200
    somebody.close()
