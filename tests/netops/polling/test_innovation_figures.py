"""Figures of innovations as `/metrics` shows them, each from the rows it counts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from innovation.models.innovation import Innovation, Stage
from innovation.models.rollout import HelpRequest, Reach, Rollout, Upkeep, UseCount
from netops.metrics import Family
from netops.polling.innovation_figures import of_innovations
from service.database import transaction
from tests import factories
from tests.factories import AT

TODAY = AT.date()


def test_adoption_stages_upkeep_and_help_are_told_and_nothing_unmeasured_is_a_zero(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session, code="u2")
        sites = [factories.make_site(session, office) for _ in range(2)]
        texts: dict[str, Any] = {"problem": "ก", "need": "ข", "owner": "ค", "office_id": office.id}
        used = Innovation(name='ระบบ "ก"', version="1", stage=Stage.RELEASE, **texts)
        unseen = Innovation(name="ระบบ ข", stage=Stage.RELEASE, **texts)
        session.add_all([used, unseen])
        session.flush()
        for row in (used, unseen):
            for site in sites:
                session.add(Rollout(innovation_id=row.id or 0, site_id=site.id or 0, reach=Reach.INSTALLED))
        session.add(UseCount(innovation_id=used.id or 0, site_id=sites[0].id or 0, day=TODAY, logins=4))
        session.add(Upkeep(innovation_id=used.id or 0, title="ก", due_on=TODAY.replace(day=1)))
        session.add(HelpRequest(innovation_id=used.id or 0, asked_on=TODAY, question="ก"))
        session.flush()
        found = {family: block.decode().splitlines() for family, block in of_innovations(session, now=AT).items()}
    assert found[Family.INNOVATION_SCHOOLS] == [
        'netops_innovation_schools{office="u2",innovation="ระบบ \\"ก\\" 1",use="used"} 1',
        'netops_innovation_schools{office="u2",innovation="ระบบ \\"ก\\" 1",use="unused"} 1',
        'netops_innovation_schools{office="u2",innovation="ระบบ ข",use="unmeasured"} 2',
    ]
    assert 'netops_innovations{office="u2",stage="release"} 2' in found[Family.INNOVATIONS]
    assert found[Family.UPKEEP_OVERDUE] == ['netops_innovation_upkeep_overdue{office="u2"} 1']
    assert found[Family.HELP_WAITING] == ['netops_innovation_help_waiting{office="u2"} 1']
