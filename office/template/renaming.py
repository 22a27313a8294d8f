"""Placeholders of a template made elsewhere, under the names that our data have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from office.document.content import Document, Section
from office.document.mapping import Change, map_texts
from office.document.text import Run, plain
from office.template.placeholders import PLACEHOLDER, Placeholder, joined


def unknown(document: Document, known: Iterable[Placeholder]) -> tuple[str, ...]:
    """Names that stand in a template and that no data have, each once, as they are read."""
    names = {one.name for one in known}
    found: dict[str, None] = {}

    def look(text: tuple[Run, ...]) -> tuple[Run, ...]:
        found.update(dict.fromkeys(match[2].strip() for match in PLACEHOLDER.finditer(plain(text))))
        return text

    _mapped(document, look)
    return tuple(name for name in found if name not in names)


def renamed(document: Document, fields: Mapping[str, str], known: Iterable[Placeholder]) -> Document:
    """The template with our placeholders in the place of its own: `fields` is its name -> ours. What is not in it, or
    leads to a name that there is not, stays as it is.
    """
    written = {one.name: one.written for one in known}
    ours = {theirs: written[name] for theirs, name in fields.items() if name in written}
    if not ours:
        return document

    def rename(text: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(
            run.with_text(PLACEHOLDER.sub(lambda found: ours.get(found[2].strip(), found[0]), run.text))
            for run in joined(text)
        )

    return _mapped(document, rename)


def _mapped(document: Document, change: Change) -> Document:
    sections = tuple(
        Section(landscape=section.landscape, blocks=tuple(map_texts(block, change) for block in section.blocks))
        for section in document.sections
    )
    return document.model_copy(update={"sections": sections, "header": change(document.header)})
