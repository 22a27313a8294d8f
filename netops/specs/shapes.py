"""What all kinds of papers of a specification share: headings in order, their placeholders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from netops.specs.data import SpecPaper
from netops.specs.phrases import DOTS, day
from office.document.content import Block, Document, Heading, Paragraph, Section
from office.document.letter import centred
from office.document.text import Run
from office.template.filling import Filling
from office.template.placeholders import Placeholder
from service.i18n import N_


@dataclass(frozen=True, slots=True)
class Head:
    """A heading with what stands under it; `title` says in English what that is."""

    name: str
    words: str
    title: str


CODE: Final = Placeholder("code", N_("Number, version and code of the specification"), required=False)
PROJECT: Final = Placeholder("project", N_("Name of the project"))


def headed(title: str, heads: Sequence[Head], *, landscape: bool = False, before: Sequence[Block] = ()) -> Document:
    """A title, the project, and numbered headings."""
    blocks: list[Block] = [*before, centred(title), centred("{{ project }}", size_pt=None)]
    for at, head in enumerate(heads, start=1):
        blocks.append(Heading(level=2, text=f"{at}. {head.words}"))
        blocks.append(Paragraph(text=f"{{{{ block: {head.name} }}}}"))
    return Document(
        title=title,
        sections=(Section(blocks=tuple(blocks), landscape=landscape),),
        header="{{ code }}",
        thai_numerals=True,
    )


def placeholders(heads: Sequence[Head], *more: Placeholder) -> tuple[Placeholder, ...]:
    """Of the headings, and those that every paper has."""
    return (CODE, PROJECT, *more, *(Placeholder(head.name, head.title, "block") for head in heads))


def filled(
    title: str,
    data: SpecPaper,
    blocks: Mapping[str, tuple[Block, ...]],
    texts: Mapping[str, str | Run | tuple[Run, ...]] | None = None,
) -> Filling:
    """What every paper says of itself, and its own."""
    return Filling(
        title=f"{title} {data.sheet.title}",
        author=data.sheet.office,
        texts={"code": code(data), "project": data.sheet.title, **(texts or {})},
        blocks=blocks,
        thai_numerals=data.thai_numerals,
    )


def code(data: SpecPaper) -> str:
    """By which a paper is traced to what it was made from."""
    if not data.spec_no:
        return ""
    return f"รายละเอียดคุณลักษณะเฉพาะเลขที่ {data.spec_no} ฉบับที่ {data.sheet.version} รหัส {data.code}"


def dated(data: SpecPaper) -> str:
    """The day of the paper, or room for it."""
    return day(data.dated)


def signer(name: str) -> str:
    """Or room for a name."""
    return name or DOTS
