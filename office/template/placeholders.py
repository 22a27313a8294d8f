"""Words in a template that stand for data: `{{ name }}` within a text, `{{ table: name }}` alone on a line for blocks.

Nothing is computed: a placeholder is a name from the list of its kind of paper, and is replaced once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, Literal

from office.document.content import Block, Document, Paragraph
from office.document.mapping import map_texts
from office.document.text import Run, plain
from office.template.faults import Fault, Reason

_EXCERPT: Final = 60
# Word puts its own blanks and invisible joiners between letters.
_BLANK: Final = r"[\s\u00a0\u200b-\u200d\u2060\ufeff]*"
PLACEHOLDER: Final = re.compile(rf"\{{\{{{_BLANK}(?:(table|block){_BLANK}:{_BLANK})?([^{{}}]{{1,80}}?){_BLANK}\}}\}}")
_BRACES: Final = re.compile(r"\{\{|\}\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One that a kind of paper knows. `title` says what it is, as an English sentence of the catalogue. Within a text
    it stands for a text; alone on its line for a table, or for a block of any kind. A template without one that is
    `required` is refused.
    """

    name: str
    title: str
    stands_for: Literal["text", "table", "block"] = "text"
    required: bool = True

    @property
    def is_block(self) -> bool:
        """Whether it needs a line of its own."""
        return self.stands_for != "text"

    @property
    def written(self) -> str:
        """As it stands in a template."""
        return f"{{{{ {self.stands_for}: {self.name} }}}}" if self.is_block else f"{{{{ {self.name} }}}}"


def joined(text: tuple[Run, ...]) -> tuple[Run, ...]:
    """The same text in as few runs as can be, with each placeholder whole: Word tears them over several runs. A
    placeholder has the look of its first letter, and is written in one way.
    """
    whole = plain(text)
    looks = [run for run in text for _char in run.text]
    pieces: list[tuple[str, Run]] = []
    at = 0
    for found in PLACEHOLDER.finditer(whole):
        pieces += zip(whole[at : found.start()], looks[at : found.start()], strict=True)
        kind = f"{found[1]}: " if found[1] else ""
        pieces.append((f"{{{{ {kind}{found[2].strip()} }}}}", looks[found.start()]))
        at = found.end()
    pieces += zip(whole[at:], looks[at:], strict=True)
    return _regrouped(pieces)


def _regrouped(pieces: Iterable[tuple[str, Run]]) -> tuple[Run, ...]:
    made: list[tuple[list[str], Run]] = []
    for letters, look in pieces:
        if made and made[-1][1].model_copy(update={"text": ""}) == look.model_copy(update={"text": ""}):
            made[-1][0].append(letters)
        else:
            made.append(([letters], look))
    return tuple(look.model_copy(update={"text": "".join(letters)}) for letters, look in made)


def block_name(block: Block) -> str | None:
    """The name, when the block is nothing but a placeholder for blocks."""
    if not isinstance(block, Paragraph):
        return None
    found = PLACEHOLDER.fullmatch(plain(block.text).strip())
    return found[2].strip() if found is not None and found[1] else None


def check(document: Document, known: Iterable[Placeholder]) -> list[Fault]:
    """What is wrong with the placeholders of a template: unknown, missing, broken, or not where they may stand."""
    names = {one.name: one for one in known}
    found: set[str] = set()
    faults: list[Fault] = []
    number = 0
    for block in (block for section in document.sections for block in section.blocks):
        for text in _texts(block):
            number += 1
            alone = block_name(block) is not None
            faults += _of_text(plain(text), number, names, found, alone=alone)
    faults += _of_text(plain(document.header), 0, names, found, alone=False)
    missing = [one for one in names.values() if one.required and one.name not in found]
    return [*faults, *(Fault(Reason.MISSING_PLACEHOLDER, subject=one.written) for one in missing)]


def _of_text(text: str, number: int, names: dict[str, Placeholder], found: set[str], *, alone: bool) -> Iterator[Fault]:
    excerpt = text.strip()[:_EXCERPT]
    for match in PLACEHOLDER.finditer(text):
        name = match[2].strip()
        known = names.get(name)
        if known is None:
            nearest = get_close_matches(name, names, n=1, cutoff=0.5)
            written = names[nearest[0]].written if nearest else ""
            yield Fault(Reason.UNKNOWN_PLACEHOLDER, number, excerpt, match[0], written)
            continue
        found.add(name)
        if known.is_block and not alone:
            yield Fault(Reason.NOT_ALONE, number, excerpt, known.written)
        elif match[1] and not known.is_block:
            yield Fault(Reason.NOT_A_BLOCK, number, excerpt, match[0], known.written)
    broken = _BRACES.search(PLACEHOLDER.sub("", text))
    if broken is not None:
        yield Fault(Reason.BROKEN_PLACEHOLDER, number, excerpt, broken[0])


def _texts(block: Block) -> list[tuple[Run, ...]]:
    """Every text of a block, in reading order; a block without any counts as one."""
    collected: list[tuple[Run, ...]] = []

    def collect(text: tuple[Run, ...]) -> tuple[Run, ...]:
        collected.append(text)
        return text

    map_texts(block, collect)
    return collected or [()]
