"""Siblings at their worst: out of order, twice, endless, of another release, with another clock; a full disk and a
locked database; killed at any moment. Real databases, real HTTP, real processes.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select

from contract.data.netops import HolidayRow
from contract.data.shape import Given
from contract.events import Fact, IndicatorMeasured
from contract.feed import FEED
from planning.kit import copies, database
from planning.kit.copies import Copier
from planning.kit.parts import HOLIDAYS
from planning.kit.settings import PlanningSettings
from planning.kit.tables import EventIn, EventOut, KnownOffice, Peer
from planning.registry.part import PART
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from service.hearing import PAGE, Ear, Listening
from service.identity import Key, Peers
from tests.integration.siblings import until
from tests.planning.entering import Netops
from tests.planning.served import serving

OFFICE = "5302"
MANY = 10_000


def measured(value: float) -> dict[str, object]:
    return IndicatorMeasured(
        process="P6", indicator="availability", office_code=OFFICE, fiscal_year=2570, as_of=date(2026, 11, 29),
        unit="percent", value=value, basis=1,
    ).model_dump(mode="json")  # fmt: skip


def told(number: int, *, key: str = "", **more: object) -> dict[str, object]:
    """A fact of the feed as JSON."""
    return {
        "id": number, "key": key or f"{number:032x}", "at": "2026-11-29T03:00:00Z", "kind": "IndicatorMeasured",
        "version": 1, "data": measured(number), **more,
    }  # fmt: skip


@dataclass(eq=False)
class Sibling:
    """Answers what it is told to answer, and keeps what it was asked."""

    url: str
    pages: list[dict[str, object]] = field(default_factory=list)
    holidays: list[HolidayRow] = field(default_factory=list)
    status: int = 200
    clock_apart: timedelta = timedelta()
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def page(self, *items: dict[str, object], **more: object) -> None:
        """What it answers next; the last page is answered again and again."""
        last = items[-1] if items else {"id": 0, "key": ""}
        self.pages.append({"items": list(items), "cursor": last["id"], "key": last["key"], **more})


@contextmanager
def hostile() -> Iterator[Sibling]:
    """A sibling of anybody's making on a free port."""
    made: list[Sibling] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            it = made[0]
            asked = urlsplit(self.path)
            it.asked.append(parse_qs(asked.query))
            it.tokens.append(self.headers.get("authorization", "").partition(" ")[2])
            body = Given(it.holidays).body("holidays", OFFICE)
            if asked.path == FEED:
                body = json.dumps(it.pages.pop(0) if len(it.pages) > 1 else it.pages[0]).encode()
            self.send_response_only(it.status)
            self.send_header("Date", format_datetime(datetime.now(UTC) + it.clock_apart, usegmt=True))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Nothing on the screen of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    made.append(Sibling(f"http://127.0.0.1:{server.server_port}"))
    try:
        yield made[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(eq=False)
class Hearer:
    """A service that listens, and what it took."""

    engine: Engine
    key: Key
    values: list[float] = field(default_factory=list)

    def hear(self, url: str) -> int:
        ear = Ear(self.engine, self.key, {"registry": url}, EventIn, Peer)
        return ear.hear(Listening("registry", {"IndicatorMeasured": self._took}))

    def _took(self, _session: Session, fact: Fact, _at: datetime) -> str:
        assert isinstance(fact, IndicatorMeasured)
        assert fact.value is not None
        self.values.append(fact.value)
        return f"took {fact.value:g}"

    @property
    def peer(self) -> Peer:
        with reading(self.engine) as session:
            return session.get_one(Peer, "registry")


@pytest.fixture
def hearer(tmp_path: Path) -> Iterator[Hearer]:
    url = f"sqlite:///{tmp_path / 'hearer.sqlite3'}"
    database.migrate(PART, url)
    engine = make_engine(url)
    yield Hearer(engine, Key.at(tmp_path / "me.pem", "annual_plan"))
    engine.dispose()


@pytest.mark.parametrize("numbers", [(1, 3, 2), (2, 2), (0,), (-1, 1)])
def test_facts_that_are_not_in_their_order_are_not_taken(hearer: Hearer, numbers: tuple[int, ...]) -> None:
    with hostile() as sibling:
        sibling.page(*(told(number, key=f"{place:032x}") for place, number in enumerate(numbers)))
        assert hearer.hear(sibling.url) == 0
    assert hearer.values == []
    assert (hearer.peer.cursor, hearer.peer.problem) == (0, "ValueError")


def test_a_feed_that_goes_back_without_saying_so_is_not_taken(hearer: Hearer) -> None:
    with hostile() as sibling:
        sibling.page(told(5), told(6))
        assert hearer.hear(sibling.url) == 2
        sibling.pages.clear()
        sibling.page(told(6, key="f" * 32))
        assert hearer.hear(sibling.url) == 0
        assert hearer.peer.problem == "ValueError"
        sibling.pages.clear()
        sibling.page(told(6, key="f" * 32), is_replayed=True)
        assert hearer.hear(sibling.url) == 1
    assert hearer.values == [5, 6, 6]
    assert hearer.peer.problem == ""


def test_a_fact_that_is_told_twice_is_acted_on_once(hearer: Hearer) -> None:
    with hostile() as sibling:
        sibling.page(told(1, key="a" * 32), told(2, key="a" * 32), told(3))
        assert hearer.hear(sibling.url) == 3
    assert hearer.values == [1, 3]


def test_a_sibling_that_gives_the_same_page_for_ever_keeps_nobody(hearer: Hearer) -> None:
    with hostile() as sibling:
        sibling.page(*(told(number) for number in range(1, PAGE + 1)))
        assert hearer.hear(sibling.url) == PAGE
        assert len(sibling.asked) == 2
    assert len(hearer.values) == PAGE
    assert hearer.peer.problem == "ValueError"


def test_a_later_release_may_say_more_than_this_one_knows(hearer: Hearer) -> None:
    with hostile() as sibling:
        more = told(2, data={**measured(2), "of_the_future": {"deep": [1]}}, signed_by="somebody")
        sibling.page(told(1, kind="NobodyKnows", data={"x": 1}), more, next_page="x")
        assert hearer.hear(sibling.url) == 2
    assert hearer.values == [2]
    with reading(hearer.engine) as session:
        assert session.exec(select(EventIn.outcome).order_by(col(EventIn.id))).all() == ["passed over", "took 2"]


def test_each_page_is_asked_for_with_a_token_of_its_own(hearer: Hearer) -> None:
    """One that ran out in the middle of a long reading would end it."""
    with hostile() as sibling:
        sibling.page(*(told(number) for number in range(1, PAGE + 1)))
        sibling.page(told(PAGE + 1))
        assert hearer.hear(sibling.url) == PAGE + 1
        names = [jwt.decode(one, options={"verify_signature": False})["jti"] for one in sibling.tokens]
    assert len(set(names)) == 2


@pytest.mark.parametrize("apart", [timedelta(days=1), timedelta(days=-1)])
def test_a_clock_that_is_wrong_by_a_day_is_told_as_that(
    hearer: Hearer, planning_settings: PlanningSettings, apart: timedelta
) -> None:
    with transaction(hearer.engine) as session:
        session.add(KnownOffice(code=OFFICE, name="A synthetic office"))
    with hostile() as sibling:
        sibling.page()
        sibling.status, sibling.clock_apart = 401, apart
        assert hearer.hear(sibling.url) == 0
        assert hearer.peer.problem == "ClockApartError"
        copier = Copier(hearer.engine, hearer.key, {"netops": sibling.url})
        assert not copier.take(HOLIDAYS, OFFICE)
        assert view(hearer).problem == "ClockApartError"
        sibling.clock_apart = timedelta()  # refused for another reason
        hearer.hear(sibling.url)
        assert hearer.peer.problem == "HTTPStatusError"
        sibling.status = 200
        assert hearer.hear(sibling.url) == 0
        assert hearer.peer.problem == ""


def view(hearer: Hearer) -> copies.CopyView[HolidayRow]:
    with reading(hearer.engine) as session:
        return copies.rows(session, OFFICE, HOLIDAYS)


def test_a_full_disk_leaves_the_copy_that_is_there(hearer: Hearer) -> None:
    """SQLite is given no page more than it has, which it tells as a full disk."""
    copier_of = {"netops": ""}
    with hostile() as sibling:
        copier_of["netops"] = sibling.url
        copier = Copier(hearer.engine, hearer.key, copier_of)
        sibling.holidays = [HolidayRow(day=date(2026, 12, 10), name="วันรัฐธรรมนูญ")]
        assert copier.take(HOLIDAYS, OFFICE)
        kept = view(hearer)
        sibling.holidays = [HolidayRow(day=date(2026, 12, 10) + timedelta(days=n), name="x" * 500) for n in range(999)]
        with full_disk(hearer.engine):
            assert not copier.take(HOLIDAYS, OFFICE)
        assert view(hearer).rows == kept.rows
        assert copier.take(HOLIDAYS, OFFICE)
        assert len(view(hearer).rows) == 999


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    def narrow(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    engine.dispose()
    event.listen(engine, "connect", narrow)
    yield
    event.remove(engine, "connect", narrow)
    engine.dispose()


def test_a_locked_database_loses_and_doubles_nothing(hearer: Hearer) -> None:
    @event.listens_for(hearer.engine, "connect")
    def impatient(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 100")

    hearer.engine.dispose()
    with hostile() as sibling:
        sibling.page(told(1), told(2))
        holder = sqlite3.connect(hearer.engine.url.database or "", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            hearer.hear(sibling.url)
        holder.execute("ROLLBACK")
        holder.close()
        hearer.values.clear()  # what was acted on was rolled back with its act
        assert hearer.hear(sibling.url) == 2
    assert hearer.values == [1, 2]
    with reading(hearer.engine) as session:
        assert session.exec(select(EventIn.outcome).order_by(col(EventIn.id))).all() == ["took 1", "took 2"]


@contextmanager
def registry(
    hearer: Hearer, planning_settings: PlanningSettings, folder: Path, *, facts: int, until_told: str = ""
) -> Iterator[str]:
    """A real one that told so many facts while nobody listened."""
    url = f"sqlite:///{folder / 'teller.sqlite3'}"
    database.migrate(PART, url)
    engine = make_engine(url)
    rows = [
        {"key": f"{n:032x}", "at": utc_now(), "kind": "IndicatorMeasured", "version": 1, "data": measured(n)}
        for n in range(1, facts + 1)
    ]
    with engine.begin() as connection:
        connection.execute(EventOut.__table__.insert(), rows)  # type: ignore[attr-defined]
    with Netops.running(folder / "me", "annual_plan") as me:
        hearer.key = me.key
        peers = Peers({"netops": me.url, "annual_plan": me.url}, folder / "peers")
        with serving(PART, engine, planning_settings, peers, Key.at(folder / "teller.pem", "registry")) as at:
            yield at
    engine.dispose()


def test_ten_thousand_facts_that_waited_are_heard_once_each_in_order(
    hearer: Hearer, planning_settings: PlanningSettings, tmp_path: Path
) -> None:
    with registry(hearer, planning_settings, tmp_path, facts=MANY) as url:
        assert hearer.hear(url) == MANY
        assert hearer.hear(url) == 0
    assert hearer.values == [float(n) for n in range(1, MANY + 1)]
    assert hearer.peer.cursor == MANY


def test_killed_at_any_moment_it_hears_each_fact_once(
    hearer: Hearer, planning_settings: PlanningSettings, tmp_path: Path
) -> None:
    """Between the act and its acknowledgement too: both are one transaction."""
    facts = 1000
    with registry(hearer, planning_settings, tmp_path, facts=facts) as url:
        command = [sys.executable, "-m", "tests.integration.servers.listener", str(hearer.engine.url)]
        command += [str(tmp_path / "me" / "identity.pem"), url]
        for least in (50, 300, 700, facts):
            process = subprocess.Popen(command, env=os.environ)
            try:
                until(lambda least=least: heard(hearer) >= least, f"{least} facts to be heard")  # type: ignore[misc]
            finally:
                process.kill()
                process.wait()
    with reading(hearer.engine) as session:
        taken = session.exec(select(EventIn.outcome).order_by(col(EventIn.id))).all()
        assert taken == [f"took {n}" for n in range(1, facts + 1)]
        assert session.exec(text("SELECT count(*) FROM known_office")).scalar_one() == facts  # type: ignore[call-overload]


def heard(hearer: Hearer) -> int:
    with reading(hearer.engine) as session:
        return session.exec(select(func.count(col(EventIn.id)))).one()
