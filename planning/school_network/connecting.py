"""What a receiving school's network lacks when children come, so that each pupil keeps the share of today."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contract.data.netops import NetworkRow


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One receiving school before and after; None where netops does not know. `cost_satang` is once for devices, and
    for a year of rent.
    """

    school_code: str
    name: str
    come: int
    pupils: int | None
    mbps_per_pupil: float | None
    mbps_per_pupil_after: float | None
    devices_per_pupil: float | None
    devices_per_pupil_after: float | None
    mbps_lacking: float | None
    devices_lacking: int | None
    cost_satang: int | None


def shortfalls(
    arrivals: Mapping[str, int], rows: Iterable[NetworkRow], device_satang: int, mbps_month_satang: int
) -> tuple[Shortfall, ...]:
    """In the order of the schools' codes."""
    known = {one.school_code: one for one in rows}
    return tuple(
        _shortfall(code, come, known.get(code), device_satang, mbps_month_satang)
        for code, come in sorted(arrivals.items())
    )


def _shortfall(code: str, come: int, row: NetworkRow | None, device_satang: int, mbps_month_satang: int) -> Shortfall:
    if row is None or not row.pupils:
        return Shortfall(code, "" if row is None else row.name, come, *(None,) * 8)
    after = row.pupils + come
    computers = row.computers if row.computers is not None else row.device_count
    mbps = None if row.mbps is None else row.mbps * come / row.pupils
    devices = math.ceil(computers * come / row.pupils)
    cost = devices * device_satang + round((mbps or 0.0) * mbps_month_satang * 12)
    return Shortfall(
        school_code=code,
        name=row.name,
        come=come,
        pupils=row.pupils,
        mbps_per_pupil=None if row.mbps is None else row.mbps / row.pupils,
        mbps_per_pupil_after=None if row.mbps is None else row.mbps / after,
        devices_per_pupil=computers / row.pupils,
        devices_per_pupil_after=computers / after,
        mbps_lacking=mbps,
        devices_lacking=devices,
        cost_satang=cost,
    )
