"""How the version of each device stands to the newest that a device of its family runs in the same office."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum

from inventory.lifecycle.version import compare, newest


class Firmware(StrEnum):
    """`unclear`: the versions are of different lines, and neither is newer."""

    NEWEST = "newest"
    BEHIND = "behind"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


def standings(versions: Mapping[int, tuple[str, str]]) -> dict[int, tuple[str, Firmware]]:
    """{device: (family, version)} -> {device: (newest version of the family, how it stands to it)}."""
    families: dict[str, set[str]] = defaultdict(set)
    for family, version in versions.values():
        families[family].add(version)
    best = {family: newest(found) if family else "" for family, found in families.items()}
    return {device: (best[family], _standing(version, best[family])) for device, (family, version) in versions.items()}


def _standing(version: str, best: str) -> Firmware:
    if not version or not best:
        return Firmware.UNKNOWN
    match compare(version, best):
        case None:
            return Firmware.UNCLEAR
        case 0:
            return Firmware.NEWEST
        case _:
            return Firmware.BEHIND
