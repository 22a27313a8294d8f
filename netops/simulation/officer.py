"""An invented IT officer: works off the order to end the network of the school that the demonstration closes.

The order comes from the running school network, some seconds after both have started. Orders that a visitor of the
demonstration brings about are left to the visitor.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.decommission import Decommission, DecommissionTask, Left, OrderState
from inventory.models.device import Device
from inventory.models.site import Office
from inventory.queries.sight import Sight
from inventory.store.decommissioning import tasks_of
from netops.audit import Actor
from netops.editors import Hand
from netops.models.person import Person, Role
from netops.settings import Settings
from netops.siblings.decommissioning import Decommissions, EndDraft, MoveDraft
from netops.simulation.places import places_of
from netops.vault import Vault
from service.database import make_engine, transaction

LOOKS_EVERY_S: Final = 2.0

log = logging.getLogger(__name__)


async def work(settings: Settings) -> None:
    """Until the order of the demonstration's case is worked off; at once when it was in an earlier run."""
    engine, vault = make_engine(settings.url), Vault.open(settings.data_dir)
    try:
        while not await asyncio.to_thread(_is_done, engine, vault, settings):  # noqa: ASYNC110 - others write it
            await asyncio.sleep(LOOKS_EVERY_S)
    finally:
        engine.dispose()


def _is_done(engine: Engine, vault: Vault, settings: Settings) -> bool:
    """What fails is logged and tried again: a dead task would be silent."""
    case = places_of(settings.data_dir).get("case", "").rpartition("/")[2]
    try:
        return bool(case) and look(engine, vault, case)
    except Exception:
        log.exception("the order of the demonstration was not worked off")
        return False


def look(engine: Engine, vault: Vault, case: str) -> bool:
    """Whether the order of the case came and nothing of it is left: each link ended and each device moved, as on the
    page of the order.
    """
    with transaction(engine) as session:
        row = session.exec(select(Decommission).where(Decommission.case_key == case)).first()
        if row is not None and row.state is OrderState.ORDERED:
            _work_off(session, vault, row)
        return row is not None


def _work_off(session: Session, vault: Vault, row: Decommission) -> None:
    office = session.get_one(Office, row.office_id)
    person = session.exec(select(Person).where(Person.office_id == office.id, Person.role == Role.IT)).first()
    assert person is not None
    today = datetime.now(ZoneInfo(office.timezone)).date()
    actor = Actor(person.name, office.id, person.id)
    desk = Decommissions(Hand(session, actor, Sight(row.office_id), vault.seal), today)
    for task in _in_order(session, row):
        if task.subject is Left.LINK:
            desk.end(row, task.subject_id, EndDraft(ended_on=today))
        else:
            device = session.get_one(Device, task.subject_id)
            moved = MoveDraft(name=f"{device.name}-{row.id}", address=device.address)
            desk.move(row, task.subject_id, moved)


def _in_order(session: Session, row: Decommission) -> list[DecommissionTask]:
    """Links first; of devices those that stand behind others before those others."""
    left = [one for one in tasks_of(session, row) if one.outcome is None]
    return sorted(left, key=lambda one: (one.subject is not Left.LINK, -one.subject_id))
