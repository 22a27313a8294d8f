"""Transfers as a list, and one with its assets. A unit sees what it gave and what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.models.asset import Asset
from inventory.models.site import Site
from inventory.models.transfer import Transfer, TransferItem, TransferState
from inventory.queries.conditions import by_value, is_word
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import MissingError, _

STATE_WORDS: Final = {
    TransferState.PROPOSED: _("waits for an answer"),
    TransferState.ACCEPTED: _("accepted"),
    TransferState.REFUSED: _("refused"),
    TransferState.WITHDRAWN: _("withdrawn"),
}
_STATE: Final = cast(col(Transfer.state), String)
_GIVES: Final = aliased(Site, name="gives")
_TAKES: Final = aliased(Site, name="takes")
_ITEMS: Final[ColumnElement[Any]] = (
    select(func.count())
    .where(col(TransferItem.transfer_id) == Transfer.id)
    .correlate(Transfer.__table__)  # type: ignore[attr-defined]
    .scalar_subquery()
)


def transfers_seen(sight: Sight) -> ColumnElement[bool]:
    """The condition on table `transfer` that keeps what may be seen."""
    ours = col(Transfer.office_id) == sight.office_id
    if sight.site_id is None:
        return ours
    return and_(ours, or_(col(Transfer.from_site_id) == sight.site_id, col(Transfer.to_site_id) == sight.site_id))


TRANSFERS: Final = Table(
    key="transfers",
    source=Transfer.__table__.outerjoin(_GIVES, _GIVES.id == Transfer.from_site_id).outerjoin(  # type: ignore[attr-defined]
        _TAKES, _TAKES.id == Transfer.to_site_id
    ),
    row_id=col(Transfer.id),
    columns=(
        Column("proposed_at", _("Proposed"), col(Transfer.proposed_at), Kind.MOMENT),
        Column("gives", _("From"), col(_GIVES.name)),
        Column("takes", _("To"), col(_TAKES.name)),
        Column("items", _("Assets"), _ITEMS, Kind.NUMBER),
        Column("transfer_state", _("Answer"), _STATE, words=by_value(STATE_WORDS)),
        Column("reason", _("Reason"), col(Transfer.reason)),
        Column("order_no", _("Order or letter"), col(Transfer.order_no), shown=False),
        Column("moved_on", _("Moved on"), col(Transfer.moved_on), Kind.DAY),
        Column("proposer", _("Proposed by"), col(Transfer.proposer), shown=False),
        Column("decider", _("Answered by"), col(Transfer.decider), shown=False),
    ),
    searched=(
        *(col(Transfer.reason), col(Transfer.order_no)),
        *(func.coalesce(col(_GIVES.name), ""), func.coalesce(col(_TAKES.name), "")),
    ),
    filters=(
        Filter(
            "transfer_state",
            _("Answer"),
            is_word(_STATE, TransferState),
            lambda _session, _sight: [(one.value, said) for one, said in STATE_WORDS.items()],
        ),
    ),
    order=((col(Transfer.state) == TransferState.PROPOSED).desc(), col(Transfer.proposed_at).desc()),
    seen=transfers_seen,
)


@dataclass(frozen=True, slots=True)
class Moving:
    """A transfer with its units and assets."""

    transfer: Transfer
    gives: Site | None
    takes: Site | None
    items: Sequence[tuple[TransferItem, Asset]]


def moving(session: Session, sight: Sight, transfer_id: int) -> Moving:
    """By id; MissingError where it may not be seen."""
    wanted = select_rows(Transfer).where(col(Transfer.id) == transfer_id, transfers_seen(sight))
    transfer = session.exec(wanted).one_or_none()
    if transfer is None:
        raise MissingError("transfer")
    of_it = select_rows(TransferItem, Asset).join(Asset, col(Asset.id) == TransferItem.asset_id)
    items = session.exec(of_it.where(TransferItem.transfer_id == transfer_id).order_by(col(TransferItem.id))).all()
    gives = session.get(Site, transfer.from_site_id) if transfer.from_site_id is not None else None
    takes = session.get(Site, transfer.to_site_id) if transfer.to_site_id is not None else None
    return Moving(transfer, gives, takes, items)


def transfers_of(session: Session, sight: Sight, asset_id: int) -> Sequence[tuple[Transfer, TransferItem]]:
    """How one asset was proposed to other units and what came of it, the newest first."""
    wanted = select_rows(Transfer, TransferItem).join(TransferItem, col(TransferItem.transfer_id) == Transfer.id)
    wanted = wanted.where(TransferItem.asset_id == asset_id, transfers_seen(sight))
    return session.exec(wanted.order_by(col(Transfer.proposed_at).desc())).all()
