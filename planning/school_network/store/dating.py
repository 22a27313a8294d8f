"""Days of a case in their order. Nothing comes before what it rests on: notice, hearing, board, announcement,
relocation (the day of effect), hand-over and follow-up. That they have happened is the drafts' to say
(planning.kit.happened).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from office.academic import AcademicYear
from planning.school_network.judging import Gathered, heard_in
from planning.school_network.models.case import ChangeCase
from service.draft import Draft
from service.i18n import N_
from service.refusal import Problem, RefusedError

HAPPENED: Final = ("notified_on", "held_on", "assessed_on", "done_on")
"""Fields of drafts that say on which day something was done."""
OLDEST: Final = timedelta(days=730)
"""What people said longer before a case was said about another one: two years are two rounds of the plan."""
NOTICE: Final = timedelta(days=365)
"""A notice invites to one hearing: an older one is of another, or its year was mistyped."""


def check_days(row: ChangeCase, draft: Draft) -> None:
    """RefusedError names every field of what is written down whose day cannot be."""
    wrong = [*_too_old(row, draft), *_notice(draft), *_handed_over(row, draft)]
    if wrong:
        raise RefusedError(wrong)


def _too_old(row: ChangeCase, draft: Draft) -> Iterator[Problem]:
    begun = _begun(row)
    for name in HAPPENED:
        day: date | None = getattr(draft, name, None)
        if day is None:
            continue
        if day < begun - OLDEST:
            yield Problem(name, N_("%(day)s is more than two years before this case"), {"day": day})


def _begun(row: ChangeCase) -> date:
    """A case may be written down here after it was carried out."""
    opened = row.opened_at.date()
    return opened if row.effective_on is None else min(opened, row.effective_on)


def _notice(draft: Draft) -> Iterator[Problem]:
    notified, held = getattr(draft, "notified_on", None), getattr(draft, "held_on", None)
    if notified is None or held is None:
        return
    if notified >= held:
        said = N_("The hearing was held on %(day)s: its notice comes before that")
        yield Problem("notified_on", said, {"day": held})
    elif notified < held - NOTICE:
        yield Problem("notified_on", N_("More than a year before the hearing of %(day)s"), {"day": held})


def _handed_over(row: ChangeCase, draft: Draft) -> Iterator[Problem]:
    """What a school leaves behind is handed over because of the announcement."""
    done = getattr(draft, "done_on", None)
    if "way" not in type(draft).model_fields or done is None:
        return
    if row.announced_on is None:
        yield Problem("done_on", N_("The case is not announced yet: nothing is handed over before that"))
    elif done < row.announced_on:
        said = N_("It was announced on %(day)s: nothing is handed over before that")
        yield Problem("done_on", said, {"day": row.announced_on})


def year_of_effect(effective_on: date | None, effective_year: int | None) -> list[Problem]:
    """The day of effect lies in the academic year that is named."""
    if effective_on is None or effective_year is None or AcademicYear.of(effective_on).era == effective_year:
        return []
    values: dict[str, object] = {"day": effective_on, "year": AcademicYear.of(effective_on).era}
    return [Problem("effective_on", N_("%(day)s lies in academic year %(year)s"), values)]


def before_board(found: Gathered, resolved_on: date) -> list[Problem]:
    """What the board decided on was said before it decided."""
    wrong = []
    for one in heard_in(found):
        if one.held_on > resolved_on:
            said = N_("The hearing of %(held)s comes after the resolution of %(day)s: the board decides after it")
            wrong.append(Problem("hearings", said, {"held": one.held_on, "day": resolved_on}))
    for opinion in found.opinions:
        if opinion.held_on > resolved_on:
            said = N_("The opinion of %(held)s comes after the resolution of %(day)s: the board decides after it")
            wrong.append(Problem("opinions", said, {"held": opinion.held_on, "day": resolved_on}))
    return wrong


def announced(row: ChangeCase, announced_on: date, resolved_on: date) -> list[Problem]:
    """Not before the resolution, and before the children move."""
    if announced_on < resolved_on:
        said = N_("The board resolved it on %(day)s: no announcement comes before that")
        return [Problem("announced_on", said, {"day": resolved_on})]
    if row.effective_on is not None and announced_on > row.effective_on:
        said = N_("It holds from %(day)s: it is announced before the children move. Set a later day of effect first")
        return [Problem("announced_on", said, {"day": row.effective_on})]
    return []


def followed_up(row: ChangeCase, done_on: date) -> list[Problem]:
    """Where the children are is looked at after they moved."""
    if row.in_force_on is not None and done_on < row.in_force_on:
        return [
            Problem("done_on", N_("It holds from %(day)s: nothing is followed up before"), {"day": row.in_force_on})
        ]
    return []
