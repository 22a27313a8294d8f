"""READ THIS FIRST: what a service says of itself, so that steps, versions, gates, publication, references, papers and
indicators have their pages. docs/planning.md shows one whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from sqlmodel import Session
from starlette.requests import Request

from contract.data.registry import ReferenceRow, SchoolRow
from planning.kit.visitor import Visitor
from planning.plans.models.version import VersionState
from planning.plans.workflows import Workflows
from service.papers.kind import Kinds, PaperData, PaperKind
from service.refusal import MissingError, Problem
from service.web.exports import Sheet


@dataclass(frozen=True, slots=True)
class Head:
    """What a thing is called, and the years that it is for (Buddhist era; of the calendar that the service uses)."""

    title: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version as it was submitted, checked against its fingerprint. What the committee and the announcement say is
    empty until there is one.
    """

    office_code: str
    kind: str
    key: str
    number: int
    title: str
    first_year: int
    last_year: int
    state: VersionState
    sha256: str
    content: Mapping[str, Any]
    office_name: str = ""
    committee: str = ""
    meeting: str = ""
    held_on: date | None = None
    announcement: str = ""
    released_on: date | None = None


@dataclass(frozen=True, slots=True)
class RuleAtGate:
    """A rule that holds at a gate, in the reader's language: `says` is a line for each thing that it asks for. As long
    as nobody compared it with the text of the rule, it is not verified.
    """

    title: str
    says: Sequence[str]
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """A sort of thing that is frozen, laid before a committee and published. Its functions get the session, the code of
    the office and the key of one thing; `head` raises MissingError where the office has none of that key.

    `page` is the address in the service, with `{key}`; `template` is for the public page and gets `frozen`; `paper` is
    its kind with its data; `tables` are its open data. `field_words` says by its name in the content what a field is
    called (catalogue sentences), for those who read what changed. `rules` are shown at the gate. `on_approved` acts
    within the approval. `schools` are SMIS codes of those that it is about, by which its resolutions are found.
    """

    kind: str
    title: str
    decision: str
    committee: str
    head: Callable[[Session, str, str], Head]
    content: Callable[[Session, str, str], Mapping[str, Any]]
    problems: Callable[[Session, str, str], Sequence[Problem]]
    page: str
    template: str = "published.html"
    paper: tuple[PaperKind[Any], Callable[[Frozen], PaperData]] | None = None
    tables: Callable[[Frozen], Sequence[Sheet]] | None = None
    field_words: Mapping[str, str] = field(default_factory=dict)
    rules: Callable[[Session, str, str], Sequence[RuleAtGate]] | None = None
    on_approved: Callable[[Session, Visitor, Frozen], None] | None = None
    on_published: Callable[[Session, Visitor, Frozen], None] | None = None
    schools: Callable[[Session, str, str], Sequence[str]] | None = None

    def address(self, key: str) -> str:
        """Of one thing."""
        return self.page.format(key=key)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the indicator of an objective is now, reckoned from so many things. None: there is nothing to reckon."""

    value: float | None
    basis: int = 0


@dataclass(frozen=True, slots=True)
class Objective:
    """The indicator of a process's objective; `key` is its number in the manual, e.g. P1-1. `baseline` holds until the
    office sets another one; `measure` gets the session, the code of the office and a fiscal year of the Buddhist era.
    """

    key: str
    name: str
    unit: str
    direction: Literal["up", "down"]
    baseline: float
    measure: Callable[[Session, str, int], Measured]
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Pointing:
    """One thing that can point to nodes of references: a goal, a strategy, a project. Years are of the Buddhist era.
    `within` is the kind and key of what is approved with it: to point elsewhere is an edit of that.
    """

    kind: str
    key: str
    title: str
    page: str
    first_year: int
    last_year: int
    within: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """All that a service declares. What it leaves out has no pages and no permissions."""

    service: str
    workflows: Workflows | None = None
    subjects: tuple[Subject, ...] = ()
    papers: Kinds | None = None
    objectives: tuple[Objective, ...] = ()
    process: str = ""
    pointing: Callable[[Session, str], Sequence[Pointing]] | None = None
    references: Callable[[Session, str], Sequence[ReferenceRow]] | None = None
    schools: Callable[[Session, str], Sequence[SchoolRow]] | None = None

    def subject(self, kind: str) -> Subject:
        """MissingError for a word that the service does not know."""
        for one in self.subjects:
            if one.kind == kind:
                return one
        raise MissingError("subject")


def shared_of(request: Request) -> Shared:
    """What the service that answers declares."""
    found = request.app.state.part.shared
    assert isinstance(found, Shared)
    return found
