"""Needs of people: put in, decided, merged and taken out again, specified and bought; each step in the history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.store.acting import By
from procurement.models.need import Need, NeedEvent
from procurement.needs.need import NeedState, Source
from procurement.store import need_buying, need_decisions, need_merging
from procurement.store.needs import NeedDraft, change_need, create_need
from service.database import reading, transaction
from service.refusal import RefusedError
from tests import factories

BY = By("ผู้เขียน", factories.AT)


def asked(session: Session, office: Office, site: Site | None, *, own: bool = False, **values: object) -> Need:
    """A need as the form sends it."""
    given = {"site_id": site.id if site else None, "title": "สวิตช์ 24 ช่อง", "reason": "broken", "kind": "switch"}
    sight = Sight(office.id or 0, site.id if site and own else None)
    return create_need(session, NeedDraft.read({**given, **values}), sight=sight, by=BY)


def kinds_of(session: Session, need: Need) -> list[str]:
    found = session.exec(select(NeedEvent).where(NeedEvent.need_id == need.id).order_by(NeedEvent.id))  # type: ignore[arg-type]
    return [event.kind for event in found]


def test_of_a_device_and_reason_there_is_one_live_need(database: Engine) -> None:
    with transaction(database) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        device = factories.make_device(session, site)
        first = asked(session, office, site, own=True, device_id=device.id)
        assert (first.source, first.asked_by, first.key) == (Source.SCHOOL, "ผู้เขียน", f"device:{device.id}:broken")
        with pytest.raises(RefusedError, match=f"already: number {first.id}"):
            asked(session, office, site, device_id=device.id)
        other = asked(session, office, site, device_id=device.id, reason="age")
        draft = NeedDraft.of(other).with_changes({"reason": "broken"})
        with pytest.raises(RefusedError):
            change_need(session, other, draft, sight=Sight(office.id or 0), by=BY)
        need_decisions.reject(session, first, "ซ่อมได้", by=BY)
        again = asked(session, office, site, device_id=device.id)
        with pytest.raises(RefusedError):
            need_decisions.reopen(session, first, by=BY)
        assert again.id != first.id


def test_an_asset_that_is_a_device_counts_as_the_device(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        device = factories.make_device(session, site)
        asset = factories.make_asset(session, office, site, device_id=device.id)
        need = asked(session, office, site, asset_id=asset.id)
        assert (need.device_id, need.asset_id) == (device.id, asset.id)
        with pytest.raises(RefusedError):
            asked(session, office, site, device_id=device.id)


def test_a_school_asks_for_itself_and_of_its_own_things_only(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site, other = factories.make_site(session, office), factories.make_site(session, office)
        device = factories.make_device(session, other)
        asset = factories.make_asset(session, office, other)
        sight = Sight(office.id or 0, site.id)
        for wrong in ({"site_id": other.id}, {"device_id": device.id}, {"asset_id": asset.id}, {"site_id": None}):
            draft = NeedDraft.read({"site_id": site.id, "title": "ก", "reason": "other", **wrong})
            with pytest.raises(RefusedError):
                create_need(session, draft, sight=sight, by=BY)
        ours = asked(session, office, site)
        with pytest.raises(RefusedError):
            change_need(session, ours, NeedDraft.of(ours), sight=sight, by=BY)


def test_an_item_must_be_in_force(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        assert asked(session, office, None, criteria_item="computer/37").criteria_item == "computer/37"
        for wrong in ("computer/999", "37", "nothing/37"):
            with pytest.raises(RefusedError):
                asked(session, office, None, criteria_item=wrong)


def test_decisions_need_their_day_and_reason_and_can_be_taken_back(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        need = asked(session, office, None)
        with pytest.raises(RefusedError):
            need_decisions.reject(session, need, "  ", by=BY)
        for day in (None, factories.AT.date()):
            with pytest.raises(RefusedError):
                need_decisions.defer(session, need, day, by=BY)
        need_decisions.propose(session, need, "เห็นควรอนุมัติ", by=BY)
        need_decisions.defer(session, need, factories.AT.date() + timedelta(days=1), note="รองบประมาณ", by=BY)
        need_decisions.approve(session, need, by=BY)
        assert (need.state, need.deferred_until, need.decided_by) == (NeedState.APPROVED, None, "ผู้เขียน")
        with pytest.raises(RefusedError):
            change_need(session, need, NeedDraft.of(need).with_changes({"quantity": 9}), sight=Sight(1), by=BY)
        need_decisions.reopen(session, need, by=BY)
        need_decisions.reject(session, need, "ไม่จำเป็น", by=BY)
        with pytest.raises(RefusedError):
            need_decisions.approve(session, need, by=BY)
        assert kinds_of(session, need) == [
            *("created", "proposed", "deferred", "approved", "reopened", "rejected"),
        ]


def test_a_merge_can_be_undone(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        one, other = asked(session, office, site, quantity=2), asked(session, office, site, quantity=3)
        elsewhere = asked(session, office, None)
        for wrong in (one, elsewhere):
            with pytest.raises(RefusedError):
                need_merging.merge(session, one, wrong, by=BY)
        need_merging.merge(session, one, other, quantity=5, by=BY)
        assert (one.state, one.merged_into_id, other.quantity) == (NeedState.MERGED, other.id, 5)
        assert need_merging.merged_into(session, other) == [one]
        with pytest.raises(RefusedError):
            need_decisions.approve(session, one, by=BY)
        need_merging.take_out(session, one, by=BY)
        assert (one.state, one.merged_into_id, other.quantity) == (NeedState.OPEN, None, 3)
        need_merging.merge(session, one, other, quantity=6, by=BY)
        change_need(
            session, other, NeedDraft.of(other).with_changes({"quantity": 7}), sight=Sight(office.id or 0), by=BY
        )
        need_merging.take_out(session, one, by=BY)
        assert other.quantity == 7, "somebody said otherwise meanwhile"
        assert kinds_of(session, other) == ["created", *("took_in", "gave_back", "took_in", "changed", "gave_back")]


def test_what_buys_moves_a_need_on_and_back(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        site = factories.make_site(session, office)
        device = factories.make_device(session, site)
        need = asked(session, office, site)
        with pytest.raises(RefusedError, match="not approved"):
            need_buying.in_specification(session, need, 7, by=BY)
        with pytest.raises(RefusedError, match="not approved"):
            need_buying.ordered(session, need, 3, by=BY)
        need_decisions.approve(session, need, by=BY)
        assert need_buying.specifiable(session, office.id or 0) == [need]
        need_buying.in_specification(session, need, 7, by=BY)
        need_buying.in_specification(session, need, 7, by=BY)
        with pytest.raises(RefusedError, match="in specification 7 already"):
            need_buying.in_specification(session, need, 8, by=BY)
        with pytest.raises(RefusedError):
            need_buying.out_of_specification(session, need, 8, by=BY)
        need_buying.out_of_specification(session, need, 7, by=BY)
        need_buying.in_specification(session, need, 8, by=BY)
        need_buying.ordered(session, need, 3, by=BY)
        with pytest.raises(RefusedError):
            need_decisions.reject(session, need, "สาย", by=BY)
        need_buying.order_cancelled(session, need, note="ผู้ขายทิ้งงาน", by=BY)
        assert (need.state, need.spec_id, need.case_id) == (NeedState.IN_SPECIFICATION, 8, None)
        need_buying.ordered(session, need, 4, by=BY)
        assert (need.state, need.spec_id, need.case_id) == (NeedState.ORDERED, 8, 4)
        need_buying.met(session, need, device_id=device.id, by=BY)
        assert (need.state, need.met_by_device_id) == (NeedState.MET, device.id)


def test_what_was_not_ordered_is_met_with_a_word_only(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        need = asked(session, office, None)
        with pytest.raises(RefusedError):
            need_buying.met(session, need, by=BY)
        need_buying.met(session, need, note="มีผู้บริจาค", by=BY)
    with reading(engine) as session:
        assert session.exec(select(Need.state)).one() is NeedState.MET


def test_a_fiscal_year_that_is_over_is_refused(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        assert asked(session, office, None, fiscal_year="๒๕๗๐").fiscal_year == 2570
        with pytest.raises(RefusedError):
            asked(session, office, None, fiscal_year=2569)
    assert date(2026, 10, 1) <= factories.AT.date()
