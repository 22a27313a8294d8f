"""Dated copies of others' data, over HTTP between two real apps: whole, typed, dated, kept while the owner is down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from contract.data.registry import SchoolRow, StaffRow
from contract.data.shape import Given
from planning.annual_plan.part import PART as READER
from planning.kit import copies, database
from planning.kit.copies import Copier
from planning.kit.parts import HOLIDAYS, Copied
from planning.kit.settings import PlanningSettings
from planning.kit.tables import AuditEntry, Copy, KnownOffice
from planning.registry.part import PART as REGISTRY
from service.database import make_engine, reading, transaction
from service.identity import Key, Peers
from tests.planning.entering import Netops
from tests.planning.served import Served, serving

OFFICE = "5302"
SCHOOLS = Copied("registry", "schools", SchoolRow, "Schools")
MISSHAPEN = Copied("registry", "schools", StaffRow, "Schools")
UNKNOWN = Copied("registry", "nothing", SchoolRow, "Schools")
PART = replace(READER, copies=(SCHOOLS,))
AS_OF = datetime(2026, 11, 1, 3, tzinfo=UTC)


@dataclass
class Owner:
    """What the registry of these tests gives."""

    schools: list[SchoolRow] = field(default_factory=lambda: [SchoolRow(smis_code="53020001", name="โรงเรียนสมมติ")])

    def give(self, _session: Session, office_code: str) -> Given:
        return Given(self.schools, AS_OF) if office_code == OFFICE else Given()


@dataclass
class Pair:
    """Two services: the address of the owner, and the database and key of the reader."""

    owner: Owner
    url: str
    engine: Engine
    netops: Netops

    @property
    def key(self) -> Key:
        return self.netops.key

    @property
    def copier(self) -> Copier:
        return Copier(self.engine, self.key, {"registry": self.url, "netops": self.netops.url})

    def view(self, office: str = OFFICE) -> copies.CopyView[SchoolRow]:
        with reading(self.engine) as session:
            return copies.rows(session, office, SCHOOLS)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path / 'reader.sqlite3'}"
    database.migrate(READER, url)
    engine = make_engine(url)
    with transaction(engine) as session:
        session.add(KnownOffice(code=OFFICE, name="A synthetic office"))
    yield engine
    engine.dispose()


@pytest.fixture
def pair(
    registry_engine: Engine, reader: Engine, planning_settings: PlanningSettings, tmp_path: Path
) -> Iterator[Pair]:
    owner = Owner()
    giving = replace(REGISTRY, datasets={"schools": owner.give})
    with Netops.running(tmp_path / "reader", READER.name) as me:
        peers = Peers({"netops": me.url, READER.name: me.url}, tmp_path / "peers")
        key = Key.at(tmp_path / "owner.pem", "registry")
        with serving(giving, registry_engine, planning_settings, peers, key) as url:
            yield Pair(owner, url, reader, me)


def test_a_copy_is_taken_whole_with_its_moments_and_not_again_while_nothing_changed(pair: Pair) -> None:
    assert pair.view().is_stale
    assert pair.copier.take(SCHOOLS, OFFICE)
    first = pair.view()
    assert [row.name for row in first.rows] == ["โรงเรียนสมมติ"]
    assert (first.as_of, first.is_stale) == (AS_OF, False)
    assert pair.copier.take(SCHOOLS, OFFICE)
    again = pair.view()
    assert again.taken_at is not None
    assert first.taken_at is not None
    assert again.taken_at > first.taken_at
    assert again.rows is first.rows  # told 304, and not parsed a second time
    pair.owner.schools.append(SchoolRow(smis_code="53020002", name="โรงเรียนที่สอง"))
    assert pair.copier.take(SCHOOLS, OFFICE)
    assert [row.smis_code for row in pair.view().rows] == ["53020001", "53020002"]


def test_a_copy_is_kept_while_its_owner_does_not_answer(pair: Pair) -> None:
    """Tries to lose what is there: an owner that is down, one that refuses, and one of another shape."""
    pair.copier.take(SCHOOLS, OFFICE)
    kept = pair.view()
    with Netops.running(Path(pair.engine.url.database or "").parent / "gone", "registry") as gone:
        nowhere = gone.url
    assert not Copier(pair.engine, pair.key, {"registry": nowhere}).take(SCHOOLS, OFFICE)
    assert pair.view() == replace(kept, problem="ConnectError")
    assert pair.view().is_stale
    pair.owner.schools.append(SchoolRow(smis_code="53020002", name="โรงเรียนที่สอง"))
    assert not pair.copier.take(MISSHAPEN, OFFICE)
    assert pair.view() == replace(kept, problem="ValidationError")
    assert not pair.copier.take(UNKNOWN, OFFICE)
    with reading(pair.engine) as session:
        assert session.exec(select(Copy.problem).where(Copy.name == "nothing")).one() == "HTTP 404"
    assert pair.copier.take(SCHOOLS, OFFICE)
    assert not pair.view().is_stale
    assert len(pair.view().rows) == 2


def test_copies_of_the_offices_that_are_known_are_taken_when_they_are_due(pair: Pair) -> None:
    both = len({SCHOOLS, HOLIDAYS})
    assert pair.copier.take_due(PART, older_than_s=3600) == both
    assert pair.copier.take_due(PART, older_than_s=3600) == 0
    assert pair.copier.take_due(PART, older_than_s=3600, peers={"registry"}) == 1
    with transaction(pair.engine) as session:
        session.add(KnownOffice(code="5303", name="Another"))
    assert pair.copier.take_due(PART, older_than_s=3600) == both
    assert pair.view("5303").rows == ()
    assert not pair.view("5303").is_stale


def test_who_may_read_a_dataset(pair: Pair, tmp_path: Path) -> None:
    """Tries to read as nobody, as a stranger, with the word of a sign-in, and what there is not."""
    url, wanted = f"{pair.url}/api/v1/data/schools", {"office": OFFICE}
    stranger = Key.at(tmp_path / "stranger.pem", "stranger").token("registry", {"sub": "service"})
    for token in ("nothing", stranger, pair.key.token("registry", {"sub": "7", "role": "admin"})):
        answer = httpx.get(url, params=wanted, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401
    ours = {"Authorization": f"Bearer {pair.key.token('registry', {'sub': 'service'})}"}
    assert httpx.get(url, headers=ours).status_code == 422
    assert httpx.get(f"{pair.url}/api/v1/data/none", params=wanted, headers=ours).status_code == 404
    whole = httpx.get(url, params=wanted, headers=ours)
    assert whole.json()["rows"][0]["smis_code"] == "53020001"
    same = httpx.get(url, params=wanted, headers={**ours, "If-None-Match": whole.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


def test_a_person_reads_the_own_office_alone(
    registry_engine: Engine, planning_settings: PlanningSettings, netops: Netops, tmp_path: Path
) -> None:
    giving = replace(REGISTRY, datasets={"schools": Owner().give})
    it = Served(giving, registry_engine, planning_settings, netops, tmp_path)
    assert it.enter().get(f"/api/v1/data/schools?office={OFFICE}").status_code == 200
    assert it.enter().get("/api/v1/data/schools?office=5303").status_code == 404
    school = it.enter("school", school_code="53020001")
    assert school.get(f"/api/v1/data/schools?office={OFFICE}").status_code == 403


def test_a_page_says_of_when_copies_are_and_reads_them_anew(
    pair: Pair, netops: Netops, planning_settings: PlanningSettings, tmp_path: Path
) -> None:
    it = Served(PART, pair.engine, planning_settings, netops, tmp_path)
    it.app.state.peers = Peers({"netops": netops.url, "registry": pair.url}, tmp_path / "x")
    it.app.state.key = pair.key
    person = it.enter()
    assert "not read yet" in person.get("/copies").text
    assert it.enter("viewer").post("/copies/read").status_code == 403
    done = person.post("/copies/read", {"back": "//elsewhere"})
    assert done.headers["location"] == "/"
    assert "fresh" in person.get("/copies").text
    with reading(pair.engine) as session:
        assert session.exec(select(AuditEntry.action)).all() == ["copies.read"]
    it.app.state.peers = Peers({"netops": netops.url, "registry": netops.url}, tmp_path / "x")
    person.post("/copies/read")
    page = person.get("/copies").text
    assert "Not reached: Registry of schools" in page
    assert "it has no such data yet" in page
    assert "1 of 2 are not fresh" in page


def test_every_office_of_which_somebody_signs_in_is_known(
    pair: Pair, netops: Netops, planning_settings: PlanningSettings, tmp_path: Path
) -> None:
    it = Served(PART, pair.engine, planning_settings, netops, tmp_path)
    for office in ("5309", "5309"):
        it.enter(office_code=office)
    with reading(pair.engine) as session:
        assert copies.offices(session) == [OFFICE, "5309"]
