"""No secret survives redaction on any platform, and nothing else is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.ssh.platforms import PLATFORMS
from collectors.ssh.redact import HIDDEN, redacted, stable
from tests.collectors.ssh.planted import LINES

SECRETS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#%+,./@^_~-", min_size=8, max_size=30)


def test_every_platform_has_planted_secrets() -> None:
    assert LINES.keys() == PLATFORMS.keys()


@pytest.mark.parametrize(("platform", "line"), [(name, line) for name, lines in LINES.items() for line in lines])
def test_a_planted_secret_is_hidden_and_the_line_still_says_what_it_is(platform: str, line: str) -> None:
    secret = "pl4nted/S3cret+" + platform
    shown = redacted(line.replace("§", secret))
    assert secret not in shown
    assert HIDDEN in shown
    assert shown[:3] == line[:3]


def test_communities_of_fortios_are_hidden_behind_nested_blocks_and_other_names_are_not() -> None:
    text = (
        "config system snmp community\n    edit 1\n        config hosts\n            edit 1\n"
        "            next\n        end\n"
        '        set name "topsecret"\n    next\nend\nconfig firewall policy\n    edit 1\n        set name "web"\n'
    )
    shown = redacted(text)
    assert "topsecret" not in shown
    assert 'set name "web"' in shown


def test_what_a_community_may_do_is_still_shown() -> None:
    assert redacted('snmp-server community "a rw b" RO 10') == f"snmp-server community {HIDDEN} RO 10"
    assert redacted("snmp-server community rw topsecret") == f"snmp-server community {HIDDEN}"


@given(SECRETS)
def test_no_shape_of_secret_slips_through(secret: str) -> None:
    text = f"enable secret 9 {secret}\nsnmp-server community {secret} RO\n/snmp community\nset name={secret} read=yes\n"
    assert secret not in redacted(text)


def test_routeros_secrets_on_a_continued_line_are_hidden() -> None:
    text = '/interface pppoe-client\nadd disabled=no interface=ether1 name=out1 \\\n    password="two words" user=u@isp'
    shown = redacted(text)
    assert "two words" not in shown
    assert "user=u@isp" in shown


def test_the_name_of_a_routeros_community_is_a_secret_but_other_names_are_not() -> None:
    shown = redacted("/snmp community\nset [ find default=yes ] name=topsecret\n/system identity\nset name=router-1")
    assert "topsecret" not in shown
    assert "set name=router-1" in shown


def test_private_keys_are_hidden_whole() -> None:
    text = "a\n-----BEGIN RSA PRIVATE KEY-----\nMIIEow\nIBAAK\n-----END RSA PRIVATE KEY-----\nb"
    shown = redacted(text)
    assert "MIIEow" not in shown
    assert shown.splitlines()[0] == "a"
    assert shown.splitlines()[-1] == "b"


def test_secrets_that_we_hold_are_hidden_wherever_they_stand() -> None:
    shown = redacted("description call-us-at-our-community-4711abc", known=["4711abc", "", "us"])
    assert shown == f"description call-us-at-our-community-{HIDDEN}"


def test_an_endless_line_is_hidden_unread() -> None:
    assert redacted("a\n" + "server " * 200_000 + "key x\nb") == f"a\n{HIDDEN}\nb"


def test_ordinary_lines_stay_as_they_are() -> None:
    text = "\n".join(
        [
            "hostname sw-ห้วยสัก",
            "interface GigabitEthernet0/1",
            " description to router-1",
            " switchport access vlan 20",
            "ip route 0.0.0.0 0.0.0.0 10.0.0.1",
            "ntp server 10.0.0.5",
            "service password-encryption",
            "spanning-tree mode rapid-pvst",
        ]
    )
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "! Last configuration change at 10:00:00 UTC Mon Nov 2 2026 by a\nhostname a",
            "! Last configuration change at 11:11:11 UTC Tue Nov 3 2026 by b\nhostname a",
        ),
        ("Current configuration : 1862 bytes\nhostname a\n", "Current configuration : 1863 bytes\nhostname a"),
        (
            "# 2026-11-22 10:00:00 by RouterOS 7.15.3\n/ip address",
            "# nov/23/2026 11:00:00 by RouterOS 7.15.3\n/ip address",
        ),
        ("## Last commit: 2026-11-01 10:00:00 UTC by a\nset a", "## Last commit: 2026-11-02 10:00:00 UTC by a\nset a"),
        ("set password ENC abc==\nnext", "set password ENC xyz==\nnext"),
        ("ntp clock-period 17180152\nhostname a", "ntp clock-period 17180160\nhostname a"),
        ("hostname a   \r\nend", "hostname a\nend"),
    ],
)
def test_nothing_configured_is_nothing_changed(before: str, after: str) -> None:
    assert stable(before) == stable(after)


def test_a_real_change_is_a_change() -> None:
    assert stable("hostname a\nvlan 10") != stable("hostname a\nvlan 20")
