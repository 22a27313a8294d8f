"""What may become of a task that an agency was asked for, and who has it then."""

from __future__ import annotations

from typing import Final

from planning.province.models.project import TaskState

AFTER: Final = {
    TaskState.OFFERED: frozenset({TaskState.ACCEPTED, TaskState.DECLINED}),
    TaskState.ACCEPTED: frozenset({TaskState.DONE, TaskState.DECLINED}),
    TaskState.DECLINED: frozenset({TaskState.OFFERED}),
    TaskState.DONE: frozenset[TaskState](),
}
LIVE: Final = frozenset({TaskState.OFFERED, TaskState.ACCEPTED, TaskState.DONE})


def may_become(state: TaskState, wanted: TaskState) -> bool:
    """Whether this step may follow. What was declined can only be offered anew."""
    return wanted in AFTER[state]


def holder(state: TaskState, *, asked: int, lead: int) -> int:
    """Who has it: the agency that was asked, and the lead again when that one declined."""
    return lead if state is TaskState.DECLINED else asked
