"""Lenovo and IBM: XClarity, Integrated Management Module."""

from __future__ import annotations

from collectors.profile import First, Gauge, Instance, Profile

XCC, IMM = "19046.11.1.1", "2.3.51.3.1"


def _controller(vendor: str, os: str, tree: str) -> Profile:
    return Profile(
        vendor=vendor,
        os=os,
        kind="server",
        object_ids=("19046",) if vendor == "Lenovo" else ("8072.3.2",),
        reveals="" if vendor == "Lenovo" else f"{tree}.5.2.1.5.0",
        model=(Instance(f"{tree}.5.2.1.5.0"),),
        version=(First(f"{tree}.5.1.1.3"),),
        serial=(Instance(f"{tree}.5.2.1.3.0"),),
        gauges=(
            Gauge(oid=f"{tree}.1.2.1.3", kind="temperature", descr=f"{tree}.1.2.1.2"),
            Gauge(oid=f"{tree}.2.2.1.3", kind="voltage", descr=f"{tree}.2.2.1.2", scale=0.001),
            Gauge(oid=f"{tree}.3.2.1.3", kind="percent", descr=f"{tree}.3.2.1.2"),
            *(Gauge(oid=f"{tree}.10.1.{leaf}.0", kind="power", words="Consumption") for leaf in (10, 11, 12, 13)),
            Gauge(oid=f"{tree}.4.1.0", kind="state", words="System health"),
        ),
    )


PROFILES = (_controller("Lenovo", "xclarity", XCC), _controller("IBM", "ibm-imm", IMM))
