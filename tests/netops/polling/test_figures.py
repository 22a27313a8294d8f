"""The installation's own figures as `/metrics` shows them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.config import ConfigVersion
from netops.intake.enrolment import make_agent
from netops.metrics import Family
from netops.models.alert import Delivery, OutboxMessage
from netops.polling.agent_figures import of_agents
from netops.polling.figures import measure
from netops.settings import Settings
from netops.upkeep import backup
from service.database import reading, transaction
from tests.factories import AT, make_credential, make_device, make_office, make_site


def make_message(number: int, state: Delivery) -> OutboxMessage:
    return OutboxMessage(
        phase="test", recipient="a@b.example", message_id=f"<{number}@x>", subject="", text="", html="", state=state
    )


def test_figures(database: Engine, settings: Settings) -> None:
    backup.place(settings).mkdir()
    (backup.place(settings) / "netops-20261121T190000Z.tar.gz").touch()
    with Session(database) as session:
        office = make_office(session)
        site = make_site(session, office, code="57010001")
        key = make_credential(session, office).id
        read = make_device(session, site, name="read", ssh_credential_id=key)
        make_device(session, site, name="never", ssh_credential_id=key)
        make_device(session, site, name="no ssh")
        for hour in (1, 3):
            at = AT.replace(hour=hour)
            session.add(
                ConfigVersion(device_id=read.id or 0, taken_at=at, checked_at=at, sha256="", redacted="", sealed=b"")
            )
        session.add_all(make_message(n, s) for n, s in enumerate([Delivery.WAITING, Delivery.WAITING, Delivery.FAILED]))
        session.flush()
        blocks = measure(session, settings=settings)
    assert blocks[Family.OUTBOX] == b"netops_outbox_waiting 2\n"
    assert blocks[Family.OUTBOX_FAILED] == b"netops_outbox_failed 1\n"
    made_at = int(datetime(2026, 11, 21, 19, tzinfo=UTC).timestamp())
    assert blocks[Family.BACKUP_AT] == f'{Family.BACKUP_AT.metric}{{place="first"}} {made_at}\n'.encode()
    assert set(blocks[Family.CONFIG_AT].decode().splitlines()) == {
        f'{Family.CONFIG_AT.metric}{{site="57010001",device="read"}} {int(AT.timestamp())}',
        f'{Family.CONFIG_AT.metric}{{site="57010001",device="never"}} 0',
    }
    assert 0 < float(blocks[Family.DATA_FREE].split()[1]) < 1


def test_each_living_agent_tells_when_it_was_heard(engine: Engine) -> None:
    with transaction(engine) as session:
        site = make_site(session, make_office(session), code="57000077")
        agent, _ = make_agent(session, site, "กล่อง", now=AT)
        agent.enrolled_at = agent.heard_at = AT
        agent.waiting, agent.dropped = 3, 2
        make_agent(session, site, "ยังไม่ลงทะเบียน", now=AT)
    with reading(engine) as session:
        page = b"".join(of_agents(session).values()).decode()
    where = '{site="57000077",agent="กล่อง"}'
    assert page.splitlines() == [
        f"netops_agent_last_heard_timestamp_seconds{where} {int(AT.timestamp())}",
        f"netops_agent_waiting{where} 3",
        f"netops_agent_dropped_total{where} 2",
    ]
