"""Editing a device: where it stands, how it is reached and read."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from collectors.ssh.platforms import PLATFORMS, TITLES
from inventory.models.agent import Agent
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, site_choices, site_id_of
from netops.web.naming import ROLES, role_word
from service.i18n import N_, _
from service.web.form import Field, Section, choices


def credential_choices(session: Session, sight: Sight, kind: CredentialKind) -> list[tuple[str, str]]:
    """Stored sets of a kind, by name with what may be told of them."""
    rows = session.exec(
        select(Credential.id, Credential.name, Credential.summary)
        .where(Credential.office_id == sight.office_id, Credential.kind == kind)
        .order_by(Credential.name)
    )
    return choices(((row_id, f"{name} ({summary})") for row_id, name, summary in rows), none=_("none: not read"))


def _sections(session: Session, sight: Sight, values: Mapping[str, str]) -> list[Section]:
    parents = session.exec(
        select(Device.id, Device.name)
        .where(Device.site_id == site_id_of(values), col(Device.archived_at).is_(None))
        .order_by(Device.name)
    )
    return [
        Section(
            _("Device"),
            (
                Field("site_id", _("School"), "select", required=True, options=site_choices(session, sight)),
                Field("name", _("Name"), hint=_("Unique at its school"), required=True, maxlength=120),
                Field("role", _("Role"), "select", options=_roles(values.get("role", ""))),
                Field("address", _("Address"), hint=_("An IP address or a host name"), maxlength=253),
                Field(
                    "parent_id",
                    _("Stands behind"),
                    "select",
                    hint=_("When that device is down, this one is unreachable, not down."),
                    options=choices(parents, none=_("the school's link")),
                ),
                Field(
                    "parent_by_hand",
                    _("Keep this place"),
                    "checkbox",
                    hint=_("Else the network itself tells what the device stands behind."),
                ),
                Field(
                    "agent_id",
                    _("Asked by"),
                    "select",
                    hint=_("An agent inside the school asks what the office cannot reach."),
                    options=_askers(session, values),
                ),
                Field("monitored", _("Watch this device"), "checkbox"),
                Field(
                    "acquired_on",
                    _("Acquired on"),
                    "date",
                    hint=_("Empty: its age is counted from the day it was first seen."),
                ),
                Field("warranty_until", _("Warranty until"), "date"),
            ),
        ),
        _reading(session, sight, values),
    ]


def _reading(session: Session, sight: Sight, values: Mapping[str, str]) -> Section:
    """By which secrets and protocols."""
    return Section(
        _("How it is read"),
        (
            Field(
                "snmp_credential_id",
                _("SNMP credential"),
                "select",
                options=credential_choices(session, sight, CredentialKind.SNMP),
            ),
            Field("snmp_port", _("SNMP port"), maxlength=5),
            Field(
                "ssh_credential_id",
                _("SSH credential"),
                "select",
                hint=_("For the nightly copy of its configuration; only commands that read are sent."),
                options=credential_choices(session, sight, CredentialKind.SSH),
            ),
            Field("ssh_port", _("SSH port"), maxlength=5),
            Field(
                "https_port",
                _("HTTPS port"),
                hint=_("Of its web page, such as 443: people are told before its certificate expires. Empty: no"),
                maxlength=5,
            ),
            Field("ssh_platform", _("SSH platform"), "select", options=_platforms(values)),
            Field("note", _("Note"), "textarea", maxlength=2000),
        ),
    )


def _askers(session: Session, values: Mapping[str, str]) -> list[tuple[str, str]]:
    """The office, or an agent of the school."""
    agents = session.exec(
        select(Agent.id, Agent.name)
        .where(Agent.site_id == site_id_of(values), col(Agent.revoked_at).is_(None))
        .order_by(Agent.name)
    )
    return choices(agents, none=_("the office"))


def _roles(present: str) -> list[tuple[str, str]]:
    """Those that the pages have words for, and the one that is set."""
    roles = [("", "–"), *((role, role_word(role)) for role in ROLES)]
    return roles if present in dict(roles) else [*roles, (present, present)]


def _platforms(values: Mapping[str, str]) -> list[tuple[str, str]]:
    names = {*PLATFORMS, values.get("ssh_platform", "")} - {""}
    return [("", "–"), *((name, TITLES.get(name, name)) for name in sorted(names))]


DEVICE = Layout(N_("New device"), N_("Change %(name)s"), _sections)
