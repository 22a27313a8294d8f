"""The list of commands reads only, and nothing outside it is sent."""

from __future__ import annotations

import pytest
from netmiko import ssh_dispatcher

from collectors.errors import RefusedError
from collectors.ssh.platforms import PLATFORMS
from collectors.ssh.session import check_commands

READING = ("show", "display", "get", "cat", "/export", "/system routerboard print")


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_command_begins_with_a_word_that_reads(name: str) -> None:
    platform = PLATFORMS[name]
    assert platform.config
    assert all(command.startswith(READING) for command in platform.commands)
    assert not any(character in command for command in platform.commands for character in ";&>\n\r")


@pytest.mark.parametrize("name", PLATFORMS)
def test_every_platform_has_a_driver(name: str) -> None:
    assert ssh_dispatcher(PLATFORMS[name].driver) is not None


@pytest.mark.parametrize("command", ["reload", "configure terminal", "show running-config; reload", ""])
def test_a_command_that_is_not_listed_is_refused(command: str) -> None:
    with pytest.raises(RefusedError, match="read-only list"):
        check_commands("cisco_ios", ["show version", command])
