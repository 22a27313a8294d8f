"""Tables of children by grade and village: read strictly, and refused where they say who somebody is (INV-G1)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from planning.kit.reading.identities import holds_a_person, names_a_person
from planning.school_network.taking import CODES
from service.i18n import N_
from service.refusal import Problem, RefusedError

COLUMNS: Final = ("grade", "village_code", "village_name", "children", "to_code")
MOST_ROWS: Final = 5000
MOST_BYTES: Final = 2 * 1024 * 1024
MOST_CHILDREN: Final = 5000
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
    """The lines of a CSV file (UTF-8). RefusedError names rows and columns; nothing is taken in part."""
    if len(data) > MOST_BYTES:
        values = {"count": MOST_BYTES // 1024 // 1024}
        raise RefusedError([Problem(FIELD, N_("A file has at most %(count)s MB"), values)])
    try:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise RefusedError([Problem(FIELD, N_("The file is not a CSV table in UTF-8"))]) from None
    names = [one.strip() for one in rows[0]] if rows else []
    personal = [one for one in names if names_a_person(one)]
    if personal:
        raise RefusedError(
            [Problem(FIELD, N_("Counts only: the column %(column)s says who somebody is"), {"column": personal[0]})]
        )
    if sorted(names) != sorted(COLUMNS):
        raise RefusedError([Problem(FIELD, N_("The columns are %(columns)s"), {"columns": ", ".join(COLUMNS)})])
    problems: list[Problem] = []
    found = list(_read(names, rows[1 : MOST_ROWS + 1], problems))
    if len(rows) > MOST_ROWS + 1:
        problems.append(Problem(FIELD, N_("At most %(count)s rows"), {"count": MOST_ROWS}))
    if problems:
        raise RefusedError(problems[:20])
    return tuple(found)


def _read(names: list[str], rows: list[list[str]], problems: list[Problem]) -> Iterator[GroupRow]:
    for number, values in enumerate(rows, start=2):
        if not any(values):
            continue
        row = dict(zip(names, (one.strip() for one in values), strict=False))
        reason = _wrong(names, values, row)
        if reason:
            problems.append(
                Problem(FIELD, N_("Row %(row)s, %(field)s: not understood"), {"row": number, "field": reason})
                if reason != "person"
                else Problem(FIELD, N_("Counts only: row %(row)s says who somebody is"), {"row": number})
            )
            continue
        yield GroupRow(
            _grade(row["grade"]), row["village_code"], row["village_name"], int(row["children"]), row["to_code"]
        )


def _grade(text: str) -> str:
    return _LABELS.get(text, text.lower())


def _wrong(names: list[str], values: list[str], row: dict[str, str]) -> str:
    """The column at fault, `person` where a cell says who somebody is; empty: nothing."""
    if len(values) != len(names):
        return "row"
    faults = {
        "person": any(holds_a_person(one) for one in values),
        "grade": _grade(row["grade"]) not in CODES,
        "village_name": not 0 < len(row["village_name"]) <= LONGEST_NAME,
        "village_code": len(row["village_code"]) > LONGEST_CODE,
        "children": not _is_number(row["children"]) or int(row["children"]) > MOST_CHILDREN,
        "to_code": bool(row["to_code"]) and not (len(row["to_code"]) == SMIS and _is_number(row["to_code"])),
    }
    return next((name for name, is_wrong in faults.items() if is_wrong), "")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
