"""Printers whose makers add little to Printer-MIB: where each keeps model and firmware."""

from __future__ import annotations

from collectors.profile import Descr, First, Gauge, Instance, Profile

STATE = (Gauge(oid=".1.3.6.1.2.1.25.3.2.1.5", kind="state", words="Printer"),)
NAME = ".1.3.6.1.2.1.25.3.2.1.3"

PROFILES = (
    Profile(
        vendor="Brother",
        os="brother",
        kind="printer",
        object_ids=("2435",),
        model=(Instance("2435.2.3.9.1.1.7.0", r"MDL:([^;]+)"), First(NAME, r"Brother (.+)")),
        version=(Descr(r"Firmware Ver\.([\d.]+)"), Instance("2435.2.4.3.1240.6.5.0", r"([\d.]+)")),
        serial=(Instance("2435.2.3.9.4.2.1.5.5.1.0"),),
        gauges=STATE,
    ),
    Profile(
        vendor="Konica Minolta",
        os="konica",
        kind="printer",
        object_ids=("18334",),
        model=(Descr(r"(?i)Konica Minolta (.+)"),),
        version=(Instance("18334.1.1.1.1.6.1.0"),),
        gauges=(
            *STATE,
            Gauge(oid="18334.1.1.1.5.7.2.1.3.0", kind="count", words="Duplex prints"),
            Gauge(oid="18334.1.1.1.5.7.2.1.5.0", kind="count", words="Scans"),
            Gauge(oid="18334.1.1.1.5.7.2.2.1.5", kind="count", words="Copies and prints"),
        ),
    ),
    Profile(
        vendor="Ricoh",
        os="ricoh",
        kind="printer",
        object_ids=("367",),
        model=(Instance("367.3.2.1.1.1.1.0"),),
        version=(Instance("367.3.2.1.1.1.2.0"),),
        serial=(Instance("367.3.2.1.2.1.4.0"),),
        gauges=STATE,
    ),
    Profile(
        vendor="Sharp",
        os="sharp",
        kind="printer",
        object_ids=("2385",),
        model=(First(NAME),),
        version=(First("2385.2.1.1.2.1.2"),),
        gauges=STATE,
    ),
    Profile(
        vendor="Epson",
        os="epson",
        kind="printer",
        object_ids=("1248",),
        model=(First(NAME, r"(?i)epson (.+)"),),
        gauges=STATE,
    ),
    Profile(
        vendor="Canon",
        os="canon",
        kind="printer",
        object_ids=("1602",),
        model=(First(NAME, r"(?i)canon (.+)"), Descr(r"(?i)canon (\S+(?: \S+)?)")),
        gauges=STATE,
    ),
    Profile(
        vendor="Samsung",
        os="samsungprinter",
        kind="printer",
        object_ids=("236.11",),
        model=(Descr(r"^Samsung ([^;]+);"),),
        version=(Descr(r"; V([\d.]+)"),),
        serial=(Descr(r"S/N (\w+)"),),
        gauges=STATE,
    ),
    Profile(
        vendor="Fujifilm",
        os="fujifilmprinter",
        kind="printer",
        object_ids=("297",),
        model=(Descr(r"(?i)(?:fujifilm|fuji xerox) ([^;]+)"),),
        gauges=STATE,
    ),
    Profile(
        vendor="Kyocera",
        os="kyocera",
        kind="printer",
        object_ids=("1347",),
        model=(Instance("1347.43.5.1.1.1.1.0"), First(NAME)),
        version=(First("1347.43.5.4.1.5.1"),),
        gauges=STATE,
    ),
    Profile(
        vendor="Zebra",
        os="zebra",
        kind="printer",
        object_ids=("683", "10642"),
        model=(Instance("683.1.4.0"),),
        version=(Instance("683.1.9.0"), Instance("10642.1.2.0")),
        serial=(Instance("683.1.5.0"),),
        gauges=STATE,
    ),
)
