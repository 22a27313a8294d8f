"""Editing a calendar: hours of each weekday, terms, holidays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from inventory.models.site import DayKind
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout
from service.i18n import N_, _
from service.web.form import Field, Rows, Section


def _sections(_session: Session, _sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    days = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
    weekdays = [("", "–"), *((str(number), name) for number, name in enumerate(days))]
    hours = (
        Field("weekday", _("Day"), "select", options=weekdays),
        Field("opens", _("Opens"), "time"),
        Field("closes", _("Closes"), "time"),
    )
    span = (Field("first_day", _("First day"), "date"), Field("last_day", _("Last day"), "date"))
    kinds = [("", "–"), (DayKind.CLOSED.value, _("closed")), (DayKind.OPEN.value, _("open"))]
    dated = (Field("name", _("Name"), maxlength=120), *span, Field("kind", _("Kind"), "select", options=kinds))
    return [
        Section(
            "",
            (
                Field("name", _("Name"), required=True, maxlength=120),
                Field("always_open", _("Always open: every silence is an outage"), "checkbox"),
                Field("is_default", _("Default for schools that name no calendar"), "checkbox"),
            ),
        ),
        Section(
            _("Hours of the week"),
            rows=(Rows("hours", "", hours, _("A day without a row is closed. Local time."), spare=3),),
        ),
        Section(
            _("School terms"),
            rows=(
                Rows(
                    "terms", "", (Field("name", _("Name"), maxlength=120), *span), _("Without any, every day counts.")
                ),
            ),
        ),
        Section(_("Holidays and exceptions"), rows=(Rows("days", "", dated, _("Both days included."), spare=4),)),
    ]


def _from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted: dict[str, Any] = {"hours": [], "terms": [], "days": [], **given}
    wanted["days"] = [{**row, "kind": row.get("kind") or DayKind.CLOSED.value} for row in wanted["days"]]
    return wanted


CALENDAR = Layout(N_("New calendar"), N_("Change %(name)s"), _sections, from_form=_from_form)
