"""What stands before what: parents, lines, devices at other schools; rings that explain nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from inventory.lineage import DeviceSpot, Lineage, LinkSpot, Thing
from inventory.models.outage import Subject


def link(number: int) -> Thing:
    return Subject.LINK, number


def device(number: int) -> Thing:
    return Subject.DEVICE, number


def test_a_link_is_reached_through_a_device_at_another_school_and_all_behind_it_is_cut_off_with_that() -> None:
    found = Lineage.of(
        [DeviceSpot(1, 1), DeviceSpot(2, 2), DeviceSpot(3, 2, parent_id=2), DeviceSpot(4, 3)],
        [LinkSpot(1, 1), LinkSpot(2, 2, upstream_id=1), LinkSpot(3, 3, upstream_id=1), LinkSpot(4, 3)],
    )
    assert found.before[link(2)] == (device(1),)
    assert found.behind(link(1)) == {device(1), link(2), device(2), device(3), link(3)}
    # School 3 has a second line and is reached by it.
    assert found.sites_behind(link(1)) == (2,)
    assert found.order.index(device(1)) < found.order.index(link(2)) < found.order.index(device(3))


def test_what_nothing_asks_is_looked_through() -> None:
    found = Lineage.of(
        [DeviceSpot(1, 1), DeviceSpot(2, 1, parent_id=1, asked=False), DeviceSpot(3, 1, parent_id=2)], [LinkSpot(1, 1)]
    )
    assert found.before[device(3)] == (device(1),)
    assert device(2) not in found.before


def test_an_agent_sees_from_inside_so_that_only_its_own_parents_explain() -> None:
    found = Lineage.of(
        [DeviceSpot(1, 1), DeviceSpot(2, 1, parent_id=1, agent_id=7), DeviceSpot(3, 1, parent_id=2, agent_id=7)],
        [LinkSpot(1, 1)],
    )
    assert (found.before[device(2)], found.before[device(3)]) == ((), (device(2),))


def test_a_device_of_the_own_school_is_never_before_its_link() -> None:
    found = Lineage.of([DeviceSpot(1, 1)], [LinkSpot(1, 1, upstream_id=1)])
    assert (found.before[link(1)], found.before[device(1)]) == ((), (link(1),))


numbers = st.none() | st.integers(1, 12)


@st.composite
def inventories(draw: st.DrawFn) -> tuple[list[DeviceSpot], list[LinkSpot]]:
    """Any wiring at all, rings included."""
    devices = [
        DeviceSpot(number, draw(st.integers(1, 4)), draw(numbers), f"10.0.0.{number}", asked=draw(st.booleans()))
        for number in range(1, 13)
    ]
    links = [
        LinkSpot(number, draw(st.integers(1, 4)), draw(numbers), draw(numbers), f"10.0.0.{draw(st.integers(1, 12))}")
        for number in range(1, 7)
    ]
    return devices, links


@given(inventories())
def test_nothing_explains_itself_whatever_was_put_in(wiring: tuple[list[DeviceSpot], list[LinkSpot]]) -> None:
    found = Lineage.of(*wiring)
    asked = {device(d.id) for d in wiring[0] if d.asked} | {link(each.id) for each in wiring[1]}
    assert set(found.order) == asked
    place = {thing: number for number, thing in enumerate(found.order)}
    assert all(place[before] < place[thing] for thing in asked for before in found.before[thing])


@given(inventories(), st.integers(1, 12))
def test_behind_is_what_no_open_way_leads_to(wiring: tuple[list[DeviceSpot], list[LinkSpot]], number: int) -> None:
    found = Lineage.of(*wiring)
    cut = device(number)
    reached: set[Thing] = set()
    for thing in found.order:
        before = found.before[thing]
        if thing != cut and (not before or any(each in reached for each in before)):
            reached.add(thing)
    assert found.behind(cut) == set(found.order) - reached - {cut}
