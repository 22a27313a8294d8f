"""A workflow as data: its steps, who owns each, how long it may take, and what must be there before it can be done.

One TOML file each. It is checked strictly, so that whatever was read can be drawn and followed: steps stand in an order
in which each names only steps above it, hence there is no circle; see docs/decisions/0027-a-workflow-is-data.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$", max_length=48)]
Seed = Annotated[str, Field(pattern=r"^(P[1-6]-[0-9]+(\.[0-9]+)*)?$", max_length=16)]
Word = Annotated[str, Field(pattern=r"^([a-z][a-z0-9_]*)?$", max_length=48)]
Days = Annotated[int, Field(ge=0, le=1000)]


class DefinitionError(ValueError):
    """A workflow that cannot be followed; the text names every fault."""


class Part(BaseModel):
    """Whatever is read from a definition: unknown fields are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Title(Part):
    """What people read, in both languages."""

    th: Annotated[str, Field(min_length=1, max_length=80)]
    en: Annotated[str, Field(min_length=1, max_length=80)]

    def said(self, language: str) -> str:
        """In the reader's language; Thai unless it is English."""
        return self.en if language == "en" else self.th


class Named(Part):
    """Something with a key and a title: a kind of evidence, a committee, a choice."""

    key: Key
    title: Title


class Approval(Part):
    """A step needs the resolution of this committee on the document of this kind."""

    committee: Key
    of: Key


class When(Part):
    """A branch: the step is walked only when an earlier step ended in one of these choices."""

    step: Key
    choice: Annotated[tuple[Key, ...], Field(min_length=1)]


class Step(Part):
    """One step. `owner` is the role whose people do it; `days` are of the calendar, `working_days` without weekends and
    holidays, counted from the day on which all that stands before it was done. `evidence` are kinds of documents that
    must be there before it counts as done. `seed` is its number in the office's manual. `gate` is a decision that is
    taken outside the workflow: without it the step is not done, and it is never left out.
    """

    key: Key
    title: Title
    owner: Key
    seed: Seed = ""
    gate: Word = ""
    days: Days | None = None
    working_days: Days | None = None
    after: tuple[Key, ...] = ()
    evidence: tuple[Key, ...] = ()
    resolution: Approval | None = None
    choices: tuple[Named, ...] = ()
    when: When | None = None

    @property
    def before(self) -> tuple[str, ...]:
        """The steps that it waits for, each once."""
        return tuple(dict.fromkeys((*self.after, *((self.when.step,) if self.when else ()))))

    @property
    def is_gate(self) -> bool:
        """Somebody else decides whether it can be done."""
        return bool(self.gate) or self.resolution is not None

    @model_validator(mode="after")
    def _has_one_span(self) -> Step:
        if (self.days is None) == (self.working_days is None):
            raise ValueError("either days or working_days")
        if len(self.choices) == 1:
            raise ValueError("one choice is none")
        return self


class Definition(Part):
    """A whole workflow. A kind of evidence is wanted by exactly one step, so that its name tells where it stands.

    `begins_at` is the path of the page on which its cases begin, together with what they are about (assets, a school);
    empty: a case of it needs nothing beside itself.
    """

    key: Key
    title: Title
    begins_at: Annotated[str, Field(pattern=r"^(/[a-z-]+)*$", max_length=64)] = ""
    evidence: tuple[Named, ...] = ()
    committees: tuple[Named, ...] = ()
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=60)]

    @cached_property
    def by_key(self) -> Mapping[str, Step]:
        """The steps by key, in their order."""
        return {step.key: step for step in self.steps}

    def number(self, key: str) -> int:
        """Of a step, counted from one."""
        return list(self.by_key).index(key) + 1

    def step_of(self, kind: str) -> Step:
        """The step that wants a kind of evidence; KeyError when none does."""
        for step in self.steps:
            if kind in step.evidence:
                return step
        raise KeyError(kind)

    def evidence_title(self, kind: str) -> Title:
        """What a kind of evidence is called; KeyError."""
        return _named(self.evidence)[kind].title

    def committee_title(self, key: str) -> Title:
        """What a committee is called; KeyError."""
        return _named(self.committees)[key].title

    def ancestors(self, key: str) -> frozenset[str]:
        """All steps that come before one, at any distance."""
        found: set[str] = set()
        left = list(self.by_key[key].before)
        while left:
            earlier = left.pop()
            if earlier not in found:
                found.add(earlier)
                left += self.by_key[earlier].before
        return frozenset(found)

    @model_validator(mode="after")
    def _holds_together(self) -> Definition:
        faults = [*_doubles(self), *_orders(self), *_branches(self), *_papers(self)]
        if faults:
            raise ValueError("; ".join(faults))
        return self


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


_Thing = TypeVar("_Thing", bound=_Keyed)


def _named(things: Sequence[_Thing]) -> dict[str, _Thing]:
    return {thing.key: thing for thing in things}


def _doubles(definition: Definition) -> Iterator[str]:
    lists: list[tuple[str, Sequence[_Keyed]]] = [
        ("step", definition.steps),
        ("evidence", definition.evidence),
        ("committee", definition.committees),
        *((f"choice of {step.key}", step.choices) for step in definition.steps),
    ]
    for what, things in lists:
        keys = [thing.key for thing in things]
        yield from (f"two of {what} {key}" for key in dict.fromkeys(keys) if keys.count(key) > 1)


def _orders(definition: Definition) -> Iterator[str]:
    above: set[str] = set()
    for step in definition.steps:
        yield from (f"{step.key}: {key} is no step above it" for key in step.before if key not in above)
        if above and not step.before:
            yield f"{step.key}: it follows nothing"
        above.add(step.key)


def _branches(definition: Definition) -> Iterator[str]:
    steps = definition.by_key
    for step in definition.steps:
        if step.when is None or step.when.step not in steps:
            continue
        known = {choice.key for choice in steps[step.when.step].choices}
        yield from (f"{step.key}: {step.when.step} has no choice {key}" for key in step.when.choice if key not in known)


def _papers(definition: Definition) -> Iterator[str]:
    kinds, committees = _named(definition.evidence), _named(definition.committees)
    wanted = [kind for step in definition.steps for kind in step.evidence]
    yield from (f"no such kind of evidence: {kind}" for kind in dict.fromkeys(wanted) if kind not in kinds)
    yield from (f"evidence {kind} is wanted by {wanted.count(kind)} steps" for kind in kinds if wanted.count(kind) != 1)
    used = set()
    for step in definition.steps:
        if step.resolution is None:
            continue
        used.add(step.resolution.committee)
        if step.resolution.committee not in committees:
            yield f"{step.key}: no such committee: {step.resolution.committee}"
        if not _reached(definition, step, step.resolution.of):
            yield f"{step.key}: {step.resolution.of} is no evidence of it or of a step before it"
    yield from (f"committee {key} resolves nothing" for key in committees if key not in used)


def _reached(definition: Definition, step: Step, kind: str) -> bool:
    """Walks what can be walked: the order may be at fault too."""
    steps, left, seen = definition.by_key, [step.key], set[str]()
    while left:
        key = left.pop()
        if key in seen or key not in steps:
            continue
        seen.add(key)
        if kind in steps[key].evidence:
            return True
        left += steps[key].before
    return False


def read_definition(text: str, *, owners: Collection[str]) -> Definition:
    """The workflow in a TOML text; `owners` are the roles that exist. DefinitionError names what is wrong."""
    try:
        return checked(tomllib.loads(text), owners=owners)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(str(error)) from None


def checked(given: Mapping[str, object], *, owners: Collection[str]) -> Definition:
    """The workflow in a mapping, e.g. as a case keeps it. DefinitionError names what is wrong."""
    try:
        definition = Definition.model_validate(given)
    except ValidationError as error:
        said = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors(include_input=False)]
        raise DefinitionError("; ".join(said)) from None
    strangers = [step.key for step in definition.steps if step.owner not in owners]
    if strangers:
        raise DefinitionError(f"owner of no known role: {', '.join(strangers)}")
    return definition
