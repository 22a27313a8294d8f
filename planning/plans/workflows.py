"""The workflows of a service: one TOML file each in its folder, named like its key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from office.workflow.definition import Definition, DefinitionError, checked, read_definition
from planning.kit.visitor import ADMIN, DIRECTOR, IT, PLANNER, SCHOOL, SUPPLY
from service.refusal import MissingError

OWNERS: Final = frozenset({ADMIN, IT, SUPPLY, PLANNER, DIRECTOR, SCHOOL})
"""Roles of netops that may own a step."""


class Workflows:
    """Read at the first use. DefinitionError names the file and everything that is wrong in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def by_key(self) -> Mapping[str, Definition]:
        """In the order of their files."""
        return {path.stem: _read(path) for path in sorted(self._folder.glob("*.toml"))}

    def __iter__(self) -> Iterator[Definition]:
        return iter(self.by_key.values())

    def find(self, key: str) -> Definition:
        """By key; MissingError."""
        if key not in self.by_key:
            raise MissingError("workflow")
        return self.by_key[key]


def _read(path: Path) -> Definition:
    try:
        definition = read_definition(path.read_text("utf-8"), owners=OWNERS)
    except DefinitionError as error:
        raise DefinitionError(f"{path.name}: {error}") from None
    if definition.key != path.stem:
        raise DefinitionError(f"{path.name}: its key is {definition.key}")
    return definition


def kept(definition: Mapping[str, object]) -> Definition:
    """A workflow as a run keeps it: later releases do not change a run."""
    return checked(definition, owners=OWNERS)
