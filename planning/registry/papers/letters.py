"""The policy group's register of letters as paper: the same form as that of netops, under the name of the group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from office.thai_date import year
from planning.registry.models.letter import Letter
from service.i18n import N_
from service.letters import Direction
from service.papers.letter_register import LetterRegister, Line
from service.refusal import refuse

MOST_LINES: Final = 2000


def register_data(unit: str, rows: Sequence[Letter], today: date) -> LetterRegister:
    """In the order of their numbers. RefusedError when they are none, too many, or not of one register and year."""
    if not rows:
        raise refuse("", N_("There is nothing to print"))
    if len(rows) > MOST_LINES:
        raise refuse("", N_("More than %(most)s lines: choose a shorter time"), most=MOST_LINES)
    if len({(one.direction, one.series or year(one.entered_on)) for one in rows}) > 1:
        raise refuse("", N_("Choose one register, in or out, and one year"))
    return LetterRegister(
        office=unit,
        direction=rows[0].direction,
        year=rows[0].series or year(rows[0].entered_on),
        until=today,
        lines=tuple(_line(one) for one in sorted(rows, key=lambda one: one.number)),
    )


def _line(row: Letter) -> Line:
    own = row.model_dump(include=set(Line.model_fields) - {"action", "note"})
    word = "รับ" if row.direction is Direction.IN else "ส่ง"
    note = f"ทะเบียนกลาง เลข{word} {row.central_no}" if row.central_no else ""
    return Line(**own, action=row.handled_by, note=note)
