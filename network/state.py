"""The network of a school as the inventory knows it: counts and figures, each None where nobody knows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteState:
    """One school. `speed_bps` is of all its links together, None when one of them is unknown; `answering` are devices
    that answered when they were last asked; `unregistered` were seen on the network and stand in no inventory.
    """

    site_id: int
    pupils: int | None = None
    pupils_year: int | None = None
    links: int = 0
    speed_bps: int | None = None
    devices: int = 0
    answering: int = 0
    switch_ports: int = 0
    ports_up: int = 0
    access_points: int = 0
    ups: int = 0
    unregistered: int = 0

    @property
    def kbps_per_pupil(self) -> int | None:
        """Whole kbit/s of the links for each pupil."""
        if self.speed_bps is None or not self.pupils:
            return None
        return self.speed_bps // 1000 // self.pupils
