"""What a person, a file or a program wants to be stored: validated here, since tables do not validate."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from ipaddress import ip_address
from typing import Annotated, Any, Self, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from sqlmodel import SQLModel

from service.refusal import NotTakenError, _, from_validation

THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
LABEL = r"[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?"
HOST = re.compile(rf"({LABEL}\.)*{LABEL}\.?")
NUMERIC = re.compile(r"[0-9.]+")
MAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")


class Draft(BaseModel):
    """A frozen wish. Unknown fields are refused by name, so that a typing error never passes unseen."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

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
    """Control characters have no place in a name, and break mails and files."""
    if any(ord(char) < 32 and char not in "\n\t" for char in value):
        raise NotTakenError(_("Control characters are not allowed"))
    return value


Digits = BeforeValidator(_western_digits)
Empty = BeforeValidator(_nothing)
Name = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_visible)]
Line = Annotated[str, Field(max_length=255), AfterValidator(_visible)]
Note = Annotated[str, Field(max_length=2000), AfterValidator(_visible)]
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
