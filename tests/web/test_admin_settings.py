"""Settings, the test mail, deliveries, the audit log and runbooks on pages."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Office
from netops import audit
from netops.audit import Actor
from netops.models.alert import Delivery, OutboxMessage
from netops.models.job import StoredSetting
from netops.models.person import Person, Role
from netops.notify.delivery.mail_settings import load_mail_settings
from netops.runbook.page import runbooks
from netops.settings import Settings
from netops.vault import Vault
from netops.watched.confirming import load_confirmation
from service.database import reading, transaction
from tests import factories
from tests.web.browsing import Visit, person_of, signed_in

MAIL = {"host": "mail.example.org", "port": "587", "security": "starttls", "sender": "netops@example.org", "user": "u"}
CONFIRMATION = {"down_after": "2", "down_of": "5"}


@pytest.fixture
def office(engine: Engine) -> Office:
    with transaction(engine) as session:
        return factories.make_office(session)


@pytest.fixture
def admin(settings: Settings, engine: Engine, office: Office) -> Visit:
    return signed_in(settings, engine, person_of(engine, Role.ADMIN, office=office))


def test_the_mail_server_is_kept_and_its_password_never_shown(
    settings: Settings, engine: Engine, vault: Vault, admin: Visit, office: Office
) -> None:
    assert admin.post("/settings/mail", MAIL | {"password": "CANARY"}).status_code == 303
    assert (
        admin.post("/settings/mail", MAIL | {"sender": "Other <other@example.org>", "password": ""}).status_code == 303
    )
    refused = admin.post("/settings/mail", MAIL | {"port": "99999", "password": "CANARY"})
    assert refused.status_code == 422
    shown = admin.get("/settings").text + refused.text + admin.get("/audit").text
    assert "other@example.org" in shown
    assert "CANARY" not in shown
    assert office.id is not None
    with reading(engine) as session:
        mail = load_mail_settings(session, office.id, settings=settings, vault=vault)
        rows = session.exec(select(StoredSetting)).all()
    assert (mail.sender, mail.password.get_secret_value()) == ("Other <other@example.org>", "CANARY")
    assert all(b"CANARY" not in row.sealed and "CANARY" not in str(row.value) for row in rows)


@pytest.mark.parametrize(
    "change", [{"host": "evil.example"}, {"port": "2525"}, {"security": "none"}, {"user": "other"}]
)
def test_the_kept_password_never_goes_to_another_server(admin: Visit, change: dict[str, str]) -> None:
    assert admin.post("/settings/mail", MAIL | {"password": "CANARY"}).status_code == 303
    assert admin.post("/settings/mail", MAIL | change | {"password": ""}).status_code == 422
    assert admin.post("/settings/mail", MAIL | change | {"password": "typed again"}).status_code == 303


def test_what_confirms_an_outage_is_kept_and_refused_where_it_makes_no_sense(
    settings: Settings, engine: Engine, admin: Visit, office: Office
) -> None:
    assert admin.post("/settings/confirmation", CONFIRMATION).status_code == 303
    refused = admin.post("/settings/confirmation", CONFIRMATION | {"down_after": "6"})
    assert "No more silent rounds than rounds looked at" in refused.text
    assert office.id is not None
    with reading(engine) as session:
        kept = load_confirmation(session, office.id, settings)
    assert (kept.down_after, kept.down_of) == (2, 5)


def test_the_test_mail_goes_through_the_outbox(admin: Visit, engine: Engine) -> None:
    assert admin.post("/settings/mail/test").headers["location"] == "/account"
    with transaction(engine) as session:
        session.exec(select(Person)).one().email = "admin@example.org"
    address = admin.post("/settings/mail/test").headers["location"]
    page = admin.get(address).text
    assert "admin@example.org" in page
    assert f'hx-get="{address}/state"' in page
    assert "No mail server and sender are set" in page
    with transaction(engine) as session:
        message = session.exec(select(OutboxMessage)).one()
        message.state, message.last_error = Delivery.FAILED, "550 <b>no such person</b>"
    failed = admin.get(address).text
    assert "&lt;b&gt;no such person" in failed
    assert admin.get(f"{address}/state").text.count("hx-get") == 0
    assert admin.get("/deliveries").text.count(">given up</td>") == 1
    assert admin.post(f"{address}/retry").status_code == 303
    with reading(engine) as session:
        assert session.exec(select(OutboxMessage)).one().state is Delivery.WAITING


def test_deliveries_of_another_office_are_not_there(settings: Settings, engine: Engine, admin: Visit) -> None:
    with transaction(engine) as session:
        other = factories.make_office(session)
        session.exec(select(Person)).one().email = "admin@example.org"
    address = admin.post("/settings/mail/test").headers["location"]
    stranger = signed_in(settings, engine, person_of(engine, Role.ADMIN, office=other))
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/retry").status_code == 404
    assert "admin@example.org" not in stranger.get("/deliveries").text


def test_the_audit_log_is_searched_filtered_and_exported(admin: Visit, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        for name in ("alpha", "beta"):
            actor = Actor(name, office.id)
            audit.record(session, actor, f"{name}.done", subject="site", detail={"name": ["=1+1", "<b>ข</b>"]})
    page = admin.get("/audit?q=alpha").text
    assert "alpha.done" in page
    assert "<b>ข</b>" not in page
    assert "beta</td>" not in page
    assert "beta.done" in admin.get("/audit?action=beta.done&sort=actor").text
    lines = admin.get("/audit/export.csv?q=alpha&columns=actor,action").content.decode("utf-8-sig").splitlines()
    assert lines == ["Who,Act", "alpha,alpha.done"]


def test_a_runbook_is_filled_in_and_hostile_names_stay_text(admin: Visit, engine: Engine, office: Office) -> None:
    with transaction(engine) as session:
        site = factories.make_site(session, office, name="<script>alert(1)</script>")
        outage = factories.make_outage(session, factories.make_link(session, site, circuit_no="C-777"))
    listed = admin.get("/runbooks").text
    assert all(f'href="/runbooks/{one.name}"' in listed for one in runbooks())
    page = admin.get(f"/runbooks/LinkDown?outage={outage.id}").text
    assert "C-777" in page
    assert "<script>alert" not in page
    assert admin.get("/runbooks/LinkDown").status_code == 200
    assert admin.get("/runbooks/..%2f..%2fsecret").status_code == 404
    assert admin.get("/runbooks/NoSuch").status_code == 404


def test_an_it_officer_reads_settings_and_changes_none(settings: Settings, engine: Engine, office: Office) -> None:
    it = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    assert it.get("/settings").status_code == 200
    assert it.post("/settings/mail", MAIL).status_code == 403
    assert it.post("/settings/confirmation", CONFIRMATION).status_code == 403
    assert it.get("/audit").status_code == 403


def test_a_runbook_leads_nobody_to_a_page_that_is_closed_to_him(
    admin: Visit, settings: Settings, engine: Engine, office: Office
) -> None:
    director = signed_in(settings, engine, person_of(engine, Role.DIRECTOR, office=office))
    for path in ("/settings", "/deliveries"):
        assert f'href="{path}"><svg' in admin.get("/runbooks/MailNotDelivered").text
        assert f'href="{path}"><svg' not in director.get("/runbooks/MailNotDelivered").text
        assert director.get(path).status_code == 403
