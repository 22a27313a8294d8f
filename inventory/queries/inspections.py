"""Annual inspections: the rounds as a list, how far each is, its assets with what counts, and what it found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, case, cast, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from inventory.assets.inspecting import CONTRADICTIONS, Network, Sign, sign_of
from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.inspection import (
    Condition,
    InspectionItem,
    InspectionRecord,
    InspectionRound,
    Inspector,
    Outcome,
    Whereabouts,
)
from inventory.models.outage import CurrentState, Subject
from inventory.models.site import Site, SiteKind
from inventory.queries.conditions import is_row
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from inventory.store.inspections import seen_rounds
from service.refusal import _
from service.thai_order import in_thai

WHEREABOUTS_WORDS: Final = {
    Whereabouts.FOUND: _("found"),
    Whereabouts.ELSEWHERE: _("found at another place"),
    Whereabouts.NOT_FOUND: _("not found"),
}
CONDITION_WORDS: Final = {
    Condition.USABLE: _("usable"),
    Condition.DAMAGED: _("damaged"),
    Condition.WORN: _("worn out"),
    Condition.NOT_NEEDED: _("not needed any more"),
}
OUTCOME_WORDS: Final = {
    Outcome.OPEN: _("not looked at yet"),
    Outcome.ANSWERED: _("looked at"),
    Outcome.CONFLICT: _("recorded differently"),
}
SIGN_WORDS: Final = {
    Sign.SEEN_HERE: _("the network sees it here"),
    Sign.SEEN_ELSEWHERE: _("the network sees it at another unit"),
    Sign.SILENT: _("the network has not seen it for a month or more"),
    Sign.NOT_FOUND_BUT_SEEN: _("not found, but the network sees it"),
    Sign.HERE_BUT_SEEN_ELSEWHERE: _("found here, but the network sees it at another unit"),
    Sign.USABLE_BUT_SILENT: _("usable, but the network has not seen it for a month or more"),
    Sign.DAMAGED_BUT_ANSWERS: _("damaged, but it answers"),
}


def _count(*where: Any) -> ColumnElement[Any]:
    wanted = select_columns(func.count()).select_from(InspectionItem)
    return wanted.where(col(InspectionItem.round_id) == col(InspectionRound.id), *where).scalar_subquery()


_STAGE: Final = case(
    (col(InspectionRound.closed_at).is_not(None), "closed"),
    (col(InspectionRound.listed_at).is_(None), "prepared"),
    else_="open",
)
STAGE_WORDS: Final = {
    "prepared": _("being prepared"),
    "open": _("being inspected"),
    "closed": _("inspected and closed"),
}


def _years(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select_columns(col(InspectionRound.year)).where(seen_rounds(sight)).distinct()
    return [(str(year), str(year)) for year in sorted(session.scalars(wanted), reverse=True)]


def _units(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select_columns(col(Site.id), col(Site.name)).join(InspectionRound, col(InspectionRound.site_id) == Site.id)
    wanted = wanted.where(seen_rounds(sight)).group_by(col(Site.id), col(Site.name))
    rows = session.execute(wanted.order_by(in_thai(Site.name)))
    schools = [(str(row_id), name) for row_id, name in rows]
    return schools if sight.site_id is not None else [("0", _("the office")), *schools]


INSPECTIONS: Final = Table(
    key="inspections",
    source=InspectionRound.__table__.outerjoin(Site, col(Site.id) == InspectionRound.site_id),  # type: ignore[attr-defined]
    row_id=col(InspectionRound.id),
    columns=(
        Column("unit", _("Owner"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("year", _("Fiscal year"), col(InspectionRound.year), Kind.NUMBER),
        Column("stage", _("How far it is"), _STAGE, words=STAGE_WORDS),
        Column("starts_on", _("Begins on"), col(InspectionRound.starts_on), Kind.DAY),
        Column("due_on", _("Report due on"), col(InspectionRound.due_on), Kind.DAY),
        Column("total", _("Assets"), _count(), Kind.NUMBER),
        Column("answered", _("Inspected so far"), _count(col(InspectionItem.outcome) == Outcome.ANSWERED), Kind.NUMBER),
        Column("conflicts", _("Differing"), _count(col(InspectionItem.outcome) == Outcome.CONFLICT), Kind.NUMBER),
    ),
    searched=(func.coalesce(col(Site.name), ""), func.coalesce(col(Site.code), "")),
    filters=(
        Filter("year", _("Fiscal year"), is_row(col(InspectionRound.year)), _years),
        Filter("unit", _("Owner"), is_row(col(InspectionRound.unit)), _units),
        Filter(
            "stage",
            _("How far it is"),
            lambda value: cast(_STAGE, String) == value,
            lambda _db, _s: list(STAGE_WORDS.items()),
        ),
    ),
    order=(col(InspectionRound.year).desc(), col(InspectionRound.unit)),
    hidden_filters={"site_id": is_row(col(InspectionRound.unit))},
    seen=seen_rounds,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round is: assets by outcome, and by what counts of those that are answered."""

    total: int
    answered: int
    conflicts: int
    found: int
    elsewhere: int
    not_found: int
    damaged: int
    worn: int
    not_needed: int

    @property
    def left(self) -> int:
        """Without an answer that counts."""
        return self.total - self.answered

    @property
    def percent(self) -> int:
        """Of all, rounded down: only a round that is done is at 100."""
        return self.answered * 100 // self.total if self.total else 0


def progress(session: Session, held: InspectionRound) -> Progress:
    """In one question."""

    def those(condition: Any) -> Any:
        return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

    counts = col(InspectionItem.outcome) == Outcome.ANSWERED
    row = session.execute(
        select_columns(
            func.count(),
            those(counts),
            those(col(InspectionItem.outcome) == Outcome.CONFLICT),
            *(those(and_(counts, col(InspectionRecord.whereabouts) == one)) for one in Whereabouts),
            *(those(and_(counts, col(InspectionRecord.condition) == one)) for one in list(Condition)[1:]),
        )
        .select_from(InspectionItem)
        .outerjoin(InspectionRecord, col(InspectionRecord.id) == InspectionItem.answer_id)
        .where(col(InspectionItem.round_id) == held.id)
    ).one()
    return Progress(*(int(figure) for figure in row))


@dataclass(frozen=True, slots=True)
class Line:
    """One asset of a round: what counts of its records, and what the network says. `seen_at_site` is the name of the
    place where it saw it; empty where this reader may not know it, or where it is the office.
    """

    item: InspectionItem
    answer: InspectionRecord | None
    sign: Sign | None = None
    seen_at: datetime | None = None
    seen_at_site: str = ""

    @property
    def is_contradicted(self) -> bool:
        """The network says otherwise."""
        return self.sign in CONTRADICTIONS


SHOWN: Final = {
    "all": _("All"),
    "open": _("Not looked at yet"),
    "conflict": _("Recorded differently"),
    "not_found": _("Not found"),
    "against": _("The network says otherwise"),
    "bad": _("Damaged, worn or not needed"),
}


def lines(
    session: Session, sight: Sight, held: InspectionRound, *, now: datetime, show: str = "all", q: str = ""
) -> list[Line]:
    """Assets by number. `show` is a key of SHOWN; `q` is part of a number, a name, a place or a custodian."""
    wanted = (
        select(InspectionItem, InspectionRecord)
        .join(InspectionRecord, col(InspectionRecord.id) == InspectionItem.answer_id, isouter=True)
        .where(InspectionItem.round_id == held.id, *_CHOICES.get(show, ()))
        .order_by(col(InspectionItem.number), col(InspectionItem.id))
    )
    if q:
        columns = (InspectionItem.number, InspectionItem.name, InspectionItem.place, InspectionItem.custodian)
        wanted = wanted.where(or_(*(col(column).icontains(q, autoescape=True) for column in columns)))
    network = _network(session, held)
    found = [_line(item, answer, network.get(item.asset_id), held, sight, now) for item, answer in session.exec(wanted)]
    return [line for line in found if line.is_contradicted] if show == "against" else found


_CHOICES: Final[Mapping[str, tuple[Any, ...]]] = {
    "open": (col(InspectionItem.outcome) == Outcome.OPEN,),
    "conflict": (col(InspectionItem.outcome) == Outcome.CONFLICT,),
    "not_found": (col(InspectionRecord.whereabouts) == Whereabouts.NOT_FOUND,),
    "bad": (col(InspectionRecord.condition).in_([Condition.DAMAGED, Condition.WORN, Condition.NOT_NEEDED]),),
}


def line_of(session: Session, sight: Sight, held: InspectionRound, item: InspectionItem, *, now: datetime) -> Line:
    """One asset of the round."""
    answer = session.get(InspectionRecord, item.answer_id) if item.answer_id is not None else None
    return _line(item, answer, _network(session, held, item.asset_id).get(item.asset_id), held, sight, now)


def _network(
    session: Session, held: InspectionRound, asset_id: int | None = None
) -> dict[int, tuple[Network, int, str]]:
    """Asset -> what the network says, and the id and name of the place where the device stands."""
    state = and_(col(CurrentState.subject) == Subject.DEVICE, col(CurrentState.subject_id) == Device.id)
    one = [] if asset_id is None else [InspectionItem.asset_id == asset_id]
    wanted = (
        select_columns(InspectionItem.asset_id, Site.id, Site.kind, Site.name, Device.facts_at, CurrentState.last_up_at)  # type: ignore[call-overload]
        .join(Asset, col(Asset.id) == InspectionItem.asset_id)
        .join(Device, col(Device.id) == Asset.device_id)
        .join(Site, col(Site.id) == Device.site_id)
        .outerjoin(CurrentState, state)
        .where(col(InspectionItem.round_id) == held.id, *one)
    )
    found = {}
    for row_id, site_id, kind, name, facts_at, up_at in session.execute(wanted):
        seen_at = max((at for at in (facts_at, up_at) if at is not None), default=None)
        found[row_id] = (Network(None if kind == SiteKind.OFFICE else site_id, seen_at), site_id, name)
    return found


def _line(
    item: InspectionItem,
    answer: InspectionRecord | None,
    known: tuple[Network, int, str] | None,
    held: InspectionRound,
    sight: Sight,
    now: datetime,
) -> Line:
    if known is None:
        return Line(item, answer)
    network, site_id, name = known
    counts = (Whereabouts(answer.whereabouts), _condition(answer)) if answer is not None else None
    sign = sign_of(network, held.site_id, counts, now=now)
    return Line(item, answer, sign, network.seen_at, name if sight.site_id in (None, site_id) else "")


def _condition(record: InspectionRecord) -> Condition | None:
    return Condition(record.condition) if record.condition is not None else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a closed round says of an asset that is not simply there and usable: for fact-finding and disposal."""

    round_id: int
    year: int
    asset: Asset
    whereabouts: Whereabouts
    condition: Condition | None
    note: str


def findings(session: Session, sight: Sight, *, round_id: int | None = None) -> Sequence[Finding]:
    """Damaged, worn, not needed or not found, of closed rounds; of one round, or of all that may be seen."""
    bad = or_(col(InspectionRecord.condition) != Condition.USABLE, col(InspectionRecord.condition).is_(None))
    one = [] if round_id is None else [InspectionRound.id == round_id]
    wanted = (
        select(InspectionRound, InspectionRecord, Asset)
        .join(InspectionItem, col(InspectionItem.round_id) == InspectionRound.id)
        .join(InspectionRecord, col(InspectionRecord.id) == InspectionItem.answer_id)
        .join(Asset, col(Asset.id) == InspectionItem.asset_id)
        .where(seen_rounds(sight), *one, col(InspectionRound.closed_at).is_not(None), bad)
        .order_by(col(InspectionRound.year).desc(), col(Asset.number))
    )
    return [
        Finding(held.id or 0, held.year, asset, Whereabouts(record.whereabouts), _condition(record), record.note)
        for held, record, asset in session.exec(wanted)
    ]


def round_to_record(session: Session, asset_id: int, person_id: int) -> int | None:
    """The open round in which this person may record this asset, if there is one."""
    wanted = (
        select(InspectionRound.id)
        .join(InspectionItem, col(InspectionItem.round_id) == InspectionRound.id)
        .join(Inspector, col(Inspector.round_id) == InspectionRound.id)
        .where(
            InspectionItem.asset_id == asset_id,
            Inspector.person_id == person_id,
            col(Inspector.released_at).is_(None),
            col(InspectionRound.closed_at).is_(None),
        )
    )
    return session.exec(wanted.order_by(col(InspectionRound.year).desc()).limit(1)).first()
