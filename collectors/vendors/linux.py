"""Linux and the appliances that are hardly more: net-snmp, OpenWrt, DD-WRT's kin, VyOS, Cumulus."""

from __future__ import annotations

from collectors.profile import Descr, First, Instance, Joined, Part, Profile

ARCHITECTURE = Joined("Generic {}", (Descr(r"\b(x86_64|i\d86|armv\d|aarch64|mips|ppc64)"),))
EXTEND = "8072.1.3.2"


def extended(name: str, column: str = "3.1.1") -> str:
    """The instance of nsExtendOutput1Line (or another column) of a command that net-snmp was told to run."""
    return f"{EXTEND}.{column}.{len(name)}." + ".".join(str(ord(letter)) for letter in name)


PROFILES = (
    Profile(
        vendor="Linux",
        os="linux",
        kind="server",
        object_ids=("8072.3.2",),
        model=(
            Joined("Supermicro {}", (First("10876.100.1.6.1.11"),)),
            ARCHITECTURE,
        ),
        version=(Descr(r"^Linux \S+ (\S+)"),),
        serial=(First("10876.100.1.6.1.16"),),
    ),
    Profile(
        vendor="OpenWrt",
        os="openwrt",
        object_ids=("8072.3.2",),
        descr=r"^Linux OpenWrt",
        model=(Instance(extended("hardware")),),
        version=(Instance(extended("distro"), r"(\d+\.\d\S*)"), Descr(r"^Linux \S+ (\S+)")),
    ),
    Profile(
        vendor="FreshTomato",
        os="freshtomato",
        object_ids=("8072.3.2",),
        descr=r"(?i)tomato",
        model=(Instance(extended("device", "2.1.3")),),
        version=(Instance(extended("version", "2.1.3"), r"(\d{4}\.\d+)"),),
    ),
    Profile(
        vendor="ASUS",
        os="asuswrt-merlin",
        object_ids=("8072.3.2",),
        descr=r"brcmarm",
        model=(First("2021.7890.1.101", r"Merlin (\S+)"),),
        version=(First("2021.7890.1.101", r"(\d{3}\.\d\S*)"),),
    ),
    Profile(
        vendor="VyOS",
        os="vyos",
        object_ids=("44641", "30803"),
        version=(Descr(r"VyOS (\S+)"),),
    ),
    Profile(
        vendor="NVIDIA",
        os="cumulus",
        object_ids=("40310", "8072.3.2"),
        descr=r"(?i)cumulus",
        model=(Part("descr"),),
        version=(Part("software"), Descr(r"Cumulus[ -]Linux (\S+)"), Descr(r"cl([\d.]+)u")),
    ),
    Profile(
        vendor="Keenetic",
        os="keeneticos",
        descr=r"KeeneticOS",
        model=(Descr(r"^(Keenetic [^(]+) \("),),
        version=(Descr(r"KeeneticOS ([^)]+)\)"),),
    ),
)
