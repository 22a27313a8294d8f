"""What a device is: the profile that fits it, and the names that follow.

Profiles are found in `collectors.vendors`: every module there has `PROFILES`. Nothing else needs to know a vendor.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from functools import lru_cache

from collectors import vendors
from collectors.enterprises import maker
from collectors.observation import EntitySeen, SystemSeen
from collectors.profile import Profile
from collectors.snmp.cells import oid_of
from collectors.snmp.questions import profiled
from collectors.snmp.session import Oid, VarBind

NET_SNMP = oid_of("8072.3.2")  # what an agent says that was never given an id of its own maker
UNKNOWN = Profile(vendor="", os="", kind="")


@lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """Every profile of every vendor file, in the order of file names."""
    found: list[Profile] = []
    for module in sorted(pkgutil.iter_modules(vendors.__path__), key=lambda info: info.name):
        found.extend(importlib.import_module(f"{vendors.__name__}.{module.name}").PROFILES)
    return tuple(found)


def reveals() -> tuple[Oid, ...]:
    """Instances to ask of a device that hides its maker."""
    return tuple(dict.fromkeys(oid_of(profile.reveals) for profile in profiles() if profile.reveals))


def hides(system: SystemSeen) -> bool:
    """Whether sysObjectID tells nothing about the maker."""
    return not maker(system.object_id)


def recognise(system: SystemSeen, revealed: Mapping[Oid, VarBind]) -> Profile:
    """The best fitting profile, or `UNKNOWN`: longest sysObjectID, then one that also wants a word in sysDescr."""
    ranked = [(rank, profile) for profile in profiles() if (rank := _rank(profile, system, revealed)) is not None]
    if not ranked:
        return UNKNOWN
    return max(ranked, key=lambda pair: pair[0])[1]


def _rank(profile: Profile, system: SystemSeen, revealed: Mapping[Oid, VarBind]) -> tuple[int, int] | None:
    if profile.descr and not re.search(profile.descr, system.descr, re.MULTILINE):
        return None
    if profile.reveals and oid_of(profile.reveals) in revealed:
        return (100, len(profile.reveals))
    if not profile.object_ids:
        return (0, len(profile.descr)) if profile.descr and not profile.reveals else None
    said = oid_of("." + system.object_id) if system.object_id else ()
    fitting = [len(prefix) for prefix in map(oid_of, profile.object_ids) if said[: len(prefix)] == prefix]
    return (max(fitting), len(profile.descr)) if fitting else None


def described(system: SystemSeen, profile: Profile, told: profiled.Told, chassis: EntitySeen | None) -> SystemSeen:
    """The system group with vendor, os, kind, model, version and serial filled in."""
    return system.model_copy(
        update={
            "vendor": profile.vendor or maker(system.object_id),
            "os": profile.os,
            "kind": profile.kind,
            "model": profiled.fact(profile.model, told, system.descr, chassis),
            "version": profiled.fact(profile.version, told, system.descr, chassis),
            "serial": profiled.fact(profile.serial, told, system.descr, chassis),
        }
    )
