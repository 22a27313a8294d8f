"""The acceptance of a work order: what has to be, what the collectors measured, and whether that passes.

Nothing passes because somebody says so: a check without a measurement of after the order is not passed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Final

FRESH: Final = timedelta(minutes=15)
"""An answer older than this does not say how a thing is now."""


class CheckKind(StrEnum):
    """What is asked, and in which unit `wanted` is."""

    ANSWERS = "answers"  # a device; nothing wanted
    LINK_UP = "link_up"  # a link; minutes without a break
    PORT_SPEED = "port_speed"  # a port of a device; Mbit/s
    PORTS = "ports"  # a device; how many ports
    FIRMWARE = "firmware"  # a device; the version as it says it
    LOSS = "loss"  # a device or link; percent of a live series that may be lost
    PORT_ERRORS = "port_errors"  # a port of a device; errors a minute at most


LIVE: Final = frozenset({CheckKind.ANSWERS, CheckKind.LINK_UP, CheckKind.LOSS, CheckKind.PORT_ERRORS})
"""What has to be known of now, and not only since the order."""
OF_PORT: Final = frozenset({CheckKind.PORT_SPEED, CheckKind.PORT_ERRORS})


class Standing(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One check of an order."""

    kind: CheckKind
    thing: str
    wanted: str = ""
    port: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was measured of it, and when; `at` None: never. `is_up` is of a device or link, `up_since` of a link."""

    at: datetime | None = None
    is_up: bool = False
    up_since: datetime | None = None
    speed_bps: int | None = None
    ports: int | None = None
    version: str = ""
    loss_percent: int | None = None
    errors_minute: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What came back when the collectors asked a thing live, for the test: `raw` is all of it, kept as evidence.

    `is_up` None: it could not be asked from here. `has_told`: a device said in full what it is.
    """

    at: datetime
    is_up: bool | None
    loss_percent: int | None = None
    has_told: bool = False
    raw: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """One check with its evidence: what was wanted, what was measured, and when."""

    check: Wanted
    standing: Standing
    measured: str
    at: datetime | None


def heard(check: Wanted, stored: Seen, asked: Asked | None) -> Seen:
    """What counts for a check: what was heard live, where the thing could be asked. `stored` is what rounds and walks
    know, the live walk among them; facts of a device that did not tell them live do not count.
    """
    if asked is None or asked.is_up is None:
        return stored
    match check.kind:
        case CheckKind.ANSWERS:
            return Seen(at=asked.at, is_up=asked.is_up)
        case CheckKind.LINK_UP:
            return replace(stored, at=asked.at, is_up=stored.is_up and asked.is_up)
        case CheckKind.LOSS:
            return Seen(at=asked.at, loss_percent=asked.loss_percent)
        case CheckKind.PORT_ERRORS:
            return Seen(at=asked.at, errors_minute=_errors_minute(asked, check.port))
        case _:
            return stored if asked.has_told else Seen()


def port_of(asked: Asked, name: str) -> Mapping[str, object] | None:
    """The port of that name as it was told live."""
    ports = asked.raw.get("ports")
    rows = [one for one in ports if isinstance(one, Mapping)] if isinstance(ports, Sequence) else []
    return next((one for one in rows if one.get("name") == name), None)


def _errors_minute(asked: Asked, port: str) -> int | None:
    found = port_of(asked, port)
    problems = found.get("problems") if found is not None else None
    return ceil(problems * 60) if isinstance(problems, int | float) else None


def judge(check: Wanted, seen: Seen, *, since: datetime, now: datetime) -> Result:
    """`since` is when the order was given: what was measured before it says nothing of the work. Whether something
    answers has to be known now, facts of a device only since then.
    """
    is_live = check.kind in LIVE
    if seen.at is None or seen.at < since or (is_live and seen.at < now - FRESH):
        return Result(check, Standing.NOT_MEASURED, "", seen.at)
    passed, measured = _judged(check, seen, since, now)
    if passed is None:
        return Result(check, Standing.NOT_MEASURED, measured, seen.at)
    return Result(check, Standing.PASSED if passed else Standing.FAILED, measured, seen.at)


def _judged(check: Wanted, seen: Seen, since: datetime, now: datetime) -> tuple[bool | None, str]:
    match check.kind:
        case CheckKind.ANSWERS:
            return seen.is_up, "up" if seen.is_up else "down"
        case CheckKind.LINK_UP:
            since = max(seen.up_since, since) if seen.is_up and seen.up_since is not None else now
            return _at_least(check, int((now - since).total_seconds() // 60))
        case CheckKind.PORT_SPEED:
            mbps = None if seen.speed_bps is None else seen.speed_bps // 1_000_000
            return _at_least(check, mbps if seen.is_up else 0)
        case CheckKind.PORTS:
            return _at_least(check, seen.ports)
        case CheckKind.FIRMWARE:
            return (seen.version == check.wanted if seen.version else None), seen.version
        case CheckKind.LOSS | CheckKind.PORT_ERRORS:
            is_loss = check.kind is CheckKind.LOSS
            return _at_most(check, seen.loss_percent if is_loss else seen.errors_minute)


def _at_least(check: Wanted, measured: int | None) -> tuple[bool | None, str]:
    return (None, "") if measured is None else (measured >= _whole(check.wanted), str(measured))


def _at_most(check: Wanted, measured: int | None) -> tuple[bool | None, str]:
    return (None, "") if measured is None else (measured <= _whole(check.wanted), str(measured))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def is_passed(results: Sequence[Result]) -> bool:
    """Every check passed, and there was one."""
    return bool(results) and all(one.standing is Standing.PASSED for one in results)
