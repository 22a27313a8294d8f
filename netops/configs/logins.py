"""Which devices' configurations are read, and with what."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import and_, col, select

from collectors.target import SshCredential, SshTarget
from inventory.models.config import ConfigAttempt
from inventory.models.credential import Credential
from inventory.models.device import Device
from inventory.models.outage import CurrentState, State, Subject
from netops.vault import Vault, VaultError
from service.database import reading

AGAIN_AFTER = timedelta(hours=1)
LEFT_ALONE = ("refused", "host_key_changed")
log = logging.getLogger(__name__)
# What the inventory must say of a device before its configuration is read.
READ = (
    *(col(Device.archived_at).is_(None), Device.monitored, Device.address != "", Device.ssh_platform != ""),
    col(Device.agent_id).is_(None),  # what only an agent inside its school reaches has no SSH from here
)


@dataclass(frozen=True, slots=True)
class Login:
    """A device whose configuration is read, and the secrets that must not be shown in it."""

    device_id: int
    target: SshTarget
    secrets: tuple[str, ...]


def logins(engine: Engine, vault: Vault, *, only: Collection[int] | None = None) -> list[Login]:
    """Every watched device that has an SSH credential and a known platform; of `only` these, if given."""
    wanted = select(Device, Credential).join(Credential, col(Credential.id) == col(Device.ssh_credential_id))
    if only is not None:
        wanted = wanted.where(col(Device.id).in_(only))
    with reading(engine) as session:
        rows = session.exec(wanted.where(*READ)).all()
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


def due_logins(engine: Engine, vault: Vault, *, at: datetime) -> list[Login]:
    """Those that were never tried, and those whose last reading failed a while ago although they live.

    Schools switch their devices off at night: what could not be read then is read by day. A device that refused our
    name or showed another key is left for a person, and for the next night.
    """
    with reading(engine) as session:
        tried = set(session.exec(select(ConfigAttempt.device_id)))
        again = set(
            session.exec(
                select(ConfigAttempt.device_id)
                .join(
                    CurrentState,
                    and_(
                        col(CurrentState.subject) == Subject.DEVICE,
                        col(CurrentState.subject_id) == col(ConfigAttempt.device_id),
                    ),
                )
                .where(
                    ConfigAttempt.failures > 0,
                    col(ConfigAttempt.reason).not_in(LEFT_ALONE),
                    ConfigAttempt.tried_at <= at - AGAIN_AFTER,
                    col(CurrentState.state).in_((State.UP, State.DEGRADED)),
                )
            )
        )
    return [each for each in logins(engine, vault) if each.device_id not in tried or each.device_id in again]
