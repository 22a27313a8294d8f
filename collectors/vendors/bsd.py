"""FreeBSD, OpenBSD, pfSense and OPNsense."""

from __future__ import annotations

from collectors.profile import Descr, Instance, Profile

EXTEND = "8072.1.3.2.3.1.2.7.118.101.114.115.105.111.110"  # nsExtendOutputFull of "version"
MACHINE = Descr(r"\b(amd64|i386|arm64)\b")

PROFILES = (
    Profile(
        vendor="FreeBSD",
        os="freebsd",
        kind="server",
        object_ids=("8072.3.2.8", "2238", "12325"),
        descr=r"^FreeBSD",
        model=(MACHINE,),
        version=(Descr(r"(\d+\.\d+-\S+)"),),
    ),
    Profile(
        vendor="OpenBSD",
        os="openbsd",
        kind="server",
        object_ids=("30155", "8072.3.2.12"),
        version=(Descr(r"^OpenBSD \S+ (\S+)"),),
    ),
    Profile(
        vendor="pfSense",
        os="pfsense",
        kind="firewall",
        object_ids=("12325", "8072.3.2.8"),
        descr=r"(?i)pfsense",
        model=(MACHINE,),
        version=(Descr(r"^pfSense (\S+)"),),
    ),
    Profile(
        vendor="OPNsense",
        os="opnsense",
        kind="firewall",
        object_ids=("8072.3.2.8",),
        descr=r"HBSD|OPN",
        model=(Instance(EXTEND, r"\((\S+)\)"), MACHINE),
        version=(Instance(EXTEND, r"OPNsense (\S+)"), Descr(r"(\d+\.\d+-\S+)")),
    ),
)
