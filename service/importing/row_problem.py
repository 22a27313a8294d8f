"""Why a row of a file is refused, the same for every import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.refusal import Problem


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused. `row` is its number in the spreadsheet; 0 stands for the file, 1 for the headings where
    these stand in the first row. `sheet` is empty for files that have one; `expected` is a catalogue word for what
    the column holds, where that is known.
    """

    row: int
    column: str
    value: str
    problem: Problem
    sheet: str = ""
    expected: str = ""

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The reason in the reader's language."""
        return self.problem.text(translate)
