"""Forms as data: fields with labels and hints, what was typed, and what is wrong with it at which field.

Repeated parts (contacts, hours, holidays) are rows of fields named `contacts.0.phone`; spare empty rows follow, so that
one can be added without a script, and rows left empty are not stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import Enum
from typing import Annotated, Any, Final

from fastapi import Depends
from starlette.requests import Request

from service.i18n import _
from service.refusal import RefusedError

MOST_FIELDS: Final = 2000
_NO_FIELDS: Final = ("csrf", "once")
Typed = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `label`, `hint` and the words of `options` are in the reader's language already."""

    name: str
    label: str
    kind: str = "text"  # an input type ("hidden" has no label), or "select", "textarea", "checkbox", "file"
    hint: str = ""
    required: bool = False
    options: Sequence[tuple[str, str]] = ()  # of an input that is typed: proposals
    maxlength: int = 255
    lines: int = 3  # of a textarea
    autocomplete: str = "off"
    accept: str = ""  # of a file: how its name may end
    find: bool = False  # a select of many options gets a box that narrows them
    wide: bool = False  # a line of its own; a textarea always has one
    fixed: bool = False  # shown for reading: what is sent of it is not taken
    keys: str = ""  # which a phone shows, as HTML names them: "numeric" or "decimal"; nothing: letters

    @property
    def inputmode(self) -> str:
        """Money is typed with digits and a point."""
        return self.keys or ("decimal" if self.name.endswith("satang") else "")


@dataclass(frozen=True, slots=True)
class Rows:
    """A part that may stand several times."""

    name: str
    title: str
    fields: tuple[Field, ...]
    hint: str = ""
    spare: int = 2


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together, under a heading."""

    title: str
    fields: tuple[Field, ...] = ()
    rows: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """A button beside the form, e.g. to archive. `typed` is the name to type where it cannot be undone."""

    url: str
    label: str
    sure: str = ""
    typed: str = ""
    icon: str = "archive"
    danger: bool = True


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form as the template shows it."""

    title: str
    action: str
    back: str
    sections: Sequence[Section]
    values: Typed = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    acts: Sequence[Act] = ()
    submit: str = ""

    @property
    def key(self) -> str:
        """Tells the fields of several forms on one page apart."""
        return self.action.strip("/").replace("/", "-")

    @property
    def has_files(self) -> bool:
        """Then it is sent in parts."""
        return any(one.kind == "file" for section in self.sections for one in section.fields)

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def count(self, rows: Rows) -> int:
        """How many rows to show: those filled, and some spare ones."""
        # What came back empty from a refused form is spare already, or each refusal would add to the page.
        filled = [name for name, value in self.values.items() if value.strip()] + list(self.problems)
        numbers = [_number(name, rows.name) for name in filled]
        return max(numbers, default=-1) + 1 + rows.spare

    @property
    def elsewhere(self) -> Sequence[str]:
        """Problems that belong to no field on the page."""
        known = {one.name for section in self.sections for one in section.fields}
        repeated = tuple(f"{rows.name}." for section in self.sections for rows in section.rows)
        return [text for name, text in self.problems.items() if name not in known and not name.startswith(repeated)]


def _number(name: str, rows: str) -> int:
    parts = name.split(".")
    return int(parts[1]) if len(parts) == 3 and parts[0] == rows and parts[1].isdigit() else -1


async def _typed(request: Request) -> Typed:
    """The text fields of a posted form."""
    form = await request.form(max_fields=MOST_FIELDS)
    # Browsers end lines of a text area with CR LF.
    return {n: v.replace("\r\n", "\n") for n, v in form.items() if isinstance(v, str) and n not in _NO_FIELDS}


Posted = Annotated[Typed, Depends(_typed)]


def problems(error: RefusedError, named: Callable[[str], str] = str) -> dict[str, str]:
    """Each field's problem in the reader's language; `named` tells what the form calls a field of the draft."""
    return {named(item.field): item.text(_) for item in error.problems}


def nested(typed: Typed) -> dict[str, Any]:
    """`contacts.0.phone` to lists of dictionaries. Rows in which everything is empty are left out."""
    plain: dict[str, Any] = {}
    rows: dict[str, dict[int, dict[str, str]]] = {}
    for name, value in typed.items():
        parts = name.split(".")
        if len(parts) == 3 and parts[1].isdigit() and len(parts[1]) < 5:
            rows.setdefault(parts[0], {}).setdefault(int(parts[1]), {})[parts[2]] = value
        elif len(parts) == 1:
            plain[name] = value
    for name, numbered in rows.items():
        plain[name] = [row for _at, row in sorted(numbered.items()) if any(value.strip() for value in row.values())]
    return plain


def flat(values: Mapping[str, Any]) -> dict[str, str]:
    """The other way round: what is stored, as texts in fields."""
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            for at, row in enumerate(value):
                found |= {f"{name}.{at}.{key}": text(part) for key, part in row.items()}
        else:
            found[name] = text(value)
    return found


def text(value: object) -> str:
    """A value in a field."""
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def choices(rows: Iterable[tuple[int | None, str]], *, none: str = "–") -> list[tuple[str, str]]:
    """Options of a select from ids and names, with one for nothing."""
    return [("", none), *((str(row_id), name) for row_id, name in rows)]
