"""What cannot be meant is no fact and no reading."""

from __future__ import annotations

import pytest

from collectors.snmp.plausible import credible, is_sentinel, plausible


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("8.4.2.5\u0e3aCopyright (c) 1999-2010", "8.4.2.5"),  # 0xDA where a line end should be
        ("6.3.0r24.0 Copyright 2010", "6.3.0r24.0"),
        ("Copyright (c) 2010", ""),
        ("\u0e20\u0e08P^", ""),  # bytes that are no text
        ("---", ""),
        ("Serveur modèle 2", "Serveur modèle 2"),
        ("型号 S5720", "型号 S5720"),
        ("SW-26G", "SW-26G"),
    ],
)
def test_a_fact_ends_where_nonsense_begins(said: str, meant: str) -> None:
    assert credible(said) == meant


@pytest.mark.parametrize(
    ("kind", "raw", "told"),
    [
        ("voltage", -1, False),
        ("power", -1, False),
        ("temperature", -1, True),
        ("dbm", -1, True),
        ("state", -1, True),
        ("voltage", -12, True),  # a rail of a computer
        ("temperature", -32768, False),
        ("state", 2**31 - 1, False),
    ],
)
def test_minus_one_is_a_reading_only_where_something_can_be_negative(kind: str, raw: int, told: bool) -> None:
    assert is_sentinel(kind, raw) is not told


def test_a_scaled_value_out_of_its_range_is_none() -> None:
    assert plausible("temperature", 40.0)
    assert not plausible("temperature", 400.0)
    assert not plausible("humidity", -1.0)
