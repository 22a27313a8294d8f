"""Rows of a file to items of an edition: every wrong cell is told with its row, and with one of them none is taken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from procurement.criteria.draft import MOST_ITEMS, ItemDraft
from procurement.criteria.edition import Certainty, Item
from procurement.criteria.spec_line import spec_lines
from service.importing import cells
from service.importing.decode import Sheet
from service.importing.gather import Gathered
from service.importing.row_problem import RowProblem
from service.refusal import Problem, RefusedError, _, refuse

FILE_ROW: Final = 0
HEADING_ROW: Final = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file and what people call it."""

    name: str
    aliases: tuple[str, ...] = ()
    required: bool = False


COLUMNS: Final = (
    Column("item_no", ("ลำดับ", "ลำดับที่", "ข้อ", "รายการที่"), required=True),
    Column("code", ("รหัส",)),
    Column("category", ("หมวด", "ประเภท")),
    Column("name_th", ("รายการ", "ชื่อรายการ"), required=True),
    Column("name_en", ("ชื่อภาษาอังกฤษ",)),
    Column("price_baht", ("ราคา", "ราคา (บาท)", "ราคากลาง", "ราคากลาง (บาท)"), required=True),
    Column("price_unit", ("หน่วย", "หน่วยนับ")),
    Column("spec", ("คุณลักษณะ", "คุณลักษณะพื้นฐาน")),
    Column("page", ("หน้า",)),
    Column("certainty", ("ที่มาของข้อมูล",)),
    Column("note", ("หมายเหตุ",)),
)
_NAMES: Final = {called.casefold(): one.name for one in COLUMNS for called in (one.name, *one.aliases)}
_COLUMN_OF: Final = {"price_satang": "price_baht"}


@dataclass(frozen=True, slots=True)
class ReadItems:
    """What a file holds. With any problem it may not be taken."""

    items: tuple[Item, ...]
    problems: tuple[RowProblem, ...]
    total: int

    @property
    def ok(self) -> bool:
        """Whether all of it can be taken."""
        return not self.problems


def read_items(sheet: Sheet, *, certainty: Certainty) -> ReadItems:
    """The items of a sheet; `certainty` is that of rows which say none."""
    names = [_NAMES.get(heading.strip().casefold(), "") for heading in sheet.header]
    problems = list(_headings(sheet.header, names))
    if not sheet.rows:
        problems.append(RowProblem(FILE_ROW, "", "", Problem("", _("There is no row under the headings"))))
    if len(sheet.rows) > MOST_ITEMS:
        limit = Problem("", _("The file has more than %(limit)s rows"), {"limit": MOST_ITEMS})
        problems.append(RowProblem(FILE_ROW, "", "", limit))
    if problems:
        return ReadItems((), tuple(problems), len(sheet.rows))
    items: dict[str, Item] = {}
    for row, texts in sheet.rows:
        given = dict(zip(names, texts, strict=False))
        try:
            item = _item(given, certainty)
            _only_once(items, item)
        except RefusedError as error:
            problems += _told(row, given, error)
        else:
            items[item.code] = item
    return ReadItems(tuple(items.values()), tuple(problems), len(sheet.rows))


def _headings(header: Sequence[str], names: Sequence[str]) -> Iterable[RowProblem]:
    for heading, name in zip(header, names, strict=True):
        if not name and heading.strip():
            yield RowProblem(
                HEADING_ROW, heading, heading, Problem(heading, _("There is no such column in a file of this kind"))
            )
        elif name and names.count(name) > 1:
            yield RowProblem(HEADING_ROW, name, heading, Problem(name, _("This column stands twice")))
    for one in COLUMNS:
        if one.required and one.name not in names:
            yield RowProblem(HEADING_ROW, one.name, "", Problem(one.name, _("This column is missing")))


def _item(given: Mapping[str, str], certainty: Certainty) -> Item:
    gathered = Gathered()
    price = gathered.read(lambda: _price(given.get("price_baht", "")))
    number = gathered.read(lambda: cells.code("item_no", given.get("item_no", "")))
    as_written = ("category", "name_th", "name_en", "price_unit", "page", "note", "code")
    values: dict[str, object] = {name: given[name] for name in as_written if name in given}
    values |= {
        # One that was refused already is not to be refused again.
        "item_no": "0" if number is None else number,
        "price_satang": price,
        "spec": tuple(line.text for line in spec_lines(given.get("spec", ""))),
        "certainty": given.get("certainty") or certainty,
    }
    draft = gathered.read(lambda: ItemDraft.read(values))
    gathered.settle()
    if draft is None:
        raise AssertionError("settled without a draft")
    return draft.item()


def _price(text: str) -> int | None:
    price = cells.price_satang("price_baht", text)
    if price is not None and price <= 0:
        raise refuse("price_baht", _("A price above zero is needed; leave it empty where it is not known"))
    return price


def _only_once(items: Mapping[str, Item], item: Item) -> None:
    if item.code in items:
        message = _("The number %(code)s stands in a row before; give one of them a code of its own")
        raise RefusedError([Problem("item_no", message, {"code": item.code})])


def _told(row: int, given: Mapping[str, str], error: RefusedError) -> Iterable[RowProblem]:
    for problem in error.problems:
        name = _COLUMN_OF.get(problem.field, problem.field).partition(".")[0]
        yield RowProblem(row, name, given.get(name, ""), problem)
