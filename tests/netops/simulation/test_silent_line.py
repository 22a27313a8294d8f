"""The story of the money begins at a line that fell silent: measured, a risk, a need, an approved specification."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import select

from contract.data.netops import NeedRow
from contract.events import AllocationReduced
from inventory.models.site import Office
from inventory.store.acting import By
from netops.siblings.datasets import needs as told
from netops.simulation.silent_line import DAYS_AGO, TITLE
from netops.vault import Vault
from procurement.models.need import Need
from procurement.models.spec import SpecState
from procurement.needs.need import NeedState
from procurement.store.need_allocating import take_reduction
from procurement.store.need_risks import risks_of_need
from procurement.store.specs import find_spec
from risk.terms import RiskState
from service.columns import utc_now
from service.database import reading, transaction
from service.invented import SILENT, code_of
from tests.netops.simulation.test_risks import fill


def test_the_need_of_the_line_is_specified_and_rises_again_without_money(engine: Engine, vault: Vault) -> None:
    fill(engine, vault)
    with reading(engine) as session:
        office, need = session.exec(select(Office)).one(), session.exec(select(Need).where(Need.title == TITLE)).one()
        rows = told(session, office, utc_now()).rows
        (row,) = [one for one in rows if isinstance(one, NeedRow) and one.title == TITLE]
        assert (row.state, row.school_code) == ("in_specification", code_of(SILENT))
        assert row.unit_satang is not None
        assert row.unit_satang > 0
        assert row.spec_id is not None
        spec = find_spec(session, row.spec_id, office_id=office.id or 0)
        (risk,) = risks_of_need(session, need)
        assert spec.state is SpecState.APPROVED
        assert (risk.state, risk.figure) == (RiskState.TREATING, len(DAYS_AGO))
        assert risk.residual_likelihood == 1
        assert risk.withheld == []
    later, now = utc_now().date() + timedelta(days=200), utc_now()
    less = AllocationReduced(
        key="a" * 32, fiscal_year=2570, need_ids=(need.id or 0,), deferred_until=later, reason="จัดสรรลดลง"
    )
    with transaction(engine) as session:
        done, _is_new = take_reduction(session, less, office_id=office.id or 0, by=By("annual_plan", now))
        assert [one.is_deferred for one in done] == [True]
    with reading(engine) as session:
        need = session.get_one(Need, need.id)
        (risk,) = risks_of_need(session, need)
        assert (need.state, need.deferred_until, need.spec_id) == (NeedState.DEFERRED, later, None)
        assert risk.withheld
        assert find_spec(session, spec.id or 0, office_id=office.id or 0).state is SpecState.APPROVED
