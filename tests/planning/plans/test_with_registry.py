"""The one fact that opens gates: laid on the agenda by the link of the page, resolved at the registry, heard here."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qsl

from sqlmodel import select

from contract.events import read_event
from planning.kit.tables import EventOut
from planning.plans.models.version import VersionState
from service.columns import utc_now
from service.database import reading, transaction
from tests.planning.plans.conftest import version_of
from tests.planning.plans.tiny import MORE
from tests.planning.registry.committees import appointed, called, present
from tests.planning.served import Served


def test_a_resolution_of_the_registry_opens_the_gate(tiny: Served, book: str, serve: Callable[[str], Served]) -> None:
    """INV-A1: the gate opens by itself, and for exactly what lay before the committee."""
    it = tiny.enter()
    it.post(f"/versions/development/{book}/submit")
    shown = it.get(f"/versions/development/{book}").text
    asked = dict(parse_qsl(unescape(shown.partition("/agenda/new?")[2].partition('"')[0])))
    registry = serve("registry")
    secretary = registry.enter()
    meeting = called(secretary, appointed(secretary))
    names = present(registry.engine, "นายสมมติ หนึ่ง", "นายสมมติ สอง")
    assert secretary.post(f"{meeting}/roll", names).status_code == 303
    assert secretary.post("/agenda/new", {**asked, "meeting": meeting.rsplit("/", 1)[1]}).status_code == 303
    item = secretary.get(meeting).text.partition(asked["title"])[2].partition("/items/")[2][:32]
    said = {"verdict": "approve", "text": "เห็นชอบ", "sha256": asked["sha256"]}
    assert it.post(f"/versions/development/{book}/gate/approve").status_code == 409
    assert secretary.post(f"{meeting}/items/{item}/resolution", said).status_code == 303
    with reading(registry.engine) as session:
        told = session.exec(select(EventOut).where(EventOut.kind == "ResolutionRecorded")).one()
    with transaction(tiny.engine) as session:
        MORE.handlers[told.kind](session, read_event(told.kind, told.data), utc_now())
    assert it.post(f"/versions/development/{book}/gate/approve").status_code == 303
    row = version_of(tiny.engine, book)
    assert (row.state, row.resolution_key) == (VersionState.APPROVED, told.data["resolution_key"])
