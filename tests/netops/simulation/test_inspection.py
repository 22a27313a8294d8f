"""The demo's inspection is in progress: something to decide, something not found, something left to look at."""

from __future__ import annotations

from sqlalchemy import Engine

from inventory.queries.inspections import lines, progress
from inventory.queries.sight import Sight
from inventory.store.inspections import find_round
from netops.simulation.inspection import seed_inspection
from service.columns import utc_now
from service.database import transaction
from tests import factories


def test_the_round_is_in_progress_with_a_conflict_and_assets_left(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        school = factories.make_site(session, office)
        for number in range(7):
            factories.make_asset(session, office, school, number=str(number))
        for name in ("director", "it"):
            factories.make_person(session, office, username=name, name=name)
        assert office.id is not None
        assert school.id is not None
        seed_inspection(session, office.id, school.id, ("director", "it"))
        held = find_round(session, 1, sight=Sight(office.id))
        told = progress(session, held)
        assert (told.total, told.answered, told.conflicts, told.not_found) == (7, 4, 1, 1)
        assert len(lines(session, Sight(office.id), held, now=utc_now(), show="open")) == 2
