"""The SSH collector against a real sshd and against command lines that misbehave."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest
from pydantic import SecretStr

from collectors.outcome import Answered, Failed, Outcome
from collectors.ssh.seen import ConfigSeen, HostKeyChanged
from collectors.ssh.session import SshReader
from collectors.target import SshCredential, SshTarget
from netops.simulation.shell import Dialect
from tests.integration.servers.cli import PASSWORD, USER, FakeCli, serving
from tests.integration.servers.sshd import Sshd, sshd

CISCO = Dialect(prompt="sw1#", pager_off=frozenset({"terminal length 0"}), page_lines=24)
CONFIG = "\n".join(["hostname sw1", *(f"interface Gi0/{port}\n description port {port}" for port in range(40)), "end"])
VERSION = (
    "Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE11, RELEASE SOFTWARE (fc3)\n"
    "sw1 uptime is 2 weeks, 1 day, 3 hours, 4 minutes\n"
    "cisco WS-C2960-24TT-L (PowerPC405) processor (revision B0) with 65536K bytes of memory.\n"
    "Processor board ID SIM0001X001\n"
    "Configuration register is 0xF\n"
)


def cisco(**changes: object) -> FakeCli:
    cli = FakeCli(CISCO, {"show running-config": CONFIG, "show version": VERSION, "terminal width 511": ""})
    for name, value in changes.items():
        setattr(cli, name, value)
    return cli


def target(cli: FakeCli, **changes: object) -> SshTarget:
    wanted = SshTarget(
        key="sw1",
        host="127.0.0.1",
        port=cli.port,
        platform="cisco_ios",
        credential=SshCredential(username=USER, password=SecretStr(PASSWORD)),
        deadline_s=30.0,
    )
    return wanted.model_copy(update=changes)


def read(wanted: SshTarget) -> Outcome[ConfigSeen]:
    reader = SshReader(sessions=2)
    try:
        return asyncio.run(reader.read_config(wanted))
    finally:
        reader.close()


def answered(outcome: Outcome[ConfigSeen]) -> ConfigSeen:
    assert isinstance(outcome, Answered), outcome
    return outcome.value


def failed(outcome: Outcome[ConfigSeen]) -> Failed:
    assert isinstance(outcome, Failed), outcome
    return outcome


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    with sshd(tmp_path_factory.mktemp("sshd")) as running:
        yield running


@pytest.mark.peer("sshd")
def test_a_real_sshd_is_read_with_a_key_and_shows_its_host_key(server: Sshd) -> None:
    credential = SshCredential(username=server.username, private_key=SecretStr(server.private_key))
    wanted = SshTarget(key="nas", host="127.0.0.1", port=server.port, platform="linux", credential=credential)
    seen = answered(read(wanted))
    assert seen.host_key == server.host_key
    assert Path("/etc/hosts").read_text().splitlines()[0].strip() in seen.text
    pinned = wanted.model_copy(update={"host_key": server.host_key})
    assert answered(read(pinned)).text == seen.text


def test_a_paging_command_line_gives_everything_and_its_facts() -> None:
    with serving(cisco()) as cli:
        seen = answered(read(target(cli)))
    assert seen.text == CONFIG
    assert seen.facts == {
        "hostname": "sw1",
        "model": "WS-C2960-24TT-L",
        "serial": "SIM0001X001",
        "version": "15.0(2)SE11",
    }


def test_a_pager_that_may_not_be_switched_off_is_turned_by_hand() -> None:
    dialect = Dialect(prompt="FGT60 # ", page_lines=10)
    lines = "\n".join(f"    set field{number} {number}" for number in range(35))
    cli = FakeCli(dialect, {"show": f"config system global\n{lines}\nend", "get system status": "Hostname: FGT60"})
    with serving(cli):
        seen = answered(read(target(cli, platform="fortinet")))
    assert seen.text == f"config system global\n{lines}\nend"
    assert set(cli.commands_seen) == {"show", "get system status"}


@pytest.mark.parametrize(
    ("platform", "dialect", "extra"),
    [
        ("cisco_xe", replace(CISCO, prompt="c9200#"), {"show version": "", "terminal width 511": ""}),
        (
            "ubiquiti_edgeswitch",
            Dialect(prompt="(UBNT EdgeSwitch) #", pager_off=frozenset({"terminal length 0"}), page_lines=10),
            {"show version": "Machine Model.................. ES-24-250W"},
        ),
        (
            "zyxel_os",
            Dialect(prompt="GS1920# ", page_lines=10, more="-- more --, next page: Space, continue: c, quit: ESC"),
            {},
        ),
    ],
)
def test_other_makes_are_read_to_the_last_line(platform: str, dialect: Dialect, extra: dict[str, str]) -> None:
    cli = FakeCli(dialect, {"show running-config": CONFIG, **extra})
    with serving(cli):
        seen = answered(read(target(cli, platform=platform)))
    assert seen.text == CONFIG
    assert set(cli.commands_seen) <= {"show running-config", "show version", "terminal width 511", "terminal length 0"}


def test_a_changed_host_key_is_refused_before_anything_is_sent() -> None:
    with serving(cisco()) as cli:
        first = answered(read(target(cli)))
    impostor = cisco(port=cli.port)
    with serving(impostor):
        outcome = read(target(impostor, host_key=first.host_key))
    assert isinstance(outcome, HostKeyChanged)
    assert (outcome.reason, outcome.old) == ("host_key_changed", first.host_key)
    assert outcome.new.startswith("ssh-ed25519 ")
    assert outcome.new != outcome.old
    assert impostor.passwords_seen == []
    assert impostor.commands_seen == []


def test_another_kind_of_key_is_a_changed_key_too() -> None:
    with serving(cisco(), asyncssh.generate_private_key("ecdsa-sha2-nistp256")) as cli:
        outcome = read(
            target(cli, host_key="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ1cAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        )
    assert isinstance(outcome, HostKeyChanged)
    assert cli.passwords_seen == []


def test_a_wrong_password_is_refused_and_not_shown() -> None:
    credential = SshCredential(username=USER, password=SecretStr("wrong-and-secret"))
    with serving(cisco()) as cli:
        failure = failed(read(target(cli, credential=credential)))
    assert failure.reason == "refused"
    assert "wrong-and-secret" not in failure.detail


def test_a_closed_port_is_refused() -> None:
    with closing(socket.socket()) as unused:
        unused.bind(("127.0.0.1", 0))
        cli = cisco(port=unused.getsockname()[1])
        assert failed(read(target(cli))).reason == "refused"


def test_a_half_open_device_is_dropped_at_its_deadline_and_frees_its_slot() -> None:
    """One slot: the second device is read only if the first gave it back."""
    dead = cisco(half_open=True)
    with serving(dead), serving(cisco()) as alive:

        async def both() -> tuple[Outcome[ConfigSeen], Outcome[ConfigSeen]]:
            reader = SshReader(sessions=1)
            try:
                return await asyncio.gather(
                    reader.read_config(target(dead, deadline_s=2.0)), reader.read_config(target(alive))
                )
            finally:
                reader.close()

        first, second = asyncio.run(both())
        assert dead.sessions_ended.wait(20)
    assert failed(first).reason in {"timeout", "cut_off"}
    assert answered(second).text == CONFIG


def test_a_listener_that_never_greets_is_a_timeout() -> None:
    with closing(socket.socket()) as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        cli = cisco(port=mute.getsockname()[1])
        assert failed(read(target(cli, deadline_s=1.5))).reason == "timeout"


def test_a_slow_device_is_waited_for() -> None:
    with serving(cisco(delay_s=0.4)) as cli:
        assert answered(read(target(cli))).text == CONFIG


def test_an_unknown_platform_is_refused_before_connecting() -> None:
    with serving(cisco()) as cli:
        failure = failed(read(target(cli, platform="abacus")))
    assert failure.reason == "refused"
    assert cli.passwords_seen == []
    assert replace(failure, seconds=0.0).detail == "no read-only commands are known for the platform 'abacus'"
