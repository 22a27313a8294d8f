"""What each planning service gives of its plans."""

from __future__ import annotations

from contract.data.shape import Row


class AlignmentRow(Row):
    """Dataset `alignment`: one thing (a goal, a strategy, a project) points to one node of a reference, both by key."""

    subject_kind: str
    subject_key: str
    title: str
    reference_key: str
    node_key: str
