"""What a person, a file or a program wants to be stored: validated here, since tables do not validate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from ipaddress import ip_address
from typing import Annotated, Any, Self, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, field_validator
from sqlmodel import SQLModel

from office.document.text import TURNING
from service.refusal import NotTakenError, _, from_validation, refuse

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
LABEL = r"[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?"
HOST = re.compile(rf"({LABEL}\.)*{LABEL}\.?")
FIRST_YEAR, LAST_YEAR = 1900, 2199
NUMERIC = re.compile(r"[0-9.]+")
MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


class Draft(BaseModel):
    """A frozen wish. Unknown fields are refused by name, so that a typing error never passes unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @field_validator("*")
    @classmethod
    def _plausible(cls, value: object) -> object:
        match value:
            case str():
                return _visible(value)
            case date():
                _dated(value)
            case tuple():
                return tuple(_visible(one) if isinstance(one, str) else one for one in value)
        return value

    @classmethod
    def read(cls, given: Mapping[str, object]) -> Self:
        """The draft, or RefusedError naming each field and why."""
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise from_validation(error) from None

    @classmethod
    def of(cls, row: SQLModel, **parts: Any) -> Self:
        """What is stored, as it could be given again; `parts` are the fields that stand in other tables."""
        own = {name: getattr(row, name) for name in cls.model_fields if name not in parts}
        # Not validated: a stored row may be older than a rule.
        return cast("Self", cls.model_construct(**own, **parts))

    def with_changes(self, given: Mapping[str, object]) -> Self:
        """This draft with some fields given anew, validated whole."""
        return self.read({**{name: getattr(self, name) for name in type(self).model_fields}, **given})


def _western_digits(value: object) -> object:
    return value.translate(THAI_DIGITS).strip() if isinstance(value, str) else value


def _nothing(value: object) -> object:
    """A form sends an empty text where nothing was chosen."""
    return None if isinstance(value, str) and not value.strip() else _western_digits(value)


def _address(value: str) -> str:
    """An IP address or a host name; nothing that a command line or a URL could take for something else."""
    if not value:
        return value
    try:
        return str(ip_address(value))
    except ValueError:
        if HOST.fullmatch(value) and not NUMERIC.fullmatch(value):
            return value
    raise NotTakenError(_("An IP address or a host name is needed"))


def _mail(value: str) -> str:
    if value and not MAIL.fullmatch(value):
        raise NotTakenError(_("An e-mail address is needed"))
    return value


def _visible(value: str) -> str:
    """Without signs that turn a line around, as on papers. Control characters have no place in a text, and break mails
    and files; a text of nothing but unseen signs would be a name that nobody can point at.
    """
    if value.isprintable():
        return value
    if any(ord(char) < 32 and char not in "\n\t" for char in value):
        raise NotTakenError(_("Control characters are not allowed"))
    kept = "".join(char for char in value if char not in TURNING)
    if value.strip() and not any(char.isprintable() and not char.isspace() for char in kept):
        raise NotTakenError(_("Nothing in it can be seen"))
    return kept


def _dated(value: date) -> None:
    """A Buddhist year that was taken for another would otherwise wait for 543 years."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise NotTakenError(_("A day between 1900 and 2199 is needed"))


def said(field: str, text: str, *, longest: int = 2000, unsaid: str = "") -> str:
    """What a person wrote beside an act, as a draft would take it. RefusedError where it would not; `unsaid` says why
    something is needed, where it is.
    """
    clean = text.strip()
    if unsaid and not clean:
        raise refuse(field, unsaid)
    if len(clean) > longest:
        raise refuse(field, _("At most %(max_length)s characters"), max_length=longest)
    try:
        return _visible(clean)
    except NotTakenError as error:
        raise refuse(field, error.message) from None


Digits = BeforeValidator(_western_digits)
Empty = BeforeValidator(_nothing)
Name = Annotated[str, Field(min_length=1, max_length=120)]
Line = Annotated[str, Field(max_length=255)]
Note = Annotated[str, Field(max_length=2000)]
Address = Annotated[str, Field(max_length=253), Digits, AfterValidator(_address)]
Mail = Annotated[str, Field(max_length=255), AfterValidator(_mail)]
Port = Annotated[int, Field(ge=1, le=65535), Digits]
OptionalId = Annotated[int | None, Empty]


def plain(value: object) -> object:
    """A value as JSON can hold it, for the audit log."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return value


def take(row: SQLModel, values: Mapping[str, Any]) -> dict[str, object]:
    """Put the values into the row; what changed, as {field: [before, after]}."""
    changes: dict[str, object] = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changes[name] = [plain(before), plain(value)]
    return changes
