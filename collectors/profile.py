"""What a vendor file says: how to recognise a device and where its facts stand. Data only; nothing here asks.

OIDs are text, relative to enterprises(1.3.6.1.4.1) unless they begin with a dot; a leading "@" stands for the branch
that sysObjectID itself names, where a maker gives every model a branch of its own. An OID that ends in ".0", and that
of an `Instance`, is asked by GET; any other is a column of a table, walked.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Descr:
    """A part of sysDescr: the first group of `pattern` that took part, flags as `re.MULTILINE`."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance; with a `pattern`, the first group of it."""

    oid: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class First:
    """The first cell of a column that is not empty (and fits `pattern`)."""

    column: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the chassis in ENTITY-MIB: "model", "serial", "software", "firmware", "hardware", "name", "descr"."""

    field: str
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Several sources in one text, in the order of the `{}` in `words`; gives nothing unless all give something."""

    words: str
    sources: tuple[Descr | Instance | First | Part, ...]


Source = Descr | Instance | First | Part | Joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A sensor: raw value x `scale` is in the unit of `kind`. `descr` is a column of names, or `words` one for all.

    `without` are raw values by which this vendor says "not fitted". A table that mixes kinds is told apart by `only`,
    the values that the `where` column must hold, by `named`, a pattern for the row's name, or by `ending`, the last
    arc of the index. With a `pattern` the number is the first group of the cell's text. `milliwatts` says
    that the scaled figure is mW and must become dBm; such a sensor cannot be asked again by its instance alone.
    """

    oid: str
    kind: str
    words: str = ""
    descr: str = ""
    scale: float = 1.0
    without: tuple[int, ...] = ()
    where: str = ""
    only: tuple[int, ...] = ()
    named: str = ""
    ending: int | None = None
    pattern: str = ""
    milliwatts: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A CPU's load: raw value x `scale` + `offset` is percent (an idle share has scale -1, offset 100).

    `without` and `pattern` are as in `Gauge`.
    """

    oid: str
    words: str = ""
    descr: str = ""
    scale: float = 1.0
    offset: float = 0.0
    without: tuple[int, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A memory pool (or file system): two of total, used, free in units of `unit_bytes`, or a share in percent."""

    words: str = ""
    descr: str = ""
    total: str = ""
    used: str = ""
    free: str = ""
    share: str = ""
    unit_bytes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Radios:
    """A table of wireless networks: columns by one index, at least one of `name`, `ssid` and `clients`.

    `channel` may hold the channel or its frequency in MHz.
    """

    name: str = ""
    ssid: str = ""
    channel: str = ""
    clients: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One family of devices that keep their facts in the same places.

    Recognised by the longest fitting prefix of sysObjectID (whole arcs), by `descr`, a pattern that sysDescr must then
    fit, and by `reveals`, an instance that must then exist: net-snmp's own sysObjectID is shared by many makers.
    Of several sources for a fact the first that gives something counts; those of the standard MIBs come last anyway.
    """

    vendor: str
    os: str
    kind: str = "network"
    object_ids: tuple[str, ...] = ()
    descr: str = ""
    reveals: str = ""
    model: tuple[Source, ...] = ()
    version: tuple[Source, ...] = ()
    serial: tuple[Source, ...] = ()
    loads: tuple[Load, ...] = ()
    memory: tuple[Pool, ...] = ()
    storage: tuple[Pool, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    radios: tuple[Radios, ...] = ()
    poe_mw: str = ""  # a column of milliwatts by group and port, as in POWER-ETHERNET-MIB
    changed: tuple[str, ...] = ()  # instances whose value moves when somebody configures the device
    vlans: tuple[str, ...] = ()  # columns of names, whose last index arc is the VLAN
    vlan_tags: tuple[str, ...] = ()  # columns that hold the VLAN itself
    branch: int = 0  # arcs of sysObjectID under enterprises for which a "@" before an OID stands
