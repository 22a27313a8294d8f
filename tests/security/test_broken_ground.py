"""The ground gives way: a full disk in the middle of a round, a folder that cannot be written, another key, a bomb."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import select

from inventory.models.outage import CurrentState, Outage, Subject
from inventory.state import Limits, Seen
from netops.models.alert import OutboxMessage
from netops.notify.alerts import tell
from netops.people.photos import MOST_PIXELS, picture_of
from netops.pipeline import Heard, Pipeline
from netops.settings import Settings
from netops.upkeep.check import Level, findings
from netops.vault import Vault
from netops.watched import roster
from service.database import make_engine, reading, transaction
from service.importing.decode import UnreadableError, decode
from service.refusal import RefusedError
from tests import factories

START = datetime(2026, 11, 23, 3, tzinfo=UTC)


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """SQLite's own "database or disk is full": no connection may make the file larger."""

    def cap(connection: object, *_rest: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA max_page_count=1")  # SQLite takes the present size as the least
        cursor.close()

    engine.dispose()
    event.listen(engine, "connect", cap)
    yield
    event.remove(engine, "connect", cap)
    engine.dispose()


def test_a_full_disk_costs_a_round_and_leaves_nothing_half_written(settings: Settings, engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        for number in range(20):
            factories.make_person(session, office, email=f"it{number}@example.org", alerts=True)
        site = factories.make_site(session, office)
        links = [factories.make_link(session, site).id or 0 for _ in range(200)]
    pipeline = Pipeline(engine, limits=Limits(), tell=tell)
    with reading(engine) as session:
        pipeline.watch(roster.load(session, bytes.decode), START)

    def round_(number: int, received: int) -> None:
        at = START + number * timedelta(seconds=30)
        heard = Heard(kind="icmp", at=at)
        heard.seen = {(Subject.LINK, link_id): Seen(at, "icmp", 5, received, 9.0) for link_id in links}
        pipeline.polled(heard)

    for number in range(3):
        round_(number, 5 if number == 0 else 0)
    with full_disk(engine):
        with pytest.raises(OperationalError, match="full"):
            round_(3, 0)  # 200 outages and their mails do not fit
        with reading(engine) as session:
            assert session.exec(select(Outage)).all() == []
            assert session.exec(select(OutboxMessage)).all() == []
    round_(4, 0)
    with reading(engine) as session:
        outages = session.exec(select(Outage)).all()
        mails = session.exec(select(OutboxMessage)).all()
        assert session.connection().execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        states = session.exec(select(CurrentState.recent)).all()
    assert len(outages) == len(links)
    assert {outage.started_at for outage in outages} == {START + timedelta(seconds=30)}
    assert len(mails) > 0
    assert len(states) == len(links)


def command(settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    """`netops ...` in that folder, as somebody who is not root."""
    environment = {
        "PATH": os.environ["PATH"],
        "NETOPS_DATA_DIR": str(settings.data_dir),
        "NETOPS_PORT": "0",
        "NETOPS_PLANNING": "false",
    }
    return subprocess.run(
        [sys.executable, "-m", "netops", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.usefixtures("engine")
def test_another_key_is_told_in_words_and_costs_no_traceback(settings: Settings, engine: Engine, vault: Vault) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        sealed = vault.seal('{"community": "canary-77aa"}')
        credential = factories.make_credential(session, office, sealed=sealed)
        site = factories.make_site(session, office)
        factories.make_device(session, site, snmp_credential_id=credential.id)
    Vault.path(settings.data_dir).unlink()
    other = Vault.create(settings.data_dir)
    with reading(engine) as session:
        (device,) = roster.load(session, other.unseal).devices.values()
    assert device.why_not == "the stored credential cannot be opened: sealed with another key"
    told = [finding for finding in findings(settings) if finding.level is Level.BROKEN]
    assert any("key" in finding.subject or "key" in finding.text for finding in told), told
    ran = command(settings, "check")
    assert ran.returncode != 0
    assert "Traceback" not in ran.stdout + ran.stderr
    assert "canary" not in ran.stdout + ran.stderr


@pytest.mark.parametrize("words", [("migrate",), ("serve",), ("poll", "--once"), ("check",)])
def test_a_folder_that_cannot_be_used_is_refused_in_one_sentence(words: tuple[str, ...], tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file stands where the folder should be")
    ran = command(Settings(data_dir=taken / "var"), *words)
    assert ran.returncode != 0
    assert "Traceback" not in ran.stderr, ran.stderr[-1500:]
    assert len((ran.stderr + ran.stdout).strip()) > 10


def test_a_database_that_is_none_is_refused_in_words(settings: Settings) -> None:
    Vault.create(settings.data_dir)
    (settings.data_dir / "netops.sqlite3").write_bytes(b"this is no database" * 100)
    for words in (("check",), ("serve",), ("poll", "--once")):
        ran = command(settings, *words)
        assert ran.returncode != 0, words
        assert "Traceback" not in ran.stderr, (words, ran.stderr[-1500:])


def workbook(sheet: bytes, **more: bytes) -> bytes:
    """The smallest file that a reader takes for XLSX."""
    kept = io.BytesIO()
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}worksheet+xml"/></Types>',
        )
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relation}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relation}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>",
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, data in more.items():
            archive.writestr(name, data)
    return kept.getvalue()


def cells(value: str, prologue: str = "") -> bytes:
    """A sheet of one cell."""
    return (
        f'<?xml version="1.0"?>{prologue}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{value}</t></is></c></row></sheetData></worksheet>'
    ).encode()


def test_an_ordinary_workbook_of_that_shape_is_read() -> None:
    assert decode(workbook(cells("site_code"))).header == ("site_code",)


@pytest.mark.parametrize(
    "sheet",
    [
        cells("&leak;", '<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/hostname">]>'),
        cells("&c;", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'),
        b"<" * 1000,
        cells("x" * 5000),
    ],
    ids=["outer-entity", "entities-of-entities", "no-xml", "long-cell"],
)
def test_a_workbook_that_attacks_its_reader_is_refused_or_holds_nothing(sheet: bytes) -> None:
    hostname = Path("/etc/hostname").read_text() if Path("/etc/hostname").exists() else "nothing"
    try:
        found = decode(workbook(sheet))
    except UnreadableError:
        return
    text_of_all = "".join(found.header) + "".join(cell for _number, row in found.rows for cell in row)
    assert hostname.strip() not in text_of_all
    assert len(text_of_all) < 100


def test_bombs_are_refused_before_they_go_off() -> None:
    with pytest.raises(UnreadableError, match="MB"):
        decode(workbook(cells("x"), **{"xl/media/big.bin": bytes(120 * 1024 * 1024)}))
    with pytest.raises(UnreadableError, match="rows"):
        decode(b"site_code,name\n" + b"1,a\n" * 1_000_000)
    with pytest.raises(UnreadableError):
        decode(b"PK\x03\x04" + os.urandom(500))


def png(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that claims a size; its pixels are whatever `body` unpacks to."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        png(100_000, 100_000),
        png(MOST_PIXELS + 1, 1),
        png(200, 200, b"\0" * 100),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a" + bytes(100),
        b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) run",
        b"\xff\xd8\xff\xe0<?php system($_GET[1]); ?>",
        b"",
    ],
    ids=["bomb", "line", "cut-off", "svg", "gif", "postscript", "polyglot", "empty"],
)
def test_what_is_no_picture_or_too_large_is_refused(data: bytes) -> None:
    with pytest.raises(RefusedError):
        picture_of(data)


def test_two_databases_say_the_same_of_a_number_no_column_holds(database: Engine) -> None:
    engine = make_engine(database.url.render_as_string(hide_password=False))
    with reading(engine) as session, pytest.raises(Exception, match=r"out of range|too large") as refused:
        session.exec(select(Outage).where(Outage.id == 10**30)).all()
    assert type(refused.value).__name__ == "DataError"
    engine.dispose()
