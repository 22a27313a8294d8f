"""Codes of papers: what is mistyped is told, and a QR is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.document.code import ALPHABET, LENGTH, WrongCodeError, drawn, new_code, read_code, read_mark, shown

CODES = st.builds(new_code)


def test_no_two_signs_are_taken_for_one_another() -> None:
    assert not set("0O1IL") & set(ALPHABET)
    assert len(set(ALPHABET)) == 31


@given(CODES)
def test_a_code_is_read_as_it_is_shown_however_it_is_typed(code: str) -> None:
    assert len(code) == LENGTH
    assert read_code(shown(code)) == code
    assert read_code(f" {code[:3].lower()} {code[3:]} ") == code


@given(CODES, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_told(code: str, at: int, sign: str) -> None:
    wrong = code[:at] + sign + code[at + 1 :]
    if wrong != code:
        with pytest.raises(WrongCodeError):
            read_code(wrong)


@given(CODES, st.integers(0, LENGTH - 3))
def test_two_signs_that_changed_places_are_told(code: str, at: int) -> None:
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    if wrong != code:
        with pytest.raises(WrongCodeError):
            read_code(wrong)


@pytest.mark.parametrize("text", ["", "ABC", "0" * 12, "ก" * 12, "https://bank.example/ABCDEFGHJKMN"])
def test_what_is_no_code_is_refused(text: str) -> None:
    for read in (read_code, read_mark):
        with pytest.raises(WrongCodeError):
            read(text)


def test_a_qr_is_drawn_in_black_on_white() -> None:
    svg = drawn(new_code()).decode()
    assert svg.startswith("<svg")
    assert "white" in svg or "#fff" in svg
