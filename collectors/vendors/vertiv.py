"""Vertiv: Liebert UPS and cooling, Geist power distribution."""

from __future__ import annotations

from collectors.profile import Gauge, Instance, Profile

GP = "476.1.42.3"
POWER, COOLING, PDU = f"{GP}.5.2", f"{GP}.4", f"{GP}.8"
GEIST = "21239.5.2"

PROFILES = (
    Profile(
        vendor="Vertiv",
        os="liebert",
        kind="power",
        object_ids=("476",),
        model=(Instance("476.1.42.2.1.2.0"),),
        version=(Instance("476.1.42.2.1.3.0"),),
        serial=(Instance("476.1.42.2.1.4.0"),),
        gauges=(
            Gauge(oid=f"{POWER}.3.1.4", kind="voltage", words="Line to line"),
            Gauge(oid=f"{POWER}.3.1.5", kind="voltage", words="Line to neutral"),
            Gauge(oid=f"{POWER}.3.1.6", kind="current", words="Line"),
            Gauge(oid=f"{POWER}.3.1.7", kind="percent", words="Line load"),
            Gauge(oid=f"{POWER}.3.1.10", kind="percent", words="Voltage distortion", scale=0.1),
            Gauge(oid=f"{POWER}.3.1.11", kind="percent", words="Current distortion", scale=0.1),
            Gauge(oid=f"{POWER}.3.1.12", kind="count", words="K-factor", scale=0.1),
            Gauge(oid=f"{POWER}.3.1.13", kind="count", words="Crest factor", scale=0.1),
            Gauge(oid=f"{POWER}.2.1.6", kind="frequency", words="Point"),
            Gauge(oid=f"{POWER}.2.1.7", kind="power", words="Apparent", scale=1000),
            Gauge(oid=f"{POWER}.2.1.8", kind="power", words="True", scale=1000),
            Gauge(oid=f"{POWER}.2.1.12", kind="current", words="Neutral"),
            Gauge(oid=f"{POWER}.2.1.13", kind="current", words="Ground"),
            Gauge(oid=f"{COOLING}.1.3.3.1.3", kind="temperature", words="Air"),
            Gauge(oid=f"{COOLING}.1.3.3.1.6", kind="temperature", words="Set point"),
            Gauge(oid=f"{COOLING}.2.2.3.1.3", kind="humidity", words="Air"),
            Gauge(oid=f"{COOLING}.2.2.3.1.6", kind="humidity", words="Set point"),
            *(
                Gauge(oid=f"{COOLING}.3.{leaf}.0", kind="percent", words="Capacity in use")
                for leaf in (9, 16, 17, 18, 19)
            ),
            *(
                Gauge(oid=f"{COOLING}.3.{leaf}.0", kind="state", words="Cooling")
                for leaf in (1, 2, 4, 5, 7, 8, 11, 14, 15, 21, 22)
            ),
            Gauge(oid=f"{COOLING}.4.32.1.5", kind="count", words="Run hours"),
            Gauge(oid=f"{PDU}.30.40.1.19", kind="voltage", words="Line", scale=0.1),
            Gauge(oid=f"{PDU}.30.40.1.22", kind="current", words="Line", scale=0.01),
            Gauge(oid=f"{PDU}.30.20.1.65", kind="power", words="PDU"),
            Gauge(oid=f"{PDU}.30.20.1.70", kind="current", words="Neutral", scale=0.1),
            Gauge(oid=f"{PDU}.30.20.1.90", kind="power", words="PDU apparent"),
            Gauge(oid=f"{PDU}.40.20.1.130", kind="current", words="Branch", scale=0.01),
            Gauge(oid=f"{PDU}.40.20.1.150", kind="current", words="Branch before alarm", scale=0.01),
            Gauge(oid=f"{PDU}.50.20.1.55", kind="voltage", words="Outlet"),
            Gauge(oid=f"{PDU}.50.20.1.60", kind="current", words="Outlet", scale=0.1),
            Gauge(oid=f"{PDU}.50.20.1.65", kind="power", words="Outlet"),
            Gauge(oid=f"{PDU}.50.20.1.70", kind="power", words="Outlet apparent"),
            Gauge(oid=f"{PDU}.50.20.1.95", kind="state", words="Outlet"),
            Gauge(oid=f"{PDU}.20.1.25", kind="state", words="System"),
        ),
    ),
    Profile(
        vendor="Vertiv",
        os="vertiv-pdu",
        kind="power",
        object_ids=("21239",),
        model=(Instance(f"{GEIST}.1.8.0"),),
        version=(Instance(f"{GEIST}.1.2.0"),),
        serial=(Instance(f"{GEIST}.1.9.0"),),
        gauges=(
            Gauge(oid=f"{GEIST}.3.2.1.4", kind="voltage", words="Phase", scale=0.1),
            Gauge(oid=f"{GEIST}.3.2.1.8", kind="current", words="Phase", scale=0.01),
            Gauge(oid=f"{GEIST}.3.3.1.4", kind="current", words="Circuit", scale=0.01),
            Gauge(oid=f"{GEIST}.3.4.1.4", kind="current", words="Line", scale=0.01),
        ),
    ),
)
