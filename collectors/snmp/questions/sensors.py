"""Sensors of the standard MIBs: ENTITY-SENSOR-MIB (RFC 3433) and its Cisco forerunner, and UPS-MIB (RFC 1628)."""

from __future__ import annotations

from collections.abc import Mapping

from collectors.observation import SensorSeen
from collectors.profile import Gauge
from collectors.snmp.cells import integer, oid_of, oid_text
from collectors.snmp.plausible import SENTINELS, UNITS, plausible
from collectors.snmp.questions import profiled
from collectors.snmp.rows import Cells, Heard, Rows, ask_rows
from collectors.snmp.session import Oid, SnmpSession

ENTITY_SENSOR = oid_of(".1.3.6.1.2.1.99.1.1.1")
CISCO_ENTITY_SENSOR = oid_of("9.9.91.1.1.1.1")  # the same columns, before the RFC
TYPE, SCALE, PRECISION, VALUE, OPER_STATUS = 1, 2, 3, 4, 5
OK = 1
KINDS = {
    3: "voltage",
    4: "voltage",
    5: "current",
    6: "power",
    7: "frequency",
    8: "temperature",
    9: "humidity",
    10: "fanspeed",
    14: "dbm",  # Cisco, later taken over by others
}
UNITS_SCALE = 9  # EntitySensorDataScale: units(9), each step is a thousand

UPS = ".1.3.6.1.2.1.33.1"
UPS_GAUGES = (
    Gauge(oid=f"{UPS}.2.1.0", kind="state", words="Battery status"),
    Gauge(oid=f"{UPS}.2.2.0", kind="runtime", words="Time on battery", scale=1 / 60),
    Gauge(oid=f"{UPS}.6.1.0", kind="count", words="Alarms"),
    Gauge(oid=f"{UPS}.7.3.0", kind="state", words="Last test"),
    Gauge(oid=f"{UPS}.2.3.0", kind="runtime", words="Time left on battery"),
    Gauge(oid=f"{UPS}.2.4.0", kind="charge", words="Battery charge"),
    Gauge(oid=f"{UPS}.2.5.0", kind="voltage", words="Battery", scale=0.1),
    Gauge(oid=f"{UPS}.2.6.0", kind="current", words="Battery", scale=0.1),
    Gauge(oid=f"{UPS}.2.7.0", kind="temperature", words="Battery"),
    Gauge(oid=f"{UPS}.3.3.1.2", kind="frequency", words="Input", scale=0.1),
    Gauge(oid=f"{UPS}.3.3.1.3", kind="voltage", words="Input"),
    Gauge(oid=f"{UPS}.3.3.1.4", kind="current", words="Input", scale=0.1),
    Gauge(oid=f"{UPS}.3.3.1.5", kind="power", words="Input"),
    Gauge(oid=f"{UPS}.4.1.0", kind="state", words="Output source"),
    Gauge(oid=f"{UPS}.4.2.0", kind="frequency", words="Output", scale=0.1),
    Gauge(oid=f"{UPS}.4.4.1.2", kind="voltage", words="Output"),
    Gauge(oid=f"{UPS}.4.4.1.3", kind="current", words="Output", scale=0.1),
    Gauge(oid=f"{UPS}.4.4.1.4", kind="power", words="Output"),
    Gauge(oid=f"{UPS}.4.4.1.5", kind="load", words="Output"),
    Gauge(oid=f"{UPS}.5.1.0", kind="frequency", words="Bypass", scale=0.1),
    Gauge(oid=f"{UPS}.5.3.1.2", kind="voltage", words="Bypass"),
    Gauge(oid=f"{UPS}.5.3.1.3", kind="current", words="Bypass", scale=0.1),
    Gauge(oid=f"{UPS}.5.3.1.4", kind="power", words="Bypass"),
)
UPS_GUARD = oid_of(f"{UPS}.2.1.0")


async def ask_entity(session: SnmpSession, root: Oid, names: Mapping[int, str]) -> Heard[SensorSeen]:
    """The sensors of one ENTITY-SENSOR-like table; `names` are those of the physical parts by index."""
    columns = [(*root, column) for column in (TYPE, SCALE, PRECISION, VALUE, OPER_STATUS)]
    return parse_entity(await ask_rows(session, columns), root, names)


def parse_entity(rows: Rows, root: Oid, names: Mapping[int, str]) -> Heard[SensorSeen]:
    """One sensor per row that works and measures something we have a unit for."""
    found = (_entity_sensor(index, cells, root, names) for index, cells in rows if len(index) == 1)
    return Heard(tuple(sensor for sensor in found if sensor is not None), rows.complete)


def _entity_sensor(index: Oid, cells: Cells, root: Oid, names: Mapping[int, str]) -> SensorSeen | None:
    def cell(column: int) -> int | None:
        return integer(cells.get((*root, column)))

    kind, raw = KINDS.get(cell(TYPE) or 0), cell(VALUE)
    if kind is None or raw is None or raw in SENTINELS or cell(OPER_STATUS) not in (None, OK):
        return None
    scale = _factor(cell(SCALE), cell(PRECISION))
    value = round(raw * scale, 6)
    if not plausible(kind, value):
        return None
    return SensorSeen(
        kind=kind,
        descr=names.get(index[0], ""),
        value=value,
        unit=UNITS[kind],
        oid=oid_text((*root, VALUE, *index)),
        scale=scale,
    )


def _factor(scale: int | None, precision: int | None) -> float:
    """Scale is a power of a thousand, precision the digits behind the point; agents that omit them mean plain units."""
    if scale is None or not 1 <= scale <= 17:
        scale = UNITS_SCALE
    if precision is None or not -8 <= precision <= 9:
        precision = 0
    return float(10.0 ** (3 * (scale - UNITS_SCALE) - precision))


async def ask_ups(session: SnmpSession) -> Heard[SensorSeen]:
    """UPS-MIB, when the battery status says that there is one."""
    if not await session.get((UPS_GUARD,)):
        return Heard()
    told = await profiled.ask(session, {oid_of(gauge.oid) for gauge in UPS_GAUGES})
    return Heard(profiled.sensors(UPS_GAUGES, told), told.complete)
