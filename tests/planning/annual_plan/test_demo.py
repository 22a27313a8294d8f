"""The invented plan: whole, once, and with the need of netops that treats a risk."""

from __future__ import annotations

from datetime import date

import pytest

from contract.data.netops import NeedRow
from planning.annual_plan import copied
from planning.annual_plan.demo import fill
from service.database import transaction
from service.invented import OFFICE_CODE
from service.refused import RefusedCommandError
from tests.planning.annual_plan.conftest import Office
from tests.planning.annual_plan.copies import keep

NEEDS = (
    NeedRow(id=6, title="ไม่เกี่ยวกับความเสี่ยง", quantity=1, state="approved"),
    NeedRow(id=7, title="สวิตช์ทดแทน", quantity=2, state="approved", risks=(3,)),
)


def test_the_demonstration_has_money_and_a_line_for_what_netops_needs(office: Office) -> None:
    keep(office.served.engine, copied.NEEDS, NEEDS, office=OFFICE_CODE)
    with transaction(office.served.engine) as session:
        assert fill(session, date(2026, 11, 29)) == 4
    with pytest.raises(RefusedCommandError), transaction(office.served.engine) as session:
        fill(session, date(2026, 11, 29))
    assert [(one.need_id, one.amount_satang) for one in office.lines()][-1] == (7, 5_000_000)
    it = office.enter("planner", office_code=OFFICE_CODE)
    assert "1,250,000.00" in it.get("/allocations?year=2570").text
    assert "พัฒนาระบบเครือข่ายให้ใช้งานได้ต่อเนื่อง" in it.get("/projects?year=2570").text
