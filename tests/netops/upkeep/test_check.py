"""`netops check` names what is wrong and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from netops.notify.delivery.mail_settings import MailSettings, store_mail_settings
from netops.settings import Settings
from netops.upkeep.check import Level, findings
from netops.vault import Vault
from service.database import transaction
from tests import factories


def levels(settings: Settings) -> dict[str, Level]:
    return {finding.subject: finding.level for finding in findings(settings)}


def words(settings: Settings, subject: str) -> str:
    return next(finding.text for finding in findings(settings) if finding.subject == subject)


def test_an_empty_folder_is_told_to_migrate(settings: Settings) -> None:
    assert levels(settings)["key"] is Level.BROKEN
    assert "netops migrate" in words(settings, "database")


@pytest.mark.usefixtures("engine", "vault")
def test_a_whole_installation_has_nothing_broken(settings: Settings) -> None:
    assert Level.BROKEN not in levels(settings).values()
    assert levels(settings)["database"] is Level.OK
    assert levels(settings)["pages"] is Level.OK


@pytest.mark.usefixtures("vault")
def test_an_older_database_is_told_to_upgrade(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        session.execute(text("DELETE FROM alembic_version"))
    assert "netops upgrade" in words(settings, "database")


@pytest.mark.usefixtures("engine", "vault")
def test_a_key_that_others_may_read_is_broken(settings: Settings) -> None:
    Vault.path(settings.data_dir).chmod(0o644)
    assert "chmod 600" in words(settings, "key")


@pytest.mark.usefixtures("engine", "vault")
@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"backup_dir": Path("/nonexistent/place")}, "backups"),
        ({"smtp_host": "mail.example", "mail_from": "nobody"}, "mail"),
        ({"smtp_security": "ssl"}, "mail"),
        ({"tls_cert": Path("/nonexistent/cert.pem")}, "https"),
        ({"database_url": "postgresql+psycopg://u:canary-9f2c@/x?host=/nonexistent"}, "database"),
    ],
)
def test_each_wrong_setting_is_named(settings: Settings, changes: dict[str, object], subject: str) -> None:
    wrong = settings.model_copy(update=changes)
    assert levels(wrong)[subject] is Level.BROKEN
    assert "canary" not in "".join(finding.text for finding in findings(wrong))


def test_a_folder_too_deep_for_a_socket_is_broken(settings: Settings) -> None:
    deep = settings.data_dir / ("d" * 100)
    deep.mkdir()
    assert "Unix socket" in words(settings.model_copy(update={"data_dir": deep}), "data folder")


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("", Level.WARNING),
        ("http://0.0.0.0:8000", Level.WARNING),
        ("https://localhost:8000", Level.WARNING),
        ("https://netops.office.example", Level.OK),
        ("http://10.20.0.5:8000", Level.OK),
    ],
)
def test_links_that_only_this_machine_can_open_are_told(settings: Settings, url: str, level: Level) -> None:
    found = findings(settings.model_copy(update={"public_url": url}))
    assert [finding.level for finding in found if finding.subject == "links"] == [level]


def test_the_mail_server_of_the_settings_page_is_the_one_in_force(
    settings: Settings, engine: Engine, vault: Vault
) -> None:
    assert levels(settings)["mail"] is Level.WARNING
    with transaction(engine) as session:
        office = factories.make_office(session)
        assert office.id is not None
        mail = MailSettings(host="mail.example", port=587, sender="netops@office.example")
        store_mail_settings(session, office.id, mail, vault=vault)
    assert words(settings, "mail") == "mail.example:587, starttls"


def test_a_rule_of_the_office_that_cannot_be_used_is_named(settings: Settings, tmp_path: Path) -> None:
    own = tmp_path / "rules"
    changed = settings.model_copy(update={"rules_dir": own})
    assert "there is no such folder" in words(changed, "rules")
    own.mkdir()
    assert levels(changed)["rules"] is Level.OK
    (own / "mine.toml").write_text('id = "mine"\nseverity = "awful"\n')
    assert levels(changed)["rules"] is Level.BROKEN
    assert "mine.toml: severity" in words(changed, "rules")
