"""The next asset numbers by a unit's pattern: `7440-016-####/YY` counts within each fiscal year, without YY over all.

# is a digit of the running number, YY or YYYY the fiscal year of the Buddhist era.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from office.fiscal import FiscalYear
from service.refusal import _, refuse

_PARTS: Final = re.compile(r"#+|YYYY|YY")


def next_numbers(pattern: str, year: FiscalYear, taken: Iterable[str], count: int) -> list[str]:
    """So many numbers that follow the highest one taken. RefusedError for a pattern without, or with two, counters."""
    if len(re.findall(r"#+", pattern)) != 1:
        raise refuse("pattern", _("A pattern has one group of # for the running number, such as 7440-016-####/YY"))
    own = re.compile("".join(_expression(part, year) for part in _split(pattern)))
    running = [int(found[1]) for number in taken if (found := own.fullmatch(number))]
    first = max(running, default=0) + 1
    return [_filled(pattern, year, first + at) for at in range(count)]


def _split(pattern: str) -> list[str]:
    parts, end = [], 0
    for found in _PARTS.finditer(pattern):
        parts += [pattern[end : found.start()], found[0]]
        end = found.end()
    return [*parts, pattern[end:]]


def _expression(part: str, year: FiscalYear) -> str:
    if part.startswith("#"):
        return f"([0-9]{{{len(part)},9}})"
    return re.escape(_year(part, year))


def _filled(pattern: str, year: FiscalYear, running: int) -> str:
    return "".join(f"{running:0{len(p)}}" if p.startswith("#") else _year(p, year) for p in _split(pattern))


def _year(part: str, year: FiscalYear) -> str:
    return {"YYYY": f"{year.era}", "YY": f"{year.era % 100:02}"}.get(part, part)
