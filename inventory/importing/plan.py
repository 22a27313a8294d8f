"""What an import would do: one planned act per row, or problems that name row, field, value and reason."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from sqlmodel import SQLModel

from inventory.importing.columns import Kind, column
from service.draft import Draft, plain
from service.importing.row_problem import RowProblem
from service.refusal import RefusedError

# Fields of drafts that stand in a column of another name.
COLUMN_OF = {
    "code": "site_code",
    "site_id": "site_code",
    "provider_id": "provider",
    "speed_bps": "speed_mbps",
    "price_satang_month": "price_thb_month",
    "check_port": "check",
    "device_id": "check_address",
    "snmp_credential_id": "credential",
    "ssh_credential_id": "ssh_credential",
    "parent_id": "parent",
    "class_id": "class",
    "price_satang": "price_thb",
}
HIDDEN = "***"


class Secrets(Protocol):
    """Seals and opens stored secrets; passed in, since the inventory holds no key."""

    def seal(self, text: str) -> bytes:
        """Text to sealed bytes."""

    def unseal(self, sealed: bytes) -> str:
        """Sealed bytes to text."""


class Act(StrEnum):
    """What happens to the entry of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row that can be taken. `key` names the entry for people; `changes` is {field: [before, after]}."""

    row: int
    key: str
    draft: Draft
    stored: SQLModel | None
    act: Act
    changes: Mapping[str, object] = field(default_factory=dict)
    links: Mapping[str, object] = field(default_factory=dict)  # what the draft cannot hold until the rows are stored

    def with_change(self, name: str, pair: list[object], changed: bool) -> PlannedRow:
        """With one more change of a stored entry, where it is one."""
        if not changed:
            return self
        act = Act.NEW if self.stored is None else Act.CHANGED
        return dataclasses.replace(self, act=act, changes={**self.changes, name: pair})

    def with_links(self, **links: object) -> PlannedRow:
        """With more of what is joined once the rows are stored."""
        return dataclasses.replace(self, links={**self.links, **links})


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """Everything a person wants to know before saying yes. With any problem, nothing is taken."""

    kind: Kind
    rows: tuple[PlannedRow, ...]
    problems: tuple[RowProblem, ...]
    total: int
    passed_over: tuple[int, ...] = ()  # rows that are no entries: sums, headings written again

    def count(self, act: Act) -> int:
        """Rows with that act."""
        return sum(row.act is act for row in self.rows)

    @property
    def ok(self) -> bool:
        """Whether it may be applied."""
        return not self.problems


class RefusedImportError(Exception):
    """Nothing was stored: the file has problems."""

    def __init__(self, problems: tuple[RowProblem, ...]) -> None:
        self.problems = problems
        super().__init__(f"{len(problems)} problems; the first in row {problems[0].row}: {problems[0].text()}")


def planned(row: int, key: str, draft: Draft, stored: SQLModel | None, **links: object) -> PlannedRow:
    """The row as new, changed or same, by comparing the draft with what is stored."""
    if stored is None:
        return PlannedRow(row, key, draft, None, Act.NEW, links=links)
    wanted = {name: getattr(draft, name) for name in type(draft).model_fields if hasattr(stored, name)}
    changes: dict[str, object] = {
        name: [plain(getattr(stored, name)), plain(value)]
        for name, value in wanted.items()
        if getattr(stored, name) != value
    }
    if getattr(stored, "archived_at", None) is not None:
        changes["archived_at"] = [plain(stored.archived_at), None]  # type: ignore[attr-defined]
    return PlannedRow(row, key, draft, stored, Act.CHANGED if changes else Act.SAME, changes, links)


def row_problems(kind: Kind, row: int, cells: Mapping[str, str], error: RefusedError) -> list[RowProblem]:
    """The refusals of a draft, told by column and with the cell's text (never that of a secret one)."""
    found = []
    for problem in error.problems:
        name = COLUMN_OF.get(problem.field, problem.field)
        known = column(kind, name)
        value = cells.get(name, "")
        found.append(RowProblem(row, name, HIDDEN if known and known.secret and value else value, problem))
    return found
