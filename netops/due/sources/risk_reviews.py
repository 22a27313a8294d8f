"""Risks to be looked at again: those whose review is open, and the days of the next ones.

One cause opens the reviews of many risks at once: a day has one entry for all of a rule.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Final

from sqlalchemy import select
from sqlmodel import col

from netops.due.entry import Entry, Mark, Reader, Source, Span
from netops.models.person import Role
from risk.models.register import Risk
from risk.queries.register import BY_HAND, is_live, seen
from risk.queries.words import rule_words, titled
from service.i18n import N_, _, ngettext, spoken

_MINE: Final = frozenset({Role.IT, Role.ADMIN})


@dataclass(frozen=True, slots=True)
class _Seen:
    """Plain columns: hundreds of risks are read for a page, and their evidence is not looked at."""

    risk_id: int
    rule: str
    title: str
    thing: str
    review_since: datetime | None
    review_on: date | None

    def day(self, zone: tzinfo) -> date | None:
        """On which it stands."""
        return self.review_on if self.review_since is None else self.review_since.astimezone(zone).date()


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """An open review stands on the day on which it was opened."""
    columns = (Risk.id, Risk.rule, Risk.title, Risk.thing, Risk.review_since, Risk.review_on)
    wanted = select(*(col(one) for one in columns)).where(seen(reader.sight), is_live())
    found: dict[tuple[date, bool, str], list[_Seen]] = defaultdict(list)
    for row in reader.session.execute(wanted.order_by(col(Risk.score).desc(), col(Risk.number))):
        risk = _Seen(*row)
        day = risk.day(reader.zone)
        if day is not None and span.first <= day <= span.last:
            cause = risk.rule or f"{BY_HAND}-{risk.risk_id}"
            found[day, risk.review_since is not None, cause].append(risk)
    for (day, is_open, cause), risks in found.items():
        yield _entry(reader, day, cause, risks, is_open=is_open)


def _entry(reader: Reader, day: date, cause: str, risks: Sequence[_Seen], *, is_open: bool) -> Entry:
    first = risks[0]
    alone = len(risks) == 1
    title = titled(first.rule, first.title, first.thing, spoken())
    return Entry(
        key=f"{'open' if is_open else 'next'}-{cause}-{day}",
        day=day,
        what=_("risk waits for review") if is_open else _("risk to be reviewed"),
        title=title if alone else _of_many(first.rule, len(risks)),
        url=f"/risks/{first.risk_id}" if alone else _listed(first.rule, is_open=is_open),
        mark=Mark.TO_DO,
        owner=Role.IT.value,
        is_mine=reader.role in _MINE,
    )


def _of_many(rule: str, count: int) -> str:
    words = rule_words(rule, spoken())
    said = ngettext("%(count)s risk", "%(count)s risks", count) % {"count": count}
    return said if words is None else f"{words.vulnerability}: {said}"


def _listed(rule: str, *, is_open: bool) -> str:
    return f"/risks?rule={rule}&risk_state=live" + ("&review=open" if is_open else "")


SOURCE: Final = Source("risk_reviews", N_("Reviews of risks"), "risks.read", find, has_tasks=True)
