"""Markdown of runbooks and articles to safe HTML, with what is known of a matter filled in.

`{{ name }}` is replaced after the Markdown was understood, inside text only, so that a hostile name of a school can
never become markup. There is no logic in a page, and raw HTML is shown as the text it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from netops.runbook.page import NAME, PLACEHOLDER, PLACEHOLDERS, WRITTEN_BY_PEOPLE, Runbook, Step
from service.i18n import _

_LINKED = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def render_text(text: str, values: Mapping[str, str] | None = None) -> str:
    """Safe HTML of Markdown, in the words of `values`; links to other runbooks become `/runbooks/...`."""
    markdown = _markdown()
    tokens = markdown.parse(text)
    _fill(tokens, values or {})
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def render_runbook(runbook: Runbook, values: Mapping[str, str] | None = None) -> str:
    """The whole page below its title as safe HTML, the steps as a numbered list."""
    steps = "".join(f"<li>{render_text(step.text, values)}</li>" for step in runbook.steps)
    return f"{render_text(runbook.summary, values)}<ol>{steps}</ol>{render_text(runbook.rest, values)}"


def render_article(text: str) -> str:
    """Safe HTML of what a person wrote: no placeholder is replaced."""
    markdown = _markdown()
    return str(markdown.renderer.render(markdown.parse(text), markdown.options, {}))


def fill_summary(runbook: Runbook, values: Mapping[str, str] | None = None) -> str:
    """The first paragraph as plain text, not escaped."""
    return fill_line(runbook.summary.replace("**", ""), values)


def fill_line(text: str, values: Mapping[str, str] | None = None) -> str:
    """Plain text, not escaped."""
    known = values or {}
    return PLACEHOLDER.sub(lambda found: known.get(found[1]) or _in_brackets(found, of_matter=bool(known)), text)


def _in_brackets(found: re.Match[str], *, of_matter: bool) -> str:
    """What a placeholder stands for; within brackets it needs none of its own.

    Of a matter it says that nobody wrote it down: "call (provider's phone)" looks like a fault of the page.
    """
    word = _(PLACEHOLDERS[found[1]])
    if of_matter and found[1] in WRITTEN_BY_PEOPLE:
        word = _("(not written down yet: %(what)s)") % {"what": word.strip("()")}
    has_own = found.string[found.start() - 1 : found.start()] == "(" and found.string[found.end() :][:1] == ")"
    return word.strip("()") if has_own else word


def plain_step(step: Step, values: Mapping[str, str] | None = None) -> str:
    """A step's first line as plain text, for the record."""
    line = _LINKED.sub(r"\1", step.text.split("\n", 1)[0])
    return fill_line(line.replace("**", "").replace("`", ""), values)


def fill_link(link: str, ids: Mapping[str, str]) -> str:
    """The address with its ids; empty when one of them is not known."""
    if set(PLACEHOLDER.findall(link)) - ids.keys():
        return ""
    return PLACEHOLDER.sub(lambda found: quote(ids[found[1]], safe=""), link)


@lru_cache
def _markdown() -> MarkdownIt:
    # Raw HTML is off; only what a page of steps needs is on.
    return MarkdownIt("zero", {"html": False}).enable(
        ["heading", "list", "table", "code", "fence", "emphasis", "backticks", "link", "newline", "escape"]
    )


def _fill(tokens: Sequence[Token], values: Mapping[str, str]) -> None:
    for token in tokens:
        if token.type in {"text", "code_inline", "code_block", "fence"}:
            token.content = fill_line(token.content, values)
        elif token.type == "link_open":
            target = str(token.attrGet("href") or "")
            if NAME.fullmatch(target):
                token.attrSet("href", f"/runbooks/{target}")
        _fill(token.children or [], values)
