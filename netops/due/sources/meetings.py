"""Meetings of committees, on the day on which they were held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlmodel import col, select

from netops.cases.definitions import definition_of
from netops.cases.facts import seen
from netops.due.entry import Entry, Reader, Source, Span
from netops.models.case import Committee, Meeting, WorkCase
from service.i18n import N_, _, spoken


def find(reader: Reader, span: Span) -> Iterator[Entry]:
    """Of cases that the reader may see."""
    rows = reader.session.exec(
        select(Meeting, Committee, WorkCase)
        .join(Committee, col(Committee.id) == Meeting.committee_id)
        .join(WorkCase, col(WorkCase.id) == Committee.case_id)
        .where(seen(reader.sight), col(Meeting.held_on).between(span.first, span.last))
    )
    for meeting, committee, case in rows:
        who = definition_of(case).committee_title(committee.kind).said(spoken())
        yield Entry(
            key=str(meeting.id),
            day=meeting.held_on,
            what=_("meeting"),
            title=f"{who} · {case.title}",
            url=f"/cases/{case.id}#committees",
        )


SOURCE: Final = Source("meetings", N_("Meetings"), "cases.read", find)
