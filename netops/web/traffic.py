"""Traffic of ports as the device page shows it: the last round's rates, and a small line of what was before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

_WIDE: Final = 100
_HIGH: Final = 20
_MOST_POINTS: Final = 120


@dataclass(frozen=True, slots=True)
class PortTraffic:
    """Rates of the last round in bit/s, problems in errors a second; `spark` holds the points of a polyline."""

    in_bps: float | None
    out_bps: float | None
    problems: float | None
    spark: str
    most: float


def of_history(series: Mapping[str, Sequence[float | None]]) -> PortTraffic:
    """From the columns that the poller keeps: `in_bps`, `out_bps`, and `problems` where there ever were any."""
    now = PortTraffic(
        in_bps=_last(series.get("in_bps", ())),
        out_bps=_last(series.get("out_bps", ())),
        problems=_last(series.get("problems", ())),
        spark="",
        most=0.0,
    )
    return with_line(now, series)


def with_line(now: PortTraffic, series: Mapping[str, Sequence[float | None]]) -> PortTraffic:
    """The same rates, with the line of these columns."""
    coming, going = series.get("in_bps", ()), series.get("out_bps", ())
    both = [max(a or 0.0, b or 0.0) for a, b in zip(coming, going, strict=False)]
    most = max(both, default=0.0)
    return replace(now, spark=_polyline(both, most), most=most)


def _last(values: Sequence[float | None]) -> float | None:
    return values[-1] if values else None


def _polyline(values: Sequence[float], most: float) -> str:
    if len(values) < 2 or most <= 0:
        return ""
    step = max(1, len(values) // _MOST_POINTS)
    # The highest of each group: a burst must not vanish by thinning.
    thinned = [max(values[i : i + step]) for i in range(0, len(values), step)]
    last = max(1, len(thinned) - 1)
    return " ".join(f"{_WIDE * i / last:.1f},{_HIGH - _HIGH * value / most:.1f}" for i, value in enumerate(thinned))
