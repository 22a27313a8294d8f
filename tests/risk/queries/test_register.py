"""The register as it is read: who sees what, filters, the heat map, causes, and what waits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

import risk.terms
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from inventory.store.acting import By
from risk.looking import all_rules
from risk.models.register import Risk
from risk.queries import counts
from risk.queries.card import card, risks_of
from risk.queries.register import RISKS, TASKS
from risk.queries.words import FIGURE_WORDS, SERVICE_WORDS, UNIT_WORDS, figure_said, title_of
from risk.scale import Level
from risk.store import register, tasks
from risk.store.scoring import rescore
from risk.terms import Treatment
from service.columns import utc_now
from service.database import reading, transaction
from service.refusal import MissingError
from tests import factories

NOW = utc_now()
TODAY = NOW.date()
BY = By("เจ้าหน้าที่จำลอง", NOW)


@pytest.fixture
def office(database: Engine) -> Office:
    with transaction(database) as session:
        return factories.make_office(session)


@pytest.fixture
def site(database: Engine, office: Office) -> Site:
    with transaction(database) as session:
        return factories.make_site(session, office)


def written(engine: Engine, office: Office, site: Site | None, **values: Any) -> int:
    given = {"site_id": site.id if site else None, "title": "น้ำท่วมห้องเครือข่าย", "threat": "อุปกรณ์เสียหาย"}
    with transaction(engine) as session:
        draft = register.RiskDraft.read({**given, "likelihood": 3, "impact": 5, **values})
        return register.create_risk(session, draft, office_id=office.id or 0, by=BY).id or 0


def found(engine: Engine, sight: Sight, filters: Mapping[str, str] | None = None) -> list[int]:
    with reading(engine) as session:
        return RISKS.ids(session, sight, Asked(filters=filters or {}))[0]


def test_a_school_sees_its_own_risks_and_no_others(database: Engine, office: Office, site: Site) -> None:
    with transaction(database) as session:
        other = factories.make_site(session, office)
        foreign = factories.make_office(session)
        foreign_site = factories.make_site(session, foreign)
    own, of_office = written(database, office, site), written(database, office, None)
    theirs, far = written(database, office, other), written(database, foreign, foreign_site)
    office_id = office.id or 0
    school = Sight(office_id, site.id)
    assert found(database, school) == [own]
    assert set(found(database, Sight(office_id))) == {own, of_office, theirs}
    with reading(database) as session:
        for hidden in (of_office, theirs, far):
            with pytest.raises(MissingError):
                card(session, school, hidden)
        with pytest.raises(MissingError):
            card(session, Sight(office_id), far)
        assert counts.heat_map(session, school, TODAY).total == 1
        assert counts.waiting(session, school, TODAY).live == 1
        assert [line.total for line in counts.by_cause(session, school)] == [1]
        assert risks_of(session, school, site_id=other.id).total == 0


def test_the_heat_map_counts_live_risks_and_shows_what_is_expected_to_remain(
    database: Engine, office: Office, site: Site
) -> None:
    first = written(database, office, site)
    written(database, office, site, likelihood=1, impact=1)
    gone = written(database, office, site)
    with transaction(database) as session:
        wish = register.TreatmentDraft(
            treatment=Treatment.TRANSFER, plan="ประกันภัย", residual_likelihood=2, residual_impact=3
        )
        register.treat(session, session.get_one(Risk, first), wish, by=BY)
        register.close(session, session.get_one(Risk, gone), "ย้ายห้องแล้ว", by=BY)
    sight = Sight(office.id or 0)
    with reading(database) as session:
        current = counts.heat_map(session, sight, TODAY)
        residual = counts.heat_map(session, sight, TODAY, is_residual=True)
    assert current.by_level == {Level.VERY_HIGH: 1, Level.HIGH: 0, Level.MODERATE: 0, Level.LOW: 1}
    assert residual.by_level == {Level.VERY_HIGH: 0, Level.HIGH: 0, Level.MODERATE: 1, Level.LOW: 1}
    (top, *_rest) = current.rows
    assert [cell.key for cell in top] == ["5-1", "5-2", "5-3", "5-4", "5-5"]
    assert found(database, sight, {"position": "3-5", "risk_state": "live"}) == [first]
    assert found(database, sight, {"remaining": "2-3"}) == [first]
    for nonsense in ("9-9", "3", "a-b", "3-5-1", ""):
        assert found(database, sight, {"position": nonsense or "0-0"}) == []


def test_what_waits_is_counted_and_found_by_its_filter(database: Engine, office: Office, site: Site) -> None:
    risk_id = written(database, office, site)
    with transaction(database) as session:
        risk = session.get_one(Risk, risk_id)
        late = tasks.TaskDraft.read({"what": "ยกตู้ให้สูงขึ้น", "owner": "ช่าง", "due_on": TODAY - timedelta(days=1)})
        tasks.add_task(session, risk, late, by=BY)
        register.treat(session, risk, register.TreatmentDraft(treatment=Treatment.ACCEPT, plan="เกิดได้ยาก"), by=BY)
    sight = Sight(office.id or 0)
    with reading(database) as session:
        seen = counts.waiting(session, sight, TODAY)
        listed = TASKS.find(session, sight, Asked(filters={"task_state": "overdue"}))
    assert (seen.overdue, seen.proposed, seen.very_high, seen.untreated) == (1, 1, 1, 0)
    assert found(database, sight, {"tasks": "overdue"}) == [risk_id]
    assert found(database, sight, {"risk_state": "proposed"}) == [risk_id]
    assert found(database, sight, {"risk_state": "accepted"}) == []
    assert [row["what"] for row in listed.rows] == ["ยกตู้ให้สูงขึ้น"]


def test_causes_come_with_the_gravest_first(database: Engine, office: Office) -> None:
    with transaction(database) as session:
        for site in [factories.make_site(session, office) for _ in range(3)]:
            factories.make_device(session, site)
    with transaction(database) as session:
        rescore(session, office.id or 0, NOW)
    written(database, office, None, likelihood=5, impact=5)
    with reading(database) as session:
        lines = counts.by_cause(session, Sight(office.id or 0))
        titles = [
            title_of(one, "en") for one in risks_of(session, Sight(office.id or 0)).risks if one.rule == "no_manual"
        ]
    assert lines[0].rule == ""
    assert {line.rule: line.total for line in lines}["no_manual"] == 3
    assert all("no current network manual" in title for title in titles)


def test_every_unit_and_service_of_a_rule_has_words() -> None:
    for rule in all_rules().values():
        assert rule.unit in UNIT_WORDS, rule.key
        assert rule.service in SERVICE_WORDS, rule.key
    assert figure_said("days_since_end", -12) == (UNIT_WORDS["days_to_end"], {"figure": "12"})


def test_every_figure_that_a_rule_names_has_words() -> None:
    """Figures stand as texts in the rules; those that are made of a subject are named here."""
    named = {"outages", "outage_at", "events", "event_at"}
    for file in Path(risk.terms.__file__).parent.rglob("*.py"):
        named |= set(re.findall(r'Evidence\(\s*"(\w+)"', file.read_text(encoding="utf-8")))
    assert named <= set(FIGURE_WORDS)
    assert set(FIGURE_WORDS) <= named, "a word that no rule says"
