"""What others are given of the newest run, small schools in bands, and the indicator of the objective."""

from __future__ import annotations

import pytest
from sqlmodel import Session

from contract.data.school_network import AccessRow, SmallSchoolRow, UnderServedRow
from planning.school_network.giving import access, small_schools, under_served
from service.database import reading
from tests.planning.entering import Entered
from tests.planning.school_network import acting, given
from tests.planning.served import Served


def test_access_by_district_is_given_with_its_run(planner: Entered, network: Served) -> None:
    with reading(network.engine) as session:
        assert access(session, given.OFFICE).rows == ()
    acting.begin_run(planner)
    with reading(network.engine) as session:
        rows = access(session, given.OFFICE).rows
        far = under_served(session, given.OFFICE).rows
        small = small_schools(session, given.OFFICE).rows
        assert access(session, "5301").rows == ()
    found = {
        one.district: (one.villages, one.children, one.children_beyond) for one in rows if isinstance(one, AccessRow)
    }
    assert found == {"อำเภอใต้": (5, 38, 0), "อำเภอเหนือ": (5, 30, 10)}
    assert [(one.code, one.children_beyond) for one in far if isinstance(one, UnderServedRow)] == [
        ("V07", 3),
        ("V09", 7),
    ]
    assert [one.pupils for one in small if isinstance(one, SmallSchoolRow)] == [20, 23, 30]


@pytest.mark.requirement("P4-4.2")
def test_small_schools_in_bands_with_neighbours_as_alternatives(planner: Entered) -> None:
    at = acting.begin_run(planner)
    page = planner.get(f"{at}?tab=small").text
    assert '<td data-label="Pupils" class="num">1–20</td><td data-label="Schools" class="text-end num">1</td>' in page
    assert '<td data-label="Pupils" class="num">21–40</td><td data-label="Schools" class="text-end num">2</td>' in page
    assert "โรงเรียนสมมติ D" not in page
    assert given.CODES["D"] in planner.get(f"{at}/villages.csv").text
    profile = planner.get(f"/profiles/{given.CODES['A']}").text
    assert "Pupils by grade" in profile
    assert "2569: 20" in profile


def test_the_map_changes_when_the_children_do(network: Served, planner: Entered) -> None:
    acting.begin_run(planner)

    def beyond(session: Session) -> int:
        return sum(one.children_beyond for one in access(session, given.OFFICE).rows if isinstance(one, AccessRow))

    with reading(network.engine) as session:
        assert beyond(session) == 10
    given.told(network.engine, "villages", given.moved(given.villages(), "V09", 18))
    acting.begin_run(planner)
    with reading(network.engine) as session:
        assert beyond(session) == 3
