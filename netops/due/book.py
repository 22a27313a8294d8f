"""The one calendar: every source of `sources/` found by itself, read for one person."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from netops.due import sources
from netops.due.entry import OPEN, Entry, Mark, Reader, Source, Span


@dataclass(frozen=True, slots=True)
class Dated:
    """An entry with the source that gave it."""

    source: Source
    entry: Entry

    @property
    def uid(self) -> str:
        """By which programs know it again."""
        return f"{self.source.key}-{self.entry.key}"


@lru_cache
def all_sources() -> Mapping[str, Source]:
    """By key, in the order of their files. ValueError when two have one key."""
    names = sorted(found.name for found in pkgutil.iter_modules(sources.__path__))
    found: list[Source] = [import_module(f"{sources.__name__}.{name}").SOURCE for name in names]
    by_key = {source.key: source for source in found}
    if len(by_key) != len(found):
        raise ValueError("two sources of the calendar have one key")
    return by_key


def sources_for(reader: Reader) -> dict[str, Source]:
    """Those that this person may read."""
    return {key: source for key, source in all_sources().items() if reader.may(source.permission)}


def calendar(reader: Reader, span: Span, *, everything: bool = True, only: str = "") -> list[Dated]:
    """What stands within the span, day by day. Without `everything` nothing that others have to do; `only` is the key
    of one source, and an unknown one gives nothing.
    """
    found = [
        Dated(source, entry)
        for key, source in sources_for(reader).items()
        if only in {"", key}
        for entry in source.find(reader, span)
        if everything or entry.is_mine or entry.mark is Mark.NOTICE
    ]
    return _in_order(found)


def due_for(reader: Reader) -> list[Dated]:
    """What this person has to do, the most pressing first."""
    asked = (source for source in sources_for(reader).values() if source.has_tasks)
    return _in_order(one for one in _asked(reader, asked, OPEN) if _is_due(one.entry))


def due_and_coming(reader: Reader, span: Span) -> tuple[list[Dated], list[Dated]]:
    """The same, and what happens by itself within the span, day by day; no source is asked twice."""
    found = [
        one
        for source in sources_for(reader).values()
        for one in _asked(reader, [source], OPEN if source.has_tasks else span)
    ]
    coming = (one for one in found if one.entry.mark is Mark.NOTICE and span.first <= one.entry.day <= span.last)
    return _in_order(one for one in found if _is_due(one.entry)), _in_order(coming)


def _asked(reader: Reader, asked: Iterable[Source], span: Span) -> Iterator[Dated]:
    return (Dated(source, entry) for source in asked for entry in source.find(reader, span))


def _is_due(entry: Entry) -> bool:
    return entry.is_mine and entry.mark is Mark.TO_DO


def _in_order(found: Iterable[Dated]) -> list[Dated]:
    return sorted(found, key=lambda one: (one.entry.day, one.source.key, one.entry.title, one.entry.key))
