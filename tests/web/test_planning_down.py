"""A planning service that does not answer is told once to the office, in its own name, and ends by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from netops.models.alert import Alert, AlertKind, OutboxMessage, Severity
from netops.models.heard import SiblingPeer
from netops.models.person import Role
from netops.notify.alerts import review
from netops.settings import Settings
from netops.siblings.hearing import hear_all
from planning.annual_plan.part import PART as ANNUAL
from planning.kit.parts import Part
from planning.province.part import PART as PROVINCE
from service.columns import utc_now
from service.database import reading, transaction
from service.identity import Key
from tests import factories
from tests.ports import free_port
from tests.web.browsing import person_of, signed_in
from tests.web.hearing import Sibling


@pytest.mark.parametrize("part", [ANNUAL, PROVINCE], ids=lambda part: part.name)
def test_a_service_that_stops_is_told_and_its_return_too(
    settings: Settings, engine: Engine, sibling_of: Callable[[Part], Sibling], part: Part
) -> None:
    """Of one whose facts netops acts on, and of one that only tells what waits for people."""
    with transaction(engine) as session:
        office = factories.make_office(session)
        factories.make_person(session, office, email="it@office.example", alerts=True, language="th")
    nobody = f"http://127.0.0.1:{free_port()}"
    asked = settings.model_copy(update={"siblings": {part.name: nobody}, "planning": False})
    key = Key.at(settings.data_dir / "identity.pem", "netops")

    def judge(minutes: int) -> list[tuple[str, bool]]:
        with transaction(engine) as session:
            review(session, at=utc_now() + timedelta(minutes=minutes), settings=asked)
        with reading(engine) as session:
            rows = session.exec(select(Alert).where(Alert.kind == AlertKind.PLANNING_DOWN)).all()
            return [(row.part, row.ended_at is None) for row in rows]

    hear_all(engine, key, {part.name: nobody})
    assert judge(6) == []  # it was never there: it is still being set up
    sibling = sibling_of(part)
    sibling.hear()
    assert judge(6) == []
    hear_all(engine, key, {part.name: nobody})
    assert judge(1) == []  # renewed services are back before
    assert judge(6) == [(part.name, True)]
    assert judge(7) == [(part.name, True)]
    with reading(engine) as session:
        alert = session.exec(select(Alert)).one()
        assert (alert.severity, alert.subject_id) == (Severity.WARNING, office.id)
        peer = session.get_one(SiblingPeer, part.name)
        assert alert.started_at == peer.reached_at
        mail = session.exec(select(OutboxMessage)).one()
        assert "บริการวางแผนไม่ตอบสนอง" in mail.subject
        assert "ไม่ตอบสนองตั้งแต่" in mail.text
    it = signed_in(settings, engine, person_of(engine, Role.IT, office=office))
    page = it.get("/alerts").text
    assert "Planning service down" in page
    assert {"annual_plan": "Annual action plan", "province": "Education of the province"}[part.name] in page
    assert it.get(f"/alerts/{alert.id}").status_code == 200
    sibling.hear()
    assert judge(8) == [(part.name, False)]
    with reading(engine) as session:
        assert len(session.exec(select(OutboxMessage)).all()) == 2


def test_what_nobody_asked_lately_nobody_knows(settings: Settings, engine: Engine) -> None:
    now = utc_now()
    with transaction(engine) as session:
        factories.make_office(session)
        long_ago = now - timedelta(hours=1)
        session.add(SiblingPeer(name="registry", reached_at=long_ago, tried_at=long_ago, problem="ConnectError"))
        session.add(SiblingPeer(name="annual_plan", reached_at=long_ago, tried_at=now, problem="ConnectError"))
    asked = settings.model_copy(update={"siblings": {"registry": "http://127.0.0.1:1"}, "planning": False})
    with transaction(engine) as session:
        review(session, at=now, settings=asked)
        assert session.exec(select(Alert)).all() == []  # the other one is not of these settings
