"""The daily test and the dead-man's switch over the API: set, their address never shown, and how they fared last."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.alert import AlertChannel, Delivery, OutboxMessage
from netops.models.job import StoredSetting
from netops.models.person import AuditEntry, Role
from netops.notify.watch.deadman import remember
from netops.notify.watch.selftest import settle, try_ways
from netops.settings import Settings
from netops.vault import Vault
from service.columns import utc_now
from service.database import reading, transaction
from tests import factories
from tests.web.api.calling import Api

SECRET = "xq7-switch-key"


class Place:
    """An office with an officer who is told by e-mail."""

    def __init__(self, settings: Settings, engine: Engine) -> None:
        self.engine, self.settings = engine, settings
        with transaction(engine) as session:
            self.office: Office = factories.make_office(session)
            factories.make_person(session, self.office, email="it@x.example", alerts=True)
        self.api = Api(settings, engine)
        self.admin = self.api.caller(Role.ADMIN, self.office)
        self.it = self.api.caller(Role.IT, self.office)


@pytest.fixture
def place(settings: Settings, engine: Engine) -> Place:
    return Place(settings, engine)


def test_settings_are_changed_one_by_one_and_the_address_stays_sealed(place: Place) -> None:
    assert place.it("GET", "/watch").json() == {"self_test": True, "hour": 8, "minutes": 5, "has_switch": False}
    url = f"https://alive.example.org/ping/{SECRET}"
    set_to = place.admin("PATCH", "/watch", {"url": url, "minutes": 10})
    assert set_to.json() == {"self_test": True, "hour": 8, "minutes": 10, "has_switch": True}
    kept = place.admin("PATCH", "/watch", {"hour": 6, "self_test": False})
    assert kept.json() == {"self_test": False, "hour": 6, "minutes": 10, "has_switch": True}
    forgotten = place.admin("PATCH", "/watch", {"forget": True})
    assert forgotten.json()["has_switch"] is False
    with reading(place.engine) as session:
        acts = session.exec(select(AuditEntry)).all()
        stored = session.exec(select(StoredSetting)).one()
    assert [entry.action for entry in acts] == ["settings.watch_changed"] * 3
    assert [entry.detail["has_switch"] for entry in acts] == [True, True, False]
    shown = [set_to.text, kept.text, place.it("GET", "/watch").text, str(acts), str(stored.value)]
    assert SECRET not in "".join(shown)


def test_what_is_wrong_is_named_without_repeating_the_address(place: Place) -> None:
    for body, field in (
        ({"hour": 24}, "hour"),
        ({"minutes": 0}, "minutes"),
        ({"url": f"ftp://x/{SECRET}"}, "url"),
        ({"every": 5}, "every"),
    ):
        refused = place.admin("PATCH", "/watch", body)
        assert refused.status_code == 422
        assert [problem["field"] for problem in refused.json()["errors"]] == [field]
        assert SECRET not in refused.text
    assert place.it("PATCH", "/watch", {"hour": 6}).status_code == 403
    assert place.api.caller(Role.DIRECTOR, place.office)("GET", "/watch").status_code == 403


def test_how_every_way_fared_last(place: Place) -> None:
    before = place.it("GET", "/watch/results").json()
    assert before == {"tests": [], "last_push": None, "second_paths": [], "is_noticed_when_cut": False}
    place.admin("PATCH", "/watch", {"hour": 0, "url": "https://alive.example.org/ping"})
    now = utc_now()
    with transaction(place.engine) as session:
        office_id = place.office.id or 0
        session.add(AlertChannel(office_id=office_id, kind="line", name="กลุ่มไลน์", second_path=True))
        session.flush()
        vault = Vault.create(place.settings.data_dir)
        try_ways(session, vault=vault, base_url="http://x", mail_from="n@x.example", at=now)
        for message in session.exec(select(OutboxMessage)):
            message.state = Delivery.FAILED if message.channel_id is None else Delivery.SENT
            message.last_error = "refused" if message.channel_id is None else ""
        settle(session, now)
        remember(session, office_id, "status 503", now)
    fared = place.it("GET", "/watch/results").json()
    tests = [(one["to"], one["is_second_path"], one["succeeded"], one["detail"]) for one in fared["tests"]]
    assert tests == [("it@x.example", False, False, "refused"), ("กลุ่มไลน์", True, True, "")]
    assert (fared["last_push"]["succeeded"], fared["last_push"]["detail"]) == (False, "status 503")
    assert (fared["second_paths"], fared["is_noticed_when_cut"]) == (["กลุ่มไลน์"], True)
    with transaction(place.engine) as session:
        elsewhere = factories.make_office(session)
    assert place.api.caller(Role.IT, elsewhere)("GET", "/watch/results").json() == before
