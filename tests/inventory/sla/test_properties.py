"""What holds whatever happened: every second is counted once, months add up, more outage never comes to less."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from inventory.models.contract import ClockStart
from inventory.models.outage import Cause
from inventory.sla.availability import totals
from inventory.sla.clock import Clock, days_of
from inventory.sla.counting import Around, Cut, Judged, Terms, judge
from inventory.sla.formula import BahtPerHour, Formula, Measure, Parts, Per, PercentPerDay, PercentPerHour, Tier, Tiers
from inventory.sla.reckoning import Facts, reckon
from inventory.sla.spans import Span, clipped, joined, seconds, within, without
from tests.inventory.sla.november import BANGKOK, SCHOOL_HOURS

START = datetime(2026, 10, 1, tzinfo=BANGKOK).astimezone(UTC)
END = datetime(2026, 12, 31, tzinfo=BANGKOK).astimezone(UTC)
LENGTH_S = int((END - START).total_seconds())
MONTHS = (date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1))


def at(offset_s: int) -> datetime:
    """So many seconds after the beginning."""
    return START + timedelta(seconds=offset_s)


def spans(most_s: int = 5 * 86400) -> st.SearchStrategy[Span]:
    """A span of the quarter."""
    return st.builds(
        lambda start, length: Span(at(start), at(min(start + length, LENGTH_S))),
        st.integers(0, LENGTH_S),
        st.integers(0, most_s),
    )


CAUSES = st.sampled_from(list(Cause))
CUTS = st.lists(st.tuples(spans(), CAUSES), max_size=8)
AROUND = st.builds(
    lambda unknown, maintenance: Around(tuple(joined(unknown)), tuple(joined(maintenance))),
    st.lists(spans(86400), max_size=4),
    st.lists(spans(86400), max_size=3),
)
TERMS = st.builds(
    Terms,
    clock=st.sampled_from(
        [Clock(BANGKOK), Clock(BANGKOK, SCHOOL_HOURS), Clock(BANGKOK, None, date(2026, 10, 20), date(2026, 12, 5))]
    ),
    excluded=st.frozensets(CAUSES, max_size=3),
    least_s=st.sampled_from([0, 300, 3600]),
    clock_start=st.just(ClockStart.OUTAGE),
    response_s=st.just(None),
    repair_s=st.sampled_from([None, 0, 4 * 3600]),
)
TIMED = st.one_of(
    st.builds(
        PercentPerHour,
        percent=st.sampled_from([Decimal("0.035"), Decimal(1)]),
        measure=st.sampled_from([Measure.DOWNTIME, Measure.REPAIR_OVER]),
        per=st.sampled_from(list(Per)),
        parts=st.sampled_from(list(Parts)),
        free_minutes=st.sampled_from([0, 90]),
    ),
    st.builds(BahtPerHour, satang=st.integers(0, 10_000), parts=st.sampled_from(list(Parts))),
    st.builds(PercentPerDay, percent=st.just(Decimal("0.1")), days=st.sampled_from(["24h", "dates"])),
)
TIERS = Tiers(
    tiers=(Tier(below=Decimal("99.5"), percent=Decimal(5)), Tier(below=Decimal(90), percent=Decimal(20))),
)


def all_judged(found: Sequence[tuple[Span, Cause]], terms: Terms, around: Around) -> list[Judged]:
    """Each by itself, numbered."""
    cuts = [Cut(number, span.start, span.end, cause) for number, (span, cause) in enumerate(found, start=1)]
    return [judge(one, terms, around, until=END) for one in cuts]


def due(formula: Formula, judged: Sequence[Judged], terms: Terms, around: Around, month: date) -> int:
    """What is due for a month."""
    window = terms.clock.month(month)
    came = totals(judged, terms, around, window)
    facts = Facts(
        judged=judged,
        month=window,
        zone=BANGKOK,
        measured_s=came.measured_s,
        counted_s=came.counted_s,
        days_held=terms.clock.days_held(month),
        days_in_month=days_of(month),
        price_satang=107_000,
    )
    return reckon(formula, facts).due_satang


@given(CUTS, TERMS, AROUND)
def test_counted_and_excluded_are_the_whole(found: list[tuple[Span, Cause]], terms: Terms, around: Around) -> None:
    """Every second of an outage is in one piece, and the pieces do not overlap."""
    for one in all_judged(found, terms, around):
        pieces = [piece.span for piece in one.pieces]
        assert sum(seconds([span]) for span in pieces) == seconds([one.whole])
        assert seconds(joined(pieces)) == seconds([one.whole])


@given(CUTS, TERMS, AROUND)
def test_a_month_is_its_parts(found: list[tuple[Span, Cause]], terms: Terms, around: Around) -> None:
    """The totals of a month leave nothing out and count nothing twice, also when outages overlap."""
    judged = all_judged(found, terms, around)
    for month in MONTHS:
        came = totals(judged, terms, around, terms.clock.month(month))
        apart = came.outside_s + came.unknown_s + came.closed_s + came.maintenance_s + sum(came.caused_s.values())
        assert came.whole_s == apart + came.measured_s
        assert 0 <= came.counted_s <= came.measured_s


@given(CUTS, TERMS, AROUND)
def test_months_add_up(found: list[tuple[Span, Cause]], terms: Terms, around: Around) -> None:
    """What counts in three months is what counts in them together."""
    judged = all_judged(found, terms, around)
    quarter = Span(START, terms.clock.month(MONTHS[-1]).end)
    whole = totals(judged, terms, around, quarter)
    parts = [totals(judged, terms, around, terms.clock.month(month)) for month in MONTHS]
    assert sum(part.counted_s for part in parts) == whole.counted_s
    assert sum(part.measured_s for part in parts) == whole.measured_s


@given(CUTS, TERMS, AROUND, TIMED)
def test_hours_that_cross_months_are_rounded_once(
    found: list[tuple[Span, Cause]], terms: Terms, around: Around, rate: PercentPerHour | BahtPerHour | PercentPerDay
) -> None:
    """By outage, the hours of the months together are those of the outage by itself: moved into one month, as much."""
    rate = rate.model_copy(update={"per": Per.OUTAGE})
    judged = all_judged(found, terms, around)
    formula = Formula(
        rates=(
            rate.model_copy(
                update={"satang": 360_000} if isinstance(rate, BahtPerHour) else {"percent": Decimal(1000)}
            ),
        )
    )
    quarter = Span(START, terms.clock.month(MONTHS[-1]).end)
    together = Facts(judged, quarter, BANGKOK, 1, 0, 1, 1, price_satang=36_000)
    apart = [Facts(judged, terms.clock.month(m), BANGKOK, 1, 0, 1, 1, price_satang=36_000) for m in MONTHS]
    assert abs(sum(reckon(formula, one).due_satang for one in apart) - reckon(formula, together).due_satang) <= len(
        apart
    )


@given(CUTS, TERMS, AROUND, TIMED, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(
    found: list[tuple[Span, Cause]], terms: Terms, around: Around, rate: PercentPerHour, random: object
) -> None:
    """Outages in any order come to the same, step by step."""
    judged = all_judged(found, terms, around)
    shuffled = list(judged)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    formula = Formula(rates=(rate, TIERS))
    for month in MONTHS:
        assert due(formula, judged, terms, around, month) == due(formula, shuffled, terms, around, month)


@given(CUTS, st.tuples(spans(), CAUSES), TERMS, AROUND, TIMED)
def test_one_more_outage_never_comes_to_less(
    found: list[tuple[Span, Cause]],
    more: tuple[Span, Cause],
    terms: Terms,
    around: Around,
    rate: PercentPerHour | BahtPerHour | PercentPerDay,
) -> None:
    """By time, whatever is added."""
    fewer, all_of_them = all_judged(found, terms, around), all_judged([*found, more], terms, around)
    formula = Formula(rates=(rate,))
    for month in MONTHS:
        assert due(formula, fewer, terms, around, month) <= due(formula, all_of_them, terms, around, month)


@given(CUTS, TERMS, AROUND)
def test_a_longer_outage_is_no_better_availability(
    found: list[tuple[Span, Cause]], terms: Terms, around: Around
) -> None:
    """An outage of the provider that lasts an hour longer never raises availability nor lowers what its tiers pay."""
    ours = [(span, Cause.PROVIDER) for span, _cause in found]
    longer = [(Span(span.start, span.end + timedelta(hours=1)), cause) for span, cause in ours]
    held = Terms(terms.clock, frozenset(), terms.least_s)
    for month in MONTHS:
        window = terms.clock.month(month)
        before = totals(all_judged(ours, held, around), held, around, window)
        after = totals(all_judged(longer, held, around), held, around, window)
        assert after.measured_s == before.measured_s
        assert after.counted_s >= before.counted_s
        formula = Formula(rates=(TIERS,))
        less, more = all_judged(ours, held, around), all_judged(longer, held, around)
        assert due(formula, less, held, around, month) <= due(formula, more, held, around, month)


@given(st.lists(spans(), max_size=6), st.lists(spans(), max_size=6))
def test_what_is_kept_and_what_is_cut_out_are_all(ours: list[Span], others: list[Span]) -> None:
    """Spans within and without others are the spans, and have nothing in common."""
    inside, outside = within(ours, others), without(ours, others)
    assert joined([*inside, *outside]) == joined(ours)
    assert within(inside, outside) == []
    assert clipped(joined(ours), Span(START, END)) == joined(ours)
