"""All claims of a month in the background: each in its own transaction, those sent before left alone and told."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.contract import Claim, ClaimState
from inventory.queries.claims import claimable
from inventory.queries.sight import Sight
from inventory.store.acting import ForOffice
from inventory.store.claims import draft_claim, move_claim
from netops.audit import Actor
from netops.models.person import AuditEntry
from netops.work.claims_job import Links, claims_work
from netops.work.jobs import Progress
from service.database import reading, transaction
from tests import factories
from tests.inventory.sla.november import LATER, NOVEMBER
from tests.inventory.sla.stored import make_november


@pytest.mark.parametrize("processes", [1, 2])
def test_every_link_under_a_contract_of_the_office_is_claimed(database: Engine, processes: int) -> None:
    """Two links; one was sent already. A link of another office and one without a contract are not asked."""
    with transaction(database) as session:
        office = factories.make_office(session)
        drafted, sent = make_november(session, office), make_november(session, office)
        make_november(session)
        factories.make_link(session, factories.make_site(session, office))
        assert office.id is not None
        assert sent.id is not None
        claim = draft_claim(session, sent.id, NOVEMBER, ForOffice(office.id, LATER))
        move_claim(claim, ClaimState.SENT, at=LATER, now=LATER)
        session.add(claim)
    progress = Progress()
    with reading(database) as session:
        links = Links(claimable(session, Sight(office.id)), NOVEMBER)
    assert sorted(links.ids) == sorted([drafted.id or 0, sent.id])
    came = claims_work(database, links, actor=Actor("it", office.id), at=LATER, processes=processes)(progress)
    assert (came["due"], came["nothing"], came["refused"], came["total_satang"]) == (1, 0, 1, 2472)
    why = [row["why"] for row in came["refused_rows"]]  # type: ignore[attr-defined]
    assert why == [[["The claim of this month was sent already; make a new revision", {}]]]
    assert (progress.done, progress.total) == (2, 2)
    with reading(database) as session:
        claims = session.exec(select(Claim).order_by(Claim.id)).all()  # type: ignore[arg-type]
        assert [(claim.link_id, claim.state) for claim in claims] == [
            (sent.id, ClaimState.SENT),
            (drafted.id, ClaimState.DRAFTED),
        ]
        assert session.exec(select(AuditEntry.action)).all() == ["claims.drafted"]
