"""The core database: its tables, and the revision that it is at."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from sqlalchemy import Engine

from innovation.models import evaluation, ict_plan, innovation, rollout
from inventory.core import Core
from inventory.models import (
    agent,
    asset,
    config,
    contract,
    credential,
    decommission,
    device,
    disposal,
    import_mapping,
    inspection,
    lending,
    link,
    message,
    outage,
    power,
    repair,
    sibling,
    site,
    stock,
    topology,
    transfer,
)
from netops.models import alert, case, heard, job, letter, paper, person, poller, posted, response, signing, threshold
from network.models import change, design, file, follow_up, survey
from procurement.models import criteria, need, need_told, plan, purchase, receipt, spec
from risk.models import register, settings
from service.migrations import Line

# Importing a table module is what registers it: named here so that metadata is whole wherever db is used.
TABLE_MODULES = (
    *(site, link, agent, device, config, topology, message, credential, outage, power, contract, asset, repair),
    *(sibling, decommission, heard, lending, transfer, stock, disposal, import_mapping, inspection),
    *(person, alert, job, poller, posted, paper, response, threshold, case, signing, letter),
    *(criteria, need, need_told, spec, plan, purchase, receipt),
    *(innovation, rollout, evaluation, ict_plan),
    *(register, settings),
    *(survey, design, change, file, follow_up),
)
MIGRATIONS = Path(__file__).parent.parent / "migrations"


LINE = Line("netops", MIGRATIONS / "versions", Core.metadata)


def alembic_config(url: str) -> Config:
    """Alembic's configuration of the core database."""
    return LINE.config(url)


def migrate(url: str, revision: str = "head") -> None:
    """Bring the database to a revision."""
    LINE.upgrade(url, revision)


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """(revision of the database, revision of this release)."""
    return LINE.current(engine), LINE.head
