"""Names come in the order of the Thai dictionary out of both databases, also where two are asked for at once."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from inventory.models.site import Site
from inventory.queries.inventory_table import SITES
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from service.database import reading, transaction
from service.thai_order import in_thai
from tests import factories

# A leading vowel stands behind the consonant that is spoken before it; by code points เ and โ would come last.
NAMES = ["บ้านกลาง", "บ้านเกาะ", "บ้านโคก", "บ้านงาม", "บ้านไทร", "บ้านนา", "บ้านแม่", "บ้านหนอง", "บ้านอุดม"]


@pytest.fixture
def office_id(database: Engine) -> int:
    with transaction(database) as session:
        office = factories.make_office(session)
        for name in reversed(NAMES):
            factories.make_site(session, office, name=name, district="อำเภอสมมติ")
        assert office.id is not None
        return office.id


def test_lists_are_in_the_order_of_the_dictionary(database: Engine, office_id: int) -> None:
    assert sorted(NAMES) != NAMES
    with reading(database) as session:
        every = select(Site.name).where(Site.office_id == office_id)
        assert session.exec(every.order_by(in_thai(Site.name))).all() == NAMES
        assert session.exec(every.order_by(in_thai(Site.name).desc())).all() == NAMES[::-1]
        grouped = every.group_by(col(Site.name)).order_by(in_thai(Site.name)).limit(3)
        assert session.exec(grouped).all() == NAMES[:3]


@pytest.mark.parametrize(("asked", "wanted"), [(Asked(), NAMES), (Asked(sort="name", descending=True), NAMES[::-1])])
def test_the_table_of_schools_too(database: Engine, office_id: int, asked: Asked, wanted: list[str]) -> None:
    with reading(database) as session:
        assert [row["name"] for row in SITES.find(session, Sight(office_id), asked).rows] == wanted
