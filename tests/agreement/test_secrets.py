"""Planted secrets are searched for wherever values are printed, and found nowhere."""

from __future__ import annotations

import io
import logging
import traceback
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from collectors.target import SnmpCredential, SnmpTarget, SshCredential, SshTarget
from inventory.store.credentials import SnmpDraft, SshDraft, summary
from netops.people.accounts import Secret
from netops.settings import Settings
from netops.upkeep import backup
from planning.kit.settings import PlanningSettings
from service.database import transaction
from service.log import OneLine
from service.refusal import RefusedError
from tests.factories import make_office, make_person

CANARY = "canary-9f2c71"
PLANTED = SecretStr(CANARY)


def every_value() -> list[object]:
    """Each kind of value that holds a secret."""
    snmp = SnmpCredential(community=PLANTED, user="reader", auth_key=PLANTED, priv_key=PLANTED)
    ssh = SshCredential(username="reader", password=PLANTED, private_key=PLANTED, enable_secret=PLANTED)
    return [
        snmp,
        ssh,
        SnmpTarget(key="1", host="127.0.0.1", credential=snmp),
        SshTarget(key="1", host="127.0.0.1", platform="linux", credential=ssh),
        SnmpDraft(name="set", community=PLANTED),
        SshDraft(name="set", username="reader", password=PLANTED),
        Secret(CANARY),
        Settings(data_dir=Path("x"), smtp_password=PLANTED, metrics_token=PLANTED),
        PlanningSettings(data_dir=Path("x"), metrics_token=PLANTED),
    ]


def test_no_value_prints_its_secret() -> None:
    for value in every_value():
        dumped = value.model_dump_json() if hasattr(value, "model_dump_json") else ""
        assert CANARY not in f"{value!r} {value} {dumped}", type(value).__name__


def test_no_refusal_repeats_a_secret() -> None:
    with pytest.raises(RefusedError) as refused:
        SnmpDraft.read({"name": "set", "version": "3", "community": CANARY, "auth_key": CANARY})
    try:
        raise refused.value
    except RefusedError:
        assert CANARY not in traceback.format_exc()


def test_no_database_error_prints_what_was_stored(database: Engine) -> None:
    def twins() -> None:
        with transaction(database) as session:
            office = make_office(session)
            make_person(session, office, username="twin", password_hash=CANARY)
            make_person(session, office, username="twin", password_hash=CANARY)

    with pytest.raises(DatabaseError) as refused:
        twins()
    assert CANARY not in str(refused.value)


def test_no_log_line_prints_a_secret() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine())
    logger = logging.getLogger("planted")
    logger.addHandler(handler)
    logger.propagate = False
    for value in every_value():
        logger.error("failed with %s and %r", value, value)
    logger.error("cannot reach postgresql+psycopg://netops:%s@db/netops", CANARY)
    assert stream.getvalue().count("failed with") == len(every_value())
    assert CANARY not in stream.getvalue()


def test_summaries_tell_no_secret() -> None:
    url = f"postgresql+psycopg://netops:{CANARY}@db/netops"
    settings = Settings(data_dir=Path("x"), database_url=url, smtp_password=PLANTED)
    assert CANARY not in backup.summary(settings)
    assert "postgresql+psycopg://netops" in backup.summary(settings)
    for credential in (SnmpCredential(community=PLANTED), SshCredential(username="reader", password=PLANTED)):
        assert CANARY not in summary(credential)
