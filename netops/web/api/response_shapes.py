"""What the API shows of what is done about outages: runbooks, ticked steps, looks of first aid, articles."""

from __future__ import annotations

from datetime import date, datetime

from netops.models.alert import Severity
from netops.runbook.page import Who
from netops.web.api.shapes import Shape


class StepOut(Shape):
    """A step of a runbook; `text` is Markdown."""

    id: str
    text: str
    who: Who
    done: str
    command: str
    link: str
    look: str | None


class RunbookOut(Shape):
    """A runbook; `html` and `steps` when one is asked for."""

    name: str
    title: str
    severity: Severity
    html: str | None = None
    steps: list[StepOut] | None = None


class TickOut(Shape):
    """A step that was ticked; `undone_at` when it was taken back."""

    runbook: str
    step: str
    text: str
    note: str
    done_at: datetime
    done_by: str
    undone_at: datetime | None
    undone_by: str


class RecordOut(Shape):
    """What was done about an outage; seconds from its beginning."""

    steps: list[TickOut]
    first_step_s: float | None
    repair_s: float | None


class LookOut(Shape):
    """One look of first aid: `lines` are what it means, in the caller's language; `found` the data behind them."""

    look: str
    title: str
    at: datetime
    seconds: float
    lines: list[str]
    found: dict[str, object]
    error: str
    asked_by: str


class ArticleOut(Shape):
    """What was learnt of outages; `body` is Markdown. `subject` and `subject_id` name what it is about."""

    id: int
    title: str
    body: str
    subject: str
    subject_id: int | None
    runbook: str
    model: str
    review_on: date | None
    outages: list[int]
    written_at: datetime
    changed_at: datetime
    archived_at: datetime | None
