"""The registers of letters in and out of an office or school."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from inventory.core import Core
from service.columns import Utc, utc_now
from service.letters import LetterColumns


class Letter(LetterColumns, Core, table=True):
    """One line of a register of an office or school. `number` counts within the register and the calendar year `year`
    (Buddhist era) of the day on which it was entered; `letter_no` is what the letter itself bears. Never deleted:
    `void_reason` says why a line means nothing any more. `sha256` and what goes with it are of its file, where it has
    one; `issued_number_id` is the number that this system gave.
    """

    __table_args__ = (UniqueConstraint("office_id", "unit", "direction", "year", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    office_id: int = Field(foreign_key="office.id", index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", index=True)
    unit: int = 0  # the site, or 0 for the office: a unique constraint takes two empty ones for different
    year: int
    issued_number_id: int | None = Field(default=None, foreign_key="issued_number.id")
    action: str = Field(default="", max_length=500)
    note: str = Field(default="", max_length=500)
    case_id: int | None = Field(default=None, foreign_key="work_case.id", index=True)
    paper_id: int | None = Field(default=None, foreign_key="paper.id", index=True)
    file_name: str = Field(default="", max_length=255)
    media_type: str = Field(default="", max_length=120)
    size_bytes: int = 0
    sha256: str = Field(default="", max_length=64, index=True)
    entered_at: datetime = Field(default_factory=utc_now, sa_type=Utc)
    entered_by: int | None = Field(default=None, foreign_key="person.id")
