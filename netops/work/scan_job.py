"""The work of a scan in the background: who answers in a subnet, and which of them the inventory already knows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from collectors.scan import Found, OnProgress, addresses
from collectors.target import SnmpCredential
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device
from inventory.models.site import Site
from netops.vault import Vault
from netops.work.jobs import Progress, Work
from netops.work.scan import scan_subnets
from service.database import reading
from service.refusal import _, refuse

Sweep = Callable[[Sequence[str], Sequence[SnmpCredential], int, OnProgress], Awaitable[list[Found]]]


async def sweep_network(
    subnets: Sequence[str], credentials: Sequence[SnmpCredential], port: int, on_progress: OnProgress
) -> list[Found]:
    """The real one."""
    return await scan_subnets(subnets, credentials, port=port, on_progress=on_progress)


def subnets_of(text: str) -> list[str]:
    """The subnets typed, one a line or with commas; RefusedError when one is wrong or they are too large."""
    found = text.replace(",", " ").split()
    if not found:
        raise refuse("subnets", _("This is needed"))
    try:
        addresses(found)
    except ValueError as error:
        raise refuse("subnets", _("These subnets cannot be scanned: %(reason)s"), reason=str(error)) from None
    return found


def credentials_of(session: Session, vault: Vault, ids: Sequence[int], *, office_id: int) -> list[SnmpCredential]:
    """The sets that are tried, in this order."""
    rows = session.exec(
        select(Credential)
        .where(Credential.office_id == office_id, Credential.kind == CredentialKind.SNMP, col(Credential.id).in_(ids))
        .order_by(col(Credential.id))
    ).all()
    if not rows or len(rows) != len(set(ids)):
        raise refuse("credentials", _("Choose at least one stored SNMP credential"))
    return [SnmpCredential.model_validate_json(vault.unseal(row.sealed)) for row in rows]


def scan_work(
    engine: Engine,
    *,
    subnets: Sequence[str],
    credentials: Sequence[tuple[int, SnmpCredential]],
    port: int,
    office_id: int,
    sweep: Sweep = sweep_network,
) -> Work:
    """`credentials` are ids with their opened sets; the result tells only the ids."""

    def work(progress: Progress) -> Mapping[str, object]:
        opened = [credential for _id, credential in credentials]
        total = len(addresses(subnets))
        seen = 0

        def step(*_place: object) -> None:
            nonlocal seen
            seen += 1
            progress(seen, total)

        found = asyncio.run(_awaited(sweep(subnets, opened, port, step)))
        progress(total, total)
        with reading(engine) as session:
            known = _known(session, [one.host for one in found], office_id)
        return {"asked": total, "found": [_row(one, credentials[one.credential][0], known) for one in found]}

    return work


async def _awaited(work: Awaitable[list[Found]]) -> list[Found]:
    return await work


def _row(found: Found, credential_id: int, known: Mapping[str, str]) -> dict[str, Any]:
    system = found.system
    return {
        "host": found.host,
        "port": found.port,
        "credential_id": credential_id,
        "name": system.name,
        "vendor": system.vendor,
        "descr": system.descr[:200],
        "location": system.location,
        "known": known.get(found.host, ""),
    }


def _known(session: Session, hosts: Sequence[str], office_id: int) -> dict[str, str]:
    """Addresses that a device of the office has, with what it is called."""
    rows = session.exec(
        select(Device.address, Site.name, Device.name)
        .join(Site, col(Site.id) == Device.site_id)
        .where(Site.office_id == office_id, col(Device.archived_at).is_(None), col(Device.address).in_(hosts))
    )
    return {address: f"{site} · {name}" for address, site, name in rows}
