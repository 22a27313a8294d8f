"""The drawing of a risk's score: higher is up, a score holds until the next, a closed risk ends where it was closed."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

from netops.web.risk_chart import HEIGHT, NAMES, SPARE, WIDTH, drawing_of
from risk.models.register import Risk, RiskAssessment
from risk.queries.card import Card
from risk.scale import SHIPPED, Level
from risk.terms import Basis, Group, Movement, Subject

BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


def found(*scores: int, closed_after: int | None = None) -> Card:
    """A risk that was assessed on each day anew."""
    made = [
        RiskAssessment(
            risk_id=1, at=BEGAN + timedelta(days=day), movement=Movement.FOUND, likelihood=1, impact=1,
            likelihood_basis=Basis.MEASURED, impact_basis=Basis.MEASURED, score=score, level=SHIPPED.level(score),
        )
        for day, score in enumerate(scores)
    ]  # fmt: skip
    risk = Risk(
        office_id=1, number=1, subject=Subject.OFFICE, title="t", group=Group.OTHER, likelihood=1, impact=1,
        likelihood_basis=Basis.MEASURED, impact_basis=Basis.MEASURED, weighed_impact=1, score=1, level=Level.LOW,
        identified_on=date(2026, 11, 1),
        closed_at=None if closed_after is None else BEGAN + timedelta(days=closed_after),
    )  # fmt: skip
    return Card(risk, None, None, None, made, [], [])


def test_a_score_holds_until_the_next_and_the_last_until_now() -> None:
    drawing = drawing_of(found(5, 25), SHIPPED, BEGAN + timedelta(days=2))
    middle, right = NAMES + (WIDTH - NAMES - SPARE) / 2, WIDTH - SPARE
    low = HEIGHT * 0.8
    assert drawing.line == f"{NAMES},{low} {middle},{low} {middle},0.0 {right},0.0"
    assert [dot.score for dot in drawing.dots] == [5, 25]


def test_the_bands_of_the_levels_fill_the_height_without_gaps() -> None:
    bands = drawing_of(found(5), SHIPPED, BEGAN).bands
    assert (bands[0].level, bands[0].top) == ("very_high", 0.0)
    for above, below in itertools.pairwise(bands):
        assert abs(above.top + above.height - below.top) < 0.2
    assert abs(bands[-1].top + bands[-1].height - HEIGHT) < 0.2


def test_a_closed_risk_ends_where_it_was_closed_and_one_moment_is_enough() -> None:
    ended = drawing_of(found(5, closed_after=3), SHIPPED, BEGAN + timedelta(days=90)).ended
    assert ended == BEGAN + timedelta(days=3)
    assert drawing_of(found(5), SHIPPED, BEGAN).line.endswith(f"{NAMES},{HEIGHT * 0.8}")
