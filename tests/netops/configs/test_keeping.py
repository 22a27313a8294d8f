"""What one reading of a configuration leaves behind: versions, pins, refusals; never a secret in clear."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from collectors.outcome import Answered, Failed, Outcome
from collectors.ssh.seen import ConfigSeen
from collectors.ssh.seen import HostKeyChanged as KeyRefusal
from collectors.target import SshCredential
from inventory.models.config import ConfigAttempt, ConfigVersion, Occasion
from inventory.models.credential import CredentialKind
from inventory.models.device import Device, FactSource
from inventory.models.outage import CurrentState, Event, State, Subject
from inventory.store.credentials import secret_json
from netops.configs.keeping import Keeper
from netops.configs.logins import Login, due_logins, logins
from netops.configs.stale import note_stale
from netops.models.alert import Alert
from netops.notify.alerts import tell
from netops.vault import Vault
from netops.watched.limits import Metric, Rule
from netops.watched.rules import Rules
from service.database import reading, transaction
from tests.factories import make_credential, make_device, make_office, make_site

WEEK = Rules({(office, 0, Metric.CONFIG_AGE): Rule(Metric.CONFIG_AGE, 7, 1, 0) for office in range(1, 5)})
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


def keep(engine: Engine, vault: Vault, login: Login, outcome: Outcome[ConfigSeen]) -> bool:
    return Keeper(engine, vault, tell).keep(login, outcome, occasion=Occasion.NIGHT)


def attempt_of(engine: Engine, login: Login) -> ConfigAttempt:
    with reading(engine) as session:
        return session.get_one(ConfigAttempt, login.device_id)


def open_alerts(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return [alert.kind.value for alert in session.exec(select(Alert).where(col(Alert.ended_at).is_(None)))]


def read(text: str, *, hours: int = 0) -> Outcome[ConfigSeen]:
    return Answered(ConfigSeen(key="1", at=AT + timedelta(hours=hours), text=text, host_key="ssh-ed25519 AAAA"), 1.0)


def stored(engine: Engine) -> tuple[Sequence[ConfigVersion], list[str], str]:
    with reading(engine) as session:
        pins = session.exec(select(Device.ssh_host_key).where(Device.ssh_platform != "")).one()
        return session.exec(select(ConfigVersion)).all(), [e.kind for e in session.exec(select(Event))], pins


def test_the_first_reading_pins_the_key_and_hides_secrets(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, read(CONFIG))
    (version,), kinds, pin = stored(engine)
    assert CANARY not in version.redacted
    assert CANARY.encode() not in version.sealed
    assert vault.unseal(version.sealed) == CONFIG
    assert (kinds, pin) == ([], "ssh-ed25519 AAAA")


def test_nothing_changed_is_no_version_but_a_check(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, read(CONFIG))
    keep(engine, vault, login, read(CONFIG, hours=24))
    (version,), kinds, _ = stored(engine)
    assert (version.taken_at, version.checked_at, kinds) == (AT, AT + timedelta(hours=24), [])


def test_a_change_is_a_version_and_a_fact_with_its_lines(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, read(CONFIG))
    keep(engine, vault, login, read(CONFIG.replace("uplink", "to room 5"), hours=24))
    versions, kinds, _ = stored(engine)
    assert (len(versions), kinds) == (2, ["ConfigChanged"])
    with reading(engine) as session:
        data = session.exec(select(Event)).one().data
    assert data == {"version_id": versions[1].id, "lines_added": 1, "lines_removed": 1}


def test_another_host_key_is_told_once_and_settled_when_the_known_one_is_back(
    engine: Engine, vault: Vault, login: Login
) -> None:
    keep(engine, vault, login, read(CONFIG))
    refused = KeyRefusal("refused", "the host key changed", old="ssh-ed25519 AAAA", new="ssh-ed25519 BBBB")
    keep(engine, vault, login, refused)
    keep(engine, vault, login, refused)
    versions, kinds, pin = stored(engine)
    assert (len(versions), kinds, pin) == (1, ["HostKeyChanged"], "ssh-ed25519 AAAA")
    attempt = attempt_of(engine, login)
    assert (attempt.offered_key, attempt.failures) == ("ssh-ed25519 BBBB", 2)
    assert open_alerts(engine) == ["HostKeyChanged"]
    keep(engine, vault, login, read(CONFIG, hours=48))
    assert stored(engine)[1] == ["HostKeyChanged", "HostKeySettled"]
    assert open_alerts(engine) == []
    assert attempt_of(engine, login).offered_key == ""


def test_a_failure_is_an_attempt_and_nothing_more(engine: Engine, vault: Vault, login: Login) -> None:
    keep(engine, vault, login, Failed("timeout", "no answer"))
    assert stored(engine) == ([], [], "")
    attempt = attempt_of(engine, login)
    assert (attempt.reason, attempt.detail, attempt.failures, attempt.good_at) == ("timeout", "no answer", 1, None)
    keep(engine, vault, login, read(CONFIG))
    attempt = attempt_of(engine, login)
    assert (attempt.reason, attempt.failures, attempt.good_at) == ("", 0, AT)


def test_a_backup_that_is_too_old_is_told_once_and_again_when_it_is_fresh(
    engine: Engine, vault: Vault, login: Login
) -> None:
    keep(engine, vault, login, read(CONFIG))
    keep(engine, vault, login, Failed("refused", "the login was refused"))

    def stale_at(days: float) -> list[dict[str, object]]:
        with transaction(engine) as session:
            return [fact.model_dump() for fact in note_stale(session, at=AT + timedelta(days=days), rules=WEEK)]

    assert stale_at(6.9) == []
    (fact,) = stale_at(7.5)
    assert (fact["days"], fact["reason"]) == (7, "refused")
    assert stale_at(8) == []
    keep(engine, vault, login, read(CONFIG, hours=24 * 9))
    assert stored(engine)[1] == ["ConfigBackupBecameFresh"]
    assert attempt_of(engine, login).stale_since is None


def test_a_device_that_never_could_be_read_is_stale_from_the_first_try(
    engine: Engine, vault: Vault, login: Login
) -> None:
    keep(engine, vault, login, Failed("timeout", "no answer"))
    began = attempt_of(engine, login).began_at
    with transaction(engine) as session:
        assert note_stale(session, at=began + timedelta(days=6), rules=WEEK) == []
        assert len(note_stale(session, at=began + timedelta(days=7), rules=WEEK)) == 1


def test_nobody_expects_anything_of_a_device_that_is_not_read_any_more(
    engine: Engine, vault: Vault, login: Login
) -> None:
    keep(engine, vault, login, read(CONFIG))
    with transaction(engine) as session:
        session.get_one(ConfigAttempt, login.device_id).stale_since = AT
        session.get_one(Device, login.device_id).monitored = False
    with transaction(engine) as session:
        assert note_stale(session, at=AT + timedelta(days=30), rules=WEEK) == []
    assert attempt_of(engine, login).stale_since is None


def test_ssh_tells_what_snmp_did_not_and_says_so(engine: Engine, vault: Vault, login: Login) -> None:
    with transaction(engine) as session:
        session.get_one(Device, login.device_id).model = "by SNMP"
        session.add(FactSource(device_id=login.device_id, name="model", value="by SNMP", source="sysDescr", read_at=AT))
    seen = ConfigSeen(
        key="1", at=AT, text=CONFIG, host_key="k", facts={"model": "by SSH", "serial": "S1", "hostname": "sw1"}
    )
    keep(engine, vault, login, Answered(seen, 1.0))
    with reading(engine) as session:
        device = session.get_one(Device, login.device_id)
        source = session.get_one(FactSource, (login.device_id, "serial"))
    assert (device.model, device.serial, source.source) == ("by SNMP", "S1", "SSH: show version")


def test_before_the_night_only_new_devices_are_read_and_those_that_slept(
    engine: Engine, vault: Vault, login: Login
) -> None:
    now = datetime.now(UTC)
    soon, later = now + timedelta(minutes=5), now + timedelta(hours=2)
    assert due_logins(engine, vault, at=now) == [login]
    keep(engine, vault, login, Failed("timeout", "no answer"))
    assert due_logins(engine, vault, at=later) == []  # nothing says that it lives
    with transaction(engine) as session:
        session.add(CurrentState(subject=Subject.DEVICE, subject_id=login.device_id, state=State.UP, since=now))
    assert due_logins(engine, vault, at=soon) == []
    assert due_logins(engine, vault, at=later) == [login]
    keep(engine, vault, login, Failed("refused", "the login was refused"))
    assert due_logins(engine, vault, at=later) == []  # a wrong password is not sent again before the night
    keep(engine, vault, login, read(CONFIG))
    assert due_logins(engine, vault, at=later) == []
