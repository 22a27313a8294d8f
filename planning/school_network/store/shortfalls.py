"""What receiving schools will lack is told to netops, each time that it is not what was told last.

Looked at again and again (`Part.regular`), because it rests on much: the children of a case, netops' own figures, the
prices of a plan. From the announcement on it stays as it was told: then the children move, and the figures with them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlmodel import Session, col, select

from contract.planning import ShortfallFound, ShortfallGone
from planning.kit import copies
from planning.kit.events import tell
from planning.school_network.connecting import Shortfall
from planning.school_network.kinds import SENDING
from planning.school_network.models.case import CaseState, ChangeCase, ChildGroup, ToldShortfall
from planning.school_network.store.cases import BEFORE_BOARD, CASE_PAGE
from planning.school_network.store.costs import lacking_of_case
from planning.school_network.store.sources import NETWORK
from planning.school_network.store.stored import id_of
from service.columns import utc_now

DROPPED: Final = (CaseState.REJECTED, CaseState.WITHDRAWN)
CASE_ENDED: Final = "กรณีนี้ยุติแล้ว"
NOT_LACKING: Final = "ตัวเลขล่าสุดของกรณีนี้ไม่ขาดแล้ว"


def tell_all_shortfalls(session: Session, _today: date) -> int:
    """Of every case that is still to be decided, and of those that came to nothing; how many facts were told."""
    open_ones = select(ChangeCase).where(
        col(ChangeCase.kind).in_(SENDING), col(ChangeCase.state).in_((*BEFORE_BOARD, *DROPPED))
    )
    rows = session.exec(open_ones.order_by(col(ChangeCase.id))).all()
    told: dict[int, list[ToldShortfall]] = defaultdict(list)
    for one in session.exec(select(ToldShortfall).where(col(ToldShortfall.gone_at).is_(None))):
        told[one.case_id].append(one)
    groups: dict[int, list[ChildGroup]] = defaultdict(list)
    waiting = [row.id for row in rows if row.state not in DROPPED]
    for group in session.exec(select(ChildGroup).where(col(ChildGroup.case_id).in_(waiting), ChildGroup.to_code != "")):
        groups[group.case_id].append(group)
    return sum(
        _tell(session, row, groups[id_of(row)], told[id_of(row)])
        for row in rows
        if groups[id_of(row)] or told[id_of(row)]
    )


def _tell(session: Session, row: ChangeCase, groups: Sequence[ChildGroup], told: Sequence[ToldShortfall]) -> int:
    found: dict[str, Shortfall] = {}
    if row.state not in DROPPED:
        found = {one.school_code: one for one in lacking_of_case(session, row, groups)}
        if not copies.rows(session, row.office_code, NETWORK).taken_at:
            return 0  # nothing is known yet of any school: that is no reason to take back what was told
    known = {one.school_code: one for one in told}
    done = 0
    computers = {one.school_code: one.computers for one in copies.rows(session, row.office_code, NETWORK).rows}
    for code, one in found.items():
        if one.devices_lacking is None and one.mbps_lacking is None:
            known.pop(code, None)  # not known (any more): what was told stays
        elif one.devices_lacking or one.mbps_lacking:
            done += _found(session, row, one, known.pop(code, None), are_computers=computers.get(code) is not None)
    for gone in known.values():
        _gone(session, row, gone)
    return done + len(known)


def _found(
    session: Session, row: ChangeCase, one: Shortfall, before: ToldShortfall | None, *, are_computers: bool
) -> int:
    fact = ShortfallFound(
        office_code=row.office_code,
        case_key=row.key,
        kind=row.kind.value,
        case_school=row.school_name,
        school_code=one.school_code,
        children=one.come,
        mbps_lacking=round(one.mbps_lacking or 0.0, 1),
        devices_lacking=one.devices_lacking or 0,
        are_computers=are_computers,
        cost_satang=one.cost_satang or 0,
        path=f"{CASE_PAGE}/{row.key}",
    )
    said = fact.model_dump(include={"children", "mbps_lacking", "devices_lacking", "are_computers", "cost_satang"})
    if before is None:
        wanted = select(ToldShortfall).where(
            ToldShortfall.case_id == row.id, ToldShortfall.school_code == one.school_code
        )
        before = session.exec(wanted).first() or ToldShortfall(case_id=id_of(row), school_code=one.school_code)
    elif before.said == said:
        return 0
    before.said, before.told_at, before.gone_at = said, utc_now(), None
    session.add(before)
    tell(session, fact, at=before.told_at)
    return 1


def _gone(session: Session, row: ChangeCase, told: ToldShortfall) -> None:
    told.gone_at = utc_now()
    session.add(told)
    reason = f"{CASE_ENDED}: {row.end_reason}"[:1000] if row.state in DROPPED else NOT_LACKING
    fact = ShortfallGone(office_code=row.office_code, case_key=row.key, school_code=told.school_code, reason=reason)
    tell(session, fact, at=told.gone_at)
