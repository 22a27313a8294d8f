"""Imported editions: kept whole for their office alone, over those that are shipped."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from inventory.store.acting import ForOffice
from procurement.criteria.draft import EditionDraft
from procurement.criteria.edition import Certainty, Item, Listing, Scope
from procurement.criteria.shipped import shipped
from procurement.criteria.spec_line import SpecLine
from procurement.store.criteria import office_catalogue, store_edition
from service.database import reading, transaction
from service.refusal import RefusedError
from tests import factories

DRAFT = EditionDraft(
    listing=Listing.COMPUTER,
    name="ฉบับจำลอง",
    announced_on=date(2026, 12, 1),
    effective_from=date(2026, 12, 15),
    scope=Scope.ITEMS,
    certainty=Certainty.CHECKED,
    source="ประกาศจำลอง",
)
ROUTER = Item(
    code="37",
    item_no="37",
    category="router",
    name_th="อุปกรณ์ค้นหาเส้นทางเครือข่าย (Router)",
    name_en="Router",
    price_satang=3_456_789,
    price_unit="เครื่อง",
    spec=(SpecLine("Flash >=1 GB"), SpecLine("IPv6")),
    page=20,
    certainty=Certainty.CHECKED,
    note="จำลอง",
)
CAMERA = Item(code="80", item_no="80", category="camera", name_th="กล้อง", certainty=Certainty.SECONDARY)


def test_an_edition_is_read_back_as_it_was_given_and_holds_for_its_office_alone(database: Engine) -> None:
    with transaction(database) as session:
        ours, other = factories.make_office(session), factories.make_office(session)
        assert ours.id
        assert other.id
        row = store_edition(session, DRAFT, [ROUTER, CAMERA], ForOffice(ours.id, factories.AT))
    with reading(database) as session:
        catalogue = office_catalogue(session, ours.id)
        assert catalogue.items_of(f"own-{row.id}") == (ROUTER, CAMERA)
        assert office_catalogue(session, other.id) is shipped()
    before, after = (catalogue.item_at(day, Listing.COMPUTER, "37") for day in (date(2026, 12, 14), date(2026, 12, 15)))
    assert before
    assert after
    assert (before.edition.key, after.item.price_satang) == ("computer-2568-12", 3_456_789)
    # What is shipped is as it was: the import lies over it.
    assert len(catalogue.items_at(date(2026, 12, 15), Listing.COMPUTER)) == 71
    assert len(shipped().items_at(date(2026, 12, 15), Listing.COMPUTER)) == 70


@pytest.mark.parametrize("name", [DRAFT.name, "ฉบับธันวาคม 2568"])
def test_a_name_is_taken_once_in_a_list(engine: Engine, name: str) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        assert office.id
        by = ForOffice(office.id, factories.AT)
        store_edition(session, DRAFT, [ROUTER], by)
        with pytest.raises(RefusedError) as refused:
            store_edition(session, DRAFT.model_copy(update={"name": name}), [ROUTER], by)
        assert refused.value.problems[0].field == "name"
        other_list = DRAFT.model_copy(update={"listing": Listing.CCTV})
        assert store_edition(session, other_list, [CAMERA], by).id


def test_an_edition_without_items_is_refused(engine: Engine) -> None:
    with transaction(engine) as session:
        office = factories.make_office(session)
        assert office.id
        with pytest.raises(RefusedError, match="without items"):
            store_edition(session, DRAFT, [], ForOffice(office.id, factories.AT))
