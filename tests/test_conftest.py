"""The databases of the tests are what the release makes, and they are apart from each other."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlmodel import select

from inventory.models.site import Site
from netops import db
from tests.factories import make_device, make_link, make_office, make_person, make_site


def test_a_database_is_empty_and_at_the_newest_revision(database: Engine) -> None:
    current, newest = db.revisions(database)
    assert current == newest
    with db.transaction(database) as session:
        assert session.exec(select(Site)).all() == []
        office = make_office(session)
        site = make_site(session, office)
        make_device(session, site)
        make_link(session, site)
        make_person(session, office)
    with db.reading(database) as session:
        assert session.exec(select(Site.code)).one() == site.code
