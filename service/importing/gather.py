"""All that is wrong with one row at once, so that a file is mended in one round and not cell by cell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from service.refusal import Problem, RefusedError

T = TypeVar("T")


class Gathered:
    """The problems of one row."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []

    def read(self, cell: Callable[[], T]) -> T | None:
        """What the cell means; None after a refusal, which `settle` raises with all others."""
        try:
            return cell()
        except RefusedError as error:
            self._problems += error.problems
            return None

    def settle(self) -> None:
        """Raise RefusedError when any cell was refused."""
        if self._problems:
            raise RefusedError(self._problems)
