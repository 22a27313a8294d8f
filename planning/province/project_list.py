"""The list of projects that an agency sends as CSV or XLSX: read whole, or refused with every row and reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from planning.plans.described import IN_THAI, NOT_MEASURED
from planning.plans.indicator import ChosenIndicator
from service.i18n import N_
from service.importing.cells import price_satang
from service.importing.decode import UnreadableError
from service.importing.gather import Gathered
from service.importing.heading import bare, read_sheet
from service.importing.row_problem import RowProblem
from service.refusal import Problem, RefusedError, refuse

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("โครงการ", "ชื่อโครงการ", "โครงการ/กิจกรรมหลัก", "title", "project"),
    "activity": ("กิจกรรม", "กิจกรรมหลัก", "activity"),
    "objective": ("วัตถุประสงค์", "objective"),
    "output": ("เป้าหมาย", "เป้าหมายโครงการ", "ผลผลิต", "output"),
    "indicator": ("ตัวชี้วัด", "indicator"),
    "unit": ("หน่วยนับ", "หน่วย", "unit"),
    "direction": ("ทิศทาง", "ทิศทางที่ดี", "direction"),
    "data_source": ("แหล่งข้อมูล", "แหล่งข้อมูลตัวชี้วัด", "data source"),
    "baseline": ("ค่าฐาน", "baseline"),
    "no_baseline": (NOT_MEASURED, "เหตุผลที่ยังไม่มีค่าฐาน"),
    "band_low": ("ค่าต่ำสุดของช่วง", "ช่วงต่ำสุด"),
    "band_high": ("ค่าสูงสุดของช่วง", "ช่วงสูงสุด"),
    "target": ("ค่าเป้าหมาย", "target"),
    "target_group": ("กลุ่มเป้าหมาย", "target group"),
    "place": ("พื้นที่", "พื้นที่ดำเนินการ", "สถานที่", "place"),
    "amount_satang": ("งบประมาณ", "งบประมาณ (บาท)", "วงเงิน", "budget", "amount"),
    "money_source": ("แหล่งงบประมาณ", "แหล่งเงิน", "source"),
    "responsible": ("ผู้รับผิดชอบ", "กลุ่ม/ผู้รับผิดชอบ", "responsible"),
}
LONGEST: Final = {
    "title": 255,
    "activity": 2000,
    "objective": 2000,
    "output": 500,
    "target_group": 255,
    "place": 255,
    "money_source": 255,
    "responsible": 255,
}
NEEDED: Final = ("title", "amount_satang")
_KNOWN: Final = {bare(text): name for name, texts in HEADINGS.items() for text in texts}


@dataclass(frozen=True, slots=True)
class ProjectList:
    """The projects as fields of the table, or why the file is refused."""

    projects: tuple[Mapping[str, Any], ...] = ()
    problems: tuple[RowProblem, ...] = ()


def read_projects(data: bytes) -> ProjectList:
    """Never half of a file: with one bad row there are no projects."""
    try:
        sheet = read_sheet(data, lambda cells: sum(bare(cell) in _KNOWN for cell in cells))
    except UnreadableError as error:
        return ProjectList(problems=(RowProblem(0, "", "", error.problem),))
    places = {name: at for at, cell in reversed(list(enumerate(sheet.header))) if (name := _KNOWN.get(bare(cell)))}
    lacking = [name for name in NEEDED if name not in places]
    if lacking:
        reason = Problem("", N_("The file lacks this column"))
        return ProjectList(problems=tuple(RowProblem(sheet.number, HEADINGS[name][0], "", reason) for name in lacking))
    found: list[Mapping[str, Any]] = []
    wrong: list[RowProblem] = []
    seen: set[str] = set()
    for number, cells in sheet.rows:
        said = {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}
        try:
            found.append(_project(said, seen))
        except RefusedError as error:
            wrong += [RowProblem(number, _column(one.field), said.get(one.field, ""), one) for one in error.problems]
    if not found and not wrong:
        wrong.append(RowProblem(0, "", "", Problem("", N_("The file holds no project"))))
    return ProjectList(problems=tuple(wrong)) if wrong else ProjectList(tuple(found))


def _project(said: Mapping[str, str], seen: set[str]) -> Mapping[str, Any]:
    row = Gathered()
    title = row.read(lambda: _title(said["title"], seen))
    amount = row.read(lambda: _amount(said["amount_satang"]))
    texts = {name: row.read(lambda name=name: _text(name, said[name])) for name in LONGEST if name in said}  # type: ignore[misc]
    measured = row.read(lambda: _measured(said))
    row.settle()
    return {
        **{name: text or "" for name, text in texts.items()},
        "title": title or "",
        "amount_satang": amount or 0,
        "indicators": measured or [],
    }


_PARTS: Final = {
    "name": "indicator",
    "unit": "unit",
    "direction": "direction",
    "source": "data_source",
    "baseline": "baseline",
    "no_baseline": "no_baseline",
    "band_low": "band_low",
    "band_high": "band_high",
    "target": "target",
}
"""What makes an indicator one, and in which column it stands."""
_DIRECTIONS: Final = {bare(word): one.value for one, word in IN_THAI.items()}


def _measured(said: Mapping[str, str]) -> list[dict[str, Any]]:
    """Whole (INV-C2) or none; refused at the column that lacks."""
    given = {name: said.get(column, "") for name, column in _PARTS.items()}
    if not given["name"]:
        return []
    given["direction"] = _DIRECTIONS.get(bare(given["direction"]), given["direction"])
    try:
        one = ChosenIndicator.read(given)
    except RefusedError as error:
        at = [replace(each, field=_PARTS.get(each.field, each.field)) for each in error.problems]
        raise RefusedError(at) from None
    return [one.kept() | {"target": one.target}]


def _title(text: str, seen: set[str]) -> str:
    if not text:
        raise refuse("title", N_("This is needed"))
    if text in seen:
        raise refuse("title", N_("This project stands twice in the file"))
    seen.add(text)
    return text


def _amount(text: str) -> int:
    satang = price_satang("amount_satang", text)
    if satang is None:
        raise refuse("amount_satang", N_("This is needed"))
    if satang < 0:
        raise refuse("amount_satang", N_("At least %(ge)s"), ge=0)
    return satang


def _text(name: str, text: str) -> str:
    if len(text) > LONGEST[name]:
        raise refuse(name, N_("At most %(max_length)s characters"), max_length=LONGEST[name])
    return text


def _column(name: str) -> str:
    return HEADINGS[name][0] if name in HEADINGS else name


def template() -> tuple[Sequence[str], Sequence[Sequence[object]]]:
    """The headings of an empty list to send to agencies, and no rows."""
    return [texts[0] for texts in HEADINGS.values()], []
