"""Editing a school: who, where, whom to call, and when it is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import Session

from inventory.models.site import SiteKind
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, calendar_choices
from service.i18n import N_, _
from service.web.form import Field, Rows, Section

KNOWS: Final = {
    "": N_("not said"),
    "P": N_("passwords"),
    "C": N_("configuration"),
    "M": N_("manual"),
    "PC": N_("passwords, configuration"),
    "PM": N_("passwords, manual"),
    "CM": N_("configuration, manual"),
    "PCM": N_("passwords, configuration, manual"),
}
"""What a person may be said to know; two who know each of them are enough for the register of risks."""

_CALLED: Final = N_(
    "The first is called first. Rows left empty are not stored. Two people should know each part of the network."
)


def _sections(session: Session, sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    kinds = [(SiteKind.SCHOOL.value, _("school")), (SiteKind.OFFICE.value, _("office"))]
    contact = (
        Field("name", _("Name")),
        Field("role", _("Position"), maxlength=120),
        Field("phone", _("Telephone"), "tel", maxlength=64),
        Field("email", _("E-mail"), "email"),
        Field("knows", _("Knows of the network"), "select", options=[(key, _(said)) for key, said in KNOWS.items()]),
    )
    return [
        Section(
            _("School"),
            (
                Field("code", _("School code"), hint=_("8 digits"), required=True, maxlength=8),
                Field("name", _("Name"), required=True),
                Field("kind", _("Kind"), "select", options=kinds),
                Field("district", _("District"), maxlength=120),
                Field("sub_district", _("Sub-district"), maxlength=120),
                Field("address", _("Postal address"), maxlength=500),
            ),
        ),
        Section(
            _("On the map"),
            (
                Field("latitude", _("Latitude"), hint=_("Degrees, such as 19.9105"), maxlength=20),
                Field("longitude", _("Longitude"), hint=_("Degrees, such as 99.8406"), maxlength=20),
            ),
        ),
        Section(
            _("Contacts"),
            rows=(
                Rows(
                    "contacts",
                    "",
                    contact,
                    _(_CALLED),
                ),
            ),
        ),
        Section(
            _("Opening hours"),
            (
                Field(
                    "calendar_id",
                    _("Calendar"),
                    "select",
                    hint=_("Silence outside these hours is no outage."),
                    options=calendar_choices(session, sight, _("the office's default")),
                ),
                Field("note", _("Note"), "textarea", maxlength=2000),
            ),
        ),
    ]


SITE = Layout(N_("New school"), N_("Change %(name)s"), _sections, from_form=lambda given: {"contacts": [], **given})
