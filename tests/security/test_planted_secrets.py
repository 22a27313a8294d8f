"""Secrets planted in every place that may hold one, and then looked for in everything that anybody can read."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from collectors.target import SnmpCredential, SshCredential
from inventory.models.credential import CredentialKind
from inventory.store.credentials import secret_json
from netops.models.person import Person, Role
from netops.notify.delivery.mail_settings import MailSettings, store_mail_settings
from netops.people.accounts import TokenDraft, issue_slip, make_token
from netops.polling.poll import poll_once
from netops.polling.wiring import polling
from netops.settings import Settings
from netops.vault import Vault
from netops.web.access import PERMISSIONS
from service.database import transaction
from service.log import OneLine
from service.web.access import Open
from tests import factories
from tests.security.two_offices import WAYS, Realm, filled, furnish, reaching
from tests.web.browsing import person_of, signed_in

CANARY = "canary-5d1e"


class Planted:
    """An office in which each stored secret holds the canary; its device answers nobody."""

    def __init__(self, settings: Settings, engine: Engine, vault: Vault) -> None:
        words = {name: f"{CANARY}-{name}" for name in ("community", "auth_key", "priv_key", "password", "smtp")}
        self.settings = settings.model_copy(
            update={"smtp_password": SecretStr(words["smtp"]), "metrics_token": SecretStr(f"{CANARY}-metrics")}
        )
        self.engine, self.vault = engine, vault
        with transaction(engine) as session:
            office = factories.make_office(session)
            self.realm: Realm = furnish(session, office, "ours", of_office="ours")
            snmp = SnmpCredential.model_validate({"community": words["community"]})
            usm = {"version": "3", "user": "reader", "auth": "sha256", "auth_key": words["auth_key"]}
            usm |= {"priv": "aes128", "priv_key": words["priv_key"]}
            ssh = SshCredential(username="reader", password=SecretStr(words["password"]))
            for number, (kind, text) in enumerate(
                [
                    (CredentialKind.SNMP, secret_json(snmp)),
                    (CredentialKind.SNMP, json.dumps(usm)),
                    (CredentialKind.SSH, secret_json(ssh)),
                ]
            ):
                made = factories.make_credential(session, office, kind=kind, sealed=vault.seal(text))
                if kind is CredentialKind.SNMP:
                    factories.make_device(
                        session,
                        self.realm.site,
                        name=f"silent{number}",
                        address="127.0.0.1",
                        snmp_port=9,
                        snmp_credential_id=made.id,
                    )
            mail = MailSettings(host="127.0.0.1", port=9, sender="a@example.org", password=SecretStr(words["smtp"]))
            store_mail_settings(session, office.id or 0, mail, vault=vault)
            person = session.get_one(Person, self.realm.ids["people"])
            known = {"read"}
            token = make_token(session, person, TokenDraft(name="t", scopes=("read",)), known=known, now=factories.AT)
            slip = issue_slip(session, person, now=factories.AT)
            # What only the holder may know, beside what carries the canary.
            self.others = (token[1].text, slip.text, person.password_hash or "$argon2", person.slip_hash)

    def finds_in(self, text: str, *more: str) -> list[str]:
        """The secrets in a text."""
        return [secret for secret in (CANARY, *self.others, *more) if secret in text]


@pytest.fixture
def planted(settings: Settings, engine: Engine, vault: Vault) -> Planted:
    return Planted(settings, engine, vault)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SCHOOL])
def test_no_page_and_no_answer_holds_a_secret(role: Role, planted: Planted) -> None:
    site = planted.realm.site if role is Role.SCHOOL else None
    person = person_of(planted.engine, role, office=planted.realm.office, site=site)
    browsing = signed_in(planted.settings, planted.engine, person)
    cookie = browsing.client.cookies["netops"]
    seen = 0
    for way in WAYS:
        if not way.is_safe or (isinstance(way.gate, Open) and "handover" in way.path):
            continue
        answer = browsing.get(filled(way.path, planted.realm.ids))
        # A workbook is packed: its cells are read, not its bytes.
        assert planted.finds_in(answer.text, cookie) == [], way.path
        seen += answer.status_code == 200 and reaching(role, way, PERMISSIONS)
    assert seen > (60 if role is Role.ADMIN else 15)
    schema = browsing.get("/api/v1/openapi.json")
    assert planted.finds_in(schema.text, cookie) == []


def test_a_failed_round_logs_and_stores_no_secret(planted: Planted) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:

        async def run() -> tuple[int, str]:
            async with polling(planted.engine, planted.settings, planted.vault) as poll:
                cost = await poll_once(poll)
                return cost.failed, poll.board.page().decode()

        failed, metrics = asyncio.run(run())
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    assert failed >= 2
    assert planted.finds_in(stream.getvalue()) == []
    assert planted.finds_in(metrics) == []
    # Sealed or hashed, nothing of it lies open in the database or beside it.
    for path in planted.settings.data_dir.rglob("*"):
        if path.is_file():
            assert CANARY.encode() not in path.read_bytes(), path.name


def test_commands_and_backups_tell_no_secret(planted: Planted, tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "NETOPS_DATA_DIR": str(planted.settings.data_dir),
        "NETOPS_SMTP_PASSWORD": f"{CANARY}-smtp",
        "NETOPS_METRICS_TOKEN": f"{CANARY}-metrics",
        "NETOPS_SMTP_PORT": f"{CANARY}-no-number",
    }
    folder = tmp_path / "second"
    folder.mkdir()
    for words, changes in (
        (("check",), {"NETOPS_SMTP_PORT": "25"}),
        (("backup", "--to", str(folder)), {"NETOPS_SMTP_PORT": "25"}),
        (("export", "devices", str(tmp_path / "devices.csv")), {"NETOPS_SMTP_PORT": "25"}),
    ):
        ran = subprocess.run(
            [sys.executable, "-m", "netops", *words],
            env=environment | changes,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert planted.finds_in(ran.stdout + ran.stderr) == [], words
        assert "Traceback" not in ran.stderr, ran.stderr[-1500:]
    assert CANARY not in (tmp_path / "devices.csv").read_text("utf-8-sig")
    made = list(folder.iterdir())
    assert made
    with tarfile.open(made[0]) as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member)
            if file is not None:
                assert CANARY.encode() not in file.read(), member.name
            assert "secret.key" not in member.name
