"""Disposals: what is to go is listed, judged by way and cause, and struck off one by one when it has gone.

Nothing is deleted: a card that was struck off stays to be read, and its number stays taken. The figures by which ways
are limited come from outside, dated and with their source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from inventory.models.asset import Asset, Standing
from inventory.models.disposal import Disposal, DisposalItem, DisposalMethod
from inventory.queries.sight import Sight
from inventory.store.acting import By
from inventory.store.asset_lists import Numbers, assets_numbered, owner_of
from inventory.store.assets import MOST_SATANG, happened, set_standing
from service.draft import Digits, Draft, Empty, Line, Note, OptionalId, said, take
from service.refusal import MissingError, NotTakenError, Problem, RefusedError, _, refuse

Money = Annotated[int | None, Field(ge=0, le=MOST_SATANG), Empty]
SOLD: Final = frozenset({DisposalMethod.AUCTION, DisposalMethod.NEGOTIATED})


class DisposalDraft(Draft):
    """What is to go. Way and cause hold for every asset until they are said otherwise of one."""

    site_id: OptionalId = None
    numbers: Numbers
    title: Annotated[Line, Field(min_length=1)]
    reason: Annotated[Note, Field(min_length=1)]
    method: DisposalMethod = DisposalMethod.AUCTION
    is_normal_wear: bool = True
    cause: Note = ""


class ItemDraft(Draft):
    """What is said of one asset before it is approved."""

    method: DisposalMethod
    is_normal_wear: bool
    cause: Note = ""
    least_satang: Money = None

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if not self.is_normal_wear and not self.cause:
            raise NotTakenError(_("Say what happened to it"), "cause")
        return self


class GoneDraft(Draft):
    """How one asset left."""

    done_on: Annotated[date, Digits]
    proceeds_satang: Money = None
    document_no: Annotated[Line, Field(max_length=120)] = ""
    note: Note = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to which price of acquisition, of all together, a way is open; none: nobody knows such a limit."""

    negotiated_satang: int | None = None
    write_off_satang: int | None = None


def check_draft(session: Session, draft: DisposalDraft, *, sight: Sight) -> list[Asset]:
    """The assets that are to go; RefusedError names those that cannot."""
    owner_of(session, draft.site_id, sight=sight)
    if not draft.is_normal_wear and not draft.cause:
        raise refuse("cause", _("Say what happened to it"))
    assets = assets_numbered(session, draft.site_id, draft.numbers, office_id=sight.office_id)
    lent = [asset.number for asset in assets if asset.standing is Standing.LENT]
    if lent:
        raise refuse("numbers", _("Lent to somebody: %(numbers)s"), numbers=", ".join(lent[:10]))
    return assets


def open_disposal(
    session: Session, draft: DisposalDraft, assets: Sequence[Asset], *, case_id: int, sight: Sight, by: By
) -> Disposal:
    """List the assets; from now on they count as to be disposed of."""
    disposal = Disposal(
        **draft.model_dump(include={"site_id", "title", "reason"}),
        office_id=sight.office_id,
        case_id=case_id,
        created_at=by.at,
        person_id=by.person_id,
    )
    session.add(disposal)
    session.flush()
    for asset in assets:
        _listed(session, disposal, asset, draft, by)
    return disposal


def _listed(session: Session, disposal: Disposal, asset: Asset, draft: DisposalDraft, by: By) -> None:
    assert disposal.id is not None
    assert asset.id is not None
    said = draft.model_dump(include={"method", "is_normal_wear", "cause"})
    try:
        with session.begin_nested():
            item = DisposalItem(disposal_id=disposal.id, asset_id=asset.id, before=asset.standing, **said)
            session.add(item)
    except IntegrityError:
        raise refuse("numbers", _("In another disposal already: %(numbers)s"), numbers=asset.number) from None
    set_standing(session, asset, Standing.TO_DISPOSE, note=disposal.title, on=by.at.date(), by=by)


def items_of(session: Session, disposal: Disposal) -> list[tuple[DisposalItem, Asset]]:
    """With their cards, in the order in which they were listed."""
    wanted = select(DisposalItem, Asset).join(Asset, col(Asset.id) == DisposalItem.asset_id)
    return list(session.exec(wanted.where(DisposalItem.disposal_id == disposal.id).order_by(col(DisposalItem.id))))


def find_in(session: Session, disposal: Disposal, item_id: int) -> tuple[DisposalItem, Asset]:
    """One asset of it; MissingError."""
    for item, asset in items_of(session, disposal):
        if item.id == item_id:
            return item, asset
    raise MissingError("item of a disposal")


def change_item(session: Session, disposal: Disposal, item_id: int, draft: ItemDraft) -> dict[str, object]:
    """Say way, cause and price of one asset; returns {field: [before, after]}. RefusedError when it has gone."""
    item, _asset = find_in(session, disposal, item_id)
    if not item.is_open:
        raise refuse("", _("It has left the book"))
    changes = take(item, draft.model_dump())
    session.add(item)
    session.flush()
    return changes


def needs_facts(items: Iterable[tuple[DisposalItem, Asset]]) -> bool:
    """Whether facts are to be found first: something was broken or lost otherwise than by normal wear."""
    return any(not item.is_normal_wear for item, _asset in items)


def check_methods(items: Sequence[tuple[DisposalItem, Asset]], limits: Limits) -> None:
    """RefusedError where a way is not open at this price of acquisition, all that go by it together."""
    problems = []
    for method, most in (
        (DisposalMethod.NEGOTIATED, limits.negotiated_satang),
        (DisposalMethod.WRITE_OFF, limits.write_off_satang),
    ):
        going = [asset for item, asset in items if item.method is method]
        unknown = [asset.number for asset in going if asset.price_satang is None]
        if most is None or not going:
            continue
        if unknown:
            said = _(
                "Their price of acquisition is not known, so that nobody can tell whether the way is open: %(numbers)s"
            )
            problems.append(Problem("method", said, {"numbers": ", ".join(unknown[:10])}))
        elif sum((asset.price_satang or 0) * asset.quantity for asset in going) > most:
            problems.append(Problem("method", _TOO_DEAR[method], {"most": f"{most / 100:,.2f}"}))
    if problems:
        raise RefusedError(problems)


_TOO_DEAR: Final = {
    DisposalMethod.NEGOTIATED: _("What is sold by negotiation cost more than %(most)s baht in all: sell it by auction"),
    DisposalMethod.WRITE_OFF: _("What is written off cost more than %(most)s baht in all: a higher office decides"),
}


def strike_off(  # noqa: PLR0913 - what goes, how, and between which days
    session: Session, disposal: Disposal, item_id: int, draft: GoneDraft, *, approved_on: date, today: date, by: By
) -> DisposalItem:
    """It has gone, and leaves the book on that day. Both days are of the office's own clock. RefusedError where it
    cannot have.
    """
    item, asset = find_in(session, disposal, item_id)
    if not item.is_open:
        raise refuse("", _("It has left the book"))
    if draft.done_on < approved_on:
        raise refuse("done_on", _("It cannot go before it was approved"))
    if draft.done_on > today:
        raise refuse("done_on", _("This day has not come yet"))
    if item.method in SOLD and draft.proceeds_satang is None:
        raise refuse("proceeds_satang", _("Say for how much it was sold"))
    take(item, draft.model_dump())
    item.is_open = False
    session.add(item)
    note = f"{disposal.title} {draft.document_no}".strip()
    set_standing(session, asset, Standing.DISPOSED, note=note, on=draft.done_on, by=by)
    session.flush()
    return item


def give_up(session: Session, disposal: Disposal, reason: str, *, by: By) -> None:
    """It is not to be: what has not gone stands as before. RefusedError without a reason, or when it is over."""
    # As long as the reason of its case, which is broken off with it.
    reason = said("reason", reason, longest=255, unsaid=_("Say why"))
    if len(reason) < 3:
        raise refuse("reason", _("Say why"))
    waiting = [(item, asset) for item, asset in items_of(session, disposal) if item.is_open]
    if disposal.ended_at is not None or not waiting:
        raise refuse("", _("Nothing of it is open any more"))
    for item, asset in waiting:
        item.is_open = False
        session.add(item)
        happened(session, asset, "disposal_given_up", by, note=reason)
        if asset.standing is Standing.TO_DISPOSE:
            set_standing(session, asset, item.before, note=reason, on=by.at.date(), by=by)
    disposal.ended_at, disposal.ended_reason = by.at, reason
    session.add(disposal)
    session.flush()
