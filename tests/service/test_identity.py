"""Tokens between services: who signed, for whom, for how long, and what holds while a service is down."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jwt
import pytest

from service.identity import ALGORITHM, IdentityError, Key, KeyFileError, Peers
from tests.planning.entering import Netops


def peers_of(netops: Netops, folder: Path) -> Peers:
    return Peers({"netops": netops.url}, folder / "peers")


def test_a_token_says_who_speaks_to_whom(tmp_path: Path) -> None:
    with Netops.running(tmp_path) as netops:
        claims = peers_of(netops, tmp_path).verify(netops.key.token("registry", {"role": "planner"}), "registry")
    assert (claims["iss"], claims["aud"], claims["role"]) == ("netops", "registry", "planner")


def test_a_token_for_another_service_is_refused(tmp_path: Path) -> None:
    with Netops.running(tmp_path) as netops, pytest.raises(IdentityError):
        peers_of(netops, tmp_path).verify(netops.key.token("province"), "registry")


def test_a_token_that_is_too_old_or_lives_too_long_is_refused(tmp_path: Path) -> None:
    with Netops.running(tmp_path) as netops:
        peers = peers_of(netops, tmp_path)
        for seconds in (-60, 3600):
            with pytest.raises(IdentityError):
                peers.verify(netops.key.token("registry", seconds=seconds), "registry")


def test_a_stranger_and_a_forger_are_refused(tmp_path: Path) -> None:
    with Netops.running(tmp_path) as netops:
        peers = peers_of(netops, tmp_path)
        stranger = Key.at(tmp_path / "stranger.pem", "stranger").token("registry")
        forger = Key.at(tmp_path / "forger.pem", "netops").token("registry")
        for token in (stranger, forger, "", "a.b.c", "\ud800"):
            with pytest.raises(IdentityError):
                peers.verify(token, "registry")


def test_a_token_without_a_signature_or_signed_by_the_public_key_is_refused(tmp_path: Path) -> None:
    now = int(time.time())
    claims = {"iss": "netops", "aud": "registry", "iat": now, "exp": now + 60, "jti": "1"}
    with Netops.running(tmp_path) as netops:
        head = {"kid": netops.key.public["id"]}
        unsigned = jwt.encode(claims, "", algorithm="none", headers=head)
        with_another_algorithm = jwt.encode(claims, "a" * 64, algorithm="HS256", headers=head)
        for token in (unsigned, with_another_algorithm):
            with pytest.raises(IdentityError):
                peers_of(netops, tmp_path).verify(token, "registry")


def test_what_a_token_must_say_is_asked_for(tmp_path: Path) -> None:
    now = int(time.time())
    with Netops.running(tmp_path) as netops:
        head = {"kid": netops.key.public["id"]}
        claims = {"iss": "netops", "aud": "registry", "iat": now, "exp": now + 60}
        token = jwt.encode(claims, netops.key.private, algorithm=ALGORITHM, headers=head)
        with pytest.raises(IdentityError, match="jti"):
            peers_of(netops, tmp_path).verify(token, "registry")


def test_the_key_is_kept_while_the_other_service_is_down(tmp_path: Path) -> None:
    with Netops.running(tmp_path) as netops:
        peers_of(netops, tmp_path).verify(netops.key.token("registry"), "registry")
    # Begun anew, with nothing in memory and nobody to ask.
    assert peers_of(netops, tmp_path).verify(netops.key.token("registry"), "registry")["iss"] == "netops"


def test_a_key_that_was_changed_is_asked_for_anew(tmp_path: Path) -> None:
    with Netops.running(tmp_path) as netops:
        peers_of(netops, tmp_path).verify(netops.key.token("registry"), "registry")
        netops.key = Key.at(tmp_path / "another.pem", "netops")
        assert peers_of(netops, tmp_path).verify(netops.key.token("registry"), "registry")["iss"] == "netops"


def test_a_peer_that_gives_the_key_of_another_is_not_believed(tmp_path: Path) -> None:
    with Netops.running(tmp_path, "somebody") as other:
        peers = Peers({"netops": other.url}, tmp_path / "peers")
        token = Key("netops", other.key.private).token("registry")
        with pytest.raises(IdentityError):
            peers.verify(token, "registry")


def test_the_file_of_the_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "identity.pem"
    first = Key.at(path, "registry")
    assert Key.at(path, "registry").public == first.public
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["identity.pem"]


def test_two_processes_that_begin_together_have_one_key(tmp_path: Path) -> None:
    path = tmp_path / "identity.pem"
    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _at: Key.at(path, "registry").public["id"], range(8)))
    assert set(keys) == {Key.at(path, "registry").public["id"]}
    assert [one.name for one in tmp_path.iterdir()] == ["identity.pem"]


def test_a_broken_key_is_not_replaced_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "identity.pem"
    path.write_text("not a key")
    with pytest.raises(KeyFileError, match=r"identity\.pem"):
        Key.at(path, "registry")
    assert path.read_text() == "not a key"
