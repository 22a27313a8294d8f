"""An edition and its items as somebody gives them, by file, form or program: validated here, the same for all."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from procurement.criteria.edition import Announced, Certainty, Edition, Item, Listing, Scope
from procurement.criteria.spec_line import spec_lines
from service.draft import Digits, Draft, Empty, Line, Name, Note
from service.refusal import NotTakenError, _

MOST_SATANG: Final = 10**13
MOST_LINES: Final = 100
MOST_ITEMS: Final = 2000
_BUDDHIST_FROM: Final = 2400
_CODE: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]*")
_URL: Final = re.compile(r"https?://\S+")


def _of_our_era(value: date) -> date:
    if value.year >= _BUDDHIST_FROM:
        raise NotTakenError(_("A year of the Buddhist era: files use %(year)s"), year=value.year - 543)
    return value


def _url(value: str) -> str:
    if value and not _URL.fullmatch(value):
        raise NotTakenError(_("An address that begins with http:// or https:// is needed"))
    return value


Day = Annotated[date, AfterValidator(_of_our_era)]


class EditionDraft(Draft):
    """An edition without its items. `certainty` holds for every item that says nothing else."""

    listing: Listing
    name: Name
    announced_on: Day
    effective_from: Day
    scope: Scope
    certainty: Certainty
    source: Annotated[Line, Field(min_length=1)]
    url: Annotated[Line, AfterValidator(_url)] = ""
    note: Note = ""

    def edition(self, key: str, *, serial: int) -> Edition:
        """The edition under a key."""
        return Edition(
            key=key,
            listing=self.listing,
            name=self.name,
            announced=Announced(self.announced_on),
            effective_from=self.effective_from,
            scope=self.scope,
            certainty=self.certainty,
            source=self.source,
            url=self.url,
            note=self.note,
            serial=serial,
        )


class ItemDraft(Draft):
    """One item. `code` is its number where none is given; no price is one that is not known."""

    item_no: Annotated[str, Field(min_length=1, max_length=32), Digits]
    code: Annotated[str, Field(max_length=32), Digits] = ""
    category: Annotated[Line, Field(max_length=40)] = ""
    name_th: Annotated[Line, Field(min_length=1)]
    name_en: Line = ""
    price_satang: Annotated[int | None, Field(ge=1, le=MOST_SATANG)] = None
    price_unit: Annotated[Line, Field(max_length=60)] = ""
    spec: Annotated[tuple[Annotated[Note, Field(min_length=1)], ...], Field(max_length=MOST_LINES)] = ()
    page: Annotated[int | None, Field(ge=1, le=9999), Empty] = None
    certainty: Certainty
    note: Note = ""

    @model_validator(mode="after")
    def _has_a_code(self) -> Self:
        if not _CODE.fullmatch(self.code or self.item_no):
            raise NotTakenError(
                _("A number such as 4, 5.4.1 or 10.1.1-20 is needed"), "code" if self.code else "item_no"
            )
        return self

    def item(self) -> Item:
        """As the catalogue has it."""
        return Item(
            code=self.code or self.item_no,
            item_no=self.item_no,
            category=self.category,
            name_th=self.name_th,
            name_en=self.name_en,
            price_satang=self.price_satang,
            price_unit=self.price_unit,
            spec=spec_lines("\n".join(self.spec)),
            page=self.page,
            certainty=self.certainty,
            note=self.note,
        )
