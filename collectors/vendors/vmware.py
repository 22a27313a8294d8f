"""VMware ESXi."""

from __future__ import annotations

from collectors.profile import Descr, Instance, Part, Profile

PROFILES = (
    Profile(
        vendor="VMware",
        os="vmware-esxi",
        kind="server",
        object_ids=("6876",),
        model=(Part("descr"),),
        version=(Instance("6876.1.2.0"), Descr(r"ESXi (\S+)")),
        serial=(Part("serial"),),
    ),
)
