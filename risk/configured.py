"""Rules of configurations that a device does not keep, as causes of risks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from risk import impact
from risk.counting import days_since
from risk.facts import Facts
from risk.found import Signal
from risk.terms import Evidence, Subject


def broken(facts: Facts, rules: Collection[str]) -> Iterator[Signal]:
    """Devices that break one of these rules; the figure is days since the first was seen broken."""
    for device in facts.devices:
        seen = [one for one in device.broken if one.rule in rules]
        if not seen:
            continue
        days = max(days_since(one.since, facts.today) for one in seen)
        weight, weighed = impact.of_device(device, facts.sites.get(device.site_id))
        told = (Evidence("broken_rule", one.since.isoformat(), "device", device.device_id, one.rule) for one in seen)
        yield Signal(
            Subject.DEVICE, device.device_id, device.name, days,
            (Evidence("days_exposed", str(days), "device", device.device_id), *told),
            site_id=device.site_id, device_id=device.device_id, weight=weight, weighed=weighed,
        )  # fmt: skip
