"""`git clone` over HTTP from the running web process: with a token, of one's own office, and never a push."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import pytest
import uvicorn
from sqlalchemy import Engine

from inventory.models.config import ConfigVersion
from inventory.models.site import Office
from netops.configs.history import catch_up
from netops.models.person import Role
from netops.settings import Settings
from netops.vault import Vault
from netops.web.app import create_app
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api

pytestmark = pytest.mark.peer("git")
VERSIONS = 40


@contextmanager
def serving(settings: Settings, engine: Engine) -> Iterator[int]:
    """The web process on a free loopback port."""
    app = create_app(settings, engine, Vault.create(settings.data_dir))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        deadline = monotonic() + 20
        while not server.started and monotonic() < deadline:
            sleep(0.02)
        assert server.started
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)


def git(*words: str | Path) -> subprocess.CompletedProcess[str]:
    quiet = {"GIT_TERMINAL_PROMPT": "0", "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}
    return subprocess.run(("git", *words), check=False, capture_output=True, text=True, env=quiet, timeout=60)


@pytest.fixture
def office(engine: Engine, settings: Settings) -> Office:
    now = utc_now()
    with transaction(engine) as session:
        office = factories.make_office(session)
        other = factories.make_office(session)
        for owner, name in ((office, "ours"), (other, "foreign")):
            device = factories.make_device(session, factories.make_site(session, owner, code=name), name=name)
            for number in range(VERSIONS):
                session.add(
                    ConfigVersion(
                        device_id=device.id or 0,
                        taken_at=now,
                        checked_at=now,
                        sha256="0" * 64,
                        redacted=f"hostname {name}\nvlan {number}\n",
                        sealed=b"-",
                    )
                )
    with reading(engine) as session:
        catch_up(session, settings.data_dir)
    return office


def test_a_token_clones_its_own_office_and_nothing_is_ever_pushed(
    engine: Engine, settings: Settings, office: Office, tmp_path: Path
) -> None:
    it = Api(settings, engine).caller(Role.IT, office, scopes=("configs.read",)).token
    viewer = Api(settings, engine).caller(Role.VIEWER, office).token
    with serving(settings, engine) as port:

        def url(token: str) -> str:
            return f"http://x:{token}@127.0.0.1:{port}/configs.git"

        clone = tmp_path / "clone"
        assert git("clone", "-q", url(it), clone).returncode == 0
        assert (clone / "ours" / "ours.txt").read_text() == f"hostname ours\nvlan {VERSIONS - 1}\n"
        assert not (clone / "foreign").exists()
        assert git("-C", clone, "log", "--format=%s").stdout.count("\n") == VERSIONS
        assert git("-C", clone, "fetch", "-q").returncode == 0  # nothing new; what is there is told to the server
        for refused in (url("wrong"), url(viewer), f"http://127.0.0.1:{port}/configs.git"):
            assert git("clone", "-q", refused, tmp_path / "refused").returncode != 0
        (clone / "ours" / "ours.txt").write_text("hostname stolen\n")
        assert git("-C", clone, "-c", "user.name=x", "-c", "user.email=x", "commit", "-qam", "x").returncode == 0
        pushed = git("-C", clone, "push", "-q")
        assert pushed.returncode != 0
        assert "403" in pushed.stderr
