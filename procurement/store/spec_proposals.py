"""Specifications begun from approved needs or from devices, and the needs that a specification answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from inventory.models.asset import Asset
from inventory.models.device import Device
from inventory.models.site import Site, SiteKind
from inventory.store.acting import By
from procurement.criteria.edition import InForce
from procurement.models.need import Need
from procurement.models.spec import Spec, SpecLine, SpecNeed
from procurement.needs.need import NeedState
from procurement.proposing import Proposed, Wanted, propose
from procurement.sheet import Criterion
from procurement.store.criteria import office_catalogue
from procurement.store.need_buying import in_specification, out_of_specification
from procurement.store.needs import find_need
from procurement.store.spec_drafts import DeliveryDraft, LineDraft, ReplacedDraft
from procurement.store.spec_lines import add_line, lines_of
from service.refusal import MissingError


def of_needs(session: Session, office_id: int, ids: Iterable[int]) -> list[Wanted]:
    """Needs as what is wanted; MissingError for one of another office."""
    found = [find_need(session, need_id, office_id=office_id) for need_id in ids]
    own_place = _own_place(session, office_id)
    since = _since(session, [need.device_id for need in found if need.device_id is not None])
    devices = _names(session, [need.device_id for need in found if need.device_id is not None])
    return [
        Wanted(
            site_id=need.site_id if need.site_id is not None else own_place,
            kind=need.kind,
            item=need.criteria_item,
            title=need.title,
            quantity=need.quantity,
            need_id=need.id,
            device_id=need.device_id,
            replaces=devices.get(need.device_id, ""),
            in_use_since=since.get(need.device_id),
        )
        for need in found
    ]


def of_devices(session: Session, office_id: int, ids: Iterable[int]) -> list[Wanted]:
    """Devices to be replaced; MissingError for one of another office."""
    wanted = list(dict.fromkeys(ids))
    query = (
        select(Device)
        .join(Site)
        .where(Site.office_id == office_id, col(Device.id).in_(wanted))
        .order_by(col(Device.id))
    )
    found = session.exec(query).all()
    if len(found) != len(wanted):
        raise MissingError("device")
    since = _since(session, wanted)
    return [
        Wanted(
            site_id=device.site_id,
            kind=device.role,
            title=device.role or device.name,
            device_id=device.id,
            replaces=device.name,
            in_use_since=since.get(device.id),
        )
        for device in found
    ]


def proposal(session: Session, office_id: int, wanted: Sequence[Wanted], day: date) -> list[Proposed]:
    """Lines by the criteria of that day."""
    return propose(wanted, office_catalogue(session, office_id), day)


def begin_lines(session: Session, spec: Spec, wanted: Sequence[Wanted], *, by: By) -> list[SpecLine]:
    """The proposed lines into a draft; needs among them are in this specification from now on."""
    made = []
    for one in proposal(session, spec.office_id, wanted, spec.day):
        line = add_line(session, spec, _draft(one))
        made.append(line)
        for each in one.wanted:
            if each.need_id is not None:
                _link(session, spec, line, each, by)
    session.flush()
    return made


def _link(session: Session, spec: Spec, line: SpecLine, one: Wanted, by: By) -> None:
    assert line.id is not None
    assert one.need_id is not None
    assert spec.id is not None
    in_specification(session, find_need(session, one.need_id, office_id=spec.office_id), spec.id, by=by)
    session.add(SpecNeed(line_id=line.id, need_id=one.need_id, site_id=one.site_id, quantity=one.quantity))


def _draft(one: Proposed) -> LineDraft:
    criterion = Criterion.of(one.held) if one.held is not None else None
    gone = [each for each in one.wanted if each.replaces]
    return LineDraft(
        listing=criterion.listing if criterion is not None else None,
        code=criterion.code if criterion is not None else "",
        name=one.name[:255],
        quantity=one.quantity,
        unit_price_satang=_price(one.held),
        deliveries=tuple(DeliveryDraft(site_id=site, quantity=quantity) for site, quantity in one.places.items()),
        replaced=tuple(
            ReplacedDraft(device_id=each.device_id, name=each.replaces[:255], in_use_since=each.in_use_since)
            for each in gone
        ),
    )


def _price(held: InForce | None) -> int:
    """The ceiling, until somebody knows better."""
    return 0 if held is None else held.item.price_satang or 0


def needs_of_line(session: Session, line: SpecLine) -> list[Need]:
    """Those that it answers."""
    wanted = select(Need).join(SpecNeed, col(SpecNeed.need_id) == Need.id).where(SpecNeed.line_id == line.id)
    return list(session.exec(wanted.order_by(col(Need.id))))


def needs_by_line(session: Session, lines: Sequence[SpecLine]) -> dict[int, list[Need]]:
    """Of several lines at once, by the line's id."""
    found: dict[int, list[Need]] = {}
    wanted = select(SpecNeed.line_id, Need).join(Need, col(Need.id) == SpecNeed.need_id)
    for line_id, need in session.exec(wanted.where(col(SpecNeed.line_id).in_([line.id for line in lines]))):
        found.setdefault(line_id, []).append(need)
    return found


def let_go(session: Session, spec: Spec, lines: Iterable[SpecLine], *, by: By) -> None:
    """Needs of these lines wait for another specification."""
    for need in (need for line in lines for need in needs_of_line(session, line)):
        if need.spec_id == spec.id and need.state is NeedState.IN_SPECIFICATION:
            assert spec.id is not None
            out_of_specification(session, need, spec.id, by=by)


def take_over(session: Session, spec: Spec, *, by: By) -> None:
    """Needs of an earlier version belong to this one, which was approved in its place."""
    assert spec.id is not None
    for need in (need for line in lines_of(session, spec) for need in needs_of_line(session, line)):
        if need.spec_id != spec.id and need.spec_id is not None and need.state is NeedState.IN_SPECIFICATION:
            out_of_specification(session, need, need.spec_id, by=by)
            in_specification(session, need, spec.id, by=by)


def _own_place(session: Session, office_id: int) -> int | None:
    wanted = select(Site.id).where(
        Site.office_id == office_id, Site.kind == SiteKind.OFFICE, col(Site.archived_at).is_(None)
    )
    return session.exec(wanted.order_by(col(Site.id))).first()


def _since(session: Session, ids: Sequence[int | None]) -> dict[int | None, date]:
    """By the asset book where the device is in it, else by the inventory."""
    devices = session.exec(select(Device).where(col(Device.id).in_(ids)))
    found: dict[int | None, date] = {one.id: one.acquired_on for one in devices if one.acquired_on is not None}
    cards = session.exec(select(Asset).where(col(Asset.device_id).in_(ids)))
    return found | {one.device_id: one.acquired_on for one in cards if one.acquired_on is not None}


def _names(session: Session, ids: Sequence[int | None]) -> dict[int | None, str]:
    return dict(session.exec(select(Device.id, Device.name).where(col(Device.id).in_(ids))).all())
