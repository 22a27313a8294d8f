"""The registers of AMSS++ for plan and budget, as they are exported: notices, requests, dika, returns, carry-over,
projects and activities. Amounts are satang. A register of one year may leave the year out. Who asked or leads is not
taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final, TypeVar

from office.fiscal import FiscalYear
from planning.annual_plan.terms import Asked, BudgetType
from planning.kit.reading.columns import FISCAL_YEAR
from planning.kit.reading.form import Column, Form, Values
from planning.kit.reading.values import CODE, DAY, MONEY
from planning.plans.described import IN_THAI, NOT_MEASURED, Direction
from service.refusal import _, refuse

Made = TypeVar("Made")


BUDGET_TYPES: Final[Mapping[str, BudgetType]] = {
    "งบบุคลากร": BudgetType.PERSONNEL,
    "งบดำเนินงาน": BudgetType.OPERATING,
    "งบลงทุน": BudgetType.INVESTMENT,
    "งบเงินอุดหนุน": BudgetType.SUBSIDY,
    "งบรายจ่ายอื่น": BudgetType.OTHER,
    "งบกลาง": BudgetType.CENTRAL,
    "งบอื่นๆ": BudgetType.FURTHER,
}
_WORD_OF: Final = {kind: word for word, kind in BUDGET_TYPES.items()}


_ASKED: Final = {"ขอเบิก": Asked.PAY, "ขอยืม": Asked.BORROW}
_DIRECTIONS: Final = {word: one for one, word in IN_THAI.items()}
_ASKED_WORD: Final = {asked: word for word, asked in _ASKED.items()}


@dataclass(frozen=True, slots=True)
class Notice:
    """One allocation notice (ใบงวด)."""

    fiscal_year: FiscalYear | None
    notice_no: str
    letter_no: str
    letter_date: date
    reference: str
    account_code: str
    plan: str
    output: str
    main_activity: str
    source: str
    budget_code: str
    budget_type: BudgetType | None
    item: str
    amount: int


@dataclass(frozen=True, slots=True)
class Request:
    """Money asked for, to pay or to borrow."""

    fiscal_year: FiscalYear | None
    request_no: str
    asked_on: date
    asked: Asked
    notice_no: str
    project_code: str
    activity_code: str
    item: str
    amount: int


@dataclass(frozen=True, slots=True)
class Dika:
    """One disbursement (ฎีกา)."""

    fiscal_year: FiscalYear | None
    dika_no: str
    dika_date: date
    notice_no: str
    request_no: str
    item: str
    amount: int


@dataclass(frozen=True, slots=True)
class Return:
    """Money given back."""

    fiscal_year: FiscalYear | None
    return_no: str
    returned_on: date
    notice_no: str
    project_code: str
    dika_no: str
    item: str
    amount: int


@dataclass(frozen=True, slots=True)
class CarryOver:
    """Money of a notice that may still be spent after its year."""

    fiscal_year: FiscalYear | None
    carry_no: str
    notice_no: str
    item: str
    until: date | None
    amount: int


@dataclass(frozen=True, slots=True)
class Project:
    """One project with what it was allotted. AMSS++ itself has no indicators: files that were filled in by hand may."""

    fiscal_year: FiscalYear | None
    project_code: str
    name: str
    group: str
    strategy: str
    starts_on: date | None
    ends_on: date | None
    amount: int
    indicator: str = ""
    unit: str = ""
    direction: Direction | None = None
    source: str = ""
    baseline: str = ""
    no_baseline: str = ""
    target: str = ""
    band_low: str = ""
    band_high: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity of a project."""

    fiscal_year: FiscalYear | None
    project_code: str
    activity_code: str
    name: str
    starts_on: date | None
    ends_on: date | None
    notice_no: str
    amount: int


def _one_of(values: Values, name: str, words: Mapping[str, Any], by_number: bool = False) -> Any:
    said = "".join((values[name] or "").split())
    if not said:
        return None
    if by_number and said.isascii() and said.isdigit() and 1 <= int(said) <= len(words):
        return list(words.values())[int(said) - 1]
    if said not in words:
        raise refuse(name, _("One of: %(expected)s"), expected=", ".join(words))
    return words[said]


def _builder(kind: Callable[..., Made]) -> Callable[[Values], Made]:
    """Texts that the file does not say are empty; days are in order."""
    texts = {one.name for one in fields(kind) if one.type == "str"}  # type: ignore[arg-type]  # dataclasses, all of them

    def build(values: Values) -> Made:
        given = dict(values) | {name: values[name] or "" for name in texts}
        if "budget_type" in given:
            given["budget_type"] = _one_of(values, "budget_type", BUDGET_TYPES, by_number=True)
        if "direction" in given:
            given["direction"] = _one_of(values, "direction", _DIRECTIONS)
        if "asked" in given:
            given["asked"] = _one_of(values, "asked", _ASKED)
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends < starts:
            raise refuse("ends_on", _("The end lies before the beginning"))
        return kind(**given)

    return build


def _values(row: Any) -> Values:
    found = {one.name: getattr(row, one.name) for one in fields(row)}
    if "budget_type" in found:
        found["budget_type"] = _WORD_OF.get(found["budget_type"], "")
    if "direction" in found:
        found["direction"] = IN_THAI.get(found["direction"], "")
    if "asked" in found:
        found["asked"] = _ASKED_WORD[found["asked"]]
    return found


def _number(name: str, heading: str, *aliases: str) -> Column:
    return Column(name, heading, CODE, aliases, required=True, filled=True)


_AMOUNT: Final = Column("amount", "จำนวนเงิน", MONEY, ("จำนวนเงิน (บาท)", "งบประมาณ"), required=True, filled=True)
_NOTICE: Final = Column("notice_no", "เลขที่ใบงวด", CODE, ("ใบงวด",))
_PROJECT: Final = Column("project_code", "รหัสโครงการ", CODE)
_ACTIVITY: Final = Column("activity_code", "รหัสกิจกรรม", CODE)
_ITEM: Final = Column("item", "รายการ", aliases=("รายละเอียด",))
_STARTS: Final = Column("starts_on", "วันเริ่มต้น", DAY, ("วันเริ่ม", "เริ่มต้น", "วันที่เริ่มต้น"))
_ENDS: Final = Column("ends_on", "วันสิ้นสุด", DAY, ("สิ้นสุด", "วันที่สิ้นสุด"))


def _day(name: str, *aliases: str) -> Column:
    return Column(name, "ลงวันที่", DAY, ("วันที่", *aliases), required=True, filled=True)


NOTICES: Final = Form(
    key="notices",
    title=_("Allocation notices"),
    columns=(
        FISCAL_YEAR,
        _number("notice_no", "เลขที่ใบงวด", "ใบงวด"),
        _number("letter_no", "เลขที่หนังสือ"),
        _day("letter_date"),
        Column("reference", "อ้างอิงหนังสือจัดสรร", aliases=("อ้างถึงหนังสือ",)),
        Column("account_code", "รหัสบัญชี", CODE),
        Column("plan", "แผนงาน"),
        Column("output", "ผลผลิต/โครงการ", aliases=("ผลผลิต",)),
        Column("main_activity", "กิจกรรมหลัก"),
        Column("source", "แหล่งของเงิน", aliases=("แหล่งเงิน",)),
        Column("budget_code", "รหัสงบประมาณ", CODE),
        Column("budget_type", "งบรายจ่าย", aliases=("ประเภทงบรายจ่าย",)),
        _ITEM,
        _AMOUNT,
    ),
    build=_builder(Notice),
    values=_values,
    once=(("fiscal_year", "notice_no"), ("fiscal_year", "letter_no")),
)

REQUESTS: Final = Form(
    key="requests",
    title=_("Requests to pay or borrow"),
    columns=(
        FISCAL_YEAR,
        _number("request_no", "เลขที่ขอเบิก", "เลขที่ขอเบิก/ขอยืม", "เลขที่"),
        _day("asked_on"),
        Column("asked", "ประเภท", aliases=("ขอเบิก/ขอยืม",), required=True, filled=True),
        _NOTICE,
        _PROJECT,
        _ACTIVITY,
        _ITEM,
        _AMOUNT,
    ),
    build=_builder(Request),
    values=_values,
    once=(("fiscal_year", "request_no"),),
)

DIKA: Final = Form(
    key="dika",
    title=_("Disbursements (dika)"),
    columns=(
        FISCAL_YEAR,
        _number("dika_no", "เลขที่ฎีกา", "ฎีกาที่", "ฎีกา"),
        _day("dika_date"),
        _NOTICE,
        Column("request_no", "เลขที่ขอเบิก", CODE, ("เลขที่ขอเบิก/ขอยืม",)),
        _ITEM,
        _AMOUNT,
    ),
    build=_builder(Dika),
    values=_values,
    once=(("fiscal_year", "dika_no"),),
)

RETURNS: Final = Form(
    key="returns",
    title=_("Money returned"),
    columns=(
        FISCAL_YEAR,
        _number("return_no", "เลขที่คืนเงิน", "เลขที่"),
        _day("returned_on", "วันที่คืน"),
        _NOTICE,
        _PROJECT,
        Column("dika_no", "เลขที่ฎีกา", CODE, ("ฎีกา",)),
        _ITEM,
        _AMOUNT,
    ),
    build=_builder(Return),
    values=_values,
    once=(("fiscal_year", "return_no"),),
)

CARRY_OVERS: Final = Form(
    key="carry_over",
    title=_("Money carried over"),
    columns=(
        FISCAL_YEAR,
        _number("carry_no", "เลขที่กันเงิน", "เลขที่"),
        _NOTICE,
        _ITEM,
        Column("until", "กันถึงวันที่", DAY),
        _AMOUNT,
    ),
    build=_builder(CarryOver),
    values=_values,
    once=(("fiscal_year", "carry_no"),),
)

PROJECTS: Final = Form(
    key="projects",
    title=_("Projects of the annual plan"),
    columns=(
        FISCAL_YEAR,
        _number("project_code", "รหัสโครงการ"),
        Column("name", "ชื่อโครงการ", aliases=("โครงการ",), required=True, filled=True),
        Column("group", "กลุ่ม", aliases=("กลุ่มงาน", "หน่วยงานที่รับผิดชอบ", "กลุ่ม/ผู้รับผิดชอบ")),
        Column("strategy", "กลยุทธ์", aliases=("สนองกลยุทธ์", "กลยุทธ์หน่วยงาน")),
        _STARTS,
        _ENDS,
        Column("amount", "งบประมาณที่ได้รับจัดสรร", MONEY, ("จำนวนเงิน", "งบประมาณ"), required=True, filled=True),
        Column("indicator", "ตัวชี้วัด", aliases=("ตัวชี้วัดความสำเร็จ", "ตัวชี้วัดและค่าเป้าหมาย")),
        Column("unit", "หน่วยนับ", aliases=("หน่วย",)),
        Column("direction", "ทิศทาง", aliases=("ทิศทางที่ดี",)),
        Column("source", "แหล่งข้อมูล", aliases=("แหล่งข้อมูลตัวชี้วัด",)),
        Column("baseline", "ค่าฐาน"),
        Column("no_baseline", NOT_MEASURED, aliases=("เหตุผลที่ยังไม่มีค่าฐาน",)),
        Column("target", "ค่าเป้าหมาย", aliases=("เป้าหมาย",)),
        Column("band_low", "ค่าต่ำสุดของช่วง", aliases=("ช่วงต่ำสุด",)),
        Column("band_high", "ค่าสูงสุดของช่วง", aliases=("ช่วงสูงสุด",)),
    ),
    build=_builder(Project),
    values=_values,
    once=(("fiscal_year", "project_code"),),
)

ACTIVITIES: Final = Form(
    key="activities",
    title=_("Activities of projects"),
    columns=(
        FISCAL_YEAR,
        _number("project_code", "รหัสโครงการ"),
        _number("activity_code", "รหัสกิจกรรม"),
        Column("name", "ชื่อกิจกรรม", aliases=("กิจกรรม",), required=True, filled=True),
        _STARTS,
        _ENDS,
        _NOTICE,
        _AMOUNT,
    ),
    build=_builder(Activity),
    values=_values,
    once=(("fiscal_year", "project_code", "activity_code"),),
)
