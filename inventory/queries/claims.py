"""Claims as people search, filter and sort them, what they come to, and which links can have one for a month.

The office sees all of its claims; a school those that it pays for and sends itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlmodel import Session, col

from inventory.models.contract import Claim, ClaimState, Contract
from inventory.models.link import Link, Provider
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.queries.table import Column, Filter, Kind, Table
from service.refusal import MissingError, _
from service.thai_order import in_thai

NOTHING_DUE: Final = "nothing"
STATE_WORDS: Final[Mapping[str, str]] = {
    ClaimState.DRAFTED.value: _("drafted"),
    NOTHING_DUE: _("nothing due"),
    ClaimState.SENT.value: _("sent"),
    ClaimState.ANSWERED.value: _("answered"),
    ClaimState.CREDITED.value: _("credited"),
    ClaimState.WITHDRAWN.value: _("withdrawn"),
}
# A draft of nothing waits for nobody: people look for it apart.
STANDING: Final = case(
    (and_(col(Claim.state) == ClaimState.DRAFTED, col(Claim.due_satang) == 0), NOTHING_DUE), else_=col(Claim.state)
)
_SOURCE: Final[Any] = (
    Claim.__table__.join(Link, col(Link.id) == Claim.link_id)  # type: ignore[attr-defined]
    .join(Site, col(Site.id) == Link.site_id)
    .join(Contract, col(Contract.id) == Claim.contract_id)
    .join(Provider, col(Provider.id) == Contract.provider_id)
)


def seen(sight: Sight) -> ColumnElement[bool]:
    """The condition that keeps what may be seen."""
    ours = col(Claim.office_id) == sight.office_id
    return ours if sight.site_id is None else and_(ours, col(Contract.payer_site_id) == sight.site_id)


def _standing(value: str) -> ColumnElement[bool]:
    return literal(value) == STANDING


def _month(value: str) -> ColumnElement[bool]:
    """YYYY-MM; whatever is none finds nothing."""
    try:
        return col(Claim.month) == date.fromisoformat(f"{value}-01")
    except ValueError:
        return col(Claim.id).is_(None)


def _months(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select(col(Claim.month)).select_from(_SOURCE).where(seen(sight)).distinct()
    months = session.execute(wanted.order_by(col(Claim.month).desc())).scalars()
    return [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months]


def _providers(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select(col(Provider.name)).select_from(_SOURCE).where(seen(sight)).group_by(col(Provider.name))
    return [(name, name) for name in session.execute(wanted.order_by(in_thai(Provider.name))).scalars()]


def _districts(session: Session, sight: Sight) -> list[tuple[str, str]]:
    wanted = select(col(Site.district)).select_from(_SOURCE).where(seen(sight), col(Site.district) != "").distinct()
    return [(name, name) for name in session.execute(wanted.order_by(col(Site.district))).scalars()]


CLAIMS: Final = Table(
    key="claims",
    source=_SOURCE,
    row_id=col(Claim.id),
    columns=(
        Column("month", _("Month"), col(Claim.month), Kind.DAY),
        Column("site", _("School"), col(Site.name)),
        Column("site_code", _("School code"), col(Site.code), shown=False),
        Column("district", _("District"), col(Site.district), shown=False),
        Column("link", _("Link"), col(Link.name)),
        Column("circuit_no", _("Circuit number"), col(Link.circuit_no), shown=False),
        Column("provider", _("Provider"), col(Provider.name)),
        Column("contract", _("Contract"), col(Contract.number), shown=False),
        Column("claim_state", _("State"), STANDING),
        Column("due", _("Claimed (baht)"), col(Claim.due_satang), Kind.MONEY),
        Column("credited", _("Credited (baht)"), col(Claim.credited_satang), Kind.MONEY),
        Column("number", _("Number"), col(Claim.number)),
        Column("made_at", _("Drafted"), col(Claim.made_at), Kind.MOMENT, shown=False),
        Column("sent_at", _("Sent"), col(Claim.sent_at), Kind.MOMENT),
        Column("answered_at", _("Answered"), col(Claim.answered_at), Kind.MOMENT, shown=False),
        Column("credited_at", _("Credited on"), col(Claim.credited_at), Kind.MOMENT, shown=False),
        Column("revision", _("Revision"), col(Claim.revision), Kind.NUMBER, shown=False),
    ),
    searched=(
        *(col(Site.name), col(Site.code), col(Link.name), col(Link.circuit_no)),
        *(col(Provider.name), col(Contract.number), col(Claim.number)),
    ),
    filters=(
        Filter("month", _("Month"), _month, _months),
        Filter(
            "claim_state",
            _("State"),
            lambda value: STANDING.in_([value]),
            lambda _db, _sight: list(STATE_WORDS.items()),
        ),
        Filter("provider", _("Provider"), lambda value: col(Provider.name).in_([value]), _providers),
        Filter("district", _("District"), lambda value: col(Site.district) == value, _districts),
    ),
    order=(col(Claim.month).desc(), col(Claim.due_satang).desc(), in_thai(Site.name), col(Claim.id).desc()),
    hidden_filters={"link": lambda value: col(Claim.link_id) == (int(value) if value.isdecimal() else 0)},
    seen=seen,
)


@dataclass(frozen=True, slots=True)
class Sum:
    """What the claims in one state come to."""

    state: str
    count: int
    due_satang: int
    credited_satang: int


def sums(session: Session, sight: Sight, month: str = "") -> Sequence[Sum]:
    """By state, of a month (YYYY-MM) or of all."""
    query: Any = (
        select(
            STANDING.label("standing"),
            func.count(),
            func.coalesce(func.sum(col(Claim.due_satang)), 0),
            func.coalesce(func.sum(col(Claim.credited_satang)), 0),
        )
        .select_from(_SOURCE)
        .where(seen(sight))
        .group_by("standing")
    )
    if month:
        query = query.where(_month(month))
    found = {
        str(state): Sum(str(state), count, int(due), int(paid)) for state, count, due, paid in session.execute(query)
    }
    return [found[state] for state in STATE_WORDS if state in found]


def find_seen(session: Session, sight: Sight, claim_id: int) -> Claim:
    """The claim; MissingError where it may not be seen, so that ids tell nothing."""
    query = select(Claim).select_from(_SOURCE).where(col(Claim.id) == claim_id, seen(sight))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise MissingError("claim")
    return found


def ids_seen(sight: Sight) -> Any:
    """A subquery of the ids that may be seen."""
    return select(col(Claim.id)).select_from(_SOURCE).where(seen(sight))


def claimable(session: Session, sight: Sight) -> Sequence[int]:
    """Links under a contract that this reader's unit pays, archived ones too: what was is still claimed."""
    query = (
        select(col(Link.id))
        .join(Site, col(Site.id) == Link.site_id)
        .join(Contract, col(Contract.id) == Link.contract_id)
        .where(col(Site.office_id) == sight.office_id)
    )
    if sight.site_id is not None:
        query = query.where(col(Contract.payer_site_id) == sight.site_id)
    found = session.scalars(query.order_by(in_thai(Site.name), col(Link.id)))
    return [link_id for link_id in found if link_id is not None]
