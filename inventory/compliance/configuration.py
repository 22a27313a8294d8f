"""The text of a running configuration as blocks of lines, whatever way its platform writes them.

Four ways are known: indented below a heading (Cisco IOS and its many relatives), a path before the command (RouterOS),
`config` and `edit` around it (FortiOS), and one whole command a line (Junos `display set`, EdgeOS, D-Link).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST_LINE: Final = 8192  # a certificate or a hostile line: nothing that a rule speaks of
_MOST_LINES: Final = 100_000
_DEEPEST: Final = 16
# RouterOS breaks long lines; what is said goes on in the next one.
_CONTINUED: Final = re.compile(r"\\\r?\n[ \t]*")


@dataclass(frozen=True, slots=True)
class Line:
    """`text` is without its indentation. `whole` is what a pattern sees that asks for no section: the line as it is
    written, or with the path that it stands under."""

    text: str
    whole: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and the lines under it; one line by itself is its own heading."""

    heading: str
    lines: tuple[Line, ...]


def blocks_of(text: str, platform: str) -> tuple[Block, ...]:
    """The configuration in the order it is written. Empty lines and comments without meaning stay out."""
    lines = _CONTINUED.sub("", text).splitlines()[:_MOST_LINES]
    kept = [line.rstrip() for line in lines if line.strip() and len(line) <= LONGEST_LINE]
    if platform == "mikrotik_routeros":
        return tuple(_by_path(kept))
    if platform == "fortinet":
        return tuple(_by_nesting(kept))
    return tuple(_by_indentation(kept))


def _by_indentation(lines: list[str]) -> Iterator[Block]:
    heading, under = "", list[Line]()
    for line in lines:
        if line[0] in " \t":
            under.append(Line(line.strip(), line))
            continue
        if under:
            yield Block(heading, tuple(under))
        heading, under = line, [Line(line, line)]
    if under:
        yield Block(heading, tuple(under))


def _by_path(lines: list[str]) -> Iterator[Block]:
    """`/ip service` above its commands, or (`export terse`) before each of them."""
    path, under = "", list[Line]()
    for line in lines:
        if line.startswith("#"):
            continue
        if line.startswith("/"):
            if under:
                yield Block(path, tuple(under))
            words = _COMMAND.split(line, maxsplit=1)
            path, under = words[0].strip(), []
            command = line[len(words[0]) :].strip()
        else:
            command = line.strip()
        if command:
            under.append(Line(command, f"{path} {command}"))
    if under:
        yield Block(path, tuple(under))


_COMMAND: Final = re.compile(r"\s(?=(?:add|set|remove|disable|enable)\b)")


def _by_nesting(lines: list[str]) -> Iterator[Block]:
    """`config system interface` / `edit "wan1"` / `set ...` / `next` / `end`; each `edit` is a block of its own, also
    when another `config` stands in the middle of it."""
    path = list[str]()
    under: dict[str, list[Line]] = {}
    for raw in lines:
        line = raw.strip()
        word, _space, rest = line.partition(" ")
        if word in ("config", "edit", "next", "end"):
            _step(path, word, rest)
        elif not line.startswith("#"):
            heading = " ".join(path)
            under.setdefault(heading, []).append(Line(line, f"{heading} {line}"))
    for heading, found in under.items():
        yield Block(heading, tuple(found))


def _step(path: list[str], word: str, rest: str) -> None:
    """Follow `config` and `edit` in, `next` and `end` out. `end` may close an `edit` that has no `next`."""
    if word in ("config", "edit"):
        if len(path) < _DEEPEST:
            path.append(f"{word} {rest}")
    elif word == "next":
        if path and path[-1].startswith("edit "):
            path.pop()
    else:
        while path and path.pop().startswith("edit "):
            pass
