"""Why a template was not taken: reasons as words, with the paragraph where each was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """What is wrong. The sentences that people read are made where they are shown."""

    TOO_LARGE = "too_large"
    NOT_DOCX = "not_docx"
    MACROS = "macros"
    EMBEDDED = "embedded"
    EXTERNAL = "external"
    TOO_LONG = "too_long"
    TRACKED_CHANGES = "tracked_changes"
    FIELD = "field"
    CONTROL = "control"
    PICTURE = "picture"
    NOTE = "note"
    MERGED_CELLS = "merged_cells"
    TABLE_IN_TABLE = "table_in_table"
    UNEVEN_TABLE = "uneven_table"
    UNSUPPORTED = "unsupported"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    MISSING_PLACEHOLDER = "missing_placeholder"
    BROKEN_PLACEHOLDER = "broken_placeholder"
    NOT_ALONE = "not_alone"
    NOT_A_BLOCK = "not_a_block"
    NOT_XLSX = "not_xlsx"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Fault:
    """One of them. `paragraph` counts from 1, 0 where it is about the whole file; `excerpt` is how it begins.

    `subject` is what the fault is about (the placeholder, the part), `nearest` the name that was perhaps meant.
    """

    reason: Reason
    paragraph: int = 0
    excerpt: str = ""
    subject: str = ""
    nearest: str = ""


class TemplateError(ValueError):
    """A file that cannot be a template, with every fault that was found."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.reason.value} {fault.subject}".strip() for fault in self.faults))
