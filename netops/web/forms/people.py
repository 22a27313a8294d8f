"""Editing a person, one's own account and the mail server."""

from __future__ import annotations

from sqlmodel import Session

from inventory.queries.sight import Sight
from netops.models.person import Role
from netops.people.passwords import MIN_LENGTH
from netops.web.forms.layout import site_choices
from service.i18n import N_, _
from service.web.form import Field, Section

ROLES = {
    Role.ADMIN: N_("administrator"),
    Role.IT: N_("IT officer"),
    Role.SUPPLY: N_("supply officer"),
    Role.PLANNER: N_("planner"),
    Role.DIRECTOR: N_("director"),
    Role.VIEWER: N_("viewer"),
    Role.SCHOOL: N_("school"),
}
LANGUAGES = [("th", "ไทย"), ("en", "English")]


def person(session: Session, sight: Sight) -> list[Section]:
    """Who, which role, and how mails reach the person."""
    sites = [("", _("none: a person of the office")), *site_choices(session, sight)]
    return [
        Section(
            "",
            (
                Field("username", _("User name"), hint=_("Small letters a-z, digits, and . _ - only."), required=True),
                Field("name", _("Name"), required=True),
                Field("role", _("Role"), "select", options=[(role.value, _(words)) for role, words in ROLES.items()]),
                Field("site_id", _("School"), "select", hint=_("For the role school only"), options=sites),
                Field("email", _("E-mail"), "email"),
                Field("language", _("Language"), "select", options=LANGUAGES),
                Field("alerts", _("Gets alerts by e-mail"), "checkbox"),
            ),
        )
    ]


def password(*, own: bool) -> list[Section]:
    """A new password; one's own needs the present one."""
    hint = _("At least %(count)s characters") % {"count": MIN_LENGTH}
    fields = [Field("password", _("New password"), "password", hint=hint, required=True, maxlength=256)]
    if own:
        fields.insert(0, Field("old_password", _("Present password"), "password", required=True, maxlength=256))
    return [Section("", tuple(fields))]


def account() -> list[Section]:
    """What everyone may set for themselves."""
    return [
        Section(
            "",
            (
                Field("name", _("Name"), required=True),
                Field("email", _("E-mail"), "email"),
                Field("language", _("Language"), "select", options=LANGUAGES),
                Field("alerts", _("Send me alerts by e-mail"), "checkbox"),
            ),
        )
    ]


def mail() -> list[Section]:
    """The mail server of the office."""
    kinds = [("starttls", "STARTTLS"), ("tls", "TLS"), ("none", _("none: not encrypted"))]
    return [
        Section(
            "",
            (
                Field("host", _("Mail server"), hint=_("Empty: mails wait in the outbox")),
                Field("port", _("Port"), hint="587, 465, 25", maxlength=5),
                Field("security", _("Encryption"), "select", options=kinds),
                Field("sender", _("Sender"), "email", hint=_("The address that alert mails come from")),
                Field("user", _("User name"), hint=_("Empty: no sign-in")),
                Field("password", _("Password"), "password", hint=_("Empty: the stored one stays")),
            ),
        )
    ]
