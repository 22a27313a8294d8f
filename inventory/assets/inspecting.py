"""What records of an inspection amount to, and where the network says otherwise. Pure: no clock, no database.

The rule a reader must know: the last word of each inspector counts. Where two differ, nothing counts until a person
has chosen, and a record that comes in later and says something else opens the matter again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from inventory.models.inspection import Condition, Outcome, Whereabouts
from office.fiscal import FiscalYear
from office.workflow.days import after_working_days

WORKING_DAYS: Final = 30
LONG_SILENT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Said:
    """What one record says; ids are in the order in which they came in."""

    id: int
    person_id: int
    whereabouts: Whereabouts
    condition: Condition | None

    @property
    def answer(self) -> tuple[Whereabouts, Condition | None]:
        """What must be equal for two people to agree; where exactly it stood is no disagreement."""
        seen = Whereabouts.FOUND if self.whereabouts is Whereabouts.ELSEWHERE else self.whereabouts
        return seen, self.condition


def outcome(said: Sequence[Said], *, chosen: int | None, chosen_after: int | None) -> tuple[Outcome, int | None]:
    """How far an asset is, and the record that counts."""
    last = {one.person_id: one for one in sorted(said, key=lambda one: one.id)}
    if not last:
        return Outcome.OPEN, None
    choice = next((one for one in said if one.id == chosen), None)
    if choice is not None:
        later = [one for one in last.values() if one.id > (chosen_after or 0)]
        return (Outcome.CONFLICT if _differ([choice, *later]) else Outcome.ANSWERED), choice.id
    if _differ(list(last.values())):
        return Outcome.CONFLICT, None
    return Outcome.ANSWERED, max(one.id for one in last.values())


def _differ(said: Sequence[Said]) -> bool:
    return len({one.answer for one in said}) > 1


@dataclass(frozen=True, slots=True)
class Days:
    """When an inspection begins and when its report is due."""

    as_of: date
    starts_on: date
    due_on: date


def days_of(year: FiscalYear, holidays: Collection[date]) -> Days:
    """Of what there was at the end of `year`: from the first working day of the next one, for 30 working days. The
    first day counts as one of them: of two readings of the rule that is the one by which nobody is late.
    """
    before = year.last
    starts_on = after_working_days(before, 1, holidays)
    return Days(before, starts_on, after_working_days(before, WORKING_DAYS, holidays))


class Sign(StrEnum):
    """What the network has to say of an asset; those of CONTRADICTIONS speak against what was recorded."""

    SEEN_HERE = "seen_here"
    SEEN_ELSEWHERE = "seen_elsewhere"
    SILENT = "silent"
    NOT_FOUND_BUT_SEEN = "not_found_but_seen"
    HERE_BUT_SEEN_ELSEWHERE = "here_but_seen_elsewhere"
    USABLE_BUT_SILENT = "usable_but_silent"
    DAMAGED_BUT_ANSWERS = "damaged_but_answers"


CONTRADICTIONS: Final = frozenset(
    {Sign.NOT_FOUND_BUT_SEEN, Sign.HERE_BUT_SEEN_ELSEWHERE, Sign.USABLE_BUT_SILENT, Sign.DAMAGED_BUT_ANSWERS}
)


@dataclass(frozen=True, slots=True)
class Network:
    """The device that an asset is. `site_id` none: it stands at the office; `seen_at`: when it last answered."""

    site_id: int | None
    seen_at: datetime | None


def sign_of(
    network: Network | None, owner: int | None, answer: tuple[Whereabouts, Condition | None] | None, *, now: datetime
) -> Sign | None:
    """The most pressing sign, `answer` being what counts of the records; None where the network knows nothing."""
    if network is None or network.seen_at is None:
        return None
    lately, here = now - network.seen_at < LONG_SILENT, network.site_id == owner
    against = _against(answer, lately=lately, here=here) if answer is not None else None
    if against is not None:
        return against
    if not lately:
        return Sign.SILENT
    return Sign.SEEN_HERE if here else Sign.SEEN_ELSEWHERE


def _against(answer: tuple[Whereabouts, Condition | None], *, lately: bool, here: bool) -> Sign | None:
    whereabouts, condition = answer
    if whereabouts is Whereabouts.NOT_FOUND:
        return Sign.NOT_FOUND_BUT_SEEN if lately else None
    if whereabouts is Whereabouts.FOUND and lately and not here:
        return Sign.HERE_BUT_SEEN_ELSEWHERE
    if condition in {Condition.USABLE, Condition.NOT_NEEDED} and not lately:
        return Sign.USABLE_BUT_SILENT
    return Sign.DAMAGED_BUT_ANSWERS if condition is Condition.DAMAGED and lately else None
