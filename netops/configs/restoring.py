"""How an original is loaded again, for each platform: steps for a person. Nothing here is ever sent to a device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from service.i18n import N_

COPY: Final = N_("Copy the file to the device: by SCP, by TFTP from a machine beside it, or on a USB stick.")
CHECK: Final = N_(
    "Look whether ports, VLANs and the uplink are as before; then keep it for the next start: %(command)s"
)
CONSOLE: Final = N_("Connect by console, so that a wrong address does not lock you out.")
PASTE: Final = N_("Paste the lines of the file in configuration mode, in small pieces: %(command)s")
LOAD: Final = N_("Load it: %(command)s")
RESTART: Final = N_("It restarts with the loaded configuration.")

Steps = tuple[tuple[str, str], ...]  # (sentence, command)

_IOS: Final[Steps] = (
    (CONSOLE, ""),
    (COPY, ""),
    (LOAD, "configure replace flash:backup.txt"),
    (CHECK, "copy running-config startup-config"),
)
_COMWARE: Final[Steps] = (
    (CONSOLE, ""),
    (COPY, ""),
    (LOAD, "startup saved-configuration backup.cfg"),
    (RESTART, ""),
)

STEPS: Final[Mapping[str, Steps]] = {
    "allied_telesis_awplus": (
        (CONSOLE, ""),
        (COPY, ""),
        (LOAD, "boot config-file flash:/backup.cfg"),
        (RESTART, ""),
    ),
    "aruba_aoscx": ((CONSOLE, ""), (LOAD, "copy scp://user@host/backup.txt running-config"), (CHECK, "write memory")),
    "cisco_ios": _IOS,
    "cisco_xe": _IOS,
    "dlink_ds": ((CONSOLE, ""), (LOAD, "download cfg_fromTFTP HOST backup.txt"), (CHECK, "save all")),
    "fortinet": ((CONSOLE, ""), (LOAD, "execute restore config tftp backup.txt HOST"), (RESTART, "")),
    "hp_comware": _COMWARE,
    "hp_procurve": ((CONSOLE, ""), (LOAD, "copy tftp startup-config HOST backup.txt"), (RESTART, "")),
    "huawei_vrp": _COMWARE,
    "juniper_junos": (
        (CONSOLE, ""),
        (PASTE, "configure; load set terminal"),
        (CHECK, "commit confirmed 5; commit"),
    ),
    "linux": ((COPY, ""), (CHECK, "reboot")),
    "mikrotik_routeros": (
        (CONSOLE, ""),
        (COPY, ""),
        (LOAD, "/system reset-configuration no-defaults=yes run-after-reset=backup.rsc"),
        (RESTART, ""),
    ),
    "tplink_jetstream": (
        (CONSOLE, ""),
        (LOAD, "copy tftp startup-config ip-address HOST filename backup.txt"),
        (RESTART, ""),
    ),
    "ubiquiti_edgerouter": ((CONSOLE, ""), (PASTE, "configure"), (CHECK, "commit-confirm 5; confirm; save")),
    "ubiquiti_edgeswitch": ((CONSOLE, ""), (PASTE, "configure"), (CHECK, "write memory")),
    "zyxel_os": ((CONSOLE, ""), (PASTE, "configure"), (CHECK, "write memory")),
}


def steps_of(platform: str) -> Steps:
    """What to do; for a platform without a word of its own, what holds for all."""
    return STEPS.get(platform, ((CONSOLE, ""), (COPY, "")))
