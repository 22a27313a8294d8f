"""Imported editions kept for ever, and the catalogue of an office: what is shipped and what it imported."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from inventory.store.acting import ForOffice
from procurement.criteria.catalogue import Catalogue
from procurement.criteria.draft import EditionDraft
from procurement.criteria.edition import Announced, Edition, Item
from procurement.criteria.shipped import shipped
from procurement.criteria.spec_line import SpecLine
from procurement.models.criteria import CriteriaEdition, CriteriaItem
from procurement.store.confirmations import confirmations
from service.refusal import _, refuse

_OWN: Final = "own-"


def office_catalogue(session: Session, office_id: int) -> Catalogue:
    """What this office goes by: the editions of the release, over them its own, and what its people compared."""
    catalogue = shipped()
    own = _imported(session, office_id)
    if own:
        catalogue = catalogue.with_editions(own)
    compared = {(row.edition_key, row.code): row.fingerprint for row in confirmations(session, office_id)}
    return catalogue.with_confirmed(compared) if compared else catalogue


def _imported(session: Session, office_id: int) -> dict[Edition, list[Item]]:
    editions = session.exec(
        select(CriteriaEdition).where(CriteriaEdition.office_id == office_id).order_by(col(CriteriaEdition.id))
    ).all()
    items: dict[int | None, list[Item]] = defaultdict(list)
    if editions:
        rows = session.exec(
            select(CriteriaItem)
            .where(col(CriteriaItem.edition_id).in_([edition.id for edition in editions]))
            .order_by(col(CriteriaItem.edition_id), col(CriteriaItem.position))
        )
        for row in rows:
            items[row.edition_id].append(_item_of(row))
    return {edition_of(row): items[row.id] for row in editions}


def store_edition(session: Session, draft: EditionDraft, items: Sequence[Item], by: ForOffice) -> CriteriaEdition:
    """Keep an edition with all its items; RefusedError where the list has one of this name already or no item came."""
    if not items:
        raise refuse("items", _("An edition without items says nothing"))
    known = office_catalogue(session, by.office_id).editions
    if any(one.listing is draft.listing and one.name == draft.name for one in known):
        raise refuse("name", _("There is an edition of this name already"))
    row = CriteriaEdition(
        office_id=by.office_id, imported_at=by.at, imported_by=by.person_id, **draft.model_dump(mode="python")
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add_all([_row_of(item, row.id, position) for position, item in enumerate(items)])
    session.flush()
    return row


def edition_of(row: CriteriaEdition) -> Edition:
    """As the catalogue has it."""
    assert row.id is not None
    return Edition(
        key=f"{_OWN}{row.id}",
        listing=row.listing,
        name=row.name,
        announced=Announced(row.announced_on),
        effective_from=row.effective_from,
        scope=row.scope,
        certainty=row.certainty,
        source=row.source,
        url=row.url,
        note=row.note,
        serial=row.id,
    )


def _item_of(row: CriteriaItem) -> Item:
    return Item(
        code=row.code,
        item_no=row.item_no,
        category=row.category,
        name_th=row.name_th,
        name_en=row.name_en,
        price_satang=row.price_satang,
        price_unit=row.price_unit,
        spec=tuple(SpecLine(line) for line in row.spec.split("\n") if line),
        page=row.page,
        certainty=row.certainty,
        note=row.note,
    )


def _row_of(item: Item, edition_id: int, position: int) -> CriteriaItem:
    return CriteriaItem(
        edition_id=edition_id,
        position=position,
        code=item.code,
        item_no=item.item_no,
        category=item.category,
        name_th=item.name_th,
        name_en=item.name_en,
        price_satang=item.price_satang,
        price_unit=item.price_unit,
        spec="\n".join(line.text for line in item.spec),
        page=item.page,
        certainty=item.certainty,
        note=item.note,
    )
