"""The planning services by name, and the port on which each listens where no setting says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

PORTS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "registry": 8101,
        "school_network": 8105,
        "development_plan": 8102,
        "annual_plan": 8103,
        "province": 8104,
    }
)
