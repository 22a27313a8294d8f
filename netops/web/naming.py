"""What pages call the roles of devices, their models, and the seats of a committee."""

from __future__ import annotations

from typing import Final

from inventory.lifecycle.catalogue import full_model
from office.workflow.committee import Seat
from service.i18n import N_, _

ROLES: Final = {
    "router": N_("router"),
    "switch": N_("switch"),
    "ap": N_("access point"),
    "firewall": N_("firewall"),
    "ups": N_("UPS"),
    "nas": N_("NAS"),
    "server": N_("server"),
    "printer": N_("printer"),
    "camera": N_("camera"),
}
SEATS: Final = {Seat.CHAIR: N_("chair"), Seat.MEMBER: N_("member"), Seat.SECRETARY: N_("secretary")}


def role_word(role: str) -> str:
    """The reader's word for a role; one of the office's own stays as it was written."""
    return _(ROLES[role]) if role in ROLES else role


def made_by(model: str, vendor: str) -> str:
    """Vendor and model in one; a filter of templates."""
    return full_model(vendor, model)
