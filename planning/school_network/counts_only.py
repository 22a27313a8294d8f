"""Tables of children by grade and village: read strictly, and refused where they say who somebody is (INV-G1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from planning.kit.reading.identities import holds_a_person, names_a_person
from planning.school_network.taking import CODES
from service.draft import Draft
from service.i18n import N_, _
from service.importing.decode import UnreadableError, decode
from service.refusal import Problem, RefusedError, refuse

COLUMNS: Final = ("grade", "village_code", "village_name", "children", "to_code")
MOST_ROWS: Final = 5000
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_CHILDREN: Final = 5000
MOST_SHOWN: Final = 20
FIELD: Final = "table"
LONGEST_NAME: Final = 120
LONGEST_CODE: Final = 16
SMIS: Final = 8
_LABELS: Final = {
    f"{thai}{number}": f"{code}{number}"
    for thai, code in (("อ.", "k"), ("ป.", "p"), ("ม.", "m"))
    for number in range(1, 7)
}


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One line."""

    grade: str
    village_code: str
    village_name: str
    children: int
    to_code: str


def read_groups(data: bytes) -> tuple[GroupRow, ...]:
    """The lines of a CSV or XLSX file. RefusedError names rows, columns and reasons; nothing is taken in part."""
    if len(data) > MOST_BYTES:
        values = {"count": MOST_BYTES // 1024 // 1024}
        raise RefusedError([Problem(FIELD, N_("A file has at most %(count)s MB"), values)])
    try:
        sheet = decode(data, most=MOST_ROWS + 1)
    except UnreadableError as error:
        raise RefusedError([Problem(FIELD, error.problem.message, error.problem.values)]) from None
    names = [one.strip() for one in sheet.header]
    personal = [one for one in names if names_a_person(one)]
    if personal:
        raise RefusedError(
            [Problem(FIELD, N_("Counts only: the column %(column)s says who somebody is"), {"column": personal[0]})]
        )
    if sorted(one for one in names if one) != sorted(COLUMNS):
        raise RefusedError([Problem(FIELD, N_("The columns are %(columns)s"), {"columns": ", ".join(COLUMNS)})])
    problems: list[Problem] = []
    found = list(_read(names, sheet.rows, problems))
    if len(sheet.rows) > MOST_ROWS:
        problems.append(Problem(FIELD, N_("At most %(count)s rows"), {"count": MOST_ROWS}))
    if not found and not problems:
        problems.append(Problem(FIELD, N_("The file holds no row")))
    if problems:
        more = len(problems) - MOST_SHOWN
        last = [Problem(FIELD, N_("and %(count)s more"), {"count": more})] if more > 0 else []
        raise RefusedError([*problems[:MOST_SHOWN], *last])
    return tuple(found)


def _read(names: list[str], rows: Sequence[tuple[int, tuple[str, ...]]], problems: list[Problem]) -> Iterator[GroupRow]:
    for number, values in rows:
        cells = [*(one.strip() for one in values), *[""] * (len(names) - len(values))]
        row = dict(zip(names, cells, strict=False))
        if any(holds_a_person(one) for one in values):
            problems.append(Problem(FIELD, N_("Counts only: row %(row)s says who somebody is"), {"row": number}))
            continue
        wrong = _wrong(row) if len(values) <= len(names) else [("–", N_("more fields than columns"))]
        for field, reason in wrong:
            told = {"row": number, "field": field, "reason": _(reason)}
            problems.append(Problem(FIELD, N_("Row %(row)s, %(field)s: %(reason)s"), told))
        if not wrong:
            yield GroupRow(
                _grade(row["grade"]), row["village_code"], row["village_name"], int(row["children"]), row["to_code"]
            )


def _grade(text: str) -> str:
    return _LABELS.get(text, text.lower())


def _wrong(row: dict[str, str]) -> list[tuple[str, str]]:
    """The columns at fault, each with its reason."""
    to_code = row["to_code"]
    faults = (
        ("grade", _grade(row["grade"]) not in CODES, N_("is no grade, e.g. p1 or ป.1")),
        ("village_name", not row["village_name"], N_("is empty")),
        ("village_name", len(row["village_name"]) > LONGEST_NAME, N_("is too long")),
        ("village_code", len(row["village_code"]) > LONGEST_CODE, N_("is too long")),
        ("children", not _is_number(row["children"]), N_("is no whole number from 0 on")),
        ("children", _is_number(row["children"]) and int(row["children"]) > MOST_CHILDREN, N_("is too many")),
        ("to_code", bool(to_code) and not (len(to_code) == SMIS and _is_number(to_code)), N_("is no code of 8 digits")),
    )
    return [(field, reason) for field, is_wrong, reason in faults if is_wrong]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def no_person(draft: Draft) -> None:
    """Counts only (INV-G1): RefusedError for a field that holds an id of a citizen or the name of a child."""
    for name in type(draft).model_fields:
        value = getattr(draft, name)
        if isinstance(value, str) and holds_a_person(value):
            raise refuse(name, N_("Counts only: this says who somebody is"))
