"""The pages of rules: counts, lists, exceptions; what a school sees of it, and what another office."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from collectors.ssh.redact import redacted
from inventory.models.config import ConfigVersion, Exemption
from inventory.models.device import Device
from inventory.models.site import Office
from netops.models.person import Role
from netops.polling.compliance import judge_due
from netops.settings import Settings
from netops.vault import Vault
from netops.watched.rulebook import rulebook
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

TELNET = """hostname gate
snmp-server community s3cr3tword RO
line vty 0 4
 password 7 0822455D0A16
 transport input telnet ssh
end
"""


@dataclass(frozen=True)
class Read:
    """An office whose one switch was read and judged."""

    browsing: Visit
    office: Office
    device: Device


@pytest.fixture
def read(settings: Settings, engine: Engine) -> Read:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        device = factories.make_device(session, site, name="gate", ssh_platform="cisco_ios")
    browsing = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    vault = Vault.open(settings.data_dir)
    keep(engine, vault, device, TELNET)
    judge_due(engine, vault, book=rulebook(settings), tell=lambda *_args, **_kw: None, now=factories.AT)
    return Read(browsing, office, device)


def keep(engine: Engine, vault: Vault, device: Device, text: str) -> None:
    """As the poller stores a version, with the redacted form that it would have."""
    assert device.id is not None
    with transaction(engine) as session:
        session.add(
            ConfigVersion(
                device_id=device.id,
                taken_at=factories.AT,
                checked_at=factories.AT,
                sha256="0" * 64,
                redacted=redacted(text),
                sealed=vault.seal(text),
            )
        )


def test_the_rules_page_counts_and_leads_to_the_lines(read: Read) -> None:
    page = read.browsing.get("/compliance").text
    assert "No Telnet" in page
    assert "/compliance/results?rule=no-telnet&amp;standing=broken" in page
    shown = read.browsing.get("/compliance/results?rule=no-telnet&standing=broken").text
    assert "transport input telnet ssh" in shown
    assert "0822455D0A16" not in shown


def test_a_device_shows_what_it_does_not_keep_first(read: Read) -> None:
    part = read.browsing.get(f"/compliance/devices/{read.device.id}").text
    assert part.index("No Telnet") < part.index("No SNMP community that may write")
    assert f'hx-get="/compliance/devices/{read.device.id}"' in read.browsing.get(f"/devices/{read.device.id}").text


def test_devices_are_listed_by_how_they_stand_and_exported(read: Read) -> None:
    assert "breaks a rule" in read.browsing.get("/compliance/devices").text
    assert "gate" not in read.browsing.get("/compliance/devices?standing=kept").text
    exported = read.browsing.get("/compliance/results/export.csv?rule=no-telnet&columns=device,rule,standing,evidence")
    assert exported.content.decode("utf-8-sig").splitlines()[1].startswith("not kept,No Telnet,gate,")


def test_an_exception_is_kept_with_its_reason_and_ended(read: Read, engine: Engine) -> None:
    given = {"device_id": str(read.device.id), "reason": "goes in the summer", "until": "2199-01-01"}
    assert read.browsing.post("/compliance/rules/no-telnet/exemptions", given).status_code == 303
    page = read.browsing.get("/compliance/rules/no-telnet").text
    assert "goes in the summer" in page
    assert (
        "not kept"
        not in read.browsing.get("/compliance/results?rule=no-telnet&standing=exempt").text.split("<table")[1]
    )
    with reading(engine) as session:
        row = session.exec(select(Exemption)).one()
    assert read.browsing.post(f"/compliance/exemptions/{row.id}/end").status_code == 303
    with reading(engine) as session:
        assert session.exec(select(Exemption)).all() == []


@pytest.mark.parametrize("given", [{"reason": "no"}, {"reason": "long ago enough", "until": "2001-01-01"}])
def test_an_exception_needs_a_reason_and_a_day_to_come(read: Read, engine: Engine, given: dict[str, str]) -> None:
    read.browsing.post("/compliance/rules/no-telnet/exemptions", given)
    with reading(engine) as session:
        assert session.exec(select(Exemption)).all() == []


def test_another_office_sees_nothing_of_it(read: Read, settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        other = factories.make_office(session)
    stranger = signed_in(settings, engine, person_of(engine, Role.IT, office=other))
    assert stranger.get(f"/compliance/devices/{read.device.id}").status_code == 404
    assert "gate" not in stranger.get("/compliance/results").text
    assert "gate" not in stranger.get("/compliance/devices").text


def test_a_rule_that_is_not_there_is_not_found(read: Read) -> None:
    assert read.browsing.get("/compliance/rules/no-such-rule").status_code == 404
