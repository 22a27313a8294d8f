"""Windows."""

from __future__ import annotations

from collectors.profile import Descr, Joined, Profile

VERSION = r"Version ({})\s+\(Build (?:Number: )?{}"
SERVERS = (
    (r"4\.0", r"\d", "Server 4.0"),
    (r"5\.0", r"\d", "2000 Server"),
    (r"5\.2", r"\d", "Server 2003"),
    (r"6\.0", r"\d", "Server 2008"),
    (r"6\.1", r"\d", "Server 2008 R2"),
    (r"6\.2", r"\d", "Server 2012"),
    (r"6\.3", "9600", "Server 2012 R2"),
    (r"6\.3", "14393", "Server 2016"),
    (r"6\.3", "17763", "Server 2019"),
    (r"6\.3", "20348", "Server 2022"),
    (r"6\.3", "26100", "Server 2025"),
)
WORKSTATIONS = (
    (r"4\.0", r"\d", "NT Workstation"),
    (r"5\.0", r"\d", "2000"),
    (r"5\.1", r"\d", "XP"),
    (r"6\.0", "6002", "Vista SP2"),
    (r"6\.0", r"\d", "Vista"),
    (r"6\.1", r"\d", "7"),
    (r"6\.2", r"\d", "8"),
    (r"6\.3", "9600", "8.1"),
    (r"6\.3", r"1\d{4}", "10"),
    (r"6\.3", r"2\d{4}", "11"),
)


def _windows(object_ids: tuple[str, ...], names: tuple[tuple[str, str, str], ...]) -> Profile:
    """sysDescr tells the kernel's version and build; the product's name follows from them and the kind of machine."""
    named = (Joined(f"{name} (NT {{}})", (Descr(VERSION.format(version, build)),)) for version, build, name in names)
    return Profile(
        vendor="Microsoft",
        os="windows",
        kind="server",
        object_ids=object_ids,
        model=(Joined("Generic {}", (Descr(r"^Hardware: (\S+)"),)),),
        version=(*named, Joined("NT {}", (Descr(VERSION.format(r"[\d.]+", r"\d")),))),
    )


PROFILES = (_windows(("311.1.1.3.1.1",), WORKSTATIONS), _windows(("311",), SERVERS))
