"""Configurations on pages: standings, any two versions, accepting a key, originals for administrators only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.config import ConfigAttempt, ConfigVersion, Occasion
from inventory.models.credential import CredentialKind
from inventory.models.device import Device
from inventory.models.outage import Event
from inventory.models.site import Office, Site
from netops.models.person import AuditEntry, Role
from netops.settings import Settings
from netops.vault import Vault
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

CANARY = "pl4nted-s3cret"
OLD_KEY, NEW_KEY = "ssh-ed25519 AAAA", "ssh-ed25519 BBBB"


@dataclass(frozen=True)
class Place:
    """A school whose switch has three versions, and shows another key since today."""

    office: Office
    site: Site
    device: Device
    versions: tuple[int, ...]


@pytest.fixture
def place(engine: Engine, vault: Vault) -> Place:
    now = utc_now()
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        credential = factories.make_credential(session, office, kind=CredentialKind.SSH)
        given: dict[str, Any] = {
            "ssh_platform": "cisco_ios",
            "ssh_credential_id": credential.id,
            "ssh_host_key": OLD_KEY,
        }
        device = factories.make_device(session, site, name="core <b>", **given)
        made: list[int] = []
        for day, text in enumerate(("hostname a", "hostname b", "hostname c <script>alert(1)</script>")):
            at = now - timedelta(days=9 - day)
            version = ConfigVersion(
                device_id=device.id or 0,
                taken_at=at,
                checked_at=at,
                sha256=f"{day}" * 64,
                redacted=f"{text}\nusername x secret <hidden>\n",
                sealed=vault.seal(f"{text}\nusername x secret {CANARY}\n"),
                occasion=Occasion.CHANGE,
            )
            session.add(version)
            session.flush()
            made.append(version.id or 0)
        attempt: dict[str, Any] = {
            "tried_at": now,
            "began_at": now - timedelta(days=9),
            "good_at": now - timedelta(days=7),
        }
        refusal: dict[str, Any] = {
            "key_refused_at": now,
            "offered_key": NEW_KEY,
            "failures": 1,
            "reason": "host_key_changed",
        }
        session.add(ConfigAttempt(device_id=device.id or 0, **attempt, **refusal))
        return Place(office, site, device, tuple(made))


def visiting(settings: Settings, engine: Engine, place: Place, role: Role) -> Visit:
    return signed_in(settings, engine, person_of(engine, role, office=place.office, site=place.site))


def test_the_fleet_says_who_has_no_good_backup(settings: Settings, engine: Engine, place: Place) -> None:
    with transaction(engine) as session:
        factories.make_device(session, place.site, name="camera")
    browsing = visiting(settings, engine, place, Role.IT)
    text = browsing.get("/configs").text
    assert "another host key" in text
    assert "not set up" in text
    only = browsing.get("/configs?standing=unset").text
    assert "camera" in only
    assert "core" not in only
    assert "camera" in browsing.get("/configs/export.csv?standing=unset").text


def test_any_two_versions_are_compared_the_older_first(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = visiting(settings, engine, place, Role.IT)
    first, _, last = place.versions
    text = browsing.get(f"/devices/{place.device.id}/configs/diff?old={last}&new={first}").text
    assert "hostname a" in text
    assert "<script>alert" not in text
    assert text.index("−hostname a") < text.index("+hostname c")
    assert browsing.get(f"/devices/{place.device.id}/configs/diff?old=1&new=99999").status_code == 404
    assert browsing.get(f"/devices/{place.device.id}/configs/diff?old=x&new=1").status_code == 422


def test_one_version_is_not_offered_for_comparing(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = visiting(settings, engine, place, Role.IT)
    where = f"/devices/{place.device.id}/configs"
    assert browsing.get(where).text.count('type="radio"') == 2 * len(place.versions)
    with transaction(engine) as session:
        for version in place.versions[1:]:
            session.delete(session.get_one(ConfigVersion, version))
    assert 'type="radio"' not in browsing.get(where).text


def test_no_page_and_no_file_of_an_it_officer_shows_a_secret(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = visiting(settings, engine, place, Role.IT)
    device, version = place.device.id, place.versions[-1]
    for address in ("/configs", f"/devices/{device}/configs", f"/devices/{device}/configs/{version}"):
        answer = browsing.get(address)
        assert answer.status_code == 200
        assert CANARY not in answer.text
    file = browsing.get(f"/devices/{device}/configs/{version}.txt")
    assert (CANARY in file.text, "attachment" in file.headers["content-disposition"]) == (False, True)
    assert browsing.get(f"/devices/{device}/configs/{version}/restore").status_code == 403
    assert browsing.post(f"/devices/{device}/configs/{version}/restore", {"name": "core <b>"}).status_code == 403


def test_an_administrator_gets_the_original_after_typing_the_name_and_it_is_written_down(
    settings: Settings, engine: Engine, place: Place
) -> None:
    browsing = visiting(settings, engine, place, Role.ADMIN)
    address = f"/devices/{place.device.id}/configs/{place.versions[0]}/restore"
    page = browsing.get(address)
    assert "configure replace" in page.text
    assert CANARY not in page.text
    assert browsing.post(address, {"name": "core"}).status_code == 303
    answer = browsing.post(address, {"name": "core <b>"})
    assert answer.text == f"hostname a\nusername x secret {CANARY}\n"
    assert answer.headers["cache-control"] == "no-store"
    with reading(engine) as session:
        entries = [e.action for e in session.exec(select(AuditEntry)) if e.action.startswith("config.")]
    assert entries == ["config.original_taken"]


def test_a_new_key_is_accepted_only_as_it_was_seen(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = visiting(settings, engine, place, Role.IT)
    address = f"/devices/{place.device.id}/configs/accept-key"

    def pinned() -> str:
        with reading(engine) as session:
            return session.get_one(Device, place.device.id).ssh_host_key

    browsing.post(address, {"key": "ssh-ed25519 CCCC"})
    assert pinned() == OLD_KEY
    browsing.post(address, {"key": NEW_KEY})
    assert pinned() == NEW_KEY
    with reading(engine) as session:
        kinds = [event.kind for event in session.exec(select(Event))]
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "device.key_accepted")).one()
    assert (kinds, entry.detail) == (["HostKeySettled"], {"old": OLD_KEY, "new": NEW_KEY})


def test_without_a_poller_reading_now_is_refused_plainly(settings: Settings, engine: Engine, place: Place) -> None:
    browsing = visiting(settings, engine, place, Role.IT)
    browsing.post(f"/devices/{place.device.id}/configs/read")
    assert "The poller does not answer" in browsing.get(f"/devices/{place.device.id}/configs").text


def test_another_office_sees_nothing(settings: Settings, engine: Engine, place: Place) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
    browsing = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=office))
    device, version = place.device.id, place.versions[0]
    for rest in ("", "/diff?old=1&new=2", f"/{version}", f"/{version}.txt", f"/{version}/restore"):
        assert browsing.get(f"/devices/{device}/configs{rest}").status_code == 404, rest
    assert browsing.post(f"/devices/{device}/configs/{version}/restore", {"name": "core <b>"}).status_code == 404
    assert "core" not in browsing.get("/configs").text
