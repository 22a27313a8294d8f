"""The eight kinds of cases, and what each of them is and needs."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class CaseKind(StrEnum):
    """As the contract names them."""

    ESTABLISH = "establish"
    CO_LEARN = "co_learn"
    MERGE = "merge"
    CLOSE = "close"
    EXPAND_CLASS = "expand_class"
    REDUCE_CLASS = "reduce_class"
    TRANSFER_IN = "transfer_in"
    TRANSFER_OUT = "transfer_out"


ENDING: Final = frozenset({CaseKind.MERGE, CaseKind.CLOSE})
"""The school is no more afterwards: its children, things, links and papers go elsewhere."""
SENDING: Final = ENDING | {CaseKind.CO_LEARN, CaseKind.REDUCE_CLASS}
"""Children change school."""
GRADED: Final = frozenset({CaseKind.ESTABLISH, CaseKind.EXPAND_CLASS, CaseKind.REDUCE_CLASS})
"""Grades of the school are set by it."""
