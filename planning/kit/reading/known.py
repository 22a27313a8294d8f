"""The codes that an office knows, by which the rows of a file are held against its own schools and villages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """`schools` maps each code in use (10, 8 or 6 digits) to the code of 8 digits; None: not checked."""

    schools: Mapping[str, str] | None = None
    villages: frozenset[str] | None = None

    @classmethod
    def of(cls, schools: Iterable[tuple[str, str, str]], villages: Iterable[str] | None = None) -> Known:
        """From (8 digits, 10 digits, 6 digits) of each school; an empty one is not known of it."""
        codes = {code: smis for smis, moe, percode in schools for code in (smis, moe, percode) if code}
        return cls(codes, None if villages is None else frozenset(villages))


ANY: Known = Known()
