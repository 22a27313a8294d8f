"""Targets: only the office's, only ours, never older ones; what was good stays in force."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netops.agent.held import NAME, Held, NotInForceError
from netops.agent.identity import Identity
from netops.exchange.messages import PingAsked, Signed, Targets
from netops.exchange.signing import SigningKey

OFFICE = SigningKey.make()
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def identity(agent_id: int = 7) -> Identity:
    return Identity(
        office_url="https://office.example",
        agent_id=agent_id,
        token="-",
        private_key=SigningKey.make().secret,
        office_key=OFFICE.public,
        site_code="57000001",
        site_name="โรงเรียนจำลอง",
    )


def document(revision: int, *, agent_id: int = 7, host: str = "10.0.0.1") -> str:
    pings = (PingAsked(id=1, host=host),)
    targets = Targets(agent_id=agent_id, revision=revision, issued_at=NOW, site_code="57000001", pings=pings)
    return targets.model_dump_json()


def signed(text: str, key: SigningKey = OFFICE) -> Signed:
    return Signed(document=text, signature=key.sign(text.encode()))


def test_good_targets_are_in_force_after_another_start(tmp_path: Path) -> None:
    Held(tmp_path, identity()).take(signed(document(5)))
    again = Held(tmp_path, identity())
    assert again.revision == 5
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (Signed(document=document(9, host="203.0.113.9"), signature=OFFICE.sign(document(9).encode())), "not signed"),
        (signed(document(9), SigningKey.make()), "not signed"),
        (signed(document(4)), "older"),
        (signed(document(9, agent_id=8)), "another agent"),
        (signed('{"agent_id": 7, "revision": 9}'), "understand"),
        (Signed(document="", signature=""), "not signed"),
    ],
    ids=["changed", "other key", "replayed", "of another agent", "of another release", "empty"],
)
def test_others_are_refused_and_the_last_good_ones_stay(tmp_path: Path, said: Signed, why: str) -> None:
    held = Held(tmp_path, identity())
    held.take(signed(document(5)))
    with pytest.raises(NotInForceError, match=why):
        held.take(said)
    for one in (held, Held(tmp_path, identity())):
        assert one.targets is not None
        assert (one.revision, one.targets.pings[0].host) == (5, "10.0.0.1")


def test_a_file_that_was_changed_on_the_disk_is_not_used(tmp_path: Path) -> None:
    Held(tmp_path, identity()).take(signed(document(5)))
    path = tmp_path / NAME
    path.write_text(path.read_text().replace("10.0.0.1", "10.0.0.2"))
    assert Held(tmp_path, identity()).targets is None


def test_what_a_newer_office_adds_is_passed_over(tmp_path: Path) -> None:
    held = Held(tmp_path, identity())
    targets = held.take(signed(document(5)[:-1] + ', "more": {"of": "the future"}}'))
    assert (targets.revision, targets.pings[0].host) == (5, "10.0.0.1")


def test_the_same_revision_may_come_again(tmp_path: Path) -> None:
    held = Held(tmp_path, identity())
    held.take(signed(document(5)))
    assert held.take(signed(document(5))).revision == 5
