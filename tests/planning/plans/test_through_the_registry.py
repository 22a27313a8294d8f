"""From a submitted version to its gate and back, through the pages of both services and the facts that they tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from contract.events import Fact, read_event
from planning.kit.parts import Handler
from planning.kit.tables import EventOut
from planning.plans.models.version import VersionState
from planning.registry.store import executing
from service.database import reading, transaction
from tests.planning.entering import Entered
from tests.planning.plans.conftest import version_of
from tests.planning.plans.tiny import MORE
from tests.planning.registry.committees import quorate
from tests.planning.served import Served

Serve = Callable[[str], Served]


def hear(teller: Engine, listener: Engine, handler: Handler, kind: str) -> int:
    """All facts of a kind that one told, heard by the other; how many."""
    with reading(teller) as told, transaction(listener) as session:
        rows = told.exec(select(EventOut).where(EventOut.kind == kind).order_by(col(EventOut.id))).all()
        for row in rows:
            _heard(session, handler, read_event(row.kind, row.data), row)
        return len(rows)


def _heard(session: Session, handler: Handler, fact: Fact, row: EventOut) -> None:
    # As if some time lay between, which it does between two services.
    assert handler(session, fact, row.at + timedelta(seconds=1))


def resolved(secretary: Entered, meeting: str, link: str) -> int:
    """The link of the version's page is followed, and what it laid before the meeting is approved."""
    at = urlsplit(link.replace("&amp;", "&"))
    assert secretary.get(f"{at.path}?{at.query}").status_code == 200
    form = dict(parse_qsl(at.query)) | {"meeting": meeting.rsplit("/", 1)[1]}
    assert secretary.post(at.path, form).status_code == 303
    shown = secretary.get(meeting).text
    item = shown.split("/items/", 2)[-1][:32]
    said = {"verdict": "approve", "text": "เห็นชอบ", "sha256": form["sha256"]}
    return secretary.post(f"{meeting}/items/{item}/resolution", said).status_code


def test_the_one_resolution_opens_the_gate_and_what_came_of_it_stands_beside_it(
    tiny: Served, book: str, serve: Serve
) -> None:
    """INV-A1 and flow 8: nothing is typed a second time."""
    planner, registry = tiny.enter(), serve("registry")
    secretary = registry.enter()
    page = f"/versions/development/{book}"
    planner.post(f"{page}/submit")
    link = planner.get(page).text.split("/agenda/new?", 1)[1].split('"', 1)[0]
    meeting = quorate(secretary, registry.engine)
    assert planner.post(f"{page}/gate/approve").status_code == 409
    assert resolved(secretary, meeting, f"/agenda/new?{link}") == 303
    assert "not yet carried out" in secretary.get("/resolutions").text
    assert hear(registry.engine, tiny.engine, MORE.handlers["ResolutionRecorded"], "ResolutionRecorded") == 1
    assert planner.post(f"{page}/gate/approve").status_code == 303
    assert version_of(tiny.engine, book).state is VersionState.APPROVED
    assert hear(tiny.engine, registry.engine, executing.hear, "PlanApproved") == 1
    shown = secretary.get("/resolutions").text
    assert "plan approved" in shown
    assert "not yet carried out" not in shown
