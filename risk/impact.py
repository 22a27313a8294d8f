"""How much hangs on a thing: added to the impact of a rule, with the figures that say why.

The shipped points are parameters of an office's judgement, not of any rule; a person may set the impact of a risk
otherwise, with a reason.
"""

from __future__ import annotations

from typing import Final

from risk.facts import DeviceFacts, SiteFacts
from risk.terms import Evidence

CORE_ROLES: Final = frozenset({"router", "firewall", "core"})
SIDE_ROLES: Final = frozenset({"ap", "camera", "printer", "phone"})
MANY_PUPILS: Final = 500
MANY_DEPEND: Final = 3


def of_device(device: DeviceFacts, site: SiteFacts | None) -> tuple[int, tuple[Evidence, ...]]:
    """One more where traffic passes it or several devices hang on it, one less at the edge; and that of its site."""
    points, said = 0, list[Evidence]()
    if device.role in CORE_ROLES or device.depends >= MANY_DEPEND:
        points += 1
        said.append(Evidence("devices_behind", str(device.depends), "device", device.device_id, device.role))
    elif device.role in SIDE_ROLES:
        points -= 1
        said.append(Evidence("edge_role", device.role, "device", device.device_id))
    more, why = of_site(site)
    return points + more, (*said, *why)


def of_site(site: SiteFacts | None) -> tuple[int, tuple[Evidence, ...]]:
    """One more for a large school."""
    if site is None or site.pupils is None or site.pupils < MANY_PUPILS:
        return 0, ()
    return 1, (Evidence("pupils", str(site.pupils), "site", site.site_id),)
