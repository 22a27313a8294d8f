"""What one reading of a configuration leaves behind: versions, pins, refusals; never a secret in clear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from collectors.outcome import Answered, Failed, Outcome
from collectors.ssh.seen import ConfigSeen
from collectors.ssh.seen import HostKeyChanged as KeyRefusal
from collectors.target import SshCredential
from inventory.models.config import ConfigVersion
from inventory.models.credential import CredentialKind
from inventory.models.device import Device
from inventory.models.outage import Event
from inventory.store.credentials import secret_json
from netops.db import reading, transaction
from netops.notify.alerts import tell
from netops.polling.configs import Login, first_logins, keep, logins
from netops.vault import Vault
from tests.factories import make_credential, make_device, make_office, make_site

AT = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
CANARY = "pl4nted-s3cret"
CONFIG = f"hostname sw1\nusername admin secret {CANARY}\ninterface ge1\n description uplink\n"


@pytest.fixture
def login(engine: Engine, vault: Vault) -> Login:
    with transaction(engine) as session:
        office = make_office(session)
        opened = SshCredential.model_validate({"username": "netops", "password": CANARY})
        sealed = vault.seal(secret_json(opened))
        credential = make_credential(session, office, kind=CredentialKind.SSH, sealed=sealed)
        site = make_site(session, office)
        make_device(session, site, ssh_credential_id=credential.id, ssh_platform="cisco_ios")
        make_device(session, site)
    (found,) = logins(engine, vault)
    return found


def read(text: str, *, hours: int = 0) -> Outcome[ConfigSeen]:
    return Answered(ConfigSeen(key="1", at=AT + timedelta(hours=hours), text=text, host_key="ssh-ed25519 AAAA"), 1.0)


def stored(engine: Engine) -> tuple[Sequence[ConfigVersion], list[str], str]:
    with reading(engine) as session:
        pins = session.exec(select(Device.ssh_host_key).where(Device.ssh_platform != "")).one()
        return session.exec(select(ConfigVersion)).all(), [e.kind for e in session.exec(select(Event))], pins


def test_the_first_reading_pins_the_key_and_hides_secrets(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, read(CONFIG), tell=tell)
    (version,), kinds, pin = stored(engine)
    assert CANARY not in version.redacted
    assert CANARY.encode() not in version.sealed
    assert vault.unseal(version.sealed) == CONFIG
    assert (kinds, pin) == ([], "ssh-ed25519 AAAA")


def test_nothing_changed_is_no_version_but_a_check(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, read(CONFIG), tell=tell)
    keep(engine, vault, login, read(CONFIG, hours=24), tell=tell)
    (version,), kinds, _ = stored(engine)
    assert (version.taken_at, version.checked_at, kinds) == (AT, AT + timedelta(hours=24), [])


def test_a_change_is_a_version_and_a_fact_with_its_lines(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, read(CONFIG), tell=tell)
    keep(engine, vault, login, read(CONFIG.replace("uplink", "to room 5"), hours=24), tell=tell)
    versions, kinds, _ = stored(engine)
    assert (len(versions), kinds) == (2, ["ConfigChanged"])
    with reading(engine) as session:
        data = session.exec(select(Event)).one().data
    assert data == {"version_id": versions[1].id, "lines_added": 1, "lines_removed": 1}


def test_another_host_key_is_an_event_and_pins_nothing(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, read(CONFIG), tell=tell)
    refused = KeyRefusal("refused", "the host key changed", old="ssh-ed25519 AAAA", new="ssh-ed25519 BBBB")
    keep(engine, vault, login, refused, tell=tell)
    versions, kinds, pin = stored(engine)
    assert (len(versions), kinds, pin) == (1, ["HostKeyChanged"], "ssh-ed25519 AAAA")


def test_a_failure_changes_nothing(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, Failed("timeout", "no answer"), tell=tell)
    assert stored(engine) == ([], [], "")


def test_only_devices_without_a_version_are_read_before_the_night(engine: Engine, vault: Vault, login: Login) -> None:
    assert first_logins(engine, vault, tried=()) == [login]
    assert first_logins(engine, vault, tried={login.device_id}) == []
    keep(engine, vault, login, read(CONFIG), tell=tell)
    assert first_logins(engine, vault, tried=()) == []
