"""Runbooks: Markdown pages named as their alert, filled in with what is known of one outage.

A page's `{{ name }}` is replaced after the Markdown was understood, inside text only, so that a hostile name of a
school can never become markup. There is no logic in a page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from markdown_it import MarkdownIt
from markdown_it.token import Token
from sqlmodel import Session

from inventory.models.outage import Outage, Subject
from inventory.models.site import Office, Site
from netops.i18n import N_, _, spoken
from netops.models.alert import Alert, AlertKind
from netops.notify.briefing import Briefing, brief
from office import thai_date

RUNBOOKS: Final = Path(__file__).parent.parent / "runbooks"
PLACEHOLDER: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_NAME: Final = re.compile(r"[A-Z][A-Za-z]+")
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
}


class RunbookMissingError(LookupError):
    """There is no page of this name."""


@dataclass(frozen=True, slots=True)
class Runbook:
    """One page. `name` is the alert's, `summary` its first paragraph with the placeholders still in it."""

    name: str
    title: str
    summary: str
    source: str


@lru_cache
def runbooks() -> tuple[Runbook, ...]:
    """All pages, by name."""
    return tuple(_parse(path) for path in sorted(RUNBOOKS.glob("*.md")))


def find_runbook(name: str) -> Runbook:
    """The page of an alert. Raises RunbookMissingError; the name never becomes a path."""
    for runbook in runbooks():
        if runbook.name == name:
            return runbook
    raise RunbookMissingError(name)


def render_runbook(runbook: Runbook, values: Mapping[str, str] | None = None) -> str:
    """Safe HTML of the page below its title, in the words of `values`; links to other pages become `/runbooks/...`."""
    markdown = _markdown()
    tokens = markdown.parse(runbook.source.partition("\n")[2])
    _fill(tokens, values or {})
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def fill_summary(runbook: Runbook, values: Mapping[str, str] | None = None) -> str:
    """The first paragraph as plain text, not escaped."""
    return _filled(runbook.summary.replace("**", ""), values or {})


def values_of_outage(session: Session, outage: Outage) -> dict[str, str]:
    """What the pages may say of one outage, in the language spoken."""
    site = session.get_one(Site, outage.site_id)
    kind = AlertKind.LINK_DOWN if outage.subject is Subject.LINK else AlertKind.DEVICE_DOWN
    alert = Alert(
        kind=kind,
        subject=outage.subject,
        subject_id=outage.subject_id,
        outage_id=outage.id,
        site_id=outage.site_id,
        started_at=outage.started_at,
    )
    return values_of(brief(session, alert, session.get_one(Office, site.office_id)))


def values_of(briefing: Briefing) -> dict[str, str]:
    """The placeholders' values; what is not known is absent."""
    alert = briefing.alert
    known = {
        name: getattr(briefing, name)
        for name in PLACEHOLDERS
        if name not in {"link", "device", "since"} and getattr(briefing, name)
    }
    if alert.subject in {Subject.LINK, Subject.DEVICE} and briefing.thing:
        known[alert.subject.value] = briefing.thing
    known["since"] = thai_date.long_time(alert.started_at, ZoneInfo(briefing.timezone), spoken())
    return known


@lru_cache
def _markdown() -> MarkdownIt:
    # Raw HTML is off; only what a page of steps needs is on.
    return MarkdownIt("zero", {"html": False}).enable(
        ["heading", "list", "table", "code", "fence", "emphasis", "backticks", "link", "newline", "escape"]
    )


def _parse(path: Path) -> Runbook:
    source = path.read_text(encoding="utf-8")
    head, _newline, rest = source.partition("\n")
    if not head.startswith("# ") or not _NAME.fullmatch(path.stem):
        raise ValueError(f"{path.name}: a runbook is named as its alert and begins with '# title'")
    return Runbook(path.stem, head[2:].strip(), rest.strip().split("\n\n", 1)[0].replace("\n", " "), source)


def _fill(tokens: Sequence[Token], values: Mapping[str, str]) -> None:
    for token in tokens:
        if token.type in {"text", "code_inline", "code_block", "fence"}:
            token.content = _filled(token.content, values)
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
            if _NAME.fullmatch(target):
                token.attrSet("href", f"/runbooks/{target}")
        _fill(token.children or [], values)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: values.get(found[1]) or _(PLACEHOLDERS[found[1]]), text)
