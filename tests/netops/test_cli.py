"""The command line as people and scripts meet it: exit status, one-line refusals, JSON, secrets from standard input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlmodel import select
from typer.testing import CliRunner, Result

from inventory.models.link import Link
from inventory.models.site import Office, Site
from netops import db
from netops.cli import COMMANDS, app
from netops.models.person import AuditEntry, Person
from netops.people.passwords import matches
from netops.settings import Settings, get_settings
from netops.upkeep.systemd import agent_steps, steps
from netops.vault import Vault
from service.database import make_engine, reading, transaction
from tests.factories import make_office

PASSWORD = "a long enough password"
SITES = "site_code,name,district,latitude,longitude\n57010001,โรงเรียนบ้านหนึ่ง,เมือง,19.9,99.8\n"
Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Calls `netops` in an empty data folder."""
    monkeypatch.setenv("NETOPS_DATA_DIR", str(settings.data_dir))
    runner = CliRunner()

    def call(*arguments: str, typed: str = "") -> Result:
        get_settings.cache_clear()
        return runner.invoke(app, list(arguments), input=typed)

    return call


@pytest.fixture
def installed(run: Run) -> Run:
    """The same after `netops migrate`."""
    assert run("migrate").exit_code == 0
    return run


def test_the_list_of_commands_names_each(run: Run) -> None:
    text = run("--help").output
    assert [name for name in COMMANDS if f" {name} " not in text] == []


@pytest.mark.parametrize("name", [name for name, (where, _purpose) in COMMANDS.items() if where])
def test_every_command_of_the_table_exists(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.output


def test_migrate_makes_folder_key_and_database(run: Run, settings: Settings) -> None:
    settings.data_dir.rmdir()
    assert run("check").exit_code == 1
    assert run("migrate").exit_code == 0
    assert Vault.path(settings.data_dir).exists()
    found = {each["subject"]: each["level"] for each in json.loads(run("check", "--json").output)}
    assert found["database"] == found["key"] == "ok"


def test_migrate_backs_an_older_database_up(run: Run, settings: Settings) -> None:
    first = next(each for each in ScriptDirectory.from_config(db.alembic_config("")).walk_revisions("base", "head"))
    assert run("migrate").exit_code == 0
    assert "upgraded" not in run("migrate").output
    for path in settings.data_dir.glob("netops.sqlite3*"):
        path.unlink()
    db.migrate(settings.url, str(first.down_revision))
    assert f"upgraded from {first.down_revision}" in run("migrate").output
    assert list((settings.data_dir / "backups").glob("*.tar.gz"))


def test_without_an_installation_it_says_what_to_run(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text(SITES)
    result = run("import", "sites", str(file))
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "netops migrate" in result.output


def test_a_wrong_setting_is_named_without_its_value(installed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETOPS_SMTP_PORT", "canary-9f2c")
    result = installed("check")
    assert result.exit_code == 2
    assert result.output.startswith("setting NETOPS_SMTP_PORT: ")
    assert "canary" not in result.output.partition(":")[0]


def test_import_and_export_on_a_new_installation(installed: Run, tmp_path: Path, settings: Settings) -> None:
    file, out = tmp_path / "sites.csv", tmp_path / "out.xlsx"
    file.write_text(SITES, encoding="cp874")
    dry = json.loads(installed("import", "sites", str(file), "--dry-run", "--json").output)
    assert (dry["applied"], dry["new"]) == (False, 1)
    done = json.loads(installed("import", "sites", str(file), "--json").output)
    assert (done["applied"], done["new"], done["problems"]) == (True, 1, [])
    assert installed("export", "sites", str(out)).exit_code == 0
    again = json.loads(installed("import", "sites", str(out), "--json").output)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 1)
    engine = make_engine(settings.url)
    with reading(engine) as session:
        assert session.exec(select(Site.name)).one() == "โรงเรียนบ้านหนึ่ง"
        assert session.exec(select(AuditEntry.action)).all() == ["import.applied"] * 2
    engine.dispose()


def test_links_and_devices_go_round_too(installed: Run, tmp_path: Path, settings: Settings) -> None:
    texts = {
        "sites": SITES,
        "links": "site_code,name,provider,circuit_no,speed_mbps,price_thb_month,check,check_address,contract_end\n"
        "57010001,main,ผู้ให้บริการ ก,=0012,0.5,1290.5,tcp:443,school.example,2027-09-30\n",
        "devices": "site_code,name,address,snmp_port,snmp_version,community,role,parent\n"
        "57010001,rt1,127.0.0.2,161,2c,canary-9f2c,router,\n57010001,sw1,127.0.0.3,161,2c,canary-9f2c,switch,rt1\n",
    }
    for kind, text in texts.items():
        (tmp_path / kind).write_text(text)
        assert installed("import", kind, str(tmp_path / kind)).exit_code == 0
        out = tmp_path / f"{kind}.csv"
        assert installed("export", kind, str(out)).exit_code == 0
        assert "canary" not in out.read_text()
        again = json.loads(installed("import", kind, str(out), "--json").output)
        assert (again["new"], again["changed"]) == (0, 0), kind
    engine = make_engine(settings.url)
    with reading(engine) as session:
        assert session.exec(select(Link.circuit_no)).one() == "=0012"
    engine.dispose()


def test_a_refused_import_names_row_field_value_and_reason(installed: Run, tmp_path: Path) -> None:
    file = tmp_path / "sites.csv"
    file.write_text(SITES + "1010002,โรงเรียนศูนย์หาย,,,\n")
    result = installed("import", "sites", str(file))
    assert result.exit_code == 1
    assert "row 3, site_code '1010002': 7 digits instead of 8" in result.output
    assert "nothing was imported" in result.output


def test_several_offices_must_be_told_apart(installed: Run, tmp_path: Path, settings: Settings) -> None:
    engine = make_engine(settings.url)
    with transaction(engine) as session:
        for code in ("north", "south"):
            make_office(session, code=code)
    file = tmp_path / "sites.csv"
    file.write_text(SITES)
    result = installed("import", "sites", str(file))
    assert (result.exit_code, "north, south" in result.output) == (2, True)
    assert installed("import", "sites", str(file), "--office", "south").exit_code == 0
    with reading(engine) as session:
        assert session.exec(select(Office.code).join(Site)).one() == "south"
    engine.dispose()


def test_people_from_the_command_line(installed: Run, settings: Settings) -> None:
    refused = installed("user", "add", "somchai.it", "--role", "it", typed="short\n")
    assert refused.exit_code == 1
    assert "10 characters" in refused.output
    assert installed("user", "add", "somchai.it", "--role", "admin", typed=f"{PASSWORD}\n").exit_code == 0
    assert installed("user", "add", "second", "--role", "admin", typed=f"{PASSWORD}\n").exit_code == 0
    assert installed("user", "passwd", "somchai.it", typed=f"{PASSWORD} new\n").exit_code == 0
    assert installed("user", "disable", "second").exit_code == 0
    assert installed("user", "passwd", "nobody", typed=f"{PASSWORD}\n").exit_code == 1
    people = {each["username"]: each for each in json.loads(installed("user", "list", "--json").output)}
    assert (people["somchai.it"]["role"], people["second"]["disabled"]) == ("admin", True)
    engine = make_engine(settings.url)
    with reading(engine) as session:
        kept = session.exec(select(Person.password_hash).where(Person.username == "somchai.it")).one()
    engine.dispose()
    assert matches(kept, f"{PASSWORD} new")


def test_tokens_are_shown_once(installed: Run) -> None:
    installed("user", "add", "admin", "--role", "admin", typed=f"{PASSWORD}\n")
    shown = installed("token", "add", "admin", "grafana", "--scope", "links.read").output.strip()
    refused = installed("token", "add", "admin", "grafana", "--scope", "no.such")
    assert refused.exit_code == 1
    listed = installed("token", "list", "--json").output
    assert shown not in listed
    (row,) = json.loads(listed)
    assert (row["name"], row["scopes"], row["revoked"]) == ("grafana", ["links.read"], False)
    assert installed("token", "revoke", row["prefix"]).exit_code == 0
    assert json.loads(installed("token", "list", "--json").output)[0]["revoked"]


def test_backup_and_restore_with_the_key(installed: Run, settings: Settings, tmp_path: Path) -> None:
    installed("user", "add", "admin", "--role", "admin", typed=f"{PASSWORD}\n")
    assert installed("backup", "--with-key", typed="short\n").exit_code == 2
    made = installed("backup", "--with-key", "--to", str(tmp_path), typed="a very long passphrase\n")
    archive = made.output.splitlines()[1]
    assert Path(archive).parent == tmp_path
    assert installed("restore", archive).exit_code == 2
    key = Vault.path(settings.data_dir).read_bytes()
    for path in [*settings.data_dir.glob("netops.sqlite3*"), Vault.path(settings.data_dir)]:
        path.unlink()
    done = installed("restore", archive, "--with-key", typed="a very long passphrase\n")
    assert done.exit_code == 0
    assert Vault.path(settings.data_dir).read_bytes() == key
    assert [each["username"] for each in json.loads(installed("user", "list", "--json").output)] == ["admin"]
    assert "nothing to do" in installed("upgrade").output


def test_a_damaged_archive_is_one_line(installed: Run, tmp_path: Path) -> None:
    file = tmp_path / "netops-x.tar.gz"
    file.write_bytes(b"damaged")
    result = installed("restore", str(file), "--force")
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "is damaged or is no backup" in result.output


def test_the_unit_names_this_installation(installed: Run, settings: Settings) -> None:
    unit = installed("service", "install", "--user", "netops").output
    assert f"Environment=NETOPS_DATA_DIR={settings.data_dir}" in unit
    assert "AmbientCapabilities=CAP_NET_RAW CAP_NET_BIND_SERVICE" in unit
    assert "User=netops" in unit
    assert "@" not in unit.replace("SystemCallFilter=@system-service", "")


def test_the_steps_after_it_make_a_missing_account(settings: Settings) -> None:
    assert steps(settings, user="root")[0] == f"chown -R root: {settings.data_dir}"
    assert steps(settings, user="nobody-by-this-name")[0].startswith("useradd --system")


def test_an_agent_starts_with_its_machine(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "agent"
    printed = run("agent", "service", "--dir", str(folder), "--user", "box")
    assert printed.exit_code == 0
    assert "@" not in printed.output.replace("@system-service", "").partition("[Unit]")[2]
    assert f"agent run --dir {folder}" in printed.output
    assert "User=box" in printed.output
    assert f"chown -R box: {folder}" in agent_steps(folder, user="box")


def test_an_agent_that_is_not_enrolled_says_so(run: Run, tmp_path: Path) -> None:
    for command in ("run", "status"):
        refused = run("agent", command, "--dir", str(tmp_path))
        assert refused.exit_code == 2
        assert "netops agent enrol" in refused.output


def test_a_certificate_is_not_replaced_unasked(installed: Run) -> None:
    first = installed("tls", "self-signed", "school.example")
    assert first.exit_code == 0
    assert "school.example" in first.output
    assert installed("tls", "self-signed").exit_code == 2
    assert installed("tls", "self-signed", "--force").exit_code == 0
