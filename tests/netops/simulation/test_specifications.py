"""The demo has a specification of every standing, and nothing in it is open that would hold it up."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine
from sqlmodel import select

from netops.simulation.district import make_district
from netops.simulation.seed import PEOPLE, Ports, Seeding
from netops.vault import Vault
from procurement.judging import judge
from procurement.models.spec import Spec, SpecState
from procurement.store.sheets import sheet_of
from procurement.store.surroundings import surroundings_of
from service.database import transaction


def test_one_is_approved_one_waits_and_one_is_a_draft_with_a_price_above_its_ceiling(
    engine: Engine, vault: Vault
) -> None:
    district = make_district(schools=20, today=date(2026, 11, 22))
    passwords = dict.fromkeys((username for username, _name, _role in PEOPLE), "a password of tests")
    with transaction(engine) as session:
        Seeding(session, district, Ports(snmp=1161, ssh=1122, smtp=1025), vault.seal).fill(passwords)
        found = {}
        for spec in session.exec(select(Spec)):
            sheet = sheet_of(session, spec)
            found[spec.state] = [
                one.check for one in judge(sheet, surroundings_of(session, spec, sheet)) if one.is_open
            ]
    assert set(found) == {SpecState.APPROVED, SpecState.CHECKED, SpecState.DRAFT}
    assert found[SpecState.APPROVED] == found[SpecState.CHECKED] == []
    assert "ceiling" in found[SpecState.DRAFT]
