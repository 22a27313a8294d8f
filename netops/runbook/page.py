"""Runbooks as they stand in `runbooks/*.md`: front matter that is checked strictly, and a text in Markdown.

+++
alert = "LinkDown"          the alert of the same name
severity = "critical"
[causes]                    for which outages this is the page: of links, of devices, by class of cause
link = ["provider", "unclear"]
[[steps]]
id = "link-power"           kept with each tick, so it never changes its meaning
text = "..."                Markdown; {{ name }} is filled in
who = "school"              who does it: it, school, provider
done = "..."                what proves it done
command = "..."             optional: what to type
link = "/outages?..."       optional: the page of ours to open
look = "path"               optional: the look of first aid that helps here
+++
# Title
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inventory.models.outage import Cause
from netops.first_aid.names import LookName
from netops.models.alert import Severity
from service.i18n import N_

RUNBOOKS: Final = Path(__file__).parents[2] / "runbooks"
PLACEHOLDER: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
NAME: Final = re.compile(r"[A-Z][A-Za-z]+")
MARK: Final = "+++\n"
# What a page may say of a matter -> how it is called when it is not known.
PLACEHOLDERS: Final = {
    "office": N_("(office)"),
    "site": N_("(school)"),
    "site_code": N_("(school code)"),
    "district": N_("(district)"),
    "link": N_("(link)"),
    "device": N_("(device)"),
    "address": N_("(address)"),
    "provider": N_("(provider)"),
    "provider_phone": N_("(provider's phone)"),
    "provider_email": N_("(provider's e-mail)"),
    "circuit_no": N_("(circuit number)"),
    "contact": N_("(contact)"),
    "contact_phone": N_("(contact's phone)"),
    "since": N_("(time of the beginning)"),
    "last_change": N_("(last change)"),
    "answering": N_("(what answers there)"),
    "silent": N_("(what is silent there)"),
}
# Of those, what a person enters in the book of providers and schools.
WRITTEN_BY_PEOPLE: Final = frozenset(
    {"provider", "provider_phone", "provider_email", "circuit_no", "contact", "contact_phone"}
)
# What the address of a page may hold: ids, which are numbers or a school's code.
LINK_PLACEHOLDERS: Final = frozenset({"site_code", "site_id", "device_id", "link_id", "provider_id", "outage_id"})


class RunbookError(ValueError):
    """A page that cannot be used; the text names file, field and reason."""


class RunbookMissingError(LookupError):
    """There is no page of this name."""


class Who(StrEnum):
    """Who does a step."""

    IT = "it"
    SCHOOL = "school"
    PROVIDER = "provider"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, str_strip_whitespace=True)


class Step(_Strict):
    """One thing to do, and what proves it done."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)+$", max_length=64)]
    text: Annotated[str, Field(min_length=1, max_length=2000)]
    who: Who
    done: Annotated[str, Field(min_length=1, max_length=500)]
    command: Annotated[str, Field(max_length=300)] = ""
    link: Annotated[str, Field(max_length=300, pattern=r"^(/[\w/?&=.,:{} -]*)?$")] = ""
    look: LookName | None = None


class Causes(_Strict):
    """The classes of cause for whose outages the page is meant."""

    link: tuple[Cause, ...] = ()
    device: tuple[Cause, ...] = ()


class FrontMatter(_Strict):
    """What stands above the text."""

    alert: str
    severity: Severity
    causes: Causes = Causes()
    of_many: bool = False
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Runbook:
    """One page. `summary` is its first paragraph with the placeholders still in it, `rest` what stands below it."""

    name: str
    title: str
    summary: str
    rest: str
    front: FrontMatter

    @property
    def steps(self) -> tuple[Step, ...]:
        """In the order in which to do them."""
        return self.front.steps

    def step(self, step_id: str) -> Step | None:
        """The step of this id."""
        return next((step for step in self.steps if step.id == step_id), None)


@lru_cache
def runbooks() -> tuple[Runbook, ...]:
    """All shipped pages, by name."""
    return load(RUNBOOKS)


def load(folder: Path) -> tuple[Runbook, ...]:
    """All pages of a folder, by name. Raises RunbookError for the first that cannot be used."""
    pages = tuple(parse(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md")))
    names = {page.name for page in pages}
    used: dict[str, str] = {}
    for page in pages:
        for step in page.steps:
            if step.id in used:
                raise RunbookError(f"{page.name}.md: steps.{step.id}: {used[step.id]}.md has a step of this id")
            used[step.id] = page.name
            _check_names(page, step, names)
    return pages


def find_runbook(name: str) -> Runbook:
    """The page of an alert. Raises RunbookMissingError; the name never becomes a path."""
    for runbook in runbooks():
        if runbook.name == name:
            return runbook
    raise RunbookMissingError(name)


def parse(name: str, source: str) -> Runbook:
    """One page. Raises RunbookError."""
    front, body = _split(name, source)
    head, _newline, text = body.strip().partition("\n")
    if not head.startswith("# "):
        raise RunbookError(f"{name}.md: the text begins with '# title'")
    summary, _blank, rest = text.strip().partition("\n\n")
    _check_placeholders(name, "text", text)
    return Runbook(name, head[2:].strip(), summary.replace("\n", " "), rest.strip(), front)


def _split(name: str, source: str) -> tuple[FrontMatter, str]:
    parts = source.split(MARK, 2)
    if len(parts) != 3 or parts[0]:
        raise RunbookError(f"{name}.md: begins with front matter between two lines of +++")
    try:
        front = FrontMatter.model_validate(tomllib.loads(parts[1]))
    except tomllib.TOMLDecodeError as error:
        raise RunbookError(f"{name}.md: {error}") from None
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        raise RunbookError(f"{name}.md: {'.'.join(map(str, found['loc']))}: {found['msg']}") from None
    if not NAME.fullmatch(name) or front.alert != name:
        raise RunbookError(f"{name}.md: alert: a runbook is named as its alert")
    return front, parts[2]


def _check_names(page: Runbook, step: Step, names: set[str]) -> None:
    for field in ("text", "done", "command"):
        _check_placeholders(page.name, f"steps.{step.id}.{field}", getattr(step, field))
    strange = set(PLACEHOLDER.findall(step.link)) - LINK_PLACEHOLDERS
    if strange:
        raise RunbookError(f"{page.name}.md: steps.{step.id}.link: no such id: {', '.join(sorted(strange))}")
    missing = set(re.findall(r"\]\(([A-Z]\w+)\)", step.text + page.rest)) - names
    if missing:
        raise RunbookError(f"{page.name}.md: steps.{step.id}.text: no such runbook: {', '.join(sorted(missing))}")


def _check_placeholders(name: str, field: str, text: str) -> None:
    strange = set(PLACEHOLDER.findall(text)) - set(PLACEHOLDERS)
    if strange:
        raise RunbookError(f"{name}.md: {field}: no such placeholder: {', '.join(sorted(strange))}")
