"""A day of known cuts of a line, of our own line and of power: availability, money, papers and the fact for siblings.

What happens on the day, and the figures computed by hand, stand in day_of_cuts.py.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, func, select

from contract.events import IndicatorMeasured
from inventory.models.contract import Claim, LinkMonth
from inventory.models.link import Link
from inventory.models.outage import Cause, Outage
from inventory.models.site import Office
from inventory.sla.counting import Reason
from inventory.sla.telling import REASONS, clock
from netops.claims.making import figures_of
from netops.models.person import Role
from netops.people.accounts import TokenDraft, make_token
from netops.polling.months import keep_months
from netops.settings import Settings
from netops.vault import Vault
from network.indicator import Indicator
from office.fiscal import FiscalYear
from office.numerals import to_arabic
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from tests.factories import make_person
from tests.integration.day_of_cuts import DAY, MONTH, District, at
from tests.integration.servers import netns
from tests.integration.servers.office import OfficeServer, office
from tests.office.pdf.reading import text_of
from tests.web.browsing import Visit, person_of, signed_in

pytestmark = [pytest.mark.peer("ip"), pytest.mark.requirement("P6-4.5", "I-2.4")]
AFTERWARDS: Final = datetime(2025, 12, 1, 3, tzinfo=UTC)
CONSUMER: Final = Path(__file__).parent / "servers" / "consumer.py"
YEAR: Final = FiscalYear.of(DAY)

MEASURED_S: Final = 4 * 3600 - 1800 - 1200 - 1200
COUNTED_S: Final = 15 * 60
AVAILABILITY: Final = 100 * (MEASURED_S - COUNTED_S) / MEASURED_S  # 91.17647…
DUE_SATANG: Final = 85_000 * 10 // 100
UNSEEN_S: Final = (24 - 6) * 3600 + 1800
APART: Final = {
    Reason.OUTSIDE: 29 * 86_400,
    Reason.UNKNOWN: UNSEEN_S,
    Reason.CLOSED: 86_400 - UNSEEN_S - (4 * 3600 - 1800),
    Reason.MAINTENANCE: 1200,
}
APART_BY_CAUSE: Final = {Reason.POWER: 1200}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    """The database of the office after the day, and after the poller kept its month."""
    folder = tmp_path_factory.mktemp("lived")
    shutil.copyfile(sqlite_template, folder / "netops.sqlite3")
    settings = Settings(data_dir=folder)
    engine = make_engine(settings.url)
    district = District(engine, settings, Vault.create(folder))
    with netns.way() as way:
        way.in_office(lambda: district.live_through(way))
    keep_months(engine, AFTERWARDS)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    engine.dispose()
    return folder / "netops.sqlite3"


@pytest.fixture
def engine(settings: Settings, lived: Path) -> Iterator[Engine]:
    """A copy of it."""
    shutil.copyfile(lived, settings.data_dir / "netops.sqlite3")
    engine = make_engine(settings.url)
    yield engine
    engine.dispose()


@pytest.fixture
def it(settings: Settings, engine: Engine) -> Visit:
    """Who answers for the network."""
    with reading(engine) as session:
        own = session.exec(select(Office)).one()
    return signed_in(settings, engine, person_of(engine, Role.IT, office=own))


def test_what_happened_was_told_apart(engine: Engine) -> None:
    with reading(engine) as session:
        outages = session.exec(select(Outage).order_by(col(Outage.started_at))).all()
        assert [(one.started_at, one.ended_at, one.cause) for one in outages] == [
            (at("07:50"), at("08:15"), Cause.UNCLEAR),
            (at("10:00"), at("10:20"), Cause.POWER),
            (at("11:30"), at("11:33"), Cause.UNCLEAR),
        ]
        kept = session.exec(select(LinkMonth).where(LinkMonth.month == MONTH)).one()
    assert (kept.measured_s, kept.counted_s, kept.outages) == (MEASURED_S, COUNTED_S, 3)
    assert kept.rtt_p50_ms is not None


def draft_claim(it: Visit, engine: Engine) -> Claim:
    with reading(engine) as session:
        link = session.exec(select(Link)).one()
    assert it.post("/claims/draft", {"link": str(link.id), "month": f"{MONTH:%Y-%m}"}).status_code == 303
    with reading(engine) as session:
        return session.exec(select(Claim)).one()


def test_the_claim_comes_to_what_was_computed_by_hand(it: Visit, engine: Engine) -> None:
    claim = draft_claim(it, engine)
    said = figures_of(claim)
    assert (said.totals.measured_s, said.totals.counted_s) == (MEASURED_S, COUNTED_S)
    assert said.totals.availability_percent == Decimal("91.1764")
    assert said.totals.whole_s == 30 * 86_400 == MEASURED_S + sum(APART.values()) + sum(APART_BY_CAUSE.values())
    assert (said.totals.outside_s, said.totals.unknown_s, said.totals.closed_s, said.totals.maintenance_s) == tuple(
        APART.values()
    )
    assert said.totals.caused_s == APART_BY_CAUSE
    assert (said.due_satang, claim.due_satang) == (DUE_SATANG, DUE_SATANG)
    pieces = [(piece.start, piece.end, piece.excluded) for one in said.outages for piece in one.pieces]
    assert pieces == [
        (at("07:50"), at("08:00"), Reason.CLOSED),
        (at("08:00"), at("08:15"), None),
        (at("10:00"), at("10:20"), Reason.POWER),
        (at("11:30"), at("11:33"), Reason.SHORT),
    ]


LEFT_OUT: Final = (
    ("00:00:00", "07:00:00"),  # nobody asked
    ("07:50:00", "08:00:00"),
    ("09:00:00", "09:30:00"),
    ("10:00:00", "10:20:00"),
    ("11:00:00", "11:20:00"),
    ("11:30:00", "11:33:00"),
)


@pytest.mark.peer("pdftotext")
def test_every_exclusion_is_shown_with_its_times_and_its_reason(it: Visit, engine: Engine, tmp_path: Path) -> None:
    claim = draft_claim(it, engine)
    page = squeezed(it.get(f"/claims/{claim.id}").text)
    with ZipFile(io.BytesIO(it.get(f"/claims/{claim.id}/pack.zip").content)) as archive:
        annex = squeezed(to_arabic(text_of(archive.read("annex.pdf"), tmp_path)))
    for since, until in LEFT_OUT:
        assert f"4Nov2025{since}–4Nov2025{until}" in page
        assert f"4พ.ย.68{since}4พ.ย.68{until}" in annex
    for seconds in (*APART.values(), *APART_BY_CAUSE.values(), MEASURED_S, COUNTED_S):
        assert clock(seconds) in page
        assert clock(seconds) in annex
    assert "91.1764" in page
    assert "91.1764" in annex
    assert "85.00บาท(แปดสิบห้าบาทถ้วน)" in annex
    for reason in (*APART, *APART_BY_CAUSE, Reason.SHORT):
        assert squeezed(REASONS[reason]) in page
    for words in ("มองไม่เห็นวงจร", "นอกเวลาตามสัญญา", "บำรุงรักษาที่แจ้งไว้", "ไฟฟ้าดับ", "นกว่าที่สัญญานับ"):
        assert words in annex


def test_an_outage_says_what_of_it_does_not_count(it: Visit, engine: Engine) -> None:
    with reading(engine) as session:
        outages = session.exec(select(Outage).order_by(col(Outage.started_at))).all()
    shown = [it.get(f"/outages/{one.id}").text for one in outages]
    for page, reason in zip(shown, (Reason.CLOSED, Reason.POWER, Reason.SHORT), strict=True):
        assert f"Does not count: {REASONS[reason]}" in page


def squeezed(text: str) -> str:
    """Without white space and marks of the page."""
    return "".join(re.sub(r"<[^>]*>", "", text).split())


@pytest.mark.parametrize("period", [f"{MONTH:%Y-%m}", f"fy{YEAR.era}q1", f"fy{YEAR.era}"])
def test_month_quarter_and_year_report_the_same_day(it: Visit, engine: Engine, period: str) -> None:
    draft_claim(it, engine)
    found = it.get(f"/api/v1/director-reports/{period}").json()
    assert found["available_percent"] == "91.18"
    (link,) = found["figures"]["links"]
    assert (link["measured_s"], link["counted_s"], link["outages"]) == (MEASURED_S, COUNTED_S, 3)
    (provider,) = found["figures"]["providers"]
    assert (provider["claimed_satang"], provider["credited_satang"]) == (DUE_SATANG, 0)
    assert 0 < provider["rtt_p50_ms"] <= provider["rtt_p95_ms"]
    excluded = found["figures"]["apart"]["excluded_s"]
    assert {name: excluded[name] for name in ("maintenance", "power")} == {"maintenance": 1200, "power": 1200}
    shown = it.get(f"/reports?period={period}").text
    assert "91.18" in shown
    assert "85.00" in shown


@dataclass(frozen=True, slots=True)
class Consumer:
    """A planning service that is started for one visit at a time."""

    office: OfficeServer
    state: Path
    token: str

    def visit(self, *words: str) -> Mapping[str, Any] | None:
        """What it says at the end; None when it was killed before."""
        done = subprocess.run(
            [sys.executable, str(CONSUMER), self.office.url, str(self.office.cert), str(self.state), *words],
            env={"PATH": os.environ["PATH"], "NETOPS_CONSUMER_TOKEN": self.token},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in {0, 9}, done.stderr
        return None if done.returncode == 9 else json.loads(done.stdout)

    def told(self) -> list[IndicatorMeasured]:
        """What it keeps."""
        with sqlite3.connect(self.state) as own:
            rows = own.execute("SELECT said FROM fact WHERE kind = 'IndicatorMeasured'").fetchall()
        return [IndicatorMeasured.model_validate_json(said) for (said,) in rows]


MEASURED = len(Indicator)  # one fact for each, by each paper


@pytest.fixture
def consumer(settings: Settings, engine: Engine, tmp_path: Path) -> Iterator[Consumer]:
    """With a token that opens the feed and nothing else."""
    with transaction(engine) as session:
        planner = make_person(session, session.exec(select(Office)).one(), role=Role.PLANNER)
        draft = TokenDraft(name="planning", scopes=("contract_events.read",))
        _row, secret = make_token(session, planner, draft, known=draft.scopes, now=utc_now())
    with office(settings, engine, Vault.create(settings.data_dir), tmp_path) as server:
        yield Consumer(server, tmp_path / "copy.sqlite3", secret.text)


def test_the_indicator_arrives_at_a_consumer_once_however_often_it_is_told(
    it: Visit, consumer: Consumer, engine: Engine
) -> None:
    target = {"indicator": "availability", "baseline": "80", "target": "90", "source": "แผนปฏิบัติการ"}
    assert it.post(f"/network/indicators?year={YEAR.era}", target).status_code == 303
    shown = it.get(f"/network/indicators?year={YEAR.era}").text
    assert "91.18%" in shown
    assert REASONS[Reason.UNKNOWN] in shown
    assert it.post(f"/network/indicators/paper?year={YEAR.era}").status_code == 303

    assert consumer.visit("--die-after", "2") is None
    after_the_crash = consumer.visit()
    assert after_the_crash is not None
    with reading(engine) as session:
        ended = session.exec(select(func.count()).where(col(Outage.ended_at).is_not(None))).one()
    wanted: tuple[int, int, list[object]] = (MEASURED + ended - 2, 2, [])  # each cut that is over was told too
    assert (after_the_crash["taken"], after_the_crash["known"], after_the_crash["imported"]) == wanted
    (told,) = [one for one in consumer.told() if one.indicator == "availability"]
    assert told.value == AVAILABILITY
    assert (told.process, told.office_code, told.fiscal_year, told.unit) == ("P6", "5302", YEAR.era, "percent")
    assert (told.baseline, told.target, told.is_met, told.basis) == (80, 90, True, MEASURED_S // 60)

    consumer.office.stop()
    assert it.post(f"/network/indicators/paper?year={YEAR.era}").status_code == 303
    consumer.office.start()
    again = consumer.visit()
    assert again is not None
    assert (again["taken"], again["known"]) == (MEASURED, 0)
    assert len({one.indicator for one in consumer.told()}) * 2 == len(consumer.told())
