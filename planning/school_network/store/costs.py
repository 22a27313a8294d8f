"""What the networks of receiving schools would lack after the changes of a scenario, by netops' own figures."""

from __future__ import annotations

from sqlmodel import Session

from planning.kit import copies
from planning.school_network.connecting import Shortfall, shortfalls
from planning.school_network.mapping.scenario import StepRefusedError, arrivals
from planning.school_network.models.scenario import Scenario
from planning.school_network.store.runs import measured
from planning.school_network.store.scenarios import changes_of, run_of
from planning.school_network.store.sources import NETWORK
from service.uploads import Uploads


def lacking(session: Session, uploads: Uploads, row: Scenario) -> tuple[Shortfall, ...]:
    """By receiving school; none while the steps cannot be carried out."""
    network, run, _districts = measured(session, run_of(session, row), uploads)
    try:
        come = arrivals(network, run, changes_of(session, row))
    except StepRefusedError:
        return ()
    rows = copies.rows(session, row.office_code, NETWORK).rows
    return shortfalls(come, rows, row.device_satang, row.mbps_month_satang)
