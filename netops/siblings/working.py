"""What waits for people at planning services: kept as each told it last, so that there is one list of it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete, select

from contract.events import Fact
from contract.planning import WorkMoved
from inventory.models.site import Office
from netops.models.heard import SiblingStep
from service.hearing import Handler

LONGEST_TITLE = 255
LONGEST_STEP = 120


def taker(service: str) -> Handler:
    """What this service tells of a run takes the place of what it told of it before."""

    def take(session: Session, fact: Fact, _at: datetime) -> str:
        assert isinstance(fact, WorkMoved)
        office = session.exec(select(Office).where(Office.code == fact.office_code)).first()
        if office is None:
            return "no such office here"
        same = (col(SiblingStep.service) == service, col(SiblingStep.run_key) == fact.run_key)
        session.exec(delete(SiblingStep).where(col(SiblingStep.office_id) == office.id, *same))
        session.add_all(
            SiblingStep(
                office_id=office.id or 0,
                service=service,
                run_key=fact.run_key,
                step_key=one.key,
                title=fact.title[:LONGEST_TITLE],
                step_th=one.title_th[:LONGEST_STEP],
                step_en=one.title_en[:LONGEST_STEP],
                owner=one.owner[:32],
                due_on=one.due_on,
                path=fact.path[:LONGEST_TITLE],
            )
            for one in {step.key: step for step in fact.due}.values()
        )
        return f"{len(fact.due)} steps due"

    return take
