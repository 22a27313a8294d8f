"""Traps and informs by the real net-snmp senders, of every version; garbage and strangers are refused."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import CollectError, GarbledError, RefusedError
from collectors.messages import traps
from collectors.messages.message import Kind, Sign
from collectors.messages.usm import ReportNeededError, UsmReceiver
from collectors.target import SnmpCredential

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
PORT_7 = ("1.3.6.1.2.1.2.2.1.1.7", "i", "7", "1.3.6.1.2.1.31.1.1.1.1.7", "s", "ge7")
V3 = ("-v3", "-l", "authPriv", "-u", "trapper", "-a", "SHA-256", "-A", "authpass123", "-x", "AES", "-X", "privpass123")
USER = SnmpCredential.model_validate(
    {
        "version": "3",
        "user": "trapper",
        "auth": "sha256",
        "auth_key": "authpass123",
        "priv": "aes128",
        "priv_key": "privpass123",
    }
)


@pytest.fixture
def receiving() -> Iterator[socket.socket]:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(10)
        yield sock


def send(sock: socket.socket, *words: str) -> subprocess.Popen[bytes]:
    target = f"127.0.0.1:{sock.getsockname()[1]}"
    command = [target if word == "TARGET" else word for word in words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def received(sock: socket.socket, receiver: UsmReceiver | None = None) -> traps.Trap:
    """The notification; whatever must be answered is answered."""
    while True:
        datagram, peer = sock.recvfrom(65535)
        try:
            trap = receiver.read(datagram) if receiver else traps.parse(datagram)
        except ReportNeededError as error:
            sock.sendto(error.answer, peer)
            continue
        if trap.answer:
            sock.sendto(trap.answer, peer)
        return trap


@pytest.mark.peer("snmpget")
@pytest.mark.parametrize(
    "words",
    [
        ("snmptrap", "-v1", "-c", "x", "TARGET", "1.3.6.1.4.1.8072", "10.0.0.1", "2", "0", "123", *PORT_7),
        ("snmptrap", "-v2c", "-c", "x", "TARGET", "", LINK_DOWN, *PORT_7),
    ],
)
def test_traps_of_the_old_versions_say_the_same(receiving: socket.socket, words: tuple[str, ...]) -> None:
    process = send(receiving, *words)
    heard = received(receiving).heard
    assert (heard.name, heard.sign) == (LINK_DOWN, Sign(Kind.PORT_DOWN, "ge7"))
    assert "1.3.6.1.2.1.31.1.1.1.1.7 = ge7" in heard.text
    assert process.wait(10) == 0


@pytest.mark.peer("snmpget")
def test_an_enterprise_trap_of_version_1_gets_its_oid_as_the_rfc_says(receiving: socket.socket) -> None:
    process = send(receiving, "snmptrap", "-v1", "-c", "x", "TARGET", "1.3.6.1.4.1.318", "10.0.0.1", "6", "5", "123")
    heard = received(receiving).heard
    assert (heard.name, heard.sign) == ("1.3.6.1.4.1.318.0.5", Sign(Kind.POWER))
    assert process.wait(10) == 0


@pytest.mark.peer("snmpget")
def test_an_inform_is_answered_or_its_sender_fails(receiving: socket.socket) -> None:
    words = ("snmpinform", "-v2c", "-c", "x", "-r", "0", "-t", "5", "TARGET", "", "1.3.6.1.6.3.1.1.5.1")
    process = send(receiving, *words)
    assert received(receiving).heard.sign == Sign(Kind.RESTART)
    assert process.wait(20) == 0


@pytest.mark.peer("snmpget")
def test_version_3_is_decrypted_for_a_user_of_ours_and_for_nobody_else(receiving: socket.socket) -> None:
    words = ("snmptrap", *V3, "-e", "0x8000000001020304", "TARGET", "", LINK_DOWN, *PORT_7)
    process = send(receiving, *words)
    assert received(receiving, UsmReceiver([USER])).heard.sign == Sign(Kind.PORT_DOWN, "ge7")
    assert process.wait(10) == 0
    for other in (USER.model_copy(update={"user": "somebody"}), USER.model_copy(update={"auth_key": USER.priv_key})):
        send(receiving, *words).wait(10)
        with pytest.raises(RefusedError):
            received(receiving, UsmReceiver([other]))


@pytest.mark.peer("snmpget")
def test_a_version_3_inform_finds_our_engine_and_is_answered(receiving: socket.socket) -> None:
    process = send(receiving, "snmpinform", *V3, "-r", "1", "-t", "5", "TARGET", "", "1.3.6.1.6.3.1.1.5.5")
    assert received(receiving, UsmReceiver([USER])).heard.sign == Sign(Kind.AUTHENTICATION)
    assert process.wait(20) == 0


@pytest.mark.peer("snmpget")
def test_two_credentials_of_one_name_are_both_tried(receiving: socket.socket) -> None:
    wrong = USER.model_copy(update={"auth_key": USER.priv_key})
    process = send(receiving, "snmptrap", *V3, "-e", "0x8000000001020304", "TARGET", "", LINK_DOWN)
    assert received(receiving, UsmReceiver([wrong, USER])).heard.name == LINK_DOWN
    assert process.wait(10) == 0


@given(st.binary(max_size=400))
def test_garbage_is_refused_and_nothing_worse(datagram: bytes) -> None:
    assert traps.version_of(datagram) in (0, 1, 3, None)
    with pytest.raises(CollectError):
        traps.parse(datagram)


def test_a_question_is_no_notification() -> None:
    get = bytes.fromhex(
        "302602010104067075626c6963a01902044a69a6a70201000201003 00b300906052b0601020105 00".replace(" ", "")
    )
    with pytest.raises(GarbledError):
        traps.parse(get)
