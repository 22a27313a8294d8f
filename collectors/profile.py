"""What a vendor file says: how to recognise a device and where its facts stand. Data only; nothing here asks.

OIDs are text, relative to enterprises(1.3.6.1.4.1) unless they begin with a dot. One that ends in ".0" is an
instance, asked by GET; any other is a column of a table, walked.
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


Source = Descr | Instance | First | Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """A sensor: raw value x `scale` is in the unit of `kind`. `descr` is a column of names, or `words` one for all.

    `without` are raw values by which this vendor says "not fitted"; `only` limits rows to those whose `where` column
    holds one of the values.
    """

    oid: str
    kind: str
    words: str = ""
    descr: str = ""
    scale: float = 1.0
    without: tuple[int, ...] = ()
    where: str = ""
    only: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """A CPU's load: raw value x `scale` + `offset` is percent (an idle share has scale -1, offset 100)."""

    oid: str
    words: str = ""
    descr: str = ""
    scale: float = 1.0
    offset: float = 0.0


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
class Profile:
    """One family of devices that keep their facts in the same places.

    Recognised by the longest fitting prefix of sysObjectID (whole arcs) and, where `descr` is given, by that pattern
    in sysDescr. `reveals` is for devices that hide behind net-snmp's own sysObjectID: an instance that only they have.
    Of several sources for a fact the first that gives something counts.
    """

    vendor: str
    os: str
    kind: str = "network"
    object_ids: tuple[str, ...] = ()
    descr: str = ""
    reveals: str = ""
    model: tuple[Source, ...] = (Part("model"),)
    version: tuple[Source, ...] = (Part("software"),)
    serial: tuple[Source, ...] = (Part("serial"),)
    loads: tuple[Load, ...] = ()
    memory: tuple[Pool, ...] = ()
    storage: tuple[Pool, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    vlans: tuple[str, ...] = ()  # columns of names, whose last index arc is the VLAN
