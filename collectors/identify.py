"""What a device is: the profile that fits it, and the names that follow.

Profiles are found in `collectors.vendors`: every module there has `PROFILES`. Nothing else needs to know a vendor.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import lru_cache
from typing import Any, TypeVar, cast

from collectors import vendors
from collectors.enterprises import maker
from collectors.observation import EntitySeen, SourceSeen, SystemSeen
from collectors.profile import Descr, First, Gauge, Instance, Part, Pool, Profile
from collectors.snmp.cells import ENTERPRISES, oid_of, oid_text
from collectors.snmp.questions import profiled
from collectors.snmp.session import Oid, VarBind

T = TypeVar("T")
RECOGNISED_BY = "sysObjectID 1.3.6.1.2.1.1.2.0"
SYSTEM_SOURCES = {
    "descr": profiled.SYS_DESCR,
    "object_id": RECOGNISED_BY,
    "name": "sysName 1.3.6.1.2.1.1.5.0",
    "location": "sysLocation 1.3.6.1.2.1.1.6.0",
    "base_mac": "lldpLocChassisId 1.0.8802.1.1.2.1.3.2.0, dot1dBaseBridgeAddress 1.3.6.1.2.1.17.1.1.0",
    "engine_id": "snmpEngineID 1.3.6.1.6.3.10.2.1.1.0",
}
POE = ".1.3.6.1.2.1.105.1.3.1.1"  # POWER-ETHERNET-MIB
POE_GROUP = f"{POE}.4"  # what each group feeds now
# hrDeviceDescr of a printer names it; of anything else it names a CPU, a disk or a port.
PRINTER = r"(?i)(.*(?:laser|printer|jet|mfp|copier).*)"

# Where the standard MIBs hold the facts: asked of every device, believed where a vendor's profile has nothing better.
STANDARD = Profile(
    vendor="",
    os="",
    kind="",
    model=(
        Part("model", r"(.*[A-Za-z0-9].*)"),
        Instance(".1.3.6.1.2.1.33.1.1.2.0"),  # UPS-MIB
        First(".1.3.6.1.2.1.25.3.2.1.3", PRINTER),
    ),
    version=(
        Part("software"),
        Part("firmware"),
        Descr(r"(?i)\b(?<!hw )(?<!hardware )(?:version|firmware|release|revision|ver\.)[ :]*v?(\d+(?:\.[\w()-]+)+)"),
        Instance(".1.3.6.1.2.1.33.1.1.3.0"),
        Instance(".1.3.6.1.2.1.33.1.1.4.0"),
        Instance(".1.3.6.1.2.1.16.19.2.0"),  # RMON2 probeSoftwareRev
    ),
    serial=(Part("serial"), First(".1.3.6.1.2.1.43.5.1.1.17")),  # Printer-MIB
    storage=(Pool(descr="2021.9.1.2", total="2021.9.1.6", used="2021.9.1.8", unit_bytes=1024),),  # UCD-SNMP-MIB
    gauges=(
        Gauge(oid=f"{POE}.2", kind="power", words="PoE budget"),
        Gauge(oid=POE_GROUP, kind="power", words="PoE consumed"),
        Gauge(oid=f"{POE}.3", kind="state", words="PoE"),
        Gauge(oid="2021.13.16.2.1.3", kind="temperature", descr="2021.13.16.2.1.2", scale=0.001),  # LM-SENSORS-MIB
        Gauge(oid="2021.13.16.3.1.3", kind="fanspeed", descr="2021.13.16.3.1.2"),
        Gauge(oid="2021.13.16.4.1.3", kind="voltage", descr="2021.13.16.4.1.2", scale=0.001),
        Gauge(oid=".1.3.6.1.2.1.43.10.2.1.4", kind="count", words="Pages printed"),
    ),
)


# Of a maker without a file here sysDescr is all there is. Its first line is believed where it is short and holds a word
# such as XY-2400G or N3048; a line of an operating system names a machine, a kernel or a processor in such words.
_SHORT = r"\A(?!.*(?i:linux|bsd|windows|darwin|kernel|copyright|hardware: ))(?=.{1,80}$)"
_OTHER_WORDS = r"(?:[A-Za-z][\w.&()-]*,? ){0,4}?"
_NO_MODEL = r"(?!(?i:snmp|ipv\d|rfc|usb|http|ieee|x86|i\d86|arm|mips|amd|ver|rev|fw|hw|sw|os\d)|\S+ (?i:series))"
_CODE = r"(?=[A-Z]{2}|[A-Z]-?\d{3})(?=[^\s,;(]*\d)[A-Z][A-Z\d]*(?:[-/+_][A-Za-z\d]+){0,3}[A-Za-z\d]*"
STRANGER = Profile(
    vendor="",
    os="",
    kind="",
    model=(
        Descr(r"(?i)\bmodel(?: name| no\.?| number)?[:=] *(?=[\w./+-]*\d)(\w[\w./+-]{2,})"),
        Descr(rf"{_SHORT}{_OTHER_WORDS}{_NO_MODEL}({_CODE})(?=[\s,;(]|$)"),
    ),
    version=(
        Descr(rf"{_SHORT}.*[\s,(][vV](\d+(?:\.\d+)+[\w.-]*)"),
        Descr(rf"{_SHORT}[^,(]*[A-Za-z][^,(]*[ ,(]+((?!20\d\d\.|\d+\.\d+\.20\d\d)\d+\.\d+\.\d+[\w.-]*)"),
    ),
)


@lru_cache(maxsize=1)
def profiles() -> tuple[Profile, ...]:
    """Every profile of every vendor file, in the order of file names."""
    found: list[Profile] = []
    for module in sorted(pkgutil.iter_modules(vendors.__path__), key=lambda info: info.name):
        found.extend(importlib.import_module(f"{vendors.__name__}.{module.name}").PROFILES)
    return tuple(found)


def reveals(system: SystemSeen) -> tuple[Oid, ...]:
    """Instances whose existence tells apart the makers that share this sysObjectID."""
    rivals = (profile for profile in profiles() if profile.reveals and _prefix(profile, system) is not None)
    return tuple(dict.fromkeys(oid_of(profile.reveals) for profile in rivals))


def recognise(system: SystemSeen, revealed: Mapping[Oid, VarBind]) -> Profile:
    """The best fitting profile, or `STANDARD`: longest sysObjectID, then what is revealed, then sysDescr."""
    ranked = [(rank, profile) for profile in profiles() if (rank := _rank(profile, system, revealed)) is not None]
    if not ranked:
        return STANDARD
    return placed(max(ranked, key=lambda pair: pair[0])[1], system)


def placed(profile: Profile, system: SystemSeen) -> Profile:
    """The profile with every "@" made the branch that sysObjectID names."""
    if not profile.branch or not system.object_id:
        return profile
    said = oid_of("." + system.object_id)
    branch = "." + oid_text(said[: len(ENTERPRISES) + profile.branch])
    return _replaced(profile, branch)


def _replaced(written: T, branch: str) -> T:
    """A copy of any part of a profile, with its OIDs placed."""
    placed: Any = written
    if isinstance(written, str):
        placed = branch + written[1:] if written.startswith("@") else written
    elif isinstance(written, tuple):
        placed = tuple(_replaced(each, branch) for each in written)
    elif is_dataclass(written) and not isinstance(written, type):
        placed = replace(written, **{f.name: _replaced(getattr(written, f.name), branch) for f in fields(written)})
    return cast("T", placed)


def _rank(profile: Profile, system: SystemSeen, revealed: Mapping[Oid, VarBind]) -> tuple[int, bool, int] | None:
    prefix = _prefix(profile, system)
    if prefix is None or (profile.reveals and oid_of(profile.reveals) not in revealed):
        return None
    if profile.descr and not re.search(profile.descr, system.descr, re.MULTILINE):
        return None
    return prefix, bool(profile.reveals), len(profile.descr)


def _prefix(profile: Profile, system: SystemSeen) -> int | None:
    """How many arcs of sysObjectID fit; 0 for a profile that goes by sysDescr alone."""
    if not profile.object_ids:
        return 0
    said = oid_of("." + system.object_id) if system.object_id else ()
    return max((len(oid) for oid in map(oid_of, profile.object_ids) if said[: len(oid)] == oid), default=None)


@dataclass(frozen=True, slots=True)
class Described:
    """A device's system group with what it is, and where each of its facts was read."""

    system: SystemSeen
    sources: tuple[SourceSeen, ...]


def described(system: SystemSeen, profile: Profile, told: profiled.Told, chassis: EntitySeen | None) -> Described:
    """The system group with vendor, os, kind, model, version and serial filled in."""
    last = STRANGER if profile is STANDARD else Profile(vendor="", os="", kind="")
    found = {
        name: profiled.fact(
            getattr(profile, name) + getattr(STANDARD, name) + getattr(last, name), told, system.descr, chassis
        )
        for name in ("model", "version", "serial")
    }
    by = RECOGNISED_BY if profile.object_ids else profiled.SYS_DESCR
    if profile.reveals:
        by = f"{by}, {oid_text(oid_of(profile.reveals))}"
    names = {"os": profiled.Found(profile.os, by), "kind": profiled.Found(profile.kind, by)}
    names["vendor"] = (
        profiled.Found(profile.vendor, by) if profile.vendor else profiled.Found(maker(system.object_id), RECOGNISED_BY)
    )
    found |= names
    read = {name: profiled.Found(getattr(system, name), source) for name, source in SYSTEM_SOURCES.items()}
    sources = tuple(
        SourceSeen(name=name, source=each.source, value=each.value)
        for name, each in (read | found).items()
        if each.value
    )
    return Described(system.model_copy(update={name: each.value for name, each in found.items()}), sources)
