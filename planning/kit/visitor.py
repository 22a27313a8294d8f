"""Who is at the other end of a request of a planning service, as netops named this person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from service.identity import IdentityError
from service.invented import OFFICE_CODE, OFFICE_NAME

ADMIN, IT, SUPPLY, PLANNER, DIRECTOR, VIEWER, SCHOOL = (
    "admin",
    "it",
    "supply",
    "planner",
    "director",
    "viewer",
    "school",
)
OFFICE = frozenset({ADMIN, IT, SUPPLY, PLANNER, DIRECTOR, VIEWER})
EVERYONE = OFFICE | {SCHOOL}
PLANNERS = frozenset({ADMIN, PLANNER})
Text = Annotated[str, Field(max_length=255)]


class Person(BaseModel):
    """What the token of a sign-in says. `school_code` is the school whose person it is; empty: the office's."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    sub: Annotated[str, Field(min_length=1, max_length=64)]
    username: Text
    name: Text = ""
    role: Annotated[str, Field(max_length=32)]
    office_code: Annotated[str, Field(min_length=1, max_length=32)]
    office_name: Text
    school_code: Annotated[str, Field(max_length=32)] = ""
    language: Annotated[str, Field(max_length=8)] = "th"

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Self:
        """IdentityError when a claim is missing; a school's person without a school is nobody."""
        try:
            person = cls.model_validate(dict(claims))
        except ValidationError as error:
            raise IdentityError("the sign-in lacks what it has to say") from error
        if person.role == SCHOOL and not person.school_code:
            raise IdentityError("a school's person without a school")
        return person


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in person, or another service with its token (`scopes` is then not None, and `csrf` empty)."""

    person: Person
    permissions: Mapping[str, frozenset[str]]
    address: str = ""
    csrf: str = ""
    scopes: frozenset[str] | None = None

    @property
    def name(self) -> str:
        """For the shell and the audit."""
        return self.person.name or self.person.username

    @property
    def is_school(self) -> bool:
        """Whether this is somebody of a school, who sees that one alone."""
        return self.person.role == SCHOOL

    @property
    def username(self) -> str:
        """At netops."""
        return self.person.username

    @property
    def office_code(self) -> str:
        """Whose data this person sees."""
        return self.person.office_code

    @property
    def office_name(self) -> str:
        """For the head of printed pages."""
        return self.person.office_name

    @property
    def language(self) -> str:
        """As chosen at netops."""
        return self.person.language

    def may(self, permission: str) -> bool:
        """Whether the role allows it here; what no table names, nobody may."""
        if self.scopes is not None:
            return permission in self.scopes
        return self.person.role in self.permissions.get(permission, frozenset())


def invented_planner() -> Visitor:
    """Who fills the services of a demonstration: nobody real."""
    person = Person(
        sub="demo", username="demo", name="ข้อมูลสมมติ", role=PLANNER, office_code=OFFICE_CODE, office_name=OFFICE_NAME
    )
    return Visitor(person, {})
