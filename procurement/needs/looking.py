"""Every reason looks at every device and school: what is needed by what the inventory says today, one of each key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from procurement.needs.facts import DeviceFacts, SiteFacts
from procurement.needs.found import Found
from procurement.needs.reasons import age, bandwidth, computers, end_of_life, outages, ports, repairs, risk
from procurement.needs.rule import Rule

OF_DEVICE: Final[tuple[Callable[[DeviceFacts, Rule, date], Found | None], ...]] = (
    end_of_life.of_device,
    age.of_device,
    repairs.of_device,
    ports.of_device,
    outages.of_device,
    risk.of_device,
)
OF_SITE: Final[tuple[Callable[[SiteFacts, Rule, date], Found | None], ...]] = (
    age.of_site,
    bandwidth.of_site,
    computers.of_site,
    outages.of_site,
)


def look(devices: Iterable[DeviceFacts], sites: Iterable[SiteFacts], rule: Rule, today: date) -> Mapping[str, Found]:
    """By key."""
    seen = [found for device in devices for reason in OF_DEVICE if (found := reason(device, rule, today))]
    seen += [found for site in sites for reason in OF_SITE if (found := reason(site, rule, today))]
    return {found.key: found for found in seen}
