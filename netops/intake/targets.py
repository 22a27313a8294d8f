"""What an agent is to ask: the devices given to it, with their secrets, signed by the office.

The revision counts up when anything in it changes. It is never below the present second, so that it also counts up
after a database was put back from a backup, and an agent can refuse any older document as a replay.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from collectors.target import SnmpCredential, SnmpTuning
from inventory.models.agent import Agent
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device, SnmpMemory
from inventory.models.site import Site
from inventory.store.credentials import secret_json
from netops.exchange.messages import MOST_DEVICES, PingAsked, Signed, SnmpAsked, Targets
from netops.exchange.signing import SigningKey
from netops.settings import Settings

Unseal = Callable[[bytes], str]


def revision_of(agent: Agent) -> int:
    """The number of the targets in force, 0 before the first."""
    return int(agent.targets_revision.partition(" ")[0] or 0)


def renew(session: Session, agent: Agent, settings: Settings, *, now: datetime, held: int = 0) -> int:
    """Count up when what the agent is to do has changed, or when it holds a later one than we remember."""
    digest = sha256(repr((_rows(session, agent), _intervals(settings))).encode()).hexdigest()[:32]
    number, _, known = agent.targets_revision.partition(" ")
    before = int(number or 0)
    if known != digest or held > before:
        agent.targets_revision = f"{max(before + 1, held + 1, int(now.timestamp()))} {digest}"
        session.add(agent)
        session.flush()
    return revision_of(agent)


def signed(
    session: Session, agent: Agent, key: SigningKey, *, settings: Settings, unseal: Unseal, now: datetime
) -> Signed:
    """The document in force with its signature."""
    site = session.get_one(Site, agent.site_id)
    credentials: dict[int, dict[str, str] | None] = {}
    snmp: list[SnmpAsked] = []
    pings: list[PingAsked] = []
    for device, credential, tuning in _devices(session, agent):
        assert device.id is not None
        if credential is None or credential.id is None:
            pings.append(PingAsked(id=device.id, host=device.address))
            continue
        if credential.id not in credentials:
            credentials[credential.id] = _opened(credential, unseal)
        opened = credentials[credential.id]
        if opened is not None:  # one that cannot be opened costs its devices only; the roster says why
            snmp.append(
                SnmpAsked(
                    id=device.id, host=device.address, port=device.snmp_port, credential=opened, tuning=_tuning(tuning)
                )
            )
    assert agent.id is not None
    document = Targets(
        agent_id=agent.id,
        revision=revision_of(agent),
        issued_at=now,
        site_code=site.code,
        snmp=tuple(snmp),
        pings=tuple(pings),
        **_intervals(settings),
    ).model_dump_json()
    return Signed(document=document, signature=key.sign(document.encode()))


def _opened(credential: Credential, unseal: Unseal) -> dict[str, str] | None:
    try:
        opened = SnmpCredential.model_validate_json(unseal(credential.sealed))
    except Exception:  # whatever the key holder raises, other devices go on
        return None
    plain: dict[str, str] = json.loads(secret_json(opened))
    return plain


def _tuning(stored: str | None) -> SnmpTuning:
    try:
        return SnmpTuning.model_validate_json(stored) if stored else SnmpTuning()
    except ValidationError:
        return SnmpTuning()


def _intervals(settings: Settings) -> dict[str, Any]:
    return {
        "outside": tuple(settings.agent_outside_addresses[:8]),
        "icmp_interval_s": settings.icmp_interval_s,
        "icmp_packets": settings.icmp_packets,
        "snmp_interval_s": settings.snmp_interval_s,
        "walk_interval_s": settings.walk_interval_s,
        "topology_interval_s": settings.topology_interval_s,
    }


def _devices(session: Session, agent: Agent) -> list[tuple[Device, Credential | None, str | None]]:
    """Those that it asks, which stand at its own school."""
    wanted = (
        select(Device, Credential, SnmpMemory.tuning)
        .join(
            Credential,
            (col(Credential.id) == col(Device.snmp_credential_id)) & (col(Credential.kind) == CredentialKind.SNMP),
            isouter=True,
        )
        .join(SnmpMemory, col(SnmpMemory.device_id) == col(Device.id), isouter=True)
        .where(Device.agent_id == agent.id, Device.site_id == agent.site_id, Device.address != "")
        .where(col(Device.archived_at).is_(None), col(Device.monitored))
        .order_by(col(Device.id))
        .limit(MOST_DEVICES)
    )
    return list(session.exec(wanted).all())


def _rows(session: Session, agent: Agent) -> list[tuple[object, ...]]:
    """What decides whether the document changed; what was learnt about asking is not worth sending anew."""
    return [
        (device.id, device.address, device.snmp_port, credential.id if credential else None, _sealed(credential))
        for device, credential, _tuning_text in _devices(session, agent)
    ]


def _sealed(credential: Credential | None) -> str:
    return sha256(credential.sealed).hexdigest() if credential is not None else ""
