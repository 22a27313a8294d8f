"""Why something typed in was not taken: a field and a reason each, the same for pages, API, import and CLI."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from office.thai_date import long_date
from service.i18n import spoken


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return text


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field ("" when it is about the whole). `message` is an English catalogue sentence."""

    field: str
    message: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence with its values, in the reader's language; a value may be a problem itself, or a day."""

        def said(value: object) -> object:
            if isinstance(value, Problem):
                return value.text(translate)
            return long_date(value, "en" if translate is str else spoken()) if isinstance(value, date) else value

        return translate(self.message) % {name: said(value) for name, value in self.values.items()}


class RefusedError(Exception):
    """What was given cannot be stored; nothing was changed."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.field}: {problem.text()}" for problem in self.problems))


class BlockedError(RefusedError):
    """Not now: what has to come first is not there. The same, given later, may be taken."""


def block(message: str, **values: object) -> BlockedError:
    """A refusal about what comes first."""
    return BlockedError([Problem("", message, values)])


class MissingError(Exception):
    """There is no such thing in this office (or the asker may not know of it)."""


def refuse(field_name: str, message: str, **values: object) -> RefusedError:
    """A refusal about one field."""
    return RefusedError([Problem(field_name, message, values)])


SENTENCES = {
    "missing": _("This is needed"),
    "extra_forbidden": _("There is no such field"),
    "string_too_short": _("At least %(min_length)s characters"),
    "too_short": _("At least %(min_length)s characters"),
    "string_too_long": _("At most %(max_length)s characters"),
    "int_parsing": _("A whole number is needed"),
    "int_type": _("A whole number is needed"),
    "int_from_float": _("A whole number is needed"),
    "float_parsing": _("A number is needed"),
    "float_type": _("A number is needed"),
    "finite_number": _("A number is needed"),
    "greater_than_equal": _("At least %(ge)s"),
    "less_than_equal": _("At most %(le)s"),
    "greater_than": _("More than %(gt)s"),
    "date_from_datetime_parsing": _("A date such as 2026-10-01 is needed"),
    "date_parsing": _("A date such as 2026-10-01 is needed"),
    "date_from_datetime_inexact": _("A date such as 2026-10-01 is needed"),
    "date_type": _("A date such as 2026-10-01 is needed"),
    "time_parsing": _("A time such as 08:30 is needed"),
    "datetime_parsing": _("A date and time are needed"),
    "datetime_from_date_parsing": _("A date and time are needed"),
    "timezone_aware": _("The time needs its zone"),
    "enum": _("One of: %(expected)s"),
    "decimal_parsing": _("A number is needed"),
    "decimal_type": _("A number is needed"),
    "decimal_max_digits": _("A number with fewer digits is needed"),
    "decimal_max_places": _("A number with fewer digits is needed"),
    "decimal_whole_digits": _("A number with fewer digits is needed"),
    "tiers_out_of_order": _("A lower tier pays at least as much, and no two begin at the same percent"),
    "bool_parsing": _("Yes or no is needed"),
}


_TOO_SHORT = frozenset({"string_too_short", "too_short"})  # the second where a validator of ours stands before


def from_validation(error: ValidationError) -> RefusedError:
    """The refusal that says what pydantic found."""
    return RefusedError(problems_of(error.errors(include_input=False, include_url=False)))


def problems_of(errors: Iterable[Mapping[str, Any]], *, skip: int = 0) -> list[Problem]:
    """What pydantic found, in our words; `skip` parts of each place are left out. A value is never repeated: it may
    be a secret.
    """
    problems = []
    for found in errors:
        name = ".".join(str(part) for part in found["loc"][skip:])
        context = found.get("ctx", {})
        cause = context.get("error")
        if isinstance(cause, NotTakenError):
            problems.append(cause.problem(name))
            continue
        if found["type"] in _TOO_SHORT and context.get("min_length") == 1:
            problems.append(Problem(name, SENTENCES["missing"]))
            continue
        values = {key: value for key, value in context.items() if isinstance(value, str | int | float | Decimal)}
        problems.append(Problem(name, SENTENCES.get(found["type"], _("This is not understood")), values))
    return problems


class NotTakenError(ValueError):
    """Raised inside a validator: a catalogue sentence and its values, or another field than the one validated."""

    def __init__(self, message: str, field_name: str = "", **values: object) -> None:
        self.message, self.field_name, self.values = message, field_name, values
        super().__init__(message)

    def problem(self, name: str) -> Problem:
        """The problem at the field that it is about."""
        whole = f"{name}.{self.field_name}" if name and self.field_name else name or self.field_name
        return Problem(whole, self.message, self.values)
