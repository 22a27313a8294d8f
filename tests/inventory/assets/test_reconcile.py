"""Book against network: each difference by itself, nothing joined on a guess, and nothing told twice when settled."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.assets.reconcile import Difference, Found, InBook, InNetwork, reconcile

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
CARD = InBook(1, 7, "SN-001", "CRS326", 10)
DEVICE = InNetwork(10, 7, "sn001", "CRS326-24G-2S+RM", NOW)


def found(cards: list[InBook], devices: list[InNetwork]) -> list[Found]:
    return reconcile(cards, devices, now=NOW, unseen_days=30)


def kinds(card: InBook, device: InNetwork) -> list[Difference]:
    return [one.kind for one in found([card], [device])]


def test_what_agrees_is_not_told() -> None:
    """Case and hyphens of a serial, and a model told shorter, are no difference."""
    assert found([CARD], [DEVICE]) == []


@pytest.mark.parametrize(
    ("card", "device", "kind"),
    [
        ({}, {"site_id": 8}, Difference.ELSEWHERE),
        ({"site_id": None}, {}, Difference.ELSEWHERE),
        ({}, {"serial": "SN-002"}, Difference.SERIAL),
        ({}, {"model": "RB750"}, Difference.MODEL),
        ({}, {"seen_at": NOW - timedelta(days=31)}, Difference.NOT_SEEN),
        ({"device_id": None}, {}, Difference.LINK),
    ],
)
def test_each_difference_by_itself(card: dict[str, object], device: dict[str, object], kind: Difference) -> None:
    told = found([dataclasses.replace(CARD, **card)], [dataclasses.replace(DEVICE, **device)])  # type: ignore[arg-type]
    assert [(one.kind, one.asset_id, one.device_id) for one in told] == [(kind, 1, 10)]


@pytest.mark.parametrize(
    ("card", "device"),
    [
        ({"serial": ""}, {}),
        ({}, {"serial": ""}),
        ({"model": ""}, {"model": "RB750"}),
        ({}, {"seen_at": NOW - timedelta(days=30)}),
        ({}, {"seen_at": None}),  # never seen: nothing is known of it
    ],
)
def test_silence_is_no_difference(card: dict[str, object], device: dict[str, object]) -> None:
    assert kinds(dataclasses.replace(CARD, **card), dataclasses.replace(DEVICE, **device)) == []  # type: ignore[arg-type]


def test_a_device_of_nobody_is_not_in_the_book() -> None:
    assert found([], [DEVICE]) == [Found(Difference.NOT_IN_BOOK, None, 10, "", "sn001")]


def test_two_of_one_serial_are_never_joined() -> None:
    free = dataclasses.replace(CARD, device_id=None)
    twin = dataclasses.replace(free, id=2)
    assert [one.kind for one in found([free, twin], [DEVICE])] == [Difference.NOT_IN_BOOK]
    other = dataclasses.replace(DEVICE, id=11)
    assert [one.kind for one in found([free], [DEVICE, other])] == [Difference.NOT_IN_BOOK, Difference.NOT_IN_BOOK]


def test_a_card_whose_device_may_not_be_seen_says_nothing() -> None:
    """A school asks with its own devices only."""
    assert found([CARD], []) == []


def test_the_most_pressing_stands_first() -> None:
    away = dataclasses.replace(CARD, id=2, site_id=8, device_id=11, serial="x", model="")
    device = InNetwork(11, 7, "y", "", NOW - timedelta(days=90))
    stranger = InNetwork(12, 7, "z", "", NOW)
    told = [one.kind for one in found([CARD, away], [DEVICE, device, stranger])]
    assert told == [Difference.ELSEWHERE, Difference.SERIAL, Difference.NOT_IN_BOOK, Difference.NOT_SEEN]


serials = st.sampled_from(["", "a", "b", "c", "A-"])
cards = st.lists(
    st.builds(
        InBook, st.integers(1, 6), st.sampled_from([None, 7, 8]), serials, serials, st.none() | st.integers(1, 5)
    ),
    unique_by=(lambda card: card.id, lambda card: card.device_id if card.device_id is not None else -card.id),
    max_size=6,
)
devices = st.lists(
    st.builds(InNetwork, st.integers(1, 5), st.sampled_from([None, 7, 8]), serials, serials, st.just(NOW)),
    unique_by=lambda device: device.id,
    max_size=5,
)


@given(cards=cards, devices=devices)
def test_accepting_what_is_told_leaves_nothing_to_tell(cards: list[InBook], devices: list[InNetwork]) -> None:
    """Link, move and take the network's serial and model; what is not in the book is entered: then both agree."""
    by_id = {device.id: device for device in devices}
    book = {card.id: card for card in cards}
    for _round in range(2):  # what was linked may then be seen to differ
        for one in found(list(book.values()), devices):
            device = by_id[one.device_id or 0]
            row_id = one.asset_id or max(book, default=0) + 100
            book[row_id] = InBook(row_id, device.site_id, device.serial, device.model, device.id)
    assert found(list(book.values()), devices) == []
