"""Room sensors: AVTECH Room Alert, GUDE."""

from __future__ import annotations

from collectors.profile import Descr, Gauge, Profile

ALERT12, ALERT4, ALERT_MAX = "20916.1.12.1", "20916.1.6.1", "20916.1.14.3.1.1"
GUDE = "28507.66.1.6.1.1"

PROFILES = (
    Profile(
        vendor="AVTECH",
        os="avtech",
        kind="environment",
        object_ids=("20916",),
        model=(Descr(r"(Room ?Alert \w+)"),),
        version=(Descr(r" v([\d.]+)"),),
        gauges=(
            Gauge(oid=f"{ALERT12}.1.1.2.0", kind="temperature", words="Internal", scale=0.01),
            *(Gauge(oid=f"{ALERT12}.2.{n}.1.0", kind="temperature", words="External", scale=0.01) for n in range(1, 9)),
            *(Gauge(oid=f"{ALERT12}.2.{n}.3.0", kind="humidity", words="External", scale=0.01) for n in range(1, 9)),
            *(Gauge(oid=f"{ALERT12}.3.{n}.0", kind="state", words="Switch") for n in range(1, 9)),
            Gauge(oid=f"{ALERT12}.1.3.1.0", kind="state", words="Relay"),
            Gauge(oid=f"{ALERT4}.1.1.2.0", kind="temperature", words="Internal"),
            *(Gauge(oid=f"{ALERT4}.2.{n}.1.0", kind="temperature", words="External") for n in (1, 2)),
            Gauge(oid=f"{ALERT4}.3.1.0", kind="state", words="Switch"),
        ),
    ),
    Profile(
        vendor="GUDE",
        os="gude",
        kind="environment",
        object_ids=("28507",),
        model=(Descr(r"^(Expert .+)"),),
        gauges=(
            Gauge(oid=f"{GUDE}.2", kind="temperature", words="Sensor", scale=0.1, without=(-9999,)),
            Gauge(oid=f"{GUDE}.3", kind="humidity", words="Sensor", scale=0.1, without=(-9999,)),
            Gauge(oid=f"{GUDE}.6", kind="temperature", words="Dew point", scale=0.1, without=(-9999,)),
            Gauge(oid=f"{GUDE}.7", kind="temperature", words="Above dew point", scale=0.1, without=(-9999,)),
            Gauge(oid="28507.66.1.5.10.0", kind="state", words="Available"),
        ),
    ),
)
