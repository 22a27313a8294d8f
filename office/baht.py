"""Amounts of money: whole satang inside, "12,345.00 บาท" and Thai words on paper.

The words are num2words': checked against a table written by hand and read back for any amount (tests).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from num2words import num2words

SATANG_A_BAHT: Final = 100


def figures(satang: int) -> str:
    """12,345.00, without the word."""
    sign, baht, rest = _split(satang)
    return f"{'-' if sign else ''}{baht:,}.{rest:02d}"


def amount(satang: int) -> str:
    """12,345.00 บาท."""
    return f"{figures(satang)} บาท"


def words(satang: int) -> str:
    """หนึ่งหมื่นสองพันสามร้อยสี่สิบห้าบาทถ้วน; ห้าสิบสตางค์ below one baht; ลบ before what is less than nothing."""
    sign, baht, rest = _split(satang)
    said: str = num2words(Decimal(baht * SATANG_A_BAHT + rest).scaleb(-2), lang="th", to="currency")
    return f"ลบ{said}" if sign else said


def amount_and_words(satang: int) -> str:
    """12,345.00 บาท (หนึ่งหมื่นสองพันสามร้อยสี่สิบห้าบาทถ้วน), as papers of money ask for."""
    return f"{amount(satang)} ({words(satang)})"


def _split(satang: int) -> tuple[bool, int, int]:
    """(below zero, baht, satang). TypeError for what is no whole number: money is never a float."""
    if not isinstance(satang, int) or isinstance(satang, bool):
        raise TypeError(f"money is whole satang, not {satang!r}")
    return satang < 0, *divmod(abs(satang), SATANG_A_BAHT)
