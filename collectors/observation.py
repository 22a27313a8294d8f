"""What a device said when it was asked in full. Typed and validated here, at the door; tables only store.

Text is kept as it came, except that it is decoded, stripped of NUL and control characters, and cut to its limit.
`complete` names the sections whose question was fully answered: only for those does absence mean anything.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field

from collectors.target import Value

Text = Annotated[str, Field(max_length=1024)]
Short = Annotated[str, Field(max_length=255)]
Count = Annotated[int, Field(ge=0, le=2**64 - 1)]


class SystemSeen(Value):
    """SNMPv2-MIB system group and what can be told from it."""

    descr: Text = ""
    object_id: Short = ""
    name: Short = ""
    location: Short = ""
    contact: Short = ""
    uptime_ticks: Count | None = None
    engine_id: Short = ""
    base_mac: Short = ""
    vendor: Short = ""
    os: Short = ""
    kind: Short = ""
    model: Short = ""
    version: Short = ""
    serial: Short = ""


class InterfaceSeen(Value):
    """One row of ifTable and ifXTable. Speed in bit/s; statuses in IF-MIB's words."""

    if_index: Annotated[int, Field(ge=0, le=2**31 - 1)]
    name: Short = ""
    descr: Short = ""
    alias: Short = ""
    type: int | None = None
    mtu: int | None = None
    mac: Short = ""
    admin_status: Short = ""
    oper_status: Short = ""
    speed_bps: Count | None = None
    counters_64bit: bool = False


class EntitySeen(Value):
    """One physical part of ENTITY-MIB that has a model or a serial."""

    index: int
    kind: Short = ""
    name: Short = ""
    descr: Text = ""
    model: Short = ""
    serial: Short = ""
    hardware: Short = ""
    firmware: Short = ""
    software: Short = ""
    contained_in: int | None = None


class ProcessorSeen(Value):
    """A CPU and its load. `oid` is the instance that can be asked again: raw x `scale` + `offset` is the percent."""

    descr: Short = ""
    usage_percent: Annotated[float, Field(ge=0, le=100)]
    oid: Short = ""
    scale: float = 1.0
    offset: float = 0.0


class MemorySeen(Value):
    """A memory pool or a file system. `oid` can be asked again: raw x `scale` + `offset` is the bytes used.

    Where `total_bytes` is None the device tells a share only, and the same sum is the percent.
    """

    descr: Short = ""
    total_bytes: Count | None = None
    used_bytes: Count | None = None
    used_percent: Annotated[float, Field(ge=0, le=100)]
    oid: Short = ""
    scale: float = 1.0
    offset: float = 0.0


class SensorSeen(Value):
    """A sensor value in the unit of its class (see docs/words.md); for `state`, the raw integer.

    `oid` can be asked again: raw x `scale` is the value.
    """

    kind: Short
    descr: Short = ""
    value: float
    unit: Short = ""
    oid: Short = ""
    scale: float = 1.0
    state: Short = ""


class NeighbourSeen(Value):
    """Who is at the other end of a port, by LLDP or CDP."""

    protocol: Short
    local_if_index: int | None = None
    local_interface: Short = ""
    remote_name: Short = ""
    remote_port: Short = ""
    remote_descr: Text = ""
    remote_mac: Short = ""
    remote_address: Short = ""


class AddressSeen(Value):
    """An IP address on an interface."""

    address: Short
    prefix_length: int | None = None
    if_index: int | None = None


class VlanSeen(Value):
    """A VLAN that the device knows."""

    id: Annotated[int, Field(ge=1, le=4094)]
    name: Short = ""


class MacSeen(Value):
    """A MAC address behind a port, by the forwarding table (BRIDGE-MIB, Q-BRIDGE-MIB). Own addresses left out."""

    mac: Short
    local_if_index: int
    vlan: Annotated[int, Field(ge=1, le=4094)] | None = None


class ArpSeen(Value):
    """Which MAC address an IP address has on this device's segments (ipNetToPhysical, ipNetToMedia)."""

    address: Short
    mac: Short
    if_index: int | None = None


class PoeSeen(Value):
    """A port that can feed its device (POWER-ETHERNET-MIB). `status` is the MIB's word; power in milliwatts.

    `local_if_index` is None where the device does not say which port of its own a port of a feeding group is.
    """

    group: int
    port: int
    local_if_index: int | None = None
    enabled: bool | None = None
    status: Short = ""
    power_class: Short = ""
    power_mw: Count | None = None


class RadioSeen(Value):
    """A wireless network or radio (IEEE 802.11 and the makers' own tables)."""

    name: Short
    local_if_index: int | None = None
    ssid: Short = ""
    channel: int | None = None
    clients: Count | None = None


class SourceSeen(Value):
    """Where a fact was read: `name` is a field of SystemSeen or a section, `source` the OIDs or the command."""

    name: Short
    source: Text
    value: Text = ""


class SupplySeen(Value):
    """A consumable of a printer."""

    descr: Short = ""
    percent: Annotated[float, Field(ge=0, le=100)]


class DeviceObservation(Value):
    """Everything one full asking of one device gave."""

    key: str
    at: AwareDatetime
    system: SystemSeen
    interfaces: tuple[InterfaceSeen, ...] = ()
    entities: tuple[EntitySeen, ...] = ()
    processors: tuple[ProcessorSeen, ...] = ()
    memory: tuple[MemorySeen, ...] = ()
    storage: tuple[MemorySeen, ...] = ()
    sensors: tuple[SensorSeen, ...] = ()
    neighbours: tuple[NeighbourSeen, ...] = ()
    addresses: tuple[AddressSeen, ...] = ()
    vlans: tuple[VlanSeen, ...] = ()
    supplies: tuple[SupplySeen, ...] = ()
    forwarding: tuple[MacSeen, ...] = ()
    arp: tuple[ArpSeen, ...] = ()
    poe: tuple[PoeSeen, ...] = ()
    radios: tuple[RadioSeen, ...] = ()
    sources: tuple[SourceSeen, ...] = ()
    complete: frozenset[str] = frozenset()


class SurroundingsSeen(Value):
    """What a device says of those around it, asked more often than all the rest.

    `configured` is what it says of its last change, in its own way: another text than before means a change.
    """

    key: str
    at: AwareDatetime
    configured: str = ""
    neighbours: tuple[NeighbourSeen, ...] = ()
    forwarding: tuple[MacSeen, ...] = ()
    arp: tuple[ArpSeen, ...] = ()
    complete: frozenset[str] = frozenset()


class EchoSeen(Value):
    """Several echo requests to one address in one round. Round trips in milliseconds; None when all were lost."""

    key: str
    at: datetime
    sent: Annotated[int, Field(ge=1)]
    received: Annotated[int, Field(ge=0)]
    rtt_min_ms: float | None = None
    rtt_avg_ms: float | None = None
    rtt_p95_ms: float | None = None
    rtt_max_ms: float | None = None
    jitter_ms: float | None = None

    @property
    def loss_percent(self) -> float:
        """Share of requests that got no answer, 0 to 100."""
        return 100.0 * (self.sent - self.received) / self.sent
