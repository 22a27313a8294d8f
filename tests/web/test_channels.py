"""Channels, rules of telling, escalation and the daily test on pages: secrets are typed, never shown."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops.models.alert import AlertChannel, Delivery, EscalationStep, OutboxMessage, Severity
from netops.models.person import Person, Role
from netops.notify.recipients.keeping import stored_address
from netops.notify.recipients.subscribing import SubscriptionDraft, rule_of
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

LINE = {"name": "กลุ่มไอที", "token": "CANARY/token==", "to": "C" + "0123456789abcdef" * 2, "language": "th"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        office = factories.make_office(session)
        factories.make_site(session, office, district="อำเภอก")
        return office


@pytest.fixture
def admin(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.ADMIN, office=office))


def test_a_channel_is_added_tested_and_switched_off_and_its_token_is_never_shown(
    admin: Visit, engine: Engine, vault: Vault
) -> None:
    refused = admin.post("/channels/new/line", LINE | {"to": "the group"})
    assert refused.status_code == 422
    home = admin.post("/channels/new/line", LINE).headers["location"]
    assert admin.post(home, {"name": "other", "token": "", "to": LINE["to"], "language": "en"}).status_code == 303
    pages = refused.text + admin.get(home).text + admin.get("/channels").text + admin.get("/audit").text
    assert "CANARY" not in pages
    assert "other" in pages
    with reading(engine) as session:
        channel = session.exec(select(AlertChannel)).one()
        address = stored_address(channel, vault)
        assert address is not None
        assert "CANARY/token==" in address.secrets
        assert b"CANARY" not in channel.sealed
    delivery = admin.post(f"{home}/test").headers["location"]
    assert "other" in admin.get(delivery).text
    assert admin.post(f"{home}/disable").status_code == 303
    assert admin.post(f"{home}/test").status_code == 404
    with reading(engine) as session:
        assert session.exec(select(OutboxMessage)).one().channel == "line"


def test_a_stored_token_does_not_follow_another_address(admin: Visit, engine: Engine, vault: Vault) -> None:
    hook = {"name": "sms", "url": "https://a.example/x", "authorization": "Bearer CANARY"}
    home = admin.post("/channels/new/webhook", hook).headers["location"]
    moved = admin.post(home, {"name": "sms", "url": "https://evil.example/x", "authorization": ""})
    assert moved.status_code == 303
    with reading(engine) as session:
        address = stored_address(session.exec(select(AlertChannel)).one(), vault)
    assert address is not None
    assert address.secrets == ("https://evil.example/x",)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "mailto://a@b", "https://u:p@a.example/", "tgram://x/y", ""])
def test_only_addresses_of_the_kind_are_taken(admin: Visit, url: str) -> None:
    for kind in ("webhook", "teams"):
        assert admin.post(f"/channels/new/{kind}", {"name": "x", "url": url}).status_code == 422
    assert admin.get("/channels/new/email").status_code == 404
    assert admin.get("/channels/new/syslog").status_code == 404


def test_a_person_sets_the_own_rule(admin: Visit, engine: Engine, office: Office) -> None:
    district = "district-" + "อำเภอก".encode().hex()
    typed = {"least": "critical", "quiet_from": "22:00", "quiet_until": "06:00", "digest_hour": "7", district: "yes"}
    assert admin.post("/account/alerts", typed | {"quiet_until": ""}).status_code == 422
    assert admin.post("/account/alerts", typed | {"district-ff": "yes"}).status_code == 422
    assert admin.post("/account/alerts", typed).status_code == 303
    with reading(engine) as session:
        person = session.exec(select(Person)).one()
        rule = SubscriptionDraft.of_rule(rule_of(session, person))
    assert (rule.least, rule.districts, rule.digest_hour) == (Severity.CRITICAL, ("อำเภอก",), 7)


def test_a_person_sees_what_is_held_for_the_next_digest_and_nothing_of_others(
    admin: Visit, engine: Engine, office: Office
) -> None:
    leaves = datetime(2026, 11, 30, 0, 15, tzinfo=UTC)
    with transaction(engine) as session:
        mine = session.exec(select(Person)).one().id
        other = factories.make_person(session, office, email="o@x.example").id
        for number, (person_id, state) in enumerate(
            ((mine, Delivery.HELD), (mine, Delivery.SENT), (other, Delivery.HELD)), start=1
        ):
            session.add(
                OutboxMessage(
                    phase="opened",
                    person_id=person_id,
                    recipient=f"{number}@x.example",
                    message_id=f"<{number}@x>",
                    subject=f"subject {number}",
                    text="-",
                    html="",
                    state=state,
                    next_try_at=leaves,
                )
            )
    shown = admin.get("/account/alerts").text
    assert [f"subject {number}" in shown for number in (1, 2, 3)] == [True, False, False]
    assert "30 Nov 2026 07:15" in shown
    assert "subject 3" in admin.get(f"/people/{other}/alerts").text


def test_steps_and_the_switch_are_kept(admin: Visit, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        director = factories.make_person(session, office, email="d@x.example", role=Role.DIRECTOR)
        person_id = director.id
    step = {"after_minutes": "30", "severity": "critical", "whom": f"person-{person_id}"}
    assert admin.post("/escalation", step | {"whom": ""}).status_code == 422
    assert admin.post("/escalation", step).status_code == 303
    assert "d@x.example" in admin.get("/escalation").text
    with reading(engine) as session:
        step_id = session.exec(select(EscalationStep.id)).one()
    assert admin.post(f"/escalation/{step_id}/remove").status_code == 303
    assert "no second path is set" in admin.get("/notices").text
    watch = {"self_test": "yes", "hour": "9", "minutes": "5", "url": "https://alive.example/CANARY"}
    assert admin.post("/watch", watch | {"url": "ftp://x"}).status_code == 422
    assert admin.post("/watch", watch).status_code == 303
    assert admin.post("/watch", watch | {"url": "", "hour": "7"}).status_code == 303
    assert "CANARY" not in admin.get("/watch").text + admin.get("/audit").text
    assert "no second path is set" not in admin.get("/notices").text
