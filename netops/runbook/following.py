"""A runbook as it is followed for one outage: chosen by cause and alert, filled in, each step with its tick."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from sqlmodel import Session, col, select

from inventory.models.outage import Outage
from netops.models.alert import Alert, AlertMember
from netops.runbook.choosing import choose, fitting
from netops.runbook.filling import fill_line, fill_link, render_text
from netops.runbook.matter import Matter
from netops.runbook.page import Runbook, Step, find_runbook, runbooks
from netops.runbook.ticking import Record, Ticked


@dataclass(frozen=True, slots=True)
class FilledStep:
    """A step ready to be shown: `text` is safe HTML, the rest plain."""

    step: Step
    text: Markup
    done: str
    command: str
    link: str
    ticked: Ticked | None


@dataclass(frozen=True, slots=True)
class Followed:
    """The page for one outage. `others` are pages that fit too, or from which a step was ticked."""

    runbook: Runbook
    summary: str
    rest: Markup
    steps: Sequence[FilledStep]
    others: Sequence[Runbook]
    matter: Matter
    record: Record


def alerts_about(session: Session, outage: Outage) -> Sequence[Alert]:
    """Those that stand for an outage, its own and those of many, the newest first."""
    members = select(AlertMember.alert_id).where(AlertMember.outage_id == outage.id)
    query = select(Alert).where((col(Alert.outage_id) == outage.id) | col(Alert.id).in_(members))
    return session.exec(query.order_by(col(Alert.id).desc())).all()


def page_for(outage: Outage, alerts: Sequence[Alert]) -> Runbook:
    """The page for an outage, by its cause and by the alerts that it was told as, the newest first."""
    return choose(runbooks(), outage, told_as=[str(alert.kind) for alert in alerts])


def follow(outage: Outage, matter: Matter, *, alerts: Sequence[Alert], record: Record, named: str = "") -> Followed:
    """The page for an outage, or the one that is `named`. Raises RunbookMissingError."""
    chosen = find_runbook(named) if named else page_for(outage, alerts)
    used = {each.row.runbook for each in record.ticked}
    fit = {page.name for page in fitting(runbooks(), outage.subject, outage.cause)}
    return Followed(
        runbook=chosen,
        summary=fill_line(chosen.summary.replace("**", ""), matter.values),
        rest=safe(render_text(chosen.rest, matter.values)),
        steps=fill_steps(chosen, matter.values, matter.ids, record),
        others=[page for page in runbooks() if page.name in used | fit and page.name != chosen.name],
        matter=matter,
        record=record,
    )


def fill_steps(
    runbook: Runbook, values: Mapping[str, str], ids: Mapping[str, str], record: Record | None = None
) -> Sequence[FilledStep]:
    """Every step in the words of `values`."""
    standing = record.standing if record is not None else {}
    # A command is copied into a shell: what is not known stays a word in brackets, what is known is one argument.
    quoted = {name: shlex.quote(value) for name, value in values.items()}
    return [
        FilledStep(
            step=step,
            text=safe(render_text(step.text, values)),
            done=fill_line(step.done, values),
            command=fill_line(step.command, quoted),
            link=fill_link(step.link, ids),
            ticked=standing.get((runbook.name, step.id)),
        )
        for step in runbook.steps
    ]


def safe(html: str) -> Markup:
    """What `filling` rendered: it escapes every value and knows no raw HTML."""
    return Markup(html)  # noqa: S704
