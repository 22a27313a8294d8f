"""The supervisor with real processes: a dead one comes back, all end together, and none outlives a killed parent."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, text

from netops.environment import environment_of
from netops.serve import ready, run, welcome
from netops.settings import PLANNING, Settings
from netops.vault import Vault
from planning.cli import peers_of
from planning.kit.settings import PREFIX, PlanningSettings
from service.database import transaction
from service.refused import RefusedCommandError
from service.supervising import Supervisor, only_one, pause_s
from tests.factories import make_office, make_person
from tests.ports import free_port


def test_a_dead_process_is_started_again_and_all_end_with_the_supervisor(tmp_path: Path) -> None:
    fifo = tmp_path / "pids"
    os.mkfifo(fifo)
    code = f"import os, signal; open({str(fifo)!r}, 'w').write('%d\\n' % os.getpid()); signal.pause()"
    supervisor = Supervisor({"lives": [sys.executable, "-c", code]}, os.environ, pause=lambda _failures: 0.0)
    pids: list[int] = []

    def watch() -> None:
        for _ in range(3):
            pids.append(int(fifo.read_text()))
            if len(pids) < 3:
                os.kill(pids[-1], signal.SIGKILL)
        supervisor.stop()

    thread = threading.Thread(target=watch)
    thread.start()
    assert supervisor.run() == 0
    thread.join()
    assert len(set(pids)) == 3
    with pytest.raises(ProcessLookupError):
        os.kill(pids[-1], 0)


def test_the_pause_grows_to_a_minute() -> None:
    assert [pause_s(failures) for failures in (1, 2, 3, 7, 40)] == [1, 2, 4, 60, 60]


def test_a_child_ends_when_its_supervisor_is_killed() -> None:
    code = (
        "import signal; from service.supervising import end_with_parent; end_with_parent(); print('up', flush=True)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code + "signal.pause()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline() == b"up\n"
    child.stdin.close()  # what the kernel does when the supervisor dies
    assert child.wait(timeout=20) == -signal.SIGTERM
    child.stdout.close()


def test_no_child_outlives_a_killed_supervisor() -> None:
    lives = "import signal; from service.supervising import end_with_parent; end_with_parent(); signal.pause()"
    code = "import os, sys; from service import log; from service.supervising import Supervisor; log.configure()\n"
    code += f"Supervisor({{'lives': [sys.executable, '-c', {lives!r}]}}, os.environ).run()"
    supervisor = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
    assert supervisor.stderr is not None
    pid = int(supervisor.stderr.readline().rpartition(b" ")[2])
    ended = os.pidfd_open(pid)
    supervisor.kill()
    supervisor.wait()
    assert select.select([ended], [], [], 20)[0] == [ended]
    os.close(ended)
    supervisor.stderr.close()


def test_two_pollers_of_one_folder_are_refused(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with (
        only_one(lock, "poller"),
        pytest.raises(RefusedCommandError, match="another poller"),
        only_one(lock, "poller"),
    ):
        pytest.fail("both hold the lock")
    with only_one(lock, "poller"):
        assert lock.exists()


def test_another_process_reads_the_same_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = Settings(
        data_dir=tmp_path,
        smtp_password=SecretStr('a "quoted" ก'),
        uplink_addresses=["192.168.0.1", "::1"],
        demo=True,
        snmp_interval_s=10,
        public_url="https://netops.example/",
    )
    for name, value in environment_of(given).items():
        if name.startswith("NETOPS_"):
            monkeypatch.setenv(name, value)
    assert Settings() == given


def test_the_planning_services_take_over_what_they_are_told_and_tell_it_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = Settings(data_dir=tmp_path, metrics_token=SecretStr("a token"), language="en")
    for name, value in environment_of(given).items():
        if name.startswith("NETOPS_"):
            monkeypatch.setenv(name, value)
    taken = PlanningSettings()
    assert (taken.metrics_token.get_secret_value(), taken.language) == ("a token", "en")
    assert taken.environment()[f"{PREFIX}METRICS_TOKEN"] == "a token"


def test_it_refuses_without_a_key(settings: Settings) -> None:
    with pytest.raises(Exception, match="run `netops migrate`"):
        ready(settings)


@pytest.mark.usefixtures("vault")
def test_it_refuses_another_revision(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'of_the_past'"))
    with pytest.raises(RefusedCommandError, match=r"revision of_the_past.*run `netops upgrade`"):
        ready(settings)


@pytest.mark.usefixtures("vault", "engine")
def test_it_refuses_a_port_in_use(settings: Settings) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(RefusedCommandError, match="cannot listen on"):
            ready(settings.model_copy(update={"port": other.getsockname()[1]}))


def test_the_set_up_code_is_shown_until_somebody_can_sign_in(settings: Settings, engine: Engine) -> None:
    first, again = welcome(settings), welcome(settings)
    assert "set-up code: " in first
    assert first == again
    with transaction(engine) as session:
        make_person(session, make_office(session))
    assert welcome(settings) == "NetOps: http://127.0.0.1:8000"


@pytest.mark.usefixtures("engine")
def test_it_runs_web_and_poller_with_these_settings(
    settings: Settings, vault: Vault, capsys: pytest.CaptureFixture[str]
) -> None:
    assert vault
    started: list[Supervisor] = []

    def note(supervisor: Supervisor) -> int:
        started.append(supervisor)
        return 7

    port = free_port()
    assert run(settings.model_copy(update={"port": port}), supervisor=note) == 7
    assert [list(command)[3:] for command in started[0].commands.values()] == [
        ["web", "--supervised"],
        ["poller", "--supervised"],
    ]
    assert started[0].environment["NETOPS_DATA_DIR"] == str(settings.data_dir)
    with_planning = settings.model_copy(update={"port": port, "planning": True, "siblings": {"registry": "http://x"}})
    assert run(with_planning, supervisor=note) == 7
    assert list(started[1].commands["planning"])[1:] == ["-m", "planning", "serve", "--supervised"]
    assert started[1].environment["NETOPS_PLANNING_DATA_DIR"] == str(settings.data_dir / "planning")
    assert started[1].environment["NETOPS_PLANNING_REGISTRY_URL"] == "http://x"
    assert "set-up code" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given", "registry"),
    [
        ({}, "http://127.0.0.1:8101"),
        ({"host": "::1", "public_url": "http://[::1]:8000"}, "http://[::1]:8101"),
        ({"public_url": "http://netops.example.org"}, "http://netops.example.org:8101"),
        (
            {"public_url": "https://netops.example.org:8443", "tls_cert": Path("x.pem")},
            "https://netops.example.org:8101",
        ),
        ({"siblings": {"registry": "https://registry.example.org"}}, "https://registry.example.org"),
        ({"planning": False}, None),
    ],
)
def test_planning_services_are_where_the_pages_are_unless_it_is_said_otherwise(
    settings: Settings, given: dict[str, object], registry: str | None
) -> None:
    assert settings.model_copy(update={"planning": True, **given}).sibling_urls.get("registry") == registry


def test_planning_services_are_told_where_everybody_is_within(settings: Settings) -> None:
    given = {
        "public_url": "https://netops.example.org",
        "siblings": {"registry": "https://registry.example.org", "province": "https://province.example.org"},
        "inner_url": "http://127.0.0.1:8000",
        "siblings_inner": {"registry": "http://127.0.0.1:8101"},
    }
    set_so = settings.model_copy(update=given)
    assert set_so.sibling_calls == {
        "registry": "http://127.0.0.1:8101",
        "province": "https://province.example.org",
    }
    told = environment_of(set_so)
    planning = PlanningSettings(
        netops_url=told[f"{PLANNING}NETOPS_URL"],
        registry_url=told[f"{PLANNING}REGISTRY_URL"],
        province_url=told[f"{PLANNING}PROVINCE_URL"],
        inner_urls=json.loads(told[f"{PLANNING}INNER_URLS"]),
    )
    peers = peers_of(planning, "annual_plan")
    assert peers.urls["netops"] == "http://127.0.0.1:8000"
    assert peers.links["netops"] == "https://netops.example.org"
    assert (peers.urls["registry"], peers.links["registry"]) == (
        "http://127.0.0.1:8101",
        "https://registry.example.org",
    )
    assert peers.urls["province"] == peers.links["province"] == "https://province.example.org"
