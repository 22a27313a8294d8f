"""An office full of equal switches on loopback, for measuring: inserted in bulk, since it is not what is measured."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, insert

from collectors.target import SnmpCredential
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device
from inventory.models.link import Check, Link, Provider
from inventory.models.site import Calendar, Office, Site
from inventory.store.credentials import secret_json
from netops import db
from netops.vault import Vault
from service.database import make_engine, transaction

DEVICES_A_SITE = 10


@contextmanager
def passing_office(*, devices: int) -> Iterator[Engine]:
    """An office of so many switches that nobody polls, in a database of its own that is removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="netops-bench-"))
    url = f"sqlite:///{folder / 'netops.db'}"
    db.migrate(url)
    engine = make_engine(url)
    try:
        seed(engine, Vault.create(folder), living=devices, ports=(161, 161))
        yield engine
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def switch_address(number: int) -> str:
    """The number-th loopback address of the fast agent."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def dead_address(number: int) -> str:
    """Loopback addresses where a sink swallows every request."""
    return f"127.9.{number // 250}.{number % 250 + 1}"


def seed(engine: Engine, vault: Vault, *, living: int, dead: int = 0, ports: tuple[int, int]) -> None:
    """Sites of ten devices, one link each, checked by SNMP of its first. `ports`: of the living, of the dead."""
    addresses = [(switch_address(n), ports[0]) for n in range(living)]
    addresses += [(dead_address(n), ports[1]) for n in range(dead)]
    sites = -(-len(addresses) // DEVICES_A_SITE)
    credential = SnmpCredential.model_validate({"community": "public"})
    sealed = vault.seal(secret_json(credential))
    with transaction(engine) as session:
        session.add(Office(id=1, code="bench", name="สำนักงานเขตเพื่อการวัด"))
        session.flush()
        session.add(Calendar(id=1, office_id=1, name="always", always_open=True, is_default=True))
        session.add(Provider(id=1, office_id=1, name="ผู้ให้บริการจำลอง"))
        session.add(Credential(id=1, office_id=1, name="bench", kind=CredentialKind.SNMP, sealed=sealed))
        session.flush()
        session.execute(
            insert(Site),
            [
                {"id": n + 1, "office_id": 1, "code": f"{57000000 + n}", "name": f"โรงเรียนเพื่อการวัด {n + 1}"}
                for n in range(sites)
            ],
        )
        session.execute(
            insert(Device),
            [
                {
                    "id": n + 1,
                    "site_id": n // DEVICES_A_SITE + 1,
                    "name": f"sw{n + 1}",
                    "address": address,
                    "snmp_port": port,
                    "snmp_credential_id": 1,
                }
                for n, (address, port) in enumerate(addresses)
            ],
        )
        session.execute(
            insert(Link),
            [
                {
                    "site_id": n + 1,
                    "provider_id": 1,
                    "name": "main",
                    "check": Check.SNMP,
                    "device_id": n * DEVICES_A_SITE + 1,
                }
                for n in range(sites)
            ],
        )
