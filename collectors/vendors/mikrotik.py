"""MikroTik: RouterOS and SwOS (MIKROTIK-MIB)."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Instance, Profile, Radios

HEALTH = "14988.1.1.3"
POE = "14988.1.1.15.1.1"
OPTICAL = "14988.1.1.19.1.1"
ACCESS_POINT = "14988.1.1.1.3.1"
NAME, VALUE, UNIT = f"{HEALTH}.100.1.2", f"{HEALTH}.100.1.3", f"{HEALTH}.100.1.4"
CELSIUS, RPM, TENTH_VOLT, TENTH_AMPERE, TENTH_WATT = 1, 2, 3, 4, 5

GAUGES = (
    Gauge(oid=VALUE, kind="temperature", descr=NAME, where=UNIT, only=(CELSIUS,)),
    Gauge(oid=VALUE, kind="fanspeed", descr=NAME, where=UNIT, only=(RPM,)),
    Gauge(oid=VALUE, kind="voltage", descr=NAME, where=UNIT, only=(TENTH_VOLT,), scale=0.1),
    Gauge(oid=VALUE, kind="current", descr=NAME, where=UNIT, only=(TENTH_AMPERE,), scale=0.1),
    Gauge(oid=VALUE, kind="power", descr=NAME, where=UNIT, only=(TENTH_WATT,), scale=0.1),
    Gauge(oid=f"{HEALTH}.8.0", kind="voltage", words="Input", scale=0.1),
    Gauge(oid=f"{HEALTH}.10.0", kind="temperature", words="Board", scale=0.1),
    Gauge(oid=f"{HEALTH}.11.0", kind="temperature", words="CPU", scale=0.1),
    Gauge(oid=f"{HEALTH}.12.0", kind="power", words="Consumption", scale=0.1),
    Gauge(oid=f"{HEALTH}.13.0", kind="current", words="Input", scale=0.001),
    Gauge(oid=f"{HEALTH}.17.0", kind="fanspeed", words="Fan 1"),
    Gauge(oid=f"{HEALTH}.18.0", kind="fanspeed", words="Fan 2"),
    Gauge(oid=f"{POE}.4", kind="voltage", descr=f"{POE}.2", scale=0.1),
    Gauge(oid=f"{POE}.5", kind="current", descr=f"{POE}.2", scale=0.001),
    Gauge(oid=f"{POE}.6", kind="power", descr=f"{POE}.2", scale=0.1),
    Gauge(oid=f"{POE}.3", kind="state", descr=f"{POE}.2"),
    Gauge(oid=f"{OPTICAL}.6", kind="temperature", descr=f"{OPTICAL}.2"),
    Gauge(oid=f"{OPTICAL}.7", kind="voltage", descr=f"{OPTICAL}.2", scale=0.001),
    Gauge(oid=f"{OPTICAL}.8", kind="current", descr=f"{OPTICAL}.2", scale=0.001),
    Gauge(oid=f"{OPTICAL}.9", kind="dbm", descr=f"{OPTICAL}.2", scale=0.001),
    Gauge(oid=f"{OPTICAL}.10", kind="dbm", descr=f"{OPTICAL}.2", scale=0.001),
    Gauge(oid="14988.1.1.6.1.0", kind="count", words="DHCP leases"),
)

PROFILES = (
    Profile(
        vendor="MikroTik",
        os="routeros",
        object_ids=("14988.1",),
        model=(Descr(r"^RouterOS (.+)"), Instance("14988.1.1.7.9.0"), Instance("14988.1.1.7.8.0")),
        version=(Instance("14988.1.1.4.4.0"), Instance("14988.1.1.7.4.0")),
        serial=(Instance("14988.1.1.7.3.0"),),
        radios=(Radios(ssid=f"{ACCESS_POINT}.4", clients=f"{ACCESS_POINT}.6", channel=f"{ACCESS_POINT}.7"),),
        gauges=(
            *GAUGES,
            Gauge(oid="14988.1.1.22.1.1.0", kind="count", words="Connections"),
            Gauge(oid="14988.1.1.22.1.2.0", kind="count", words="IPv4 connections"),
            Gauge(oid="14988.1.1.22.1.3.0", kind="count", words="IPv6 connections"),
        ),
    ),
    Profile(
        vendor="MikroTik",
        os="swos",
        object_ids=("14988.2",),
        model=(Descr(r"^(\S+)"),),
        version=(Instance("14988.1.1.7.4.0"), Descr(r"SwOS v(\S+)")),
        serial=(Instance("14988.1.1.7.3.0"),),
        gauges=GAUGES,
    ),
)
