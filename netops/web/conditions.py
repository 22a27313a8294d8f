"""What the whole numbers of the standard MIBs mean, by which devices tell the condition of a battery or a supply.

Makers' own numbers mean something else on each make: they are shown as the number that they are.
"""

from __future__ import annotations

from typing import Final

from inventory.models.device import Health
from service.i18n import N_, _

CONDITION: Final = "state"  # the kind of sensor whose value is such a number
_UPS = ".1.3.6.1.2.1.33.1"
_SUPPLY = {1: N_("working"), 2: N_("off"), 3: N_("faulty")}
_BATTERY = {1: N_("unknown"), 2: N_("normal"), 3: N_("low"), 4: N_("empty")}
_OUTPUT = {
    1: N_("from another source"),
    2: N_("no output"),
    3: N_("from the mains"),
    4: N_("bypassing the UPS"),
    5: N_("from the battery"),
    6: N_("from the mains, raised"),
    7: N_("from the mains, lowered"),
}
_TEST = {
    1: N_("passed"),
    2: N_("passed with a warning"),
    3: N_("failed"),
    4: N_("broken off"),
    5: N_("under way"),
    6: N_("not tested yet"),
}
WORDS: Final = {
    f"{_UPS}.2.1.": _BATTERY,  # RFC 1628, upsBatteryStatus
    f"{_UPS}.4.1.": _OUTPUT,  # upsOutputSource
    f"{_UPS}.7.3.": _TEST,  # upsTestResultsSummary
    ".1.3.6.1.2.1.105.1.3.1.1.3.": _SUPPLY,  # RFC 3621, pethMainPseOperStatus
}


def condition(item: Health) -> str:
    """In the reader's language; empty for a figure that is no condition."""
    if item.kind != CONDITION:
        return ""
    oid = f".{item.oid.lstrip('.')}"
    words = next((words for prefix, words in WORDS.items() if oid.startswith(prefix)), {})
    number = int(item.value)
    return _(words[number]) if number in words else _("condition %(number)s") % {"number": number}
