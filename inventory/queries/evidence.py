"""What speaks for and against a provider: outages with reports, when we could not see, planned work, samples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select
from sqlmodel import Session, col

from inventory.models.contract import LinkMonth, ProviderReport
from inventory.models.link import LinkSample
from inventory.models.outage import Event, MaintenanceWindow, Outage, Subject
from inventory.queries.agreed import Agreed
from inventory.samples import SPAN
from inventory.sla.counting import Around, Cut, Judged, Report, judge
from inventory.sla.spans import Span, Spans, clipped, joined, without
from inventory.sla.unseen import unseen_spans
from inventory.windows import Schedule, occurrences

# An uplink that was lost this long before is told by its samples alone.
LOOK_BACK: Final = timedelta(days=7)
_SAMPLE: Any = LinkSample.__table__.columns  # type: ignore[attr-defined]
KEYS: Final = ("link_id", "at")
COLUMNS: Final[tuple[Any, ...]] = tuple(
    sorted(_SAMPLE, key=lambda column: KEYS.index(column.name) if column.name in KEYS else len(KEYS))
)


@dataclass(frozen=True, slots=True)
class Case:
    """One link and a window of time: its judged outages, and what else was the case in it."""

    agreed: Agreed
    window: Span
    until: datetime
    outages: Sequence[Outage]
    reports: Mapping[int, Sequence[ProviderReport]]
    judged: Sequence[Judged]
    around: Around

    @property
    def past(self) -> Span:
        """The part of the window that is over."""
        return Span(self.window.start, max(self.window.start, min(self.window.end, self.until)))


def outages_of(session: Session, link_ids: Iterable[int], window: Span) -> dict[int, list[Outage]]:
    """Those that touch the window, by link, oldest first."""
    query = (
        select(Outage)
        .where(
            col(Outage.subject) == Subject.LINK,
            col(Outage.subject_id).in_(list(link_ids)),
            col(Outage.started_at) < window.end,
            or_(col(Outage.ended_at).is_(None), col(Outage.ended_at) > window.start),
        )
        .order_by(col(Outage.started_at), col(Outage.id))
    )
    found: dict[int, list[Outage]] = {}
    for outage in session.scalars(query):
        found.setdefault(outage.subject_id, []).append(outage)
    return found


def reports_of(session: Session, outage_ids: Iterable[int | None]) -> dict[int, list[ProviderReport]]:
    """How outages were reported, by outage, oldest first."""
    query = select(ProviderReport).where(col(ProviderReport.outage_id).in_(list(outage_ids)))
    found: dict[int, list[ProviderReport]] = {}
    for row in session.scalars(query.order_by(col(ProviderReport.reported_at), col(ProviderReport.id))):
        found.setdefault(row.outage_id, []).append(row)
    return found


def case_of(
    agreed: Agreed,
    window: Span,
    *,
    until: datetime,
    outages: Sequence[Outage],
    reports: Mapping[int, Sequence[ProviderReport]],
    around: Around,
) -> Case:
    """The outages judged; `around` must reach back to the beginning of the first of them."""
    cuts = [cut_of(one, reports.get(one.id or 0, ())) for one in outages]
    judged = [judge(cut, agreed.terms, around, until=whole_second(until)) for cut in cuts]
    return Case(agreed, window, whole_second(until), outages, reports, judged, around)


def cut_of(outage: Outage, reports: Sequence[ProviderReport]) -> Cut:
    """The outage as it is judged, in whole seconds: parts of one are left out, for the provider."""
    assert outage.id is not None
    said = [
        Report(whole_second(one.reported_at), whole_second(one.answered_at) if one.answered_at is not None else None)
        for one in reports
    ]
    ended_at = None if outage.ended_at is None else whole_second(outage.ended_at)
    return Cut(outage.id, whole_second(outage.started_at), ended_at, outage.cause, tuple(said))


def whole_second(at: datetime) -> datetime:
    """Without the part of a second."""
    return at.replace(microsecond=0)


def reach(outages: Sequence[Outage], window: Span) -> Span:
    """From where evidence is needed: an outage that began earlier is judged whole."""
    first = min((whole_second(one.started_at) for one in outages), default=window.start)
    return Span(min(first, window.start), window.end)


def uplink_cuts(session: Session, window: Span) -> tuple[list[datetime], list[datetime]]:
    """When the office's own uplink was lost, and when it was restored."""
    query = select(col(Event.kind), col(Event.at)).where(
        col(Event.kind).in_(["OfficeUplinkLost", "OfficeUplinkRestored"]),
        col(Event.at) >= window.start - LOOK_BACK,
        col(Event.at) < window.end,
    )
    found: dict[str, list[datetime]] = {"OfficeUplinkLost": [], "OfficeUplinkRestored": []}
    for kind, at in session.execute(query.order_by(col(Event.at))):
        found[kind].append(whole_second(at))
    return found["OfficeUplinkLost"], found["OfficeUplinkRestored"]


def raw_samples(session: Session, link_ids: Iterable[int], window: Span) -> list[dict[str, Any]]:
    """Rows of all columns of the five-minute samples of a window, by link and time."""
    names = [column.name for column in COLUMNS]
    query = (
        select(*COLUMNS)
        .where(
            _SAMPLE.link_id.in_(list(link_ids)),
            _SAMPLE.at >= window.start,
            _SAMPLE.at < window.end,
        )
        .order_by(_SAMPLE.link_id, _SAMPLE.at)
    )
    # Of the table and not the model, and plain dictionaries: each of thousands of rows is looked into twenty times.
    return [dict(zip(names, row, strict=True)) for row in session.execute(query)]


def seen_spans(rows: Iterable[Any]) -> list[Span]:
    """Five-minute spans in which at least one round could see the link, joined; rows in order of time."""
    found: list[Span] = []
    start = end = None
    for row in rows:
        if row["rounds"] + row["rounds_closed"] + row["rounds_maintenance"] == 0:
            continue
        if row["at"] != end:
            if start is not None and end is not None:
                found.append(Span(start, end))
            start = row["at"]
        end = row["at"] + SPAN
    if start is not None and end is not None:
        found.append(Span(start, end))
    return found


def unknown_of(
    session: Session,
    agreed: Agreed,
    window: Span,
    *,
    rows: Sequence[Any],
    cuts: tuple[Sequence[datetime], Sequence[datetime]],
) -> list[Span]:
    """When we could not see the link. What was before the first of the samples (`rows`) is told by the months that
    were kept; where neither is, nothing was seen.
    """
    sampled_from = max(window.start, rows[0]["at"]) if rows else window.end
    lost, restored = cuts
    found = unseen_spans(Span(sampled_from, window.end), lost=lost, restored=restored, seen=seen_spans(rows))
    if sampled_from > window.start:
        before = Span(window.start, sampled_from)
        kept = session.scalars(select(LinkMonth).where(col(LinkMonth.link_id) == agreed.link.id)).all()
        found += clipped([spans for month in kept for spans in spans_of(month)], before)
        found += without([before], [agreed.terms.clock.month(month.month) for month in kept])
    return joined(found)


def spans_of(month: LinkMonth) -> list[Span]:
    """The unknown time that a month was kept with."""
    return [Span(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in month.unknown]


def maintenance_of(session: Session, agreed: Agreed, window: Span) -> Spans:
    """Planned work that the link was part of, each time that it came."""
    link, site = agreed.link, agreed.site
    whom = {
        (Subject.LINK, link.id),
        (Subject.SITE, site.id),
        (Subject.OFFICE, site.office_id),
        (Subject.PROVIDER, link.provider_id),
    }
    query = select(MaintenanceWindow).where(
        col(MaintenanceWindow.office_id) == site.office_id, col(MaintenanceWindow.starts_at) < window.end
    )
    rows = [row for row in session.scalars(query) if (row.subject, row.subject_id) in whom]
    found = [span for row in rows for span in occurrences(Schedule.of(row, agreed.zone), *window)]
    return joined(Span(whole_second(start), whole_second(end)) for start, end in found)


def case_for(
    session: Session, agreed: Agreed, window: Span, *, until: datetime, cuts: tuple[list[datetime], list[datetime]]
) -> tuple[Case, list[Any]]:
    """Everything of one link and window, and the raw samples of the window."""
    link_id = agreed.link.id or 0
    outages = outages_of(session, [link_id], window).get(link_id, [])
    whole = reach(outages, window)
    rows = raw_samples(session, [link_id], whole)
    past = Span(whole.start, max(whole.start, min(whole.end, whole_second(until))))
    around = Around(
        unknown=unknown_of(session, agreed, past, rows=rows, cuts=cuts),
        maintenance=maintenance_of(session, agreed, whole),
    )
    reports = reports_of(session, [one.id for one in outages])
    case = case_of(agreed, window, until=until, outages=outages, reports=reports, around=around)
    return case, [row for row in rows if row["at"] >= window.start]
