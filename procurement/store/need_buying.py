"""What those who specify and buy say of a need: it is in a specification, ordered, met. They call this, not columns."""

from __future__ import annotations

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.store.acting import By
from inventory.store.belonging import in_office
from inventory.store.holding import hold
from procurement.models.need import Need
from procurement.needs.need import NeedState
from procurement.store.need_decisions import expect
from procurement.store.need_history import put
from service.draft import said
from service.refusal import _, refuse

_LIVE = frozenset({NeedState.OPEN, NeedState.APPROVED, NeedState.DEFERRED, NeedState.IN_SPECIFICATION})


def in_specification(session: Session, need: Need, spec_id: int, *, by: By) -> None:
    """A specification covers it. RefusedError of one that is not approved, or in another specification already."""
    hold(session, need)
    if need.state is NeedState.IN_SPECIFICATION:
        if need.spec_id == spec_id:
            return
        raise refuse(
            "need", _("Need %(number)s is in specification %(spec)s already"), number=need.id, spec=need.spec_id
        )
    if need.state is not NeedState.APPROVED:
        said = _("Need %(number)s is not approved: only approved needs are specified")
        raise refuse("need", said, number=need.id)
    put(session, need, "in_specification", by, {"state": NeedState.IN_SPECIFICATION, "spec_id": spec_id})


def out_of_specification(session: Session, need: Need, spec_id: int, *, by: By) -> None:
    """The specification covers it no more: it is approved as before. RefusedError when it was ordered."""
    hold(session, need)
    if need.spec_id != spec_id:
        raise refuse("need", _("Need %(number)s is not in this specification"), number=need.id)
    expect(need, {NeedState.IN_SPECIFICATION})
    put(session, need, "out_of_specification", by, {"state": NeedState.APPROVED, "spec_id": None})


def ordered(session: Session, need: Need, case_id: int, *, by: By) -> None:
    """A contract or order buys it. RefusedError of one that is neither approved nor in a specification."""
    hold(session, need)
    if need.state is NeedState.ORDERED:
        if need.case_id == case_id:
            return
        raise refuse(
            "need", _("Need %(number)s is ordered by case %(case)s already"), number=need.id, case=need.case_id
        )
    if need.state not in {NeedState.APPROVED, NeedState.IN_SPECIFICATION}:
        said = _("Need %(number)s is not approved: only approved needs are ordered")
        raise refuse("need", said, number=need.id)
    put(session, need, "ordered", by, {"state": NeedState.ORDERED, "case_id": case_id})


def order_cancelled(session: Session, need: Need, *, note: str, by: By) -> None:
    """What was to be bought does not come: back to where it was before the order."""
    hold(session, need)
    expect(need, {NeedState.ORDERED})
    before = NeedState.IN_SPECIFICATION if need.spec_id is not None else NeedState.APPROVED
    put(session, need, "order_cancelled", by, {"state": before, "case_id": None}, note=note)


def met(session: Session, need: Need, *, device_id: int | None = None, note: str = "", by: By) -> None:
    """What was needed is there and works; `device_id` is what does it now. RefusedError of what was not ordered without
    a note that says how it was met all the same, e.g. by a donation.
    """
    hold(session, need)
    if need.state is NeedState.MET:
        return
    expect(need, {*_LIVE, NeedState.ORDERED})
    unsaid = "" if need.state is NeedState.ORDERED else _("It was not ordered: say how it was met")
    told = said("note", note, unsaid=unsaid)
    in_office(session, Device, device_id, office_id=need.office_id, field="device_id")
    values = {"state": NeedState.MET, "met_by_device_id": device_id, "decided_level": need.level}
    put(session, need, "met", by, values, note=told)


def specifiable(session: Session, office_id: int) -> list[Need]:
    """Approved ones that no specification covers yet, the most pressing first."""
    wanted = select(Need).where(Need.office_id == office_id, Need.state == NeedState.APPROVED)
    return list(session.exec(wanted.order_by(col(Need.score_hundredths).desc(), col(Need.id))))
