"""Several assets of one unit, named by their numbers as a person types or copies them: one a line."""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import BeforeValidator, Field
from sqlmodel import Session, col, select

from inventory.models.asset import Asset, Standing
from inventory.models.site import Site
from inventory.queries.sight import Sight
from inventory.store.belonging import in_office
from service.draft import THAI_DIGITS
from service.refusal import _, refuse

MOST_ASSETS: Final = 500


def _lines(value: object) -> object:
    """Lines of a text area, each number once, in their order."""
    if isinstance(value, str):
        value = re.split(r"[\n\t;]+", value)
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        return value
    clean = [one.translate(THAI_DIGITS).strip() for one in value]
    return tuple(dict.fromkeys(one for one in clean if one))


Numbers = Annotated[
    tuple[Annotated[str, Field(max_length=50)], ...],
    Field(min_length=1, max_length=MOST_ASSETS),
    BeforeValidator(_lines),
]


def owner_of(session: Session, site_id: int | None, *, sight: Sight, field: str = "site_id") -> None:
    """RefusedError where the unit is of another office, or not the school's own."""
    in_office(session, Site, site_id, office_id=sight.office_id, field=field)
    if sight.site_id is not None and site_id != sight.site_id:
        raise refuse(field, _("A school keeps the book of its own unit only"))


def assets_numbered(session: Session, site_id: int | None, numbers: tuple[str, ...], *, office_id: int) -> list[Asset]:
    """The cards of a unit in the order of their numbers given; RefusedError names those that it does not have, and
    those that were disposed of.
    """
    wanted = select(Asset).where(
        Asset.office_id == office_id, Asset.unit == (site_id or 0), col(Asset.number).in_(numbers)
    )
    found = {asset.number: asset for asset in session.exec(wanted)}
    absent = [number for number in numbers if number not in found]
    if absent:
        raise refuse("numbers", _("The unit has no asset numbered %(numbers)s"), numbers=", ".join(absent[:10]))
    gone = [number for number in numbers if found[number].standing is Standing.DISPOSED]
    if gone:
        raise refuse("numbers", _("Disposed of already: %(numbers)s"), numbers=", ".join(gone[:10]))
    return [found[number] for number in numbers]
