"""Editing a link: contract facts in the units of contracts, and how the link is checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from inventory.models.device import Device
from inventory.models.link import Check, Provider
from inventory.models.site import Site
from inventory.queries.sight import Sight
from netops.web.forms.layout import Layout, calendar_choices, scaled, site_choices, site_id_of, unscaled
from service.i18n import N_, _
from service.thai_order import in_thai
from service.web.form import Field, Section, choices

MEGA = 1_000_000
SATANG = 100


def _sections(session: Session, sight: Sight, values: Mapping[str, str]) -> list[Section]:
    providers = session.exec(
        select(Provider.id, Provider.name).where(Provider.office_id == sight.office_id).order_by(in_thai(Provider.name))
    )
    routers = session.exec(
        select(Device.id, Device.name)
        .where(Device.site_id == site_id_of(values), col(Device.archived_at).is_(None))
        .order_by(Device.name)
    )
    checks = [
        (Check.ICMP.value, _("ping (ICMP)")),
        (Check.TCP.value, _("connecting to a TCP port")),
        (Check.SNMP.value, _("asking the router by SNMP")),
        (Check.AGENT.value, _("hearing the school's agent")),
    ]
    return [
        Section(
            _("Link"),
            (
                Field("site_id", _("School"), "select", required=True, options=site_choices(session, sight)),
                Field("name", _("Name"), hint=_("Such as main or reserve"), required=True, maxlength=120),
                Field("provider_id", _("Provider"), "select", options=choices(providers)),
                Field("circuit_no", _("Circuit number"), hint=_("As on the provider's bill"), maxlength=64),
                Field("speed_mbps", _("Contract speed (Mbit/s)"), maxlength=20),
                Field("price_baht_month", _("Price a month (baht)"), maxlength=20),
                Field("contract_start", _("Contract starts"), "date"),
                Field("contract_end", _("Contract ends"), "date"),
            ),
        ),
        Section(
            _("How it is checked"),
            (
                Field("check", _("Checked by"), "select", options=checks),
                Field("check_address", _("Checked address"), hint=_("An IP address or a host name")),
                Field("check_port", _("TCP port"), maxlength=5),
                Field(
                    "device_id",
                    _("Router at the school"),
                    "select",
                    hint=_("The device that the link ends at"),
                    options=choices(routers),
                ),
                Field(
                    "upstream_id",
                    _("Reached through"),
                    "select",
                    hint=_("A router at another school or the office; when it is silent, this link is unreachable"),
                    options=choices(_upstreams(session, sight, values)),
                ),
                Field(
                    "calendar_id",
                    _("Calendar"),
                    "select",
                    options=calendar_choices(session, sight, _("as its school")),
                ),
                Field("near_end", _("Near end"), maxlength=120),
                Field("far_end", _("Far end"), maxlength=120),
                Field("note", _("Note"), "textarea", maxlength=2000),
            ),
        ),
    ]


def _upstreams(session: Session, sight: Sight, values: Mapping[str, str]) -> list[tuple[int | None, str]]:
    """Routers of other places, by place; and whatever is named already."""
    query = (
        select(Device.id, Site.name, Device.name)
        .join(Site, col(Site.id) == Device.site_id)
        .where(sight.sites(), col(Device.archived_at).is_(None), Device.site_id != site_id_of(values))
        .where((col(Device.role) == "router") | (Device.id == _number(values.get("upstream_id"))))
        .order_by(in_thai(Site.name), Device.name)
    )
    return [(device_id, f"{site} · {name}") for device_id, site, name in session.exec(query)]


def _number(text: object) -> int:
    return int(str(text)) if str(text).isascii() and str(text).isdigit() else 0


def _to_form(values: Mapping[str, Any]) -> dict[str, Any]:
    shown = dict(values)
    shown["speed_mbps"] = unscaled(shown.pop("speed_bps"), MEGA)
    shown["price_baht_month"] = unscaled(shown.pop("price_satang_month"), SATANG)
    return shown


def _from_form(given: Mapping[str, Any]) -> dict[str, Any]:
    wanted = dict(given)
    wanted["speed_bps"] = scaled(wanted.pop("speed_mbps", None), MEGA)
    wanted["price_satang_month"] = scaled(wanted.pop("price_baht_month", None), SATANG)
    return wanted


RENAME = {"speed_bps": "speed_mbps", "price_satang_month": "price_baht_month"}
LINK = Layout(N_("New link"), N_("Change %(name)s"), _sections, _to_form, _from_form, RENAME)
