"""Places of delivery that name no school, and things that go nowhere."""

from __future__ import annotations

from procurement.checks.delivery import Place, places_without_school


def test_a_place_without_a_school_is_named() -> None:
    places = [Place("อาคาร 1", "57010001", 2), Place("ตามที่กำหนด", " ", 1)]
    (found,) = places_without_school(places, quantity=3)
    assert (found.line, found.values) == (1, {"place": "ตามที่กำหนด"})


def test_what_goes_nowhere_is_counted() -> None:
    places = [Place("อาคาร 1", "57010001", 2)]
    assert places_without_school(places, quantity=2) == ()
    assert [one.values for one in places_without_school(places, quantity=3)] == [{"quantity": 3, "delivered": 2}]
    assert [one.values for one in places_without_school([], quantity=1)] == [{"quantity": 1, "delivered": 0}]
