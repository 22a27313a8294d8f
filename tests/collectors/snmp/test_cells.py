"""What one value becomes; and that no value whatever makes the decoding raise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.snmp import cells
from collectors.snmp.session import SnmpValue, Tag, VarBind


def cell(value: SnmpValue, tag: int = Tag.OCTET_STRING) -> VarBind:
    return VarBind((1, 3), tag, value)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"uplink", "uplink"),
        (b"port 1\x00", "port 1"),
        (b"port\x001\x07", "port 1"),
        (b"two\r\nlines", "two lines"),
        ("ห้องคอม".encode(), "ห้องคอม"),
        ("ห้องคอม".encode("cp874"), "ห้องคอม"),
        (b"\xff\xfe\xdb", "\xff\xfe\xdb"),
        (b"", ""),
        (b"  padded  ", "padded"),
    ],
)
def test_text_is_one_printable_line(raw: bytes, shown: str) -> None:
    assert cells.text(cell(raw)) == shown


def test_text_is_cut_to_its_limit() -> None:
    assert cells.text(cell(b"x" * 5000)) == "x" * 255


def test_a_paragraph_keeps_its_lines() -> None:
    assert cells.paragraph(cell(b"Switch\r\nVersion 1\rRelease 2\x00")) == "Switch\nVersion 1\nRelease 2"


@pytest.mark.parametrize(
    ("value", "tag", "meant"),
    [
        (42, Tag.INTEGER, 42),
        (b"23.5 C", Tag.OCTET_STRING, 23.5),
        (b" -7", Tag.OCTET_STRING, -7),
        (b"none", Tag.OCTET_STRING, None),
        (b"\x9f\x78\x04\x41\xbc\x00\x00", Tag.OPAQUE, 23.5),
        (b"\x9f\x78\x04\x7f\xc0\x00\x00", Tag.OPAQUE, None),
        (b"12", Tag.IP_ADDRESS, None),
        ((1, 3), Tag.OBJECT_ID, None),
        (None, Tag.NO_SUCH_INSTANCE, None),
    ],
)
def test_a_number_is_understood_however_it_is_sent(value: SnmpValue, tag: int, meant: float | None) -> None:
    assert cells.number(cell(value, tag)) == meant


def test_a_size_that_wrapped_to_negative_is_put_right() -> None:
    assert cells.count(cell(-1_000_000_000, Tag.INTEGER)) == 3_294_967_296


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (b"\x00\x1d\xe5\x84\x98\xc0", "00:1d:e5:84:98:c0"),
        (b"0:1d:E5:84:98:c0", "00:1d:e5:84:98:c0"),
        (b"80 E0 1D C8 95 00", "80:e0:1d:c8:95:00"),
        (b"", ""),
        (b"abcd", ""),
    ],
)
def test_mac(raw: bytes, shown: str) -> None:
    assert cells.mac(cell(raw)) == shown


@pytest.mark.parametrize(
    ("value", "share"), [(0, 0), (100.4, 100), (-0.2, 0), (250, None), (float("nan"), None), (None, None)]
)
def test_percent_is_never_outside_its_range(value: float | None, share: float | None) -> None:
    assert cells.percent(value) == share


def test_an_oid_of_ours_is_under_enterprises_unless_absolute() -> None:
    assert cells.oid_of("9.1.5") == (1, 3, 6, 1, 4, 1, 9, 1, 5)
    assert cells.oid_of(".1.3.6") == (1, 3, 6)


VALUES = st.one_of(
    st.none(), st.integers(), st.binary(max_size=2000), st.lists(st.integers(0, 2**32), max_size=200).map(tuple)
)


@settings(deadline=None)
@given(value=VALUES, tag=st.integers(0, 255))
def test_no_value_makes_decoding_raise(value: SnmpValue, tag: int) -> None:
    one = cell(value, tag)
    assert len(cells.text(one)) <= 255
    assert len(cells.paragraph(one)) <= 1024
    assert not any(ord(character) < 32 for character in cells.text(one))
    assert cells.number(one) is None or isinstance(cells.number(one), int | float)
    assert cells.mac(one) == "" or len(cells.mac(one)) in (17, 23)
    assert (cells.count(one) or 0) >= 0
