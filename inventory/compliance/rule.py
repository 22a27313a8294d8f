"""A rule as data: what a configuration must or must not say on each platform, why, and how to mend it.

One TOML file each in `rules/`, named like the rule. Words for people stand in the file in both languages, so that a
rule is added by adding one file; see docs/decisions/0016-compliance-rules-are-data.md.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from inventory.models.config import Grade

RULES: Final = Path(__file__).parent / "rules"
_PLACE: Final = re.compile(r"<([a-z]+)>")


class RuleError(Exception):
    """A rule file cannot be used; the message names the file and the field."""


class Severity(StrEnum):
    """How much a broken rule matters, the worst first."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def _pattern(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return re.compile(value, re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from None


Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]
Platform = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]


class Part(BaseModel):
    """Whatever is read from a rule file: unknown fields are refused by name."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Words(Part):
    """What people read, in one language."""

    title: Annotated[str, Field(min_length=4, max_length=120)]
    why: Annotated[str, Field(min_length=10, max_length=600)]


class Check(Part):
    """What is asked of some platforms. Patterns are searched line by line, whatever the case.

    With `section`, each block whose heading fits is asked by itself and its lines are seen without indentation;
    `no_section` is the grade when there is none. Without, every line is seen as it is written. `applies_if`: nothing
    is asked unless some line fits. `absent`: the grade when a line of `must` is not there, for platforms that do not
    show what they do by default.
    """

    platforms: Annotated[tuple[Platform, ...], Field(min_length=1)]
    applies_if: Pattern | None = None
    section: Pattern | None = None
    no_section: Grade = Grade.UNCLEAR
    must: tuple[Pattern, ...] = ()
    must_not: tuple[Pattern, ...] = ()
    unclear_if: tuple[Pattern, ...] = ()
    absent: Grade = Grade.BROKEN
    mend: Annotated[tuple[str, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _asks_something(self) -> Check:
        if not self.must and not self.must_not:
            raise ValueError("neither must nor must_not: nothing is asked")
        return self


class Rule(Part):
    """One rule. `risk` is the word under which a broken one counts in the risk register."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{3,64}$")]
    severity: Severity
    risk: Annotated[str, Field(pattern=r"^[a-z-]{3,64}$")]
    not_for: tuple[Platform, ...] = ()
    en: Words
    th: Words
    check: Annotated[tuple[Check, ...], Field(min_length=1)]

    def words(self, language: str) -> Words:
        """What people read; Thai unless English is asked for."""
        return self.en if language == "en" else self.th

    def checks_of(self, platform: str) -> tuple[Check, ...]:
        """What is asked of a platform; none when its syntax is not known here."""
        return tuple(check for check in self.check if platform in check.platforms)


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Every rule in force, the gravest first. `texts` are their files with the office's own values in them.

    Equal to itself only: it is made once, and what is built for it is kept by it.
    """

    rules: tuple[Rule, ...]
    texts: Mapping[str, str]

    def get(self, rule_id: str) -> Rule | None:
        """The rule of that id; None for one that is no more."""
        return self._by_id.get(rule_id)

    @cached_property
    def revision(self) -> str:
        """Another one when any rule says something else: results made by the old one are judged anew."""
        told = "\n".join(f"{name}\n{self.texts[name]}" for name in sorted(self.texts))
        return hashlib.sha256(told.encode()).hexdigest()

    @cached_property
    def unasked(self) -> frozenset[str]:
        """Platforms that no rule has to do with: nothing is ever kept of them."""
        return frozenset.intersection(*(frozenset(rule.not_for) for rule in self.rules)) if self.rules else frozenset()

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}


def load_rules(
    folders: Iterable[Path] = (RULES,),
    *,
    values: Mapping[str, Sequence[str]] | None = None,
    platforms: Collection[str] = (),
) -> Rulebook:
    """Every *.toml of the folders. `values` stand for `<name>` in patterns (none given: anything); with `platforms`,
    a file that names another one is refused. RuleError names the file and the field.
    """
    rules: dict[str, Rule] = {}
    texts: dict[str, str] = {}
    for path in sorted(path for folder in folders for path in folder.glob("*.toml")):
        text = _filled(path, path.read_text(encoding="utf-8"), values or {})
        rule = _read(path, text)
        if rule.id in rules:
            raise RuleError(f"{path.name}: id: there is another rule of this id")
        strange = {name for check in rule.check for name in check.platforms} - set(platforms)
        if platforms and strange:
            raise RuleError(f"{path.name}: check.platforms: no such platform: {', '.join(sorted(strange))}")
        rules[rule.id], texts[rule.id] = rule, text
    ranks = list(Severity)
    return Rulebook(tuple(sorted(rules.values(), key=lambda rule: (ranks.index(rule.severity), rule.id))), texts)


def _filled(path: Path, text: str, values: Mapping[str, Sequence[str]]) -> str:
    known = {name: "(?:" + "|".join(map(re.escape, given)) + r")(?![\w.])" for name, given in values.items() if given}
    for name in _PLACE.findall(text):
        if name not in ("syslog", "ntp"):
            raise RuleError(f"{path.name}: <{name}> stands for nothing that is known")
    return _PLACE.sub(lambda place: known.get(place[1], r"[\w.:-]+"), text)


def _read(path: Path, text: str) -> Rule:
    try:
        rule = Rule.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{path.name}: {error}") from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        raise RuleError(f"{path.name}: {'.'.join(map(str, found['loc']))}: {found['msg']}") from None
    if rule.id != path.stem:
        raise RuleError(f"{path.name}: id: {rule.id} does not agree with the name of the file")
    return rule
