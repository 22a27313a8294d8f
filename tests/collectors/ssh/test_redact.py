"""No secret survives redaction on any platform, and nothing else is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.ssh.redact import HIDDEN, redacted, stable

# In each, § is the secret; the rest of the line must stay readable.
LINES = {
    "cisco_ios": (
        "enable secret 9 §",
        "enable password level 15 7 §",
        "username admin privilege 15 password 7 §",
        "username admin secret 5 §",
        "snmp-server community § RO 10",
        "snmp-server host 10.0.0.1 version 2c §",
        "snmp-server host 10.0.0.1 §",
        "snmp-server user ops grp v3 auth sha § priv aes 128 §",
        " key-string 7 §",
        "tacacs-server host 10.0.0.9 key 7 §",
        "radius-server key §",
        " key 7 §",
        "crypto isakmp key § address 0.0.0.0",
        " ip ospf message-digest-key 1 md5 7 §",
        " wpa-psk ascii 0 §",
        " ppp chap password 0 §",
    ),
    "hp_procurve": (
        'password manager user-name "admin" sha1 "§"',
        'snmp-server community "§" operator',
        'radius-server host 10.0.0.1 key "§"',
    ),
    "aruba_aoscx": ("user admin group administrators password ciphertext §", "snmp-server community §"),
    "huawei_vrp": (
        " local-user admin password irreversible-cipher §",
        " set authentication password cipher §",
        "snmp-agent community read cipher §",
        " radius-server shared-key cipher §",
        "snmp-agent target-host trap address udp-domain 10.0.0.1 params securityname cipher § v2c",
    ),
    "hp_comware": (" password hash §", "snmp-agent community read simple §", " key authentication cipher §"),
    "fortinet": (
        "        set password ENC §",
        "    set psksecret ENC §",
        '        set passphrase "§"',
        "    set passwd §",
        '            set auth-pwd ENC "§"',
    ),
    "juniper_junos": (
        'set system root-authentication encrypted-password "§"',
        "set snmp community § authorization read-only",
        'set system radius-server 10.0.0.1 secret "§"',
    ),
    "ubiquiti_edgerouter": (
        "set system login user admin authentication encrypted-password §",
        "set vpn ipsec site-to-site peer 10.0.0.1 authentication pre-shared-secret §",
        "set snmp community § authorization ro",
    ),
    "mikrotik_routeros": (
        "/ppp secret add name=site password=§ service=l2tp",
        '/interface wireless security-profiles set [ find ] wpa2-pre-shared-key="§" mode=dynamic-keys',
        "/snmp community set [ find default=yes ] name=§ addresses=10.0.0.0/8",
        "/ip ipsec identity add peer=p1 secret=§",
        '/interface wireguard add private-key="§" name=wg1',
    ),
    "dlink_ds": ("create snmp community § view CommunityView read_only", "config radius add 1 10.0.0.1 key § default"),
    "tplink_jetstream": (
        'snmp-server community "§" read-only "viewDefault"',
        "user name admin privilege admin secret 5 §",
    ),
    "linux": ("root:$6$§:19000:0:99999:7:::", "PASSWORD=§", "community: §"),
}
SECRETS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#%+,./@^_~-", min_size=8, max_size=30)


@pytest.mark.parametrize(("platform", "line"), [(name, line) for name, lines in LINES.items() for line in lines])
def test_a_planted_secret_is_hidden_and_the_line_still_says_what_it_is(platform: str, line: str) -> None:
    secret = "pl4nted/S3cret+" + platform
    shown = redacted(line.replace("§", secret))
    assert secret not in shown
    assert HIDDEN in shown
    assert shown[:3] == line[:3]


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
