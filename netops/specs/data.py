"""The data of the papers of a specification: the sheet itself, and what the office says of itself on each of them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from procurement.sheet import Sheet
from service.papers.kind import PaperData

Line = Annotated[str, Field(max_length=500)]
Lines = Annotated[str, Field(max_length=8000)]


class FormTitle(StrEnum):
    """Which of the two titles of แบบ บก.06 an office uses; both are in use."""

    COSTS = "costs"
    PRICE = "price"


class Forms(PaperData):
    """What the papers of an office bear, kept so that nobody types it again.

    `ict_limit_millions` is that of the ministry's report on computer systems, which changed by agency and time;
    `qualifications` stand where a specification says none. `authority` is by which order the head acts.
    """

    title_of_form: FormTitle = FormTitle.COSTS
    ict_limit_millions: Annotated[int, Field(ge=1, le=1000)] = 5
    unit: Line = ""
    phone: Line = ""
    head: Line = ""
    head_position: Lines = ""
    authority: Lines = ""
    officer: Line = ""
    officer_position: Line = ""
    qualifications: Lines = ""


class SpecPaper(PaperData):
    """`spec_no` and `version` tell from which specification it was made, `code` is the beginning of its SHA-256."""

    sheet: Sheet
    forms: Forms = Forms()
    vat_percent: int | None = None
    spec_no: int = 0
    code: str = ""
    dated: date | None = None
    thai_numerals: bool = True
