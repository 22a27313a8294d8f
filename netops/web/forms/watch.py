"""Editing the daily test and the dead-man's switch, and a step of escalation."""

from __future__ import annotations

from collections.abc import Sequence

from netops.web.alert_words import SEVERITY_WORDS
from service.i18n import _
from service.web.form import Field, Section


def watch() -> list[Section]:
    """The hour, the address, how often."""
    hours = [(str(hour), f"{hour:02}:00") for hour in range(24)]
    return [
        Section(
            _("Daily test"),
            (
                Field("self_test", _("Send a test message every day to IT and by every channel"), "checkbox"),
                Field("hour", _("At"), "select", options=hours),
            ),
        ),
        Section(
            _("Dead-man's switch"),
            (
                Field(
                    "url",
                    _("Address to ask while all is well"),
                    "password",
                    hint=_("Of a service outside the office that raises the alarm when we stop. Empty: the stored one"),
                    maxlength=2000,
                ),
                Field("minutes", _("Every so many minutes"), "number", required=True),
                Field("forget", _("Forget the stored address"), "checkbox"),
            ),
        ),
    ]


def step(people: Sequence[tuple[int, str]], channels: Sequence[tuple[int, str]]) -> list[Section]:
    """After how long, from which severity, whom."""
    whom = [("", "–")]
    whom += [(f"person-{row_id}", name) for row_id, name in people]
    whom += [(f"channel-{row_id}", _("Channel: %(name)s") % {"name": name}) for row_id, name in channels]
    severities = [(severity.value, _(words)) for severity, words in SEVERITY_WORDS.items()]
    return [
        Section(
            "",
            (
                Field("after_minutes", _("Minutes that nobody has taken it on"), "number", required=True),
                Field("severity", _("For what is at least"), "select", options=severities),
                Field("whom", _("Then tell"), "select", required=True, options=whom),
            ),
        )
    ]
