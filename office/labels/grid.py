"""Sheets of labels: how many stand on a page of A4, how large they are and where the first one begins."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

PAGE_MM: Final = (210.0, 297.0)
_ROUNDED_MM: Final = 0.05

Length = Annotated[float, Field(ge=0, le=297, allow_inf_nan=False)]


class Grid(BaseModel):
    """All lengths in millimetres. `step_x` and `step_y` are from the edge of a label to that of the next one.

    ValueError when the labels do not fit on the page or lie over one another.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: Annotated[int, Field(ge=1, le=20)]
    rows: Annotated[int, Field(ge=1, le=40)]
    width: Annotated[Length, Field(ge=25)]
    height: Annotated[Length, Field(ge=12)]
    left: Length
    top: Length
    step_x: Length
    step_y: Length

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.left + self.step_x * (self.columns - 1) + self.width > PAGE_MM[0] + _ROUNDED_MM:
            raise ValueError("the labels are wider than the page")
        if self.top + self.step_y * (self.rows - 1) + self.height > PAGE_MM[1] + _ROUNDED_MM:
            raise ValueError("the labels are higher than the page")
        if (self.columns > 1 and self.step_x < self.width) or (self.rows > 1 and self.step_y < self.height):
            raise ValueError("the labels lie over one another")
        return self

    @property
    def count(self) -> int:
        """Labels on one sheet."""
        return self.columns * self.rows

    @property
    def key(self) -> str:
        """How it is known: 3x8-63.5x33.9."""
        return f"{self.columns}x{self.rows}-{self.width:g}x{self.height:g}"


# The grids of sheets that are sold everywhere; a sheet that is cut otherwise is entered as the office's own.
USUAL: Final = (
    Grid(columns=3, rows=8, width=63.5, height=33.9, left=7.2, top=12.9, step_x=66.0, step_y=33.9),
    Grid(columns=3, rows=7, width=63.5, height=38.1, left=7.2, top=15.1, step_x=66.0, step_y=38.1),
    Grid(columns=2, rows=8, width=99.1, height=33.9, left=4.7, top=12.9, step_x=101.6, step_y=33.9),
    Grid(columns=2, rows=7, width=99.1, height=38.1, left=4.7, top=15.1, step_x=101.6, step_y=38.1),
    Grid(columns=2, rows=5, width=99.1, height=57.0, left=4.7, top=6.0, step_x=101.6, step_y=57.0),
    Grid(columns=5, rows=13, width=38.1, height=21.2, left=4.7, top=10.7, step_x=40.6, step_y=21.2),
)


def places(grid: Grid, count: int, start: int) -> Iterator[tuple[int, float, float]]:
    """(page from 0, x, y) of each label, row by row. `start` is the first free label of the first sheet, from 1;
    ValueError when there is no such one.
    """
    if not 1 <= start <= grid.count:
        raise ValueError(f"there is no label {start} on a sheet of {grid.count}")
    for at in range(start - 1, start - 1 + count):
        page, on_page = divmod(at, grid.count)
        row, column = divmod(on_page, grid.columns)
        yield page, grid.left + column * grid.step_x, grid.top + row * grid.step_y
