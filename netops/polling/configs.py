"""The nightly round of configurations: read over SSH, stored only when something was configured."""

from __future__ import annotations

import asyncio
import difflib
import hashlib
import logging
from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from collectors.outcome import Answered, Failed, Outcome
from collectors.ssh.redact import redacted, stable
from collectors.ssh.seen import ConfigSeen
from collectors.ssh.seen import HostKeyChanged as KeyRefusal
from collectors.ssh.session import read_config
from collectors.target import SshCredential, SshTarget
from inventory.events import ConfigChanged, Fact, HostKeyChanged
from inventory.models.config import ConfigVersion
from inventory.models.credential import Credential
from inventory.models.device import Device
from inventory.store.polling import add_events
from netops.db import reading, transaction
from netops.pipeline import Tell
from netops.vault import Vault, VaultError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Login:
    """A device whose configuration is read, and the secrets that must not be shown in it."""

    device_id: int
    target: SshTarget
    secrets: tuple[str, ...]


def logins(engine: Engine, vault: Vault) -> list[Login]:
    """Every watched device that has an SSH credential and a known platform."""
    with reading(engine) as session:
        rows = session.exec(
            select(Device, Credential)
            .join(Credential, col(Credential.id) == col(Device.ssh_credential_id))
            .where(col(Device.archived_at).is_(None), Device.monitored, Device.address != "", Device.ssh_platform != "")
        ).all()
    found = []
    for device, credential in rows:
        try:
            opened = SshCredential.model_validate_json(vault.unseal(credential.sealed))
        except (VaultError, ValueError) as error:
            log.warning("the SSH credential of %s cannot be opened: %s", device.name, type(error).__name__)
            continue
        target = SshTarget(
            key=str(device.id),
            host=device.address,
            port=device.ssh_port,
            platform=device.ssh_platform,
            credential=opened,
            host_key=device.ssh_host_key,
        )
        secrets = (opened.password.get_secret_value(), opened.enable_secret.get_secret_value())
        found.append(Login(int(target.key), target, secrets))
    return found


def first_logins(engine: Engine, vault: Vault, *, tried: Container[int]) -> list[Login]:
    """Those that have no configuration yet and were not tried: a wrong password is not sent again before the night."""
    with reading(engine) as session:
        kept = set(session.exec(select(ConfigVersion.device_id).distinct()))
    return [login for login in logins(engine, vault) if login.device_id not in kept and login.device_id not in tried]


async def config_round(engine: Engine, vault: Vault, asked: Sequence[Login], *, tell: Tell) -> tuple[int, int]:
    """Read and keep these configurations; how many were asked and how many failed."""

    async def one(login: Login) -> bool:
        outcome = await read_config(login.target)
        if isinstance(outcome, Failed):
            log.info("configuration of device %s: %s, %s", login.device_id, outcome.reason, outcome.detail)
        await asyncio.to_thread(partial(keep, engine, vault, login, outcome, tell=tell))
        return isinstance(outcome, Answered)

    good = await asyncio.gather(*map(one, asked))
    return len(good), good.count(False)


def keep(engine: Engine, vault: Vault, login: Login, outcome: Outcome[ConfigSeen], *, tell: Tell) -> None:
    """Store what one reading gave: a new version, that nothing changed, a first key to pin, or a refused one."""
    if isinstance(outcome, Failed) and not isinstance(outcome, KeyRefusal):
        return
    with transaction(engine) as session:
        device = session.get(Device, login.device_id)
        if device is None:
            return
        if isinstance(outcome, Answered):
            at = outcome.value.at
            facts = _version(session, vault, device, seen=outcome.value, secrets=login.secrets)
        else:
            at = datetime.now(UTC)
            about = {"site_id": device.site_id, "device_id": device.id}
            facts = [HostKeyChanged(**about, old=outcome.old, new=outcome.new)]
        add_events(session, facts, at)
        tell(session, facts, at=at)


def _version(session: Session, vault: Vault, device: Device, *, seen: ConfigSeen, secrets: Sequence[str]) -> list[Fact]:
    if not device.ssh_host_key:
        device.ssh_host_key = seen.host_key
    sha256 = hashlib.sha256(stable(seen.text).encode()).hexdigest()
    last = session.exec(
        select(ConfigVersion)
        .where(ConfigVersion.device_id == device.id)
        .order_by(col(ConfigVersion.id).desc())
        .limit(1)
    ).first()
    if last is not None and last.sha256 == sha256:
        last.checked_at = seen.at
        return []
    assert device.id is not None
    version = ConfigVersion(
        device_id=device.id,
        taken_at=seen.at,
        checked_at=seen.at,
        sha256=sha256,
        redacted=redacted(seen.text, secrets),
        sealed=vault.seal(seen.text),
    )
    session.add(version)
    session.flush()
    if last is None:
        return []
    added, removed = lines_moved(stable(last.redacted), stable(version.redacted))
    about = {"site_id": device.site_id, "device_id": device.id}
    return [ConfigChanged(**about, version_id=version.id, lines_added=added, lines_removed=removed)]


def lines_moved(before: str, after: str) -> tuple[int, int]:
    """Lines added and removed."""
    moves = [line[:2] for line in difflib.ndiff(before.splitlines(), after.splitlines())]
    return moves.count("+ "), moves.count("- ")
