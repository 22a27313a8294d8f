"""The seed shows a need of every reason and in every state before buying."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine
from sqlmodel import select

from netops.simulation.district import make_district
from netops.simulation.seed import PEOPLE, Ports, Seeding
from netops.vault import Vault
from procurement.models.need import Need
from procurement.needs.need import NeedState, Reason, Source
from service.database import reading, transaction


def test_needs_of_every_reason_and_source(engine: Engine, vault: Vault) -> None:
    district = make_district(schools=12, seed=1, today=date(2026, 11, 22))
    with transaction(engine) as session:
        passwords = {name: "a password" for name, *_more in PEOPLE}
        Seeding(session, district, Ports(1161, 1122, 1025), vault.seal).fill(passwords)
    with reading(engine) as session:
        needs = session.exec(select(Need)).all()
    assert {need.reason for need in needs} == set(Reason)
    # Needs of a case come from the school network, as a fact: no seed may pretend them.
    assert {need.source for need in needs} == set(Source) - {Source.CASE}
    bought = {NeedState.IN_SPECIFICATION, NeedState.ORDERED, NeedState.MET}
    assert {need.state for need in needs} >= set(NeedState) - bought
    assert all(need.score_hundredths > 0 for need in needs)
