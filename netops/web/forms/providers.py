"""Editing an internet provider."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session

from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout
from service.i18n import N_, _
from service.web.form import Field, Section


def _sections(_session: Session, _sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    return [
        Section(
            "",
            (
                Field("name", _("Name"), required=True, maxlength=120),
                Field("phone", _("Fault line"), "tel", hint=_("The number to call when a link is down"), maxlength=64),
                Field("email", _("E-mail"), "email"),
                Field("note", _("Note"), "textarea", maxlength=2000),
            ),
        )
    ]


PROVIDER = Layout(N_("New provider"), N_("Change %(name)s"), _sections)
