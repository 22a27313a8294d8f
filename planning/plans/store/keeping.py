"""Files that people hand in as evidence: kept once under their SHA-256, withdrawn with a reason, never deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from planning.kit.visitor import Visitor
from planning.plans.models.kept import KeptFile
from service.columns import utc_now
from service.filetypes import GivenFile
from service.i18n import N_
from service.refusal import refuse
from service.uploads import Uploads


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that was looked at, and where such files are kept."""

    file: GivenFile
    uploads: Uploads


def stored(visitor: Visitor, handed: Handed) -> dict[str, Any]:
    """The bytes go to the uploads; the columns of `KeptFile` for its row."""
    file = handed.file
    return {
        "name": file.name,
        "media_type": file.media_type,
        "size_bytes": len(file.data),
        "sha256": handed.uploads.keep(file.data),
        "added_by": visitor.name[:120],
    }


def told(row: KeptFile) -> Mapping[str, object]:
    """What the audit says of a file."""
    return {"name": row.name, "sha256": row.sha256, "bytes": row.size_bytes}


def withdraw(row: KeptFile, reason: str) -> None:
    """It does not count any more; file and row stay."""
    if row.withdrawn_at is not None:
        raise refuse("", N_("This document was withdrawn already"))
    row.withdrawn_at, row.withdraw_reason = utc_now(), reason
