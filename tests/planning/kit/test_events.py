"""Facts between services, over HTTP between two real apps: at least once, in order, acted on once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from contract.events import Fact, IndicatorMeasured
from planning.kit import database
from planning.kit.events import tell, told_after
from planning.kit.settings import PlanningSettings
from planning.kit.tables import EventIn, EventOut, Peer
from planning.registry.part import PART
from service.columns import utc_now
from service.database import make_engine, reading, transaction
from service.hearing import PAGE, Ear, Listening
from service.identity import Key, Peers
from tests.planning.entering import Netops
from tests.planning.served import serving


def measured(value: float) -> IndicatorMeasured:
    return IndicatorMeasured(
        process="P6",
        indicator="availability",
        office_code="5302",
        fiscal_year=2570,
        as_of=date(2026, 11, 29),
        unit="percent",
        value=value,
        basis=1,
    )


class Heard:
    """What a service did with what it heard."""

    def __init__(self) -> None:
        self.values: list[float | None] = []
        self.fails = False

    def __call__(self, _session: Session, fact: Fact, _at: datetime) -> str:
        assert isinstance(fact, IndicatorMeasured)
        if self.fails:
            raise RuntimeError("the handler's own fault")
        self.values.append(fact.value)
        return f"took {fact.value}"


@pytest.fixture
def hearer(tmp_path: Path) -> Iterator[Engine]:
    """The database of a second service."""
    url = f"sqlite:///{tmp_path / 'hearer.sqlite3'}"
    database.migrate(PART, url)
    engine = make_engine(url)
    yield engine
    engine.dispose()


def test_facts_are_heard_in_order_and_once(
    registry_engine: Engine, hearer: Engine, planning_settings: PlanningSettings, tmp_path: Path
) -> None:
    key = Key.at(tmp_path / "teller.pem", "registry")
    heard = Heard()
    listening = Listening("registry", {"IndicatorMeasured": heard})
    with Netops.running(tmp_path / "hearer", "annual_plan") as me:
        peers = Peers({"netops": me.url, "annual_plan": me.url}, tmp_path / "peers")
        with serving(PART, registry_engine, planning_settings, peers, key) as url:
            ear = Ear(hearer, me.key, {"registry": url}, EventIn, Peer)
            with transaction(registry_engine) as session:
                for value in range(PAGE + 1):
                    tell(session, measured(value), at=utc_now())
            assert ear.hear(listening) == PAGE + 1
            assert heard.values == list(range(PAGE + 1))
            assert ear.hear(listening) == 0
            # A place that was lost: everything is read again, and nothing acted on again.
            with transaction(hearer) as session:
                session.get_one(Peer, "registry").cursor = 0
            assert ear.hear(listening) == PAGE + 1
            assert len(heard.values) == PAGE + 1
    with reading(hearer) as session:
        assert session.get_one(Peer, "registry").problem == ""
        assert session.exec(select(EventIn)).first().outcome == "took 0.0"  # type: ignore[union-attr]


def test_a_handler_that_fails_is_asked_again(
    registry_engine: Engine, hearer: Engine, planning_settings: PlanningSettings, tmp_path: Path
) -> None:
    key = Key.at(tmp_path / "teller.pem", "registry")
    heard = Heard()
    listening = Listening("registry", {"IndicatorMeasured": heard})
    with Netops.running(tmp_path / "hearer", "annual_plan") as me:
        peers = Peers({"netops": me.url, "annual_plan": me.url}, tmp_path / "peers")
        with serving(PART, registry_engine, planning_settings, peers, key) as url:
            ear = Ear(hearer, me.key, {"registry": url}, EventIn, Peer)
            with transaction(registry_engine) as session:
                tell(session, measured(1), at=utc_now())
            heard.fails = True
            with pytest.raises(RuntimeError):
                ear.hear(listening)
            with reading(hearer) as session:
                assert session.exec(select(EventIn)).all() == []
            heard.fails = False
            assert ear.hear(listening) == 1
    assert heard.values == [1]


@pytest.mark.parametrize("kind", ["FromTheFuture", "IndicatorMeasured"])
def test_reading_stops_before_what_a_later_release_tells(
    registry_engine: Engine, hearer: Engine, planning_settings: PlanningSettings, tmp_path: Path, kind: str
) -> None:
    key = Key.at(tmp_path / "teller.pem", "registry")
    heard = Heard()
    listening = Listening("registry", {"IndicatorMeasured": heard, "FromTheFuture": heard})
    with Netops.running(tmp_path / "hearer", "annual_plan") as me:
        peers = Peers({"netops": me.url, "annual_plan": me.url}, tmp_path / "peers")
        with serving(PART, registry_engine, planning_settings, peers, key) as url:
            with transaction(registry_engine) as session:
                session.add(EventOut(at=utc_now(), kind="NobodyAsked", version=9, data={}))
                session.flush()
                tell(session, measured(1), at=utc_now())
                session.add(EventOut(at=utc_now(), kind=kind, version=9, data={"shape": "another"}))
                session.flush()
                tell(session, measured(2), at=utc_now())
            assert Ear(hearer, me.key, {"registry": url}, EventIn, Peer).hear(listening) == 0
    assert heard.values == [1]
    with reading(hearer) as session:
        taken = session.exec(select(EventIn).order_by(EventIn.id)).all()  # type: ignore[arg-type]
        assert [one.outcome for one in taken] == ["passed over", "took 1.0"]
        peer = session.get_one(Peer, "registry")
    assert peer.cursor == 2
    assert peer.problem in ("UnknownEventError", "ValidationError")


def test_a_place_that_is_not_in_the_feed_is_read_from_the_beginning(registry_engine: Engine) -> None:
    with transaction(registry_engine) as session:
        for value in range(2):
            tell(session, measured(value), at=utc_now())
    with reading(registry_engine) as session:
        whole = told_after(session, 0, limit=9)
        for cursor, key in ((whole.cursor, "another"), (999, whole.key)):
            again = told_after(session, cursor, key, limit=9)
            assert again.is_replayed
            assert again.items == whole.items
        assert not told_after(session, whole.cursor, whole.key, limit=9).is_replayed


def test_a_peer_that_is_down_is_written_down_as_that(hearer: Engine, tmp_path: Path) -> None:
    with Netops.running(tmp_path, "registry") as gone:
        url = gone.url
    ear = Ear(hearer, Key.at(tmp_path / "me.pem", "annual_plan"), {"registry": url}, EventIn, Peer)
    assert ear.hear(Listening("registry", {})) == 0
    with reading(hearer) as session:
        peer = session.get_one(Peer, "registry")
    assert peer.problem == "ConnectError"
    assert peer.reached_at is None


def test_the_feed_is_for_services_alone(
    registry_engine: Engine, planning_settings: PlanningSettings, tmp_path: Path
) -> None:
    key = Key.at(tmp_path / "teller.pem", "registry")
    with Netops.running(tmp_path / "hearer", "annual_plan") as me, Netops.running(tmp_path / "x", "stranger") as other:
        peers = Peers({"netops": me.url, "annual_plan": me.url}, tmp_path / "peers")
        with serving(PART, registry_engine, planning_settings, peers, key) as url:
            for token in (
                "nothing",
                other.key.token("registry", {"sub": "service"}),
                me.key.token("province", {"sub": "service"}),
                me.word("registry", "nonce"),
            ):
                answer = httpx.get(f"{url}/api/v1/contract-events", headers={"Authorization": f"Bearer {token}"})
                assert answer.status_code == 401
                assert answer.headers["content-type"] == "application/problem+json"


def test_a_service_reads_no_pages(registry_engine: Engine, planning_settings: PlanningSettings, tmp_path: Path) -> None:
    key = Key.at(tmp_path / "teller.pem", "registry")
    with Netops.running(tmp_path / "hearer", "annual_plan") as me:
        peers = Peers({"netops": me.url, "annual_plan": me.url}, tmp_path / "peers")
        with serving(PART, registry_engine, planning_settings, peers, key) as url:
            token = me.key.token("registry", {"sub": "service"})
            answer = httpx.get(f"{url}/schools", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 403


def test_the_feed_goes_on_from_a_cursor(registry_engine: Engine) -> None:
    with transaction(registry_engine) as session:
        for value in range(3):
            tell(session, measured(value), at=utc_now())
    with reading(registry_engine) as session:
        first = told_after(session, 0, limit=2)
        rest = told_after(session, first.cursor, limit=2)
        end = told_after(session, rest.cursor, rest.key, limit=2)
    assert [one.data["value"] for one in (*first.items, *rest.items)] == [0, 1, 2]
    assert (end.items, end.cursor, end.key) == ((), rest.cursor, rest.key)
