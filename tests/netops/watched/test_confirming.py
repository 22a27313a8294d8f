"""What confirms an outage and what is degraded, as set on pages, reaches what the poller judges by."""

from __future__ import annotations

from sqlalchemy import Engine

from inventory.models.site import Site
from inventory.state import Limits
from netops.polling.wiring import limits_in_force
from netops.settings import Settings
from netops.watched.confirming import load_confirmation, store_confirmation
from netops.watched.limits import Metric
from netops.watched.rules import RuleDraft, store_rule
from service.database import transaction
from tests.factories import make_office, make_site


def test_nothing_set_is_nothing_apart(database: Engine, settings: Settings) -> None:
    with transaction(database) as session:
        make_site(session, make_office(session))
    assert limits_in_force(database, settings) == {}


def test_each_office_judges_its_own_places_and_a_school_its_own_links(database: Engine, settings: Settings) -> None:
    with transaction(database) as session:
        sites: list[Site] = []
        for down_after in (1, 3):
            office = make_office(session)
            assert office.id is not None
            wanted = load_confirmation(session, office.id, settings).with_changes({"down_after": down_after})
            store_confirmation(session, office.id, wanted)
            sites += [make_site(session, office), make_site(session, office)]
        lossy = sites[0]
        draft = RuleDraft(metric=Metric.LOSS, raise_at=20, clear_at=10)
        store_rule(session, draft, office_id=lossy.office_id, site_id=lossy.id or 0)
        off = RuleDraft(metric=Metric.ROUND_TRIP, raise_at=3, clear_at=2, enabled=False)
        store_rule(session, off, office_id=sites[2].office_id)
        ids = [site.id or 0 for site in sites]
    found = limits_in_force(database, settings)
    assert found[ids[0]] == Limits(down_after=1, loss_percent=20, loss_clear_percent=10)
    assert found[ids[1]] == Limits(down_after=1)
    assert found[ids[2]].rtt_factor == found[ids[3]].rtt_factor == float("inf")
    assert found[ids[2]].loss_percent == Limits().loss_percent
