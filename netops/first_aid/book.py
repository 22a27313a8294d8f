"""Every look, in the order in which people read them. A new look is a file in `looks/`, its name, and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netops.first_aid.looks import address as address_of_name
from netops.first_aid.looks import around, change, inside, messages, path, ports, power, provider
from netops.first_aid.names import LookName
from netops.first_aid.scene import Look

LOOKS: Final[Mapping[LookName, Look]] = {
    look.name: look
    for look in (
        path.LOOK,
        address_of_name.LOOK,
        around.LOOK,
        provider.LOOK,
        inside.LOOK,
        power.LOOK,
        ports.LOOK,
        change.LOOK,
        messages.LOOK,
    )
}
