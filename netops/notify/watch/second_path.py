"""Ways that do not leave by the office's own line: without one, a cut office cannot say that it is cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlmodel import Session, col, select

from netops.models.alert import AlertChannel
from netops.notify.watch.deadman import last_push
from netops.notify.watch.selftest import latest_tests
from netops.notify.watch.settings import has_switch

STALE: Final = timedelta(hours=36)  # a daily proof that has missed a day


@dataclass(frozen=True, slots=True)
class Paths:
    """What is set, and what of it does not work. `failing` counts ways of any kind whose last test failed."""

    channels: tuple[str, ...]
    has_switch: bool
    failing: int
    switch_failing: bool

    @property
    def is_set(self) -> bool:
        """Whether a cut of the office would be noticed by anybody."""
        return bool(self.channels) or self.has_switch


def second_paths(session: Session, office_id: int) -> Paths:
    """Of one office, by their last tests."""
    query = select(AlertChannel.name).where(
        AlertChannel.office_id == office_id, col(AlertChannel.second_path), col(AlertChannel.disabled_at).is_(None)
    )
    switch = has_switch(session, office_id)
    push = last_push(session, office_id) if switch else None
    failed = [test for test, _message in latest_tests(session, office_id) if test.succeeded is False]
    return Paths(tuple(session.exec(query)), switch, len(failed), push is not None and push.succeeded is False)


def last_success_at(session: Session, office_id: int) -> datetime | None:
    """When every way of a day's test worked, by the last day tested; None while one does not, or none was tried."""
    tests = latest_tests(session, office_id)
    return tests[0][0].at if tests and all(test.succeeded for test, _message in tests) else None
