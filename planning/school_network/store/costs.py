"""What the networks of receiving schools would lack after the changes of a scenario, by netops' own figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session

from planning.kit import copies
from planning.school_network.connecting import Shortfall, shortfalls
from planning.school_network.mapping.scenario import StepRefusedError, arrivals
from planning.school_network.models.case import ChangeCase, ChildGroup
from planning.school_network.models.scenario import Scenario
from planning.school_network.store.runs import measured
from planning.school_network.store.scenarios import changes_of, plan_of, run_of
from planning.school_network.store.sources import NETWORK
from service.uploads import Uploads


def lacking_of_case(session: Session, row: ChangeCase, groups: Sequence[ChildGroup]) -> tuple[Shortfall, ...]:
    """What the children of a case would lack where they go, by the prices of its plan where it has one."""
    come: dict[str, int] = defaultdict(int)
    for one in groups:
        if one.to_code:
            come[one.to_code] += one.children
    plan = plan_of(session, row.office_code, row.scenario_key)
    prices = (0, 0) if plan is None else (plan.device_satang, plan.mbps_month_satang)
    return shortfalls(come, copies.rows(session, row.office_code, NETWORK).rows, *prices)


def lacking(session: Session, uploads: Uploads, row: Scenario) -> tuple[Shortfall, ...]:
    """By receiving school; none while the steps cannot be carried out."""
    network, run, _districts = measured(session, run_of(session, row), uploads)
    try:
        come = arrivals(network, run, changes_of(session, row))
    except StepRefusedError:
        return ()
    rows = copies.rows(session, row.office_code, NETWORK).rows
    return shortfalls(come, rows, row.device_satang, row.mbps_month_satang)
