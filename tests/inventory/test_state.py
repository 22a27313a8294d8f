"""States and outages as a table of rounds: what was seen, what was true around it, what follows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inventory.models.outage import State
from inventory.state import Around, Limits, Seen, Standing, Turn, Verdict, judge, not_monitored, unseen

START = datetime(2026, 11, 23, 3, tzinfo=UTC)
LIMITS = Limits()
AROUND = {
    "o": Around(),
    "x": Around(),
    "u": Around(uplink_lost=True),  # silent, and we are cut off
    "m": Around(maintenance=True),
    "M": Around(maintenance=True),  # answers during maintenance
    "c": Around(closed=True),
    "C": Around(closed=True),  # answers outside hours
    "p": Around(parent_silent=True),
    "d": Around(loss_percent=5.0),
    "s": Around(usual_rtt_ms=10.0),  # answers slowly
}
ANSWERS = "oMCds"


def at(number: int) -> datetime:
    return START + timedelta(seconds=30 * number)


def play(rounds: str, standing: Standing | None = None) -> list[Verdict]:
    """One verdict per letter of `rounds`."""
    now = standing or Standing(State.UNKNOWN, START)
    verdicts = []
    for number, letter in enumerate(rounds):
        answered = letter in ANSWERS
        seen = Seen(at(number), "icmp", 5, 5 if answered else 0, 20.0 if answered else None, 31.0 if answered else None)
        verdict = judge(now, seen, AROUND[letter], LIMITS)
        now = verdict.standing
        verdicts.append(verdict)
    return verdicts


@pytest.mark.parametrize(
    ("rounds", "state"),
    [
        ("o", State.UP),
        ("oxx", State.UP),
        ("oxxx", State.DOWN),
        ("oxoxx", State.DOWN),
        ("oxxoo", State.UP),
        ("xx", State.UNKNOWN),
        ("xxx", State.DOWN),
        ("oooouuuu", State.UNKNOWN),
        ("oouuuux", State.UNKNOWN),  # confirmation begins anew after we were cut off
        ("oouuuuxxx", State.DOWN),
        ("oxxm", State.MAINTENANCE),
        ("oM", State.MAINTENANCE),
        ("ommmo", State.UP),
        ("occc", State.CLOSED),
        ("oc", State.UP),  # one lost round at night is no switching off
        ("oC", State.UP),
        ("occcx", State.CLOSED),
        ("occccxx", State.CLOSED),
        ("occccxxx", State.DOWN),
        ("oppp", State.UNREACHABLE),
        ("opppp" + "xx", State.UNREACHABLE),  # the parent is back: held until this one was asked again
        ("opppp" + "o", State.UP),
        ("opppp" + "xxx", State.DOWN),
        ("oddd", State.DEGRADED),
        ("osss", State.DEGRADED),
        ("odd", State.UP),
        ("odddooo", State.DEGRADED),
        ("odddoooo", State.UP),
        ("oxxxo", State.DOWN),
        ("oxxxoo", State.UP),
        ("oxxxuu", State.UNKNOWN),
        ("oxxxuux", State.DOWN),  # its outage is still open
        ("oxxxcc", State.CLOSED),
        ("oxxxccx", State.DOWN),
    ],
)
def test_states(rounds: str, state: State) -> None:
    assert play(rounds)[-1].standing.state is state


def test_an_outage_starts_at_its_first_silent_probe_and_ends_at_the_first_answer() -> None:
    verdicts = play("ooxxxxxoo")
    down, up = verdicts[4], verdicts[8]
    assert [v.turn for v in verdicts if v.turn] == [Turn.WENT_DOWN, Turn.RECOVERED]
    assert down.turn is Turn.WENT_DOWN
    assert down.at == at(2) == down.standing.outage_started_at == down.standing.since
    assert [(r.mark.value, r.seen.at) for r in down.evidence] == [
        ("o", at(1)),
        ("x", at(2)),
        ("x", at(3)),
        ("x", at(4)),
    ]
    assert up.turn is Turn.RECOVERED
    assert up.at == at(7)
    assert [r.seen.at for r in up.evidence] == [at(7)]
    assert up.standing.outage_started_at is None


def test_a_flapping_line_is_one_outage() -> None:
    turns = [v.turn for v in play("oxxx" + "oxxx" * 5 + "oooo") if v.turn]
    assert turns == [Turn.WENT_DOWN, Turn.RECOVERED]


def test_an_outage_outlives_the_night_and_tells_its_end_once() -> None:
    verdicts = play("oxxx" + "cccccc" + "xx" + "oo")
    assert [v.turn for v in verdicts if v.turn] == [Turn.WENT_DOWN, Turn.RECOVERED]
    assert verdicts[-1].at == at(12)


def test_an_answer_during_maintenance_ends_an_open_outage() -> None:
    verdicts = play("oxxx" + "mm" + "MM" + "M")
    assert [v.turn for v in verdicts if v.turn] == [Turn.WENT_DOWN, Turn.RECOVERED]
    assert verdicts[-1].standing.state is State.MAINTENANCE


@pytest.mark.parametrize("letter", ["u", "m", "c", "p"])
def test_explained_silence_never_opens_an_outage(letter: str) -> None:
    assert not any(v.turn for v in play("oo" + letter * 50))


@pytest.mark.parametrize(
    ("usual_ms", "p95_ms", "state"),
    [(10.0, 30.0, State.UP), (10.0, 30.1, State.DEGRADED), (1.0, 4.0, State.UP), (1.0, 22.0, State.DEGRADED)],
)
def test_slow_is_three_times_the_usual_and_noticeable(usual_ms: float, p95_ms: float, state: State) -> None:
    now = Standing(State.UP, START)
    for number in range(4):
        seen = Seen(at(number), "icmp", 5, 5, usual_ms, p95_ms)
        now = judge(now, seen, Around(usual_rtt_ms=usual_ms), LIMITS).standing
    assert now.state is state


def test_nothing_reaches_it() -> None:
    down = play("oxxx")[-1].standing
    standing = not_monitored(down, at(9), "no address")
    assert (standing.state, standing.reason, standing.recent) == (State.NOT_MONITORED, "no address", "")
    assert standing.outage_started_at is None


@given(st.text(alphabet="oxumMcCpds", max_size=60))
def test_downs_and_recoveries_alternate_and_never_overlap(rounds: str) -> None:
    happened = [v for v in play(rounds) if v.turn in {Turn.WENT_DOWN, Turn.RECOVERED}]
    turns = [v.turn for v in happened]
    assert turns == [Turn.WENT_DOWN, Turn.RECOVERED] * (len(turns) // 2) + [Turn.WENT_DOWN] * (len(turns) % 2)
    moments = [v.at for v in happened if v.at is not None]
    assert len(moments) == len(happened)
    assert moments == sorted(moments)


@given(st.text(alphabet="oxumMcCpds", max_size=60))
def test_down_means_an_open_outage(rounds: str) -> None:
    for verdict in play(rounds):
        standing = verdict.standing
        assert (standing.state is State.DOWN) <= (standing.outage_started_at is not None)
        assert standing.state not in {State.UP, State.DEGRADED} or standing.outage_started_at is None


def test_silence_before_a_round_that_could_not_be_asked_confirms_nothing() -> None:
    silent = play("oxx")[-1].standing
    unknown = unseen(silent, at(3), "the name has no address")
    assert (unknown.state, unknown.recent) == (State.UNKNOWN, "o")
    assert [v.turn for v in play("xxx", unknown)] == [Turn.NOTHING, Turn.NOTHING, Turn.WENT_DOWN]


def test_an_outage_outlasts_a_round_that_could_not_be_asked() -> None:
    down = play("oxxx")[-1].standing
    assert unseen(down, at(4), "the name has no address").outage_started_at == down.outage_started_at


def test_what_never_answered_says_why_from_its_first_round() -> None:
    seen = Seen(at(0), "snmp", 1, 0, detail="no answer before the deadline")
    first = judge(Standing(State.UNKNOWN, START), seen, Around(), LIMITS).standing
    assert (first.state, first.reason) == (State.UNKNOWN, "no answer before the deadline")
    once_up = judge(play("o")[-1].standing, seen, Around(), LIMITS).standing
    assert (once_up.state, once_up.reason) == (State.UP, "")


@pytest.mark.parametrize(
    ("losses", "state"),
    [
        ([5, 5, 5], State.DEGRADED),
        ([4.9] * 6, State.UP),
        ([5, 5, 5, *[4.0] * 10], State.DEGRADED),  # better, and not yet good
        ([5, 5, 5, *[3.0] * 4], State.UP),
        ([5, 5, 5, *[3.0] * 4, *[4.0] * 10], State.UP),
    ],
)
def test_a_line_at_its_limit_is_degraded_once_and_must_become_clearly_better(losses: list[float], state: State) -> None:
    now, turns = Standing(State.UP, START), 0
    for number, loss in enumerate(losses):
        verdict = judge(now, Seen(at(number), "icmp", 5, 5, 9.0), Around(loss_percent=loss), LIMITS)
        now, turns = verdict.standing, turns + (verdict.turn is Turn.DEGRADED)
    assert now.state is state
    assert turns == (5 in losses)


def test_a_limit_that_is_switched_off_degrades_nothing() -> None:
    off = Limits(loss_percent=float("inf"), rtt_factor=float("inf"))
    now = Standing(State.DEGRADED, START)
    for number in range(5):
        now = judge(
            now, Seen(at(number), "icmp", 5, 5, 90.0, 900.0), Around(loss_percent=50, usual_rtt_ms=9), off
        ).standing
    assert now.state is State.UP
