"""What every register of letters has: in or out, a number, whom the letter goes between, what it says. netops keeps the
central ones of an office and of each school, the registry that of the policy group (docs/decisions/0047).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field as Limited
from sqlmodel import Field, SQLModel

from service.columns import words
from service.draft import Draft, Empty, Line

Day = Annotated[date | None, Empty]


class Direction(StrEnum):
    """Letters come in and go out; each has its own register."""

    IN = "in"
    OUT = "out"


class LetterColumns(SQLModel):
    """Columns of a table of letters. `number` is that of the register, `letter_no` what the letter itself bears. A line
    is never deleted: `void_reason` says why it means nothing any more.
    """

    direction: Direction = Field(sa_type=words(Direction))
    number: int
    entered_on: date = Field(index=True)
    letter_no: str = Field(default="", max_length=64)
    dated: date | None = None
    sender: str = Field(default="", max_length=255)
    receiver: str = Field(default="", max_length=255)
    subject: str = Field(max_length=500)
    void_reason: str = Field(default="", max_length=255)


class LetterTexts(Draft):
    """What may be corrected later."""

    letter_no: Annotated[Line, Limited(max_length=64)] = ""
    dated: Day = None
    sender: Line = ""
    receiver: Line = ""
    subject: Annotated[str, Limited(min_length=1, max_length=500)]


class VoidReason(Draft):
    """Why a line means nothing any more."""

    reason: Annotated[Line, Limited(min_length=3)]
