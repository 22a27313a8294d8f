"""The poller judges the original and keeps only what may be seen; new rules judge everything again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from collectors.ssh.redact import redacted
from inventory.compliance.rule import RULES, Rulebook, load_rules
from inventory.events import Fact
from inventory.lineage import Lineage
from inventory.models.config import ComplianceResult, ConfigVersion, Grade
from inventory.models.outage import Event
from netops.polling.compliance import AT_ONCE, judge_due
from netops.vault import Vault
from service.database import reading, transaction
from tests import factories
from tests.factories import AT

SECRETS = ("canary-enable", "canary-user", "canary-snmp", "canary-line")
TEXT = """hostname gate
enable password canary-enable
username admin password 0 canary-user
snmp-server community canary-snmp RW
line vty 0 4
 password canary-line
 transport input telnet
end
"""
OWN = """id = "own-rule"
severity = "low"
risk = "no-evidence"
[en]
title = "A name is set"
why = "A device without a name is not found."
[th]
title = "ต้องตั้งชื่อเครื่อง"
why = "เครื่องที่ไม่มีชื่อหาไม่พบ"
[[check]]
platforms = ["cisco_ios"]
must = ['^hostname ']
mend = ["hostname NAME"]
"""


def nobody(session: Session, facts: Sequence[Fact], *, at: datetime, lineage: Lineage | None = None) -> None:
    """Tells no one."""
    assert session.is_active, (facts, at, lineage)


def seed(engine: Engine, vault: Vault, texts: Sequence[str], *, platform: str = "cisco_ios") -> None:
    """One device for each text."""
    with transaction(engine) as session:
        site = factories.make_site(session, factories.make_office(session))
        for text in texts:
            device = factories.make_device(session, site, ssh_platform=platform)
            assert device.id is not None
            session.add(version(device.id, vault, text))


def version(device_id: int, vault: Vault, text: str) -> ConfigVersion:
    return ConfigVersion(
        device_id=device_id,
        taken_at=AT,
        checked_at=AT,
        sha256="0" * 64,
        redacted=redacted(text),
        sealed=vault.seal(text),
    )


def results(engine: Engine) -> dict[str, ComplianceResult]:
    with reading(engine) as session:
        return {row.rule: row for row in session.exec(select(ComplianceResult))}


@pytest.fixture
def book() -> Rulebook:
    return load_rules()


def test_secrets_are_judged_and_not_kept(engine: Engine, vault: Vault, book: Rulebook) -> None:
    seed(engine, vault, [TEXT])
    assert judge_due(engine, vault, book=book, tell=nobody, now=AT) == 1
    found = results(engine)
    assert found["no-write-community"].grade is Grade.BROKEN
    assert found["no-write-community"].evidence == "snmp-server community <hidden> RW"
    assert found["no-telnet"].evidence == "line vty 0 4\n  transport input telnet"
    kept = "\n".join(row.evidence for row in found.values())
    assert [secret for secret in SECRETS if secret in kept] == []


def test_a_community_that_everybody_knows_is_found_though_it_is_hidden(
    engine: Engine, vault: Vault, book: Rulebook
) -> None:
    seed(engine, vault, [TEXT.replace("canary-snmp RW", "public RO")])
    judge_due(engine, vault, book=book, tell=nobody, now=AT)
    assert results(engine)["no-default-community"].grade is Grade.BROKEN
    assert "public" not in results(engine)["no-default-community"].evidence


def test_a_device_that_gets_worse_is_an_event_with_its_school(engine: Engine, vault: Vault, book: Rulebook) -> None:
    seed(engine, vault, [TEXT.replace("input telnet", "input ssh")])
    judge_due(engine, vault, book=book, tell=nobody, now=AT)
    device_id = results(engine)["no-telnet"].device_id
    with transaction(engine) as session:
        session.add(version(device_id, vault, TEXT))
    judge_due(engine, vault, book=book, tell=nobody, now=AT + timedelta(hours=1))
    with reading(engine) as session:
        event = session.exec(select(Event)).one()
    assert (event.kind, event.device_id, event.data) == ("ComplianceBroken", device_id, {"rule": "no-telnet"})
    assert event.site_id is not None


def test_changed_rules_judge_everything_again_and_then_nothing(
    engine: Engine, vault: Vault, book: Rulebook, tmp_path: Path
) -> None:
    seed(engine, vault, [TEXT] * (AT_ONCE + 1))
    assert judge_due(engine, vault, book=book, tell=nobody, now=AT) == AT_ONCE + 1
    assert judge_due(engine, vault, book=book, tell=nobody, now=AT) == 0
    (tmp_path / "own-rule.toml").write_text(OWN, encoding="utf-8")
    more = load_rules([RULES, tmp_path])
    assert judge_due(engine, vault, book=more, tell=nobody, now=AT) == AT_ONCE + 1
    assert results(engine)["own-rule"].grade is Grade.KEPT


def test_what_cannot_be_opened_cannot_be_told(engine: Engine, vault: Vault, book: Rulebook, tmp_path: Path) -> None:
    seed(engine, vault, [TEXT])
    (tmp_path / "other").mkdir()
    assert judge_due(engine, Vault.create(tmp_path / "other"), book=book, tell=nobody, now=AT) == 1
    assert {row.grade for row in results(engine).values()} == {Grade.UNCLEAR}


def test_a_platform_without_rules_is_left_alone(engine: Engine, vault: Vault, book: Rulebook) -> None:
    seed(engine, vault, ["PRETTY_NAME=Debian\n"], platform="linux")
    assert "linux" in book.unasked
    assert judge_due(engine, vault, book=book, tell=nobody, now=AT) == 0
    assert results(engine) == {}


def test_a_book_that_asks_nothing_ends(engine: Engine, vault: Vault) -> None:
    seed(engine, vault, [TEXT] * 2)
    assert judge_due(engine, vault, book=Rulebook((), {}), tell=nobody, now=AT) == 2
    assert results(engine) == {}
