"""A device whose every text is an attack, asked by the real poller: pages, metrics, files and mail stay whole."""

from __future__ import annotations

import asyncio
import csv
import io
import logging
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from email.header import decode_header

import pytest
from openpyxl import load_workbook
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine
from sqlmodel import select

from collectors.snmp.session import Tag, VarBind
from collectors.target import SnmpCredential
from inventory.events import DeviceWentDown
from inventory.models.device import Device, Interface
from inventory.models.outage import Outage, Subject
from inventory.models.site import Office, Site
from inventory.store.credentials import secret_json
from netops.models.alert import OutboxMessage
from netops.models.person import Role
from netops.notify.alerts import tell
from netops.polling.poll import poll_once
from netops.polling.wiring import polling
from netops.settings import Settings
from netops.vault import Vault
from service.database import reading, transaction
from tests import factories
from tests.conftest import SYSTEM_PATH
from tests.integration.servers.agent import serving
from tests.web.browsing import person_of, signed_in

ATTACKS = (
    "<script>alert('x')</script>",
    "\"><img src=x onerror=alert(1)>",
    "{{ 1733*7919 }}{% raw %}{% include '/etc/passwd' %}",
    "a\r\nBcc: thief@evil.example\r\n\r\nbody",
    "nul\x00after\x1b[31mred\x07",
    "\u202egnp.exe\u2066",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "@SUM(A1)",
    'up"} 1\nnetops_device_up{device="faked',
    "\\",
    "x" * 10_000,
    "[click](javascript:alert(1))",
    "\ufffe\uffff",
)  # fmt: skip


def attacking(rows: Sequence[VarBind]) -> list[VarBind]:
    """The rows with each text replaced by an attack, a different one for each row."""
    texts = [
        row for row in rows if row.tag == Tag.OCTET_STRING and isinstance(row.value, bytes) and len(row.value) != 6
    ]
    wanted = {row.oid: ATTACKS[at % len(ATTACKS)] for at, row in enumerate(texts)}
    # One answer must hold the longest.
    return [row._replace(value=wanted[row.oid].encode()[:1200]) if row.oid in wanted else row for row in rows]


def ports(number: int) -> list[VarBind]:
    """A switch with so many ports."""
    system, table, extended = (1, 3, 6, 1, 2, 1, 1), (1, 3, 6, 1, 2, 1, 2, 2, 1), (1, 3, 6, 1, 2, 1, 31, 1, 1, 1)
    rows = [
        VarBind((*system, 1, 0), Tag.OCTET_STRING, b"descr"),
        VarBind((*system, 2, 0), Tag.OBJECT_ID, (1, 3, 6, 1, 4, 1, 9, 1, 1)),
        VarBind((*system, 3, 0), Tag.TIMETICKS, 100_000),
        *(VarBind((*system, part, 0), Tag.OCTET_STRING, b"text") for part in (4, 5, 6)),
        VarBind((1, 3, 6, 1, 2, 1, 2, 1, 0), Tag.INTEGER, number),
    ]
    for port in range(1, number + 1):
        rows += [
            VarBind((*table, 1, port), Tag.INTEGER, port),
            VarBind((*table, 2, port), Tag.OCTET_STRING, b"descr"),
            VarBind((*table, 3, port), Tag.INTEGER, 6),
            VarBind((*table, 6, port), Tag.OCTET_STRING, bytes([2, 0, 0, 0, 0, port])),
            VarBind((*table, 7, port), Tag.INTEGER, 1),
            VarBind((*table, 8, port), Tag.INTEGER, 1),
            VarBind((*extended, 1, port), Tag.OCTET_STRING, b"name"),
            VarBind((*extended, 6, port), Tag.COUNTER64, 2**64 - port),
            VarBind((*extended, 10, port), Tag.COUNTER64, port),
            VarBind((*extended, 15, port), Tag.GAUGE32, 2**32 - 1),
            VarBind((*extended, 18, port), Tag.OCTET_STRING, b"alias"),
        ]
    return sorted(rows)


class Attacked:
    """One school whose people, too, are named by an attacker; its switch was polled twice."""

    def __init__(self, settings: Settings, engine: Engine, vault: Vault) -> None:
        self.settings, self.engine, self.vault = settings, engine, vault
        asyncio.run(self._poll())

    async def _poll(self) -> None:
        async with serving(attacking(ports(len(ATTACKS)))) as port:
            with transaction(self.engine) as session:
                self.office: Office = factories.make_office(session)
                sealed = self.vault.seal(secret_json(SnmpCredential.model_validate({"community": "school"})))
                credential = factories.make_credential(session, self.office, sealed=sealed)
                self.site: Site = factories.make_site(session, self.office, name=ATTACKS[0], district=ATTACKS[7])
                self.device: Device = factories.make_device(
                    session,
                    self.site,
                    name=ATTACKS[9],
                    address="127.0.0.1",
                    snmp_port=port,
                    snmp_credential_id=credential.id,
                )
            async with polling(self.engine, self.settings, self.vault) as poll:
                self.cost = await poll_once(poll)
                await poll_once(poll)
                self.metrics = poll.board.page()


@pytest.fixture
def attacked(settings: Settings, engine: Engine, vault: Vault) -> Attacked:
    return Attacked(settings, engine, vault)


def test_texts_of_a_device_stay_texts_everywhere(attacked: Attacked) -> None:
    assert (attacked.cost.ok, attacked.cost.failed) == (1, 0)
    with reading(attacked.engine) as session:
        names = session.exec(select(Interface.name)).all()
        device = session.get_one(Device, attacked.device.id)
    assert len(names) == len(ATTACKS)
    assert not any(char < " " for text in [*names, device.sys_descr, device.sys_name] for char in text)
    assert max(map(len, names)) <= 255
    _pages_run_nothing(attacked)
    _metrics_are_whole(attacked)
    _files_compute_nothing(attacked)
    _mail_has_no_header_of_theirs(attacked)


def _pages_run_nothing(attacked: Attacked) -> None:
    browsing = signed_in(
        attacked.settings, attacked.engine, person_of(attacked.engine, Role.ADMIN, office=attacked.office)
    )
    device = attacked.device.id
    for url in ("/", "/schools", f"/schools/{attacked.site.code}", f"/devices/{device}", f"/devices/{device}/ports",
                "/inventory/devices", f"/inventory/devices/{device}", "/search?q=script", "/map", "/map.json",
                f"/api/v1/devices/{device}", f"/api/v1/devices/{device}/interfaces", "/api/v1/events"):  # fmt: skip
        headers = {} if not url.startswith("/api/") else {"accept": "application/json"}
        answer = browsing.client.get(url, headers=headers)
        assert answer.status_code in {200, 303}, url
        assert str(1733 * 7919) not in answer.text, url
        if "text/html" in answer.headers.get("content-type", ""):
            assert "<script>alert" not in answer.text, url
            assert "<img src=x" not in answer.text, url
            assert "root:" not in answer.text, url


def _metrics_are_whole(attacked: Attacked) -> None:
    page = attacked.metrics.decode()
    families = list(text_string_to_metric_families(page))
    up = [sample for family in families for sample in family.samples if sample.name == "netops_device_up"]
    assert [(sample.labels["device"], sample.value) for sample in up] == [(attacked.device.name, 1.0)]
    promtool = shutil.which("promtool", path=SYSTEM_PATH)
    if promtool is not None:
        ran = subprocess.run([promtool, "check", "metrics"], input=attacked.metrics, capture_output=True, check=False)
        assert ran.returncode == 0, ran.stderr.decode()[:2000]


def _files_compute_nothing(attacked: Attacked) -> None:
    browsing = signed_in(
        attacked.settings, attacked.engine, person_of(attacked.engine, Role.ADMIN, office=attacked.office)
    )
    columns = "columns=name,site,district,sys_name,model,vendor,address,os,serial,note"
    table = browsing.get(f"/inventory/devices/export.csv?{columns}").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert len(cells) > 3
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "-"))]
    book = load_workbook(io.BytesIO(browsing.get(f"/inventory/devices/export.xlsx?{columns}").content))
    kinds = {(cell.data_type, cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert [kind for kind in kinds if kind[0] not in {"s", "n", "inlineStr"}] == []


def _mail_has_no_header_of_theirs(attacked: Attacked) -> None:
    now = datetime.now(UTC)
    with transaction(attacked.engine) as session:
        factories.make_person(session, attacked.office, email="it@example.org", alerts=True)
        device_id = attacked.device.id or 0
        outage = Outage(
            subject=Subject.DEVICE, subject_id=device_id, site_id=attacked.site.id or 0, started_at=now,
            confirmed_at=now, detail=ATTACKS[3],
        )  # fmt: skip
        session.add(outage)
        session.flush()
        fact = DeviceWentDown(device_id=device_id, site_id=attacked.site.id, outage_id=outage.id, reason=ATTACKS[3])
        tell(session, [fact], at=now, settings=attacked.settings)
    with reading(attacked.engine) as session:
        (message,) = session.exec(select(OutboxMessage)).all()
    assert "\n" not in message.subject
    assert "\r" not in message.subject
    assert not any(part for part, _charset in decode_header(message.subject) if "\n" in str(part))
    assert "<script>" not in message.html
    assert "<img src=x" not in message.html
    assert "/runbooks/" in message.text


def test_no_line_of_the_log_is_forged(attacked: Attacked, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        Attacked(attacked.settings, attacked.engine, attacked.vault)
    assert not [record for record in caplog.records if "\n" in record.getMessage() or "\x1b" in record.getMessage()]
