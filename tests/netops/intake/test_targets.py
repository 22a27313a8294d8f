"""What an agent is told to ask: its own devices and their secrets, signed, and counted up when anything changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlmodel import Session

from collectors.target import SnmpCredential, SnmpVersion
from inventory.models.agent import Agent
from inventory.models.device import Device
from inventory.store.credentials import secret_json
from netops.agent.asking import target_of
from netops.exchange.messages import Targets
from netops.exchange.signing import ForgedError, SigningKey, verify
from netops.intake.enrolment import make_agent
from netops.intake.targets import renew, revision_of, signed
from netops.settings import Settings
from netops.vault import Vault
from service.database import transaction
from tests.factories import AT, make_credential, make_device, make_office, make_site

KEY = SigningKey.make()
COMMUNITY = "only of this school"


class Given:
    """An agent at its school with one device of each kind that must not, and some that must be asked."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self.session, self.vault = session, vault
        self.office = make_office(session)
        site, other = make_site(session, self.office), make_site(session, self.office)
        self.agent: Agent = make_agent(session, site, "กล่อง", now=AT)[0]
        self.secret = SnmpCredential(version=SnmpVersion.V3, user="reader", auth_key=SecretStr(COMMUNITY))
        self.credential = make_credential(session, self.office, sealed=vault.seal(secret_json(self.secret)))
        mine = {"agent_id": self.agent.id}
        by_snmp = mine | {"snmp_credential_id": self.credential.id}
        self.asked: Device = make_device(session, site, address="10.0.0.1", snmp_port=1161, **by_snmp)
        self.pinged: Device = make_device(session, site, address="10.0.0.2", **mine)
        make_device(session, site, snmp_credential_id=self.credential.id)  # asked by the office
        make_device(session, other, **by_snmp)  # moved away since
        make_device(session, site, archived_at=AT, **by_snmp)
        make_device(session, site, monitored=False, **by_snmp)
        make_device(session, site, address="", **by_snmp)
        broken = make_credential(session, self.office, sealed=b"damaged")
        make_device(session, site, **mine | {"snmp_credential_id": broken.id})

    def document(self, settings: Settings) -> Targets:
        said = signed(self.session, self.agent, KEY, settings=settings, unseal=self.vault.unseal, now=AT)
        verify(KEY.public, said.document.encode(), said.signature)
        with pytest.raises(ForgedError):
            verify(KEY.public, said.document.replace("10.0.0.1", "10.0.0.9").encode(), said.signature)
        return Targets.model_validate_json(said.document)


def test_an_agent_is_told_of_its_own_devices_only(database: Engine, vault: Vault, settings: Settings) -> None:
    with transaction(database) as session:
        given = Given(session, vault)
        renew(session, given.agent, settings, now=AT)
        told = given.document(settings)
    assert [one.id for one in told.snmp] == [given.asked.id]
    assert [(one.id, one.host) for one in told.pings] == [(given.pinged.id, "10.0.0.2")]
    target = target_of(told.snmp[0])
    assert (target.host, target.port, target.credential) == ("10.0.0.1", 1161, given.secret)
    assert COMMUNITY not in repr(target)
    assert told.outside == tuple(settings.agent_outside_addresses)
    assert (told.icmp_interval_s, told.walk_interval_s) == (settings.icmp_interval_s, settings.walk_interval_s)


CHANGES: dict[str, Callable[[Given], object]] = {
    "address": lambda given: setattr(given.asked, "address", "10.0.0.7"),
    "port": lambda given: setattr(given.asked, "snmp_port", 161),
    "taken back": lambda given: setattr(given.asked, "agent_id", None),
    "secret": lambda given: setattr(given.credential, "sealed", given.vault.seal(secret_json(given.secret))),
    "no credential": lambda given: setattr(given.asked, "snmp_credential_id", None),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_revision_counts_up_when_something_changes(
    engine: Engine, vault: Vault, settings: Settings, name: str
) -> None:
    with transaction(engine) as session:
        given = Given(session, vault)
        first = renew(session, given.agent, settings, now=AT)
        assert renew(session, given.agent, settings, now=AT + timedelta(hours=1)) == first == revision_of(given.agent)
        CHANGES[name](given)
        session.flush()
        assert renew(session, given.agent, settings, now=AT) == first + 1


def test_another_interval_is_another_revision(engine: Engine, vault: Vault, settings: Settings) -> None:
    with transaction(engine) as session:
        given = Given(session, vault)
        first = renew(session, given.agent, settings, now=AT)
        hurried = settings.model_copy(update={"snmp_interval_s": 10})
        assert renew(session, given.agent, hurried, now=AT) > first


def test_after_a_restored_backup_the_revision_passes_what_the_agent_holds(
    engine: Engine, vault: Vault, settings: Settings
) -> None:
    with transaction(engine) as session:
        given = Given(session, vault)
        first = renew(session, given.agent, settings, now=AT)
        held = first + 1000
        assert renew(session, given.agent, settings, now=AT, held=held) > held
