"""The one calendar: every source of `sources/` found by itself, read for one person."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from netops.due import sources
from netops.due.entry import ALWAYS, Entry, Mark, Reader, Source, Span


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
    return sorted(found, key=lambda one: (one.entry.day, one.source.key, one.entry.title, one.entry.key))


def due_for(reader: Reader) -> list[Dated]:
    """What this person has to do, the most pressing first."""
    found = [
        Dated(source, entry)
        for source in sources_for(reader).values()
        if source.has_tasks
        for entry in source.find(reader, ALWAYS)
        if entry.is_mine and entry.mark is Mark.TO_DO
    ]
    return sorted(found, key=lambda one: (one.entry.day, one.source.key, one.entry.title, one.entry.key))


def notices(reader: Reader, span: Span) -> list[Dated]:
    """What happens by itself within the span, day by day."""
    return [one for one in calendar(reader, span) if one.entry.mark is Mark.NOTICE]
