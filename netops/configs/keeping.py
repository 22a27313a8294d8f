"""What one reading of a configuration leaves behind: a version, an attempt, a pinned key, and the facts of each."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from collectors.outcome import Answered, Failed, Outcome
from collectors.ssh.platforms import PLATFORMS
from collectors.ssh.redact import redacted, stable
from collectors.ssh.seen import ConfigSeen
from collectors.ssh.seen import HostKeyChanged as KeyRefusal
from inventory.events import ConfigBackupBecameFresh, ConfigChanged, Fact, HostKeyChanged, HostKeySettled
from inventory.models.config import ConfigAttempt, ConfigVersion, Occasion
from inventory.models.device import Device, FactSource
from inventory.store.polling import add_events, note_sources
from netops.configs.logins import Login
from netops.pipeline import Tell
from netops.vault import Vault
from service.database import transaction

# What a template calls a fact, and our name of it.
FILLED: Final = {"model": "model", "serial": "serial", "version": "version"}


@dataclass(frozen=True, slots=True)
class Keeper:
    """Where readings go: the database, the vault that seals originals, and who tells of facts."""

    engine: Engine
    vault: Vault
    tell: Tell

    def keep(self, login: Login, outcome: Outcome[ConfigSeen], *, occasion: Occasion) -> bool:
        """Store what one reading gave, in one transaction; whether there is a new version now."""
        at = outcome.value.at if isinstance(outcome, Answered) else datetime.now(UTC)
        with transaction(self.engine) as session:
            device = session.get(Device, login.device_id)
            if device is None or device.id is None:
                return False
            attempt = session.get(ConfigAttempt, device.id) or ConfigAttempt(
                device_id=device.id, tried_at=at, began_at=at
            )
            attempt.tried_at = at
            session.add(attempt)
            facts: list[Fact]
            version = None
            if isinstance(outcome, Failed):
                facts = _failed(device, attempt, outcome)
            else:
                seen = outcome.value
                facts = _settled(device, attempt, seen)
                version = self._version(session, device, seen, login.secrets, occasion=occasion)
                facts += version.facts if version else []
                _fill(session, device, seen, login.target.platform)
            add_events(session, facts, at)
            self.tell(session, facts, at=at)
        return version is not None

    def _version(
        self, session: Session, device: Device, seen: ConfigSeen, secrets: Sequence[str], *, occasion: Occasion
    ) -> _Kept | None:
        sha256 = hashlib.sha256(stable(seen.text).encode()).hexdigest()
        last = newest_version(session, device.id)
        if last is not None and last.sha256 == sha256:
            last.checked_at = seen.at
            return None
        assert device.id is not None
        version = ConfigVersion(
            device_id=device.id,
            taken_at=seen.at,
            checked_at=seen.at,
            sha256=sha256,
            redacted=redacted(seen.text, secrets),
            sealed=self.vault.seal(seen.text),
            occasion=occasion,
        )
        session.add(version)
        session.flush()
        if last is None:
            return _Kept(version, [])
        added, removed = lines_moved(stable(last.redacted), stable(version.redacted))
        about = {"site_id": device.site_id, "device_id": device.id}
        changed = ConfigChanged(**about, version_id=version.id, lines_added=added, lines_removed=removed)
        return _Kept(version, [changed])


@dataclass(frozen=True, slots=True)
class _Kept:
    version: ConfigVersion
    facts: list[Fact]


def newest_version(session: Session, device_id: int | None) -> ConfigVersion | None:
    """The version that is in force as far as we know."""
    wanted = select(ConfigVersion).where(ConfigVersion.device_id == device_id)
    return session.exec(wanted.order_by(col(ConfigVersion.id).desc()).limit(1)).first()


def _failed(device: Device, attempt: ConfigAttempt, failure: Failed) -> list[Fact]:
    attempt.reason, attempt.detail = failure.reason, failure.detail[:500]
    attempt.failures += 1
    if not isinstance(failure, KeyRefusal):
        return []
    told_before = attempt.key_refused_at is not None and attempt.offered_key == failure.new
    attempt.offered_key = failure.new
    attempt.key_refused_at = attempt.key_refused_at or attempt.tried_at
    about = {"site_id": device.site_id, "device_id": device.id}
    return [] if told_before else [HostKeyChanged(**about, old=failure.old, new=failure.new)]


def _settled(device: Device, attempt: ConfigAttempt, seen: ConfigSeen) -> list[Fact]:
    """A good reading: the key is pinned, and what was wrong before is over."""
    about = {"site_id": device.site_id, "device_id": device.id}
    facts: list[Fact] = []
    if attempt.key_refused_at is not None:
        facts.append(HostKeySettled(**about, key=seen.host_key))
    if attempt.stale_since is not None:
        days = (seen.at - (attempt.good_at or attempt.began_at)).days
        facts.append(ConfigBackupBecameFresh(**about, days=days))
    device.ssh_host_key = device.ssh_host_key or seen.host_key
    attempt.good_at, attempt.reason, attempt.detail, attempt.failures = seen.at, "", "", 0
    attempt.stale_since, attempt.key_refused_at, attempt.offered_key = None, None, ""
    return facts


def _fill(session: Session, device: Device, seen: ConfigSeen, platform: str) -> None:
    """Facts that SNMP did not tell. What SNMP told stands, since it is read more often."""
    assert device.id is not None
    source = f"SSH: {', '.join(PLATFORMS[platform].facts)}"
    rows = []
    for name, column in FILLED.items():
        value = seen.facts.get(name, "")
        known = session.get(FactSource, (device.id, column))
        if value and (known is None or known.source.startswith("SSH: ")):
            setattr(device, column, value)
            rows.append({"name": column, "value": value, "source": source, "read_at": seen.at})
    if rows:
        note_sources(session, device.id, rows)


def lines_moved(before: str, after: str) -> tuple[int, int]:
    """Lines added and removed."""
    moves = [
        line[0]
        for line in difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    return moves.count("+"), moves.count("-")
