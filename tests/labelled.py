"""Inputs of a page without a label that people can see; of what a template says and of what a page says."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

CONTROLS: Final = frozenset({"input", "select", "textarea"})
UNSEEN: Final = frozenset({"hidden", "submit", "button", "image"})
VOID: Final = frozenset({"input", "br", "img", "meta", "link", "use", "hr", "source", "col", "wbr"})
_PIECE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


class _Page(HTMLParser):
    """Controls with what stands around each, and the text of every label."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str]]] = []
        self.controls: list[tuple[dict[str, str], str, bool, int | None]] = []
        self.labels: list[list[str]] = []
        self.classes: list[str] = []
        self.of: dict[str, list[int]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in CONTROLS and given.get("type") not in UNSEEN and "hidden" not in given:
            is_in_cell = any(name == "td" for name, _given in self.open)
            within = next((int(one["_label"]) for name, one in reversed(self.open) if name == "label"), None)
            self.controls.append((given, tag, is_in_cell, within))
        if tag in VOID:
            return
        if tag == "label":
            given["_label"] = str(len(self.labels))
            self.labels.append([])
            self.classes.append(given.get("class", ""))
            if "for" in given:
                self.of.setdefault(given["for"], []).append(len(self.labels) - 1)
        self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        names = [name for name, _given in self.open]
        if "label" not in names or {"option", "select", "textarea", "svg"} & set(names):
            return
        hidden = any("visually-hidden" in given.get("class", "") for _name, given in self.open)
        label = next(int(given["_label"]) for name, given in reversed(self.open) if name == "label")
        self.labels[label].append("" if hidden else data)


def unlabelled(page: str) -> list[str]:
    """Each by its name. A cell of a table has its label at the head of the column; a box in which one searches has its
    place, and a filter of a table says in its choice what it is of: those need words for who cannot see.
    """
    read = _Page()
    read.feed(page)
    faults = []
    for given, tag, is_in_cell, within in read.controls:
        labels = [*read.of.get(given.get("id", ""), ()), *(() if within is None else (within,))]
        seen = any("".join(read.labels[at]).strip() for at in labels)
        named = bool(labels) or bool(given.get("aria-label", "").strip())
        is_filter = within is not None and "chip-select" in read.classes[within]
        is_search = given.get("type") == "search" or is_filter
        if not seen and not (named and (is_search or is_in_cell)):
            faults.append(f"{tag} {given.get('name') or given.get('id') or '?'}")
    return faults


def unlabelled_in_template(source: str) -> list[str]:
    """The same of a template: what it writes in braces counts as text, and the same braces as the same text."""
    known: dict[str, str] = {}

    def piece(found: re.Match[str]) -> str:
        if not found[0].startswith("{{"):
            return " "
        return known.setdefault(found[0], f"x{len(known)}x")

    return unlabelled(_PIECE.sub(piece, source))
