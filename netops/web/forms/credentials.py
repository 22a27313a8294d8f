"""Editing a credential: secrets are typed anew each time and never shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from collectors.target import AuthProtocol, PrivProtocol, SnmpEngine, SnmpVersion
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout
from service.i18n import N_, _
from service.web.form import Field, Section


def _name() -> Field:
    return Field("name", _("Name"), hint=_("What devices are given it by"), required=True, maxlength=120)


def _snmp(_session: Session, _sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    anew = _("Never shown again; type it anew at every change")
    return [
        Section(
            "",
            (
                _name(),
                Field("version", _("Version"), "select", options=[(v.value, v.value) for v in SnmpVersion]),
                Field("community", _("Community (1, 2c)"), "password", hint=anew),
            ),
        ),
        Section(
            _("Version 3"),
            (
                Field("user", _("User"), maxlength=64),
                Field("auth", _("Authentication"), "select", options=[(a.value, a.value) for a in AuthProtocol]),
                Field("auth_key", _("Authentication key"), "password", hint=anew),
                Field("priv", _("Privacy"), "select", options=[(p.value, p.value) for p in PrivProtocol]),
                Field("priv_key", _("Privacy key"), "password", hint=anew),
                Field("engine", _("Engine"), "select", options=[(e.value, e.value) for e in SnmpEngine]),
            ),
        ),
    ]


def _ssh(_session: Session, _sight: Sight, _values: Mapping[str, str]) -> list[Section]:
    anew = _("Never shown again; type it anew at every change")
    return [
        Section(
            "",
            (
                _name(),
                Field("username", _("User name"), required=True, maxlength=64),
                Field("password", _("Password"), "password", hint=anew),
                Field("enable_secret", _("Enable secret"), "password", hint=anew),
            ),
        ),
        Section(_("In place of a password"), (Field("private_key", _("Private key"), "textarea", maxlength=20_000),)),
    ]


def _hide(values: Mapping[str, Any]) -> dict[str, Any]:
    secrets = {"community", "auth_key", "priv_key", "password", "enable_secret", "private_key"}
    return {name: value for name, value in values.items() if name not in secrets}


SNMP = Layout(N_("New SNMP credential"), N_("Change %(name)s"), _snmp, to_form=_hide)
SSH = Layout(N_("New SSH credential"), N_("Change %(name)s"), _ssh, to_form=_hide)
