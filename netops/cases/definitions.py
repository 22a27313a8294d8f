"""The workflows of this release: one TOML file each in `workflows/`, named like its key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from netops.models.case import WorkCase
from netops.models.person import Role
from office.workflow.definition import Definition, DefinitionError, checked, read_definition
from service.refusal import MissingError

FOLDER: Final = Path(__file__).parent / "workflows"
OWNERS: Final = frozenset(role.value for role in Role) - {Role.VIEWER.value}
"""Roles that may own a step."""


@lru_cache
def definitions() -> Mapping[str, Definition]:
    """By key, in the order of their files. DefinitionError names the file."""
    found: dict[str, Definition] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        try:
            definition = read_definition(path.read_text("utf-8"), owners=OWNERS)
        except DefinitionError as error:
            raise DefinitionError(f"{path.name}: {error}") from None
        if definition.key != path.stem:
            raise DefinitionError(f"{path.name}: its key is {definition.key}")
        found[definition.key] = definition
    return found


def find_definition(key: str) -> Definition:
    """By key; MissingError."""
    if key not in definitions():
        raise MissingError("workflow")
    return definitions()[key]


def definition_of(case: WorkCase) -> Definition:
    """The workflow as it was when the case was opened: later releases do not change a case that runs."""
    return checked(case.definition, owners=OWNERS)
