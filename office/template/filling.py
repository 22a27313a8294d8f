"""Data into a template: each placeholder is replaced once, and what stays empty leaves no hole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from office.document.content import Block, Document, KeyValues, Labelled, Paragraph, Section, Signature
from office.document.mapping import map_texts
from office.document.text import Run, one_line, plain, runs
from office.template.placeholders import PLACEHOLDER, block_name


class UnfilledError(LookupError):
    """A template names what the data does not have."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What stands behind the placeholders. An empty text is left out, with its label where it has one."""

    title: str
    author: str = ""
    texts: Mapping[str, str | Run | tuple[Run, ...]] = field(default_factory=dict)
    blocks: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    thai_numerals: bool | None = None  # None: as the template does


def fill(template: Document, data: Filling) -> Document:
    """The paper. UnfilledError names a placeholder for which there is no data."""
    sections = tuple(
        Section(landscape=section.landscape, blocks=tuple(_filled(section, data))) for section in template.sections
    )
    return template.model_copy(
        update={
            "title": one_line(data.title),
            "author": one_line(data.author),
            "sections": sections,
            "header": _replace(template.header, data),
            "thai_numerals": template.thai_numerals if data.thai_numerals is None else data.thai_numerals,
        }
    )


def _filled(section: Section, data: Filling) -> Iterator[Block]:
    for block in section.blocks:
        name = block_name(block)
        if name is None:
            yield from _with_texts(block, data)
        elif name in data.blocks:
            yield from data.blocks[name]
        else:
            raise UnfilledError(name)


def _with_texts(block: Block, data: Filling) -> Iterator[Block]:
    """The block, or nothing when all that it said was a placeholder that stays empty."""
    match block:
        case Paragraph() if _vanishes(block.text, data):
            return
        case Labelled() if _vanishes(block.value, data):
            return
        case Signature():
            lines = tuple(line for line in block.lines if not _vanishes(line, data))
            block = block.model_copy(update={"lines": lines or ((),)})
        case KeyValues():
            rows = tuple(row for row in block.rows if not _vanishes(row[1], data))
            block = block.model_copy(update={"rows": rows})
        case _:
            pass
    yield map_texts(block, lambda text: _replace(text, data))


def _vanishes(text: tuple[Run, ...], data: Filling) -> bool:
    return PLACEHOLDER.search(plain(text)) is not None and not plain(_replace(text, data)).strip(" ()")


def _replace(text: tuple[Run, ...], data: Filling) -> tuple[Run, ...]:
    return tuple(piece for run in text for piece in _replaced(run, data))


def _replaced(run: Run, data: Filling) -> Iterator[Run]:
    at = 0
    for found in PLACEHOLDER.finditer(run.text):
        if found.start() > at:
            yield run.with_text(run.text[at : found.start()])
        name = found[2].strip()
        if name not in data.texts:
            raise UnfilledError(name)
        # A value keeps the look of its placeholder, and adds its own.
        for piece in runs(data.texts[name]):
            yield run.model_copy(
                update={
                    "text": piece.text,
                    "bold": run.bold or piece.bold,
                    "italic": run.italic or piece.italic,
                    "underline": run.underline or piece.underline,
                    "exact": run.exact or piece.exact,
                }
            )
        at = found.end()
    if at < len(run.text):
        yield run.with_text(run.text[at:])
