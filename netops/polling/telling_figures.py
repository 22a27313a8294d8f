"""Figures of telling itself: the daily test, the dead-man's switch, second paths, channels."""

from __future__ import annotations

from sqlmodel import Session, col, select

from inventory.models.site import Office
from netops.metrics import Blocks, Family, labels, sample
from netops.models.alert import AlertChannel, WatchTest
from netops.notify.watch.deadman import DEAD_MAN
from netops.notify.watch.second_path import last_success_at, second_paths


def of_telling(session: Session) -> Blocks:
    """A line for each office, and for each channel in use."""
    lines: dict[Family, list[bytes]] = {
        family: [] for family in (Family.TEST_FAILED, Family.TEST_AT, Family.SWITCH_AT, Family.SECOND_PATHS)
    }
    for office in session.exec(select(Office).order_by(col(Office.id))).all():
        office_id, where = office.id or 0, labels(office=office.code)
        paths = second_paths(session, office_id)
        lines[Family.TEST_FAILED].append(sample(Family.TEST_FAILED, where, paths.failing))
        lines[Family.SECOND_PATHS].append(sample(Family.SECOND_PATHS, where, len(paths.channels) + paths.has_switch))
        tested_at = last_success_at(session, office_id)
        if tested_at is not None:
            lines[Family.TEST_AT].append(sample(Family.TEST_AT, where, int(tested_at.timestamp())))
        if paths.has_switch:
            lines[Family.SWITCH_AT].append(sample(Family.SWITCH_AT, where, _pushed_at(session, office_id)))
    failing = [
        sample(Family.CHANNEL_FAILING, labels(office=code, channel=f"{kind}:{channel_id}"), bool(error))
        for code, kind, channel_id, error in session.exec(
            select(Office.code, AlertChannel.kind, AlertChannel.id, AlertChannel.last_error)
            .join(Office, col(Office.id) == AlertChannel.office_id)
            .where(col(AlertChannel.disabled_at).is_(None))
            .order_by(col(AlertChannel.id))
        )
    ]
    return {family: b"".join(found) for family, found in lines.items()} | {Family.CHANNEL_FAILING: b"".join(failing)}


def _pushed_at(session: Session, office_id: int) -> int:
    """Unix time of the last push that was taken."""
    query = select(WatchTest.at).where(
        WatchTest.office_id == office_id, WatchTest.kind == DEAD_MAN, col(WatchTest.succeeded).is_(True)
    )
    at = session.exec(query.order_by(col(WatchTest.at).desc()).limit(1)).first()
    return int(at.timestamp()) if at is not None else 0
