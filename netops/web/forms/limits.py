"""Editing one limit of a figure, and what confirms an outage."""

from __future__ import annotations

from netops.watched.limits import Measure
from service.i18n import _
from service.web.form import Field, Section


def rule(measure: Measure) -> list[Section]:
    """Where an alert begins and ends, in the figure's unit."""
    unit = _(measure.unit)
    begins, ends = (
        (_("Begins at or above"), _("Ends at or below"))
        if measure.above
        else (
            _("Begins at or below"),
            _("Ends at or above"),
        )
    )
    ends_hint = _("Apart from the beginning, so that a figure that trembles is told once")
    fields = [
        Field("raise_at", f"{begins} ({unit})", "number", hint=_(measure.reason), required=True),
        Field("clear_at", f"{ends} ({unit})", "number", hint=ends_hint, required=True),
    ]
    if measure.for_minutes is not None:
        hint = _("So long on end before an alert begins, and again before it ends")
        fields.append(Field("for_minutes", _("For minutes"), "number", hint=hint, required=True))
    fields.append(Field("enabled", _("People are told"), "checkbox"))
    return [Section("", tuple(fields))]


def confirmation() -> list[Section]:
    """What confirms an outage."""
    return [
        Section(
            "",
            (
                Field("down_after", _("Silent rounds that confirm an outage"), "number", required=True),
                Field("down_of", _("Of the last rounds"), "number", required=True),
            ),
        )
    ]
