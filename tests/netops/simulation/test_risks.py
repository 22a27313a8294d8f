"""The demo's register has lived: every state and way of treatment, tasks on the way, and risks that moved."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.link import Provider
from inventory.queries.sight import Sight
from netops.simulation.district import make_district
from netops.simulation.seed import PEOPLE, Ports, Seeding
from netops.vault import Vault
from procurement.models.need import Need, NeedRisk
from procurement.needs.need import NeedState
from risk.models.register import Risk, RiskAssessment, RiskTask
from risk.queries.counts import waiting
from risk.terms import Basis, Movement, RiskState, Treatment
from service.columns import utc_now
from service.database import reading, transaction


def fill(engine: Engine, vault: Vault) -> None:
    district = make_district(schools=12, seed=1, today=utc_now().date())
    with transaction(engine) as session:
        passwords = {name: "a password" for name, *_more in PEOPLE}
        Seeding(session, district, Ports(1161, 1122, 1025), vault.seal).fill(passwords)


def test_every_provider_can_be_called(engine: Engine, vault: Vault) -> None:
    fill(engine, vault)
    with reading(engine) as session:
        providers = session.exec(select(Provider)).all()
    assert len(providers) > 1
    assert all(one.phone and one.email for one in providers)
    assert len({one.phone for one in providers}) == len(providers)


def test_every_state_and_movement_is_there(engine: Engine, vault: Vault) -> None:
    fill(engine, vault)
    with reading(engine) as session:
        risks = session.exec(select(Risk)).all()
        moved = Counter(session.exec(select(RiskAssessment.movement)))
        tasks = session.exec(select(RiskTask)).all()
        seen = waiting(session, Sight(risks[0].office_id), utc_now().date())
    assert {RiskState.OPEN, RiskState.TREATING, RiskState.ACCEPTED} <= {risk.state for risk in risks}
    assert {risk.treatment for risk in risks} >= {None, Treatment.REDUCE, Treatment.TRANSFER, Treatment.ACCEPT}
    assert {Movement.FOUND, Movement.ROSE, Movement.FELL, Movement.JUDGED} <= set(moved)
    assert {risk.rule for risk in risks} >= {"", "repeated_outages", "single_uplink", "no_manual"}
    assert {0, 100} < {task.percent for task in tasks}
    assert 0 < seen.overdue < seen.live / 4
    assert 0 < seen.reviews < seen.live
    assert seen.proposed == 1
    assert seen.ending == 1


def test_what_falls_silent_often_is_to_be_replaced_and_waits_for_money(engine: Engine, vault: Vault) -> None:
    fill(engine, vault)
    with reading(engine) as session:
        wanted = (
            select(Need, Risk)
            .join(NeedRisk, col(NeedRisk.need_id) == Need.id)
            .join(Risk, col(Risk.id) == NeedRisk.risk_id)
        )
        treated = session.exec(wanted.where(Need.state == NeedState.APPROVED, Risk.rule == "repeated_outages")).all()
    assert len(treated) == 1
    need, risk = treated[0]
    assert need.device_id == risk.device_id
    assert risk.likelihood_basis is Basis.MEASURED
