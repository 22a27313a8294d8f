"""Which of two versions is newer, whatever the maker's way of numbering: 15.2(7)E3, 7.1beta3, V200R019C10SPC500.

A version is read as components between dots, brackets and dashes, each of numbers and words: 7 < 7a, 7.1beta < 7.1,
7.1 < 7.1.1. Where one has a number and the other a word (`KB.16` and `16.11`), they are of different lines and nothing
is said. Libraries for this know the schemes of languages' packages, not those of makers of switches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cmp_to_key
from itertools import zip_longest
from typing import Final

# What stands before an unfinished release's number, the least finished first.
_BEFORE: Final = ("dev", "alpha", "a", "beta", "b", "rc", "preview")
_UNFINISHED: Final = frozenset({"dev", "alpha", "beta", "rc", "preview"})
_WORD: Final = re.compile(r"\d+|[a-z]+")
# Junos writes a build after some releases (15.1R7.9) and not after others (15.1R7-S3): it says nothing of the age.
_JUNOS: Final = re.compile(r"\b(\d+\.\d+[RX]\d+(?:-[SD]\d+)?)(?:\.\d+)?")
_HUAWEI: Final = re.compile(r"V\d{3}R\d{3}(?:C\d{2}(?:SPC\w*)?)?", re.IGNORECASE)
# The version within a longer text: `Software 2.5.9.13, Bootldr 3.5`, `EdgeRouter.ER-e50.v1.10.11.5274269`.
_NUMBERED: Final = re.compile(r"(?:^|(?<=[\s.,_/-]))v?(\d+(?:\.\d|\(\d)\S*(?:\s+build\s+\d+)?)", re.IGNORECASE)
# A letter or two before the number name the line of a switch's software: `YA.16.10.0012`.
_LINE: Final = re.compile(r"[A-Za-z]{1,2}\.\d")
# `(stable)`, `(NT 6.3)`, `(GA.F)` at the end; a build is part of the version.
_ASIDE: Final = re.compile(r"\s\((?!build)[^()]*\)$", re.IGNORECASE)
_LONGEST: Final = 120

Component = tuple[int | str, ...]


def parts_of(text: str) -> tuple[Component, ...]:
    """The version in components; empty when there is no number in it."""
    text = _core(text[:_LONGEST].strip())
    pieces = re.split(r"[.()\-_,+/:;\[\]\s]+", text.lower())
    parts = [tuple(int(word) if word.isdigit() else word for word in _WORD.findall(piece)) for piece in pieces]
    kept = [part for part in parts if part]
    return tuple(kept) if any(isinstance(word, int) for part in kept for word in part) else ()


def _core(text: str) -> str:
    """Without what stands around the version."""
    if found := _HUAWEI.search(text):
        return found[0]
    if found := _JUNOS.search(text):
        return found[1]
    text = _ASIDE.sub("", text)
    if _LINE.match(text):
        return text
    found = _NUMBERED.search(text)
    return found[1] if found else text


def compare(one: str, other: str) -> int | None:
    """-1, 0 or 1 when `one` is older, the same or newer; None when that cannot be told."""
    ours, theirs = parts_of(one), parts_of(other)
    if not ours or not theirs:
        return 0 if one.strip() == other.strip() else None
    for mine, yours in zip_longest(ours, theirs, fillvalue=()):
        if mine != yours:
            return _component(mine, yours)
    return 0


def newest(versions: Iterable[str]) -> str:
    """The newest of those that can be compared with most others; empty when there is none."""
    known = sorted({version for version in versions if parts_of(version)})
    if not known:
        return ""
    lines = [[other for other in known if compare(version, other) is not None] for version in known]
    largest = max(lines, key=len)
    return max(largest, key=cmp_to_key(_order))


def _order(one: str, other: str) -> int:
    return compare(one, other) or 0


def _component(mine: Component, yours: Component) -> int | None:
    for left, right in zip_longest(mine, yours):
        if left == right:
            continue
        if left is None:
            return 1 if right in _UNFINISHED else -1
        if right is None:
            return -1 if left in _UNFINISHED else 1
        if isinstance(left, int) and isinstance(right, int):
            return -1 if left < right else 1
        if isinstance(left, str) and isinstance(right, str):
            return _words(left, right)
        return None
    return 0


def _words(left: str, right: str) -> int | None:
    """Unfinished releases have an order; single letters follow the alphabet; other words name different lines."""
    if left in _BEFORE and right in _BEFORE and {left, right} & _UNFINISHED:
        return -1 if _BEFORE.index(left) < _BEFORE.index(right) else 1
    if len(left) == len(right) == 1:
        return -1 if left < right else 1
    return None
