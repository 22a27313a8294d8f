"""A purchase of what an approved specification says: its lines, where each piece goes, and for which need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from inventory.models.asset import AssetClass
from inventory.models.site import Site, SiteKind
from inventory.queries.sight import Sight
from procurement.criteria.edition import Listing
from procurement.models.purchase import Purchase
from procurement.models.spec import Spec, SpecDelivery, SpecLine, SpecNeed, SpecState
from procurement.store.lines import LineDraft, ShareDraft
from service.refusal import _, refuse


def buyable_specs(session: Session, sight: Sight, site_id: int | None) -> Sequence[Spec]:
    """Approved ones of a unit that no running purchase buys, the newest first."""
    bought = select(Purchase.spec_id).where(col(Purchase.spec_id).is_not(None), col(Purchase.cancelled_on).is_(None))
    wanted = select(Spec).where(
        Spec.office_id == sight.office_id,
        Spec.site_id == site_id,
        Spec.state == SpecState.APPROVED,
        col(Spec.id).not_in(bought),
    )
    return session.exec(wanted.order_by(col(Spec.id).desc())).all()


def lines_of_spec(session: Session, sight: Sight, spec_id: int, site_id: int | None) -> tuple[LineDraft, ...]:
    """Its lines. RefusedError of a specification that is not approved, of another unit, or bought already."""
    if spec_id not in {spec.id for spec in buyable_specs(session, sight, site_id)}:
        raise refuse("spec_id", _("Only an approved specification of this unit that nobody buys yet can be bought"))
    lines = session.exec(select(SpecLine).where(SpecLine.spec_id == spec_id).order_by(col(SpecLine.position))).all()
    ids = [line.id for line in lines]
    deliveries: dict[int, list[SpecDelivery]] = defaultdict(list)
    for row in session.exec(
        select(SpecDelivery).where(col(SpecDelivery.line_id).in_(ids)).order_by(col(SpecDelivery.id))
    ):
        deliveries[row.line_id].append(row)
    needs: dict[tuple[int, int | None], list[SpecNeed]] = defaultdict(list)
    for need in session.exec(select(SpecNeed).where(col(SpecNeed.line_id).in_(ids)).order_by(col(SpecNeed.id))):
        needs[need.line_id, need.site_id].append(need)
    offices = set(session.exec(select(Site.id).where(Site.office_id == sight.office_id, Site.kind == SiteKind.OFFICE)))
    computers = _class_of_computers(session, sight.office_id)
    return tuple(
        LineDraft(
            name=line.name,
            unit_word=line.unit_word,
            class_id=computers if line.criterion and line.criterion.get("listing") == Listing.COMPUTER else None,
            estimate_satang=line.unit_price_satang,
            spec_line_id=line.id,
            shares=tuple(
                share
                for delivery in deliveries[line.id or 0]
                for share in _shares(delivery, needs[line.id or 0, delivery.site_id], offices)
            )
            or (ShareDraft(site_id=site_id, quantity=line.quantity),),
        )
        for line in lines
    )


def _class_of_computers(session: Session, office_id: int) -> int | None:
    """What the criteria of computers list belongs to it, where the office has the usual classes."""
    of_office = (AssetClass.office_id == office_id, AssetClass.code == "computer")
    return session.exec(select(AssetClass.id).where(*of_office, col(AssetClass.archived_at).is_(None))).first()


def _shares(delivery: SpecDelivery, needs: Sequence[SpecNeed], offices: set[int | None]) -> Iterator[ShareDraft]:
    """Pieces for each need of the place, then those for none."""
    left, place = delivery.quantity, None if delivery.site_id in offices else delivery.site_id
    for need in needs:
        count = min(need.quantity, left)
        if count:
            yield ShareDraft(site_id=place, quantity=count, need_id=need.need_id)
            left -= count
    if left:
        yield ShareDraft(site_id=place, quantity=left)
