"""What the poller watches: sites, links and devices as they stand in the inventory, ready to be asked and judged.

Plain frozen values, read in a few statements. `changed` compares the rows themselves, so that an import, a page or
another process needs to tell nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from sqlalchemy import select
from sqlmodel import Session

from collectors.target import SnmpCredential, SnmpTarget, SnmpTuning
from inventory.hours import Hours
from inventory.models.agent import Agent
from inventory.models.credential import Credential, CredentialKind
from inventory.models.device import Device, SnmpMemory
from inventory.models.link import Check, Link, Provider
from inventory.models.outage import MaintenanceWindow, Subject
from inventory.models.site import Office, Site
from inventory.opening import Rows, Tables, calendars
from inventory.windows import Schedule
from netops.watched.inventory_rows import WATCHED, watched_rows

Unseal = Callable[[bytes], str]
Thing = tuple[Subject, int]


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A place, and when silence there means nothing."""

    id: int
    office_id: int
    code: str
    name: str
    district: str
    hours: Hours | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """A device: asked by SNMP where it has a credential, else by ICMP. `why_not`: nothing can reach it.

    One with an `agent_id` is asked from inside its school by that agent, and by nobody else.
    """

    id: int
    site_id: int
    name: str
    role: str
    parent_id: int | None
    address: str
    snmp: SnmpTarget | None
    why_not: str = ""
    agent_id: int | None = None


@dataclass(frozen=True, slots=True)
class AgentEntry:
    """An enrolled agent that was not revoked."""

    id: int
    site_id: int
    name: str


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """A link. One that is checked by SNMP is probed by asking `device_id`; `router_id` is the device it ends in."""

    id: int
    site_id: int
    name: str
    provider: str
    check: Check
    host: str
    port: int | None
    device_id: int | None
    hours: Hours | None
    why_not: str = ""
    router_id: int | None = None
    upstream_id: int | None = None  # the device, often at another site, through which it is reached
    provider_id: int | None = None
    speed_bps: int | None = None

    def ends_in(self, device: DeviceEntry) -> bool:
        """Named as its router, or standing at the address by which the link is checked."""
        return self.router_id == device.id or bool(device.address and self.host == device.address)


@dataclass(frozen=True, slots=True)
class Window:
    """Planned work on a thing, and when."""

    thing: Thing
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Roster:
    """The watched inventory. `devices` come parents first, so that a child is judged after its parent."""

    sites: Mapping[int, SiteEntry] = field(default_factory=dict)
    devices: Mapping[int, DeviceEntry] = field(default_factory=dict)
    links: Mapping[int, LinkEntry] = field(default_factory=dict)
    links_of_site: Mapping[int, tuple[LinkEntry, ...]] = field(default_factory=dict)
    links_of_device: Mapping[int, tuple[LinkEntry, ...]] = field(default_factory=dict)
    windows: Sequence[Window] = ()
    agents: Mapping[int, AgentEntry] = field(default_factory=dict)
    rows: tuple[Any, ...] = ()

    def is_asked(self, thing: Thing) -> bool:
        """Watched, and there is a way to reach it."""
        entry = (self.devices if thing[0] is Subject.DEVICE else self.links).get(thing[1])
        return entry is not None and not entry.why_not


TUNING_COLUMNS: tuple[Any, ...] = (SnmpMemory.device_id, SnmpMemory.tuning)


def load(session: Session, unseal: Unseal, rows: tuple[Any, ...] | None = None) -> Roster:
    """The roster of the database as it stands. A credential that cannot be opened costs only its devices."""
    rows = watched_rows(session) if rows is None else rows
    tables = {
        table: [dict(zip(names, row, strict=True)) for row in found]
        for (table, names), found in zip(WATCHED, rows, strict=True)
    }
    hours = calendars(tables)
    sites = _sites(tables, hours)
    credentials = _credentials(tables[Credential], unseal)
    tunings: dict[int, str] = {row[0]: row[1] for row in session.execute(select(*TUNING_COLUMNS)).all()}
    agents = _agents(tables[Agent])
    devices = _devices(tables[Device], sites, credentials=credentials, tunings=tunings, agents=agents)
    links = _links(tables, sites, devices, hours=hours, agents=agents)
    return Roster(
        sites=sites,
        devices=devices,
        links=links,
        links_of_site=_grouped((link.site_id, link) for link in links.values()),
        links_of_device=_grouped((link.device_id, link) for link in links.values() if link.device_id is not None),
        windows=_windows(tables),
        agents=agents,
        rows=rows,
    )


def _windows(tables: Tables) -> tuple[Window, ...]:
    """Each by the clock of its office."""
    zones = {row["id"]: ZoneInfo(row["timezone"]) for row in tables[Office]}
    return tuple(
        Window((row["subject"], row["subject_id"]), Schedule.of(MaintenanceWindow(**row), zones[row["office_id"]]))
        for row in tables[MaintenanceWindow]
    )


def _grouped(pairs: Iterable[tuple[int, LinkEntry]]) -> dict[int, tuple[LinkEntry, ...]]:
    found: dict[int, tuple[LinkEntry, ...]] = {}
    for key, link in pairs:
        found[key] = (*found.get(key, ()), link)
    return found


def _sites(tables: Tables, hours: Mapping[int | tuple[str, int], Hours]) -> dict[int, SiteEntry]:
    return {
        row["id"]: SiteEntry(
            id=row["id"],
            office_id=row["office_id"],
            code=row["code"],
            name=row["name"],
            district=row["district"],
            hours=hours.get(row["calendar_id"] or ("office", row["office_id"])),
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
        for row in tables[Site]
        if row["archived_at"] is None
    }


def _credentials(rows: Rows, unseal: Unseal) -> dict[int, SnmpCredential | str]:
    """The opened credential, or why it cannot be opened."""
    found: dict[int, SnmpCredential | str] = {}
    for row in rows:
        if row["kind"] is not CredentialKind.SNMP:
            continue
        try:
            found[row["id"]] = SnmpCredential.model_validate_json(unseal(row["sealed"]))
        except ValidationError:
            found[row["id"]] = "the stored credential is damaged"
        except Exception as error:  # whatever the key holder raises, other devices go on
            found[row["id"]] = f"the stored credential cannot be opened: {error}"[:200]
    return found


def _devices(
    rows: Rows,
    sites: Mapping[int, SiteEntry],
    *,
    credentials: Mapping[int, SnmpCredential | str],
    tunings: Mapping[int, str],
    agents: Mapping[int, AgentEntry],
) -> dict[int, DeviceEntry]:
    entries = {
        row["id"]: _device(row, credentials.get(row["snmp_credential_id"]), tunings.get(row["id"], ""), agents)
        for row in rows
        if row["archived_at"] is None and row["site_id"] in sites
    }
    ordered: dict[int, DeviceEntry] = {}
    for device_id in entries:
        _place(device_id, entries, ordered)
    return ordered


def _place(device_id: int, entries: Mapping[int, DeviceEntry], ordered: dict[int, DeviceEntry]) -> None:
    """Parents first. A ring of parents, which forms refuse, ends at the first device met twice."""
    chain: list[DeviceEntry] = []
    at: int | None = device_id
    while at is not None and at in entries and at not in ordered and entries[at] not in chain:
        chain.append(entries[at])
        at = entries[at].parent_id
    for entry in reversed(chain):
        ordered[entry.id] = entry


def _agents(rows: Rows) -> dict[int, AgentEntry]:
    return {
        row["id"]: AgentEntry(row["id"], row["site_id"], row["name"])
        for row in rows
        if row["enrolled_at"] is not None and row["revoked_at"] is None
    }


def _why_no_agent(row: dict[str, Any], agents: Mapping[int, AgentEntry]) -> str:
    agent = agents.get(row["agent_id"])
    if agent is None:
        return "its agent is not enrolled"
    return "" if agent.site_id == row["site_id"] else "its agent stands at another school"


def _device(
    row: dict[str, Any],
    credential: SnmpCredential | str | None,
    tuning: str,
    agents: Mapping[int, AgentEntry],
) -> DeviceEntry:
    why_not = "" if row["monitored"] else "switched off by hand"
    if not why_not and not row["address"]:
        why_not = "no address"
    if not why_not and isinstance(credential, str):
        why_not = credential
    if not why_not and row["agent_id"] is not None:
        why_not = _why_no_agent(row, agents)
    target = None
    if not why_not and row["agent_id"] is None and isinstance(credential, SnmpCredential):
        target = SnmpTarget(
            key=str(row["id"]),
            host=row["address"],
            port=row["snmp_port"],
            credential=credential,
            tuning=_tuning(tuning),
        )
    return DeviceEntry(
        id=row["id"],
        site_id=row["site_id"],
        name=row["name"],
        role=row["role"],
        parent_id=row["parent_id"],
        address=row["address"],
        snmp=target,
        why_not=why_not,
        agent_id=row["agent_id"],
    )


def _tuning(stored: str) -> SnmpTuning:
    try:
        return SnmpTuning.model_validate_json(stored) if stored else SnmpTuning()
    except ValidationError:  # of another release: learnt again within a round
        return SnmpTuning()


def _links(
    tables: Tables,
    sites: Mapping[int, SiteEntry],
    devices: Mapping[int, DeviceEntry],
    *,
    hours: Mapping[int | tuple[str, int], Hours],
    agents: Mapping[int, AgentEntry],
) -> dict[int, LinkEntry]:
    watched_inside = {agent.site_id for agent in agents.values()}
    providers = {row["id"]: row["name"] for row in tables[Provider]}
    at_address = {device.address: device.id for device in reversed(list(devices.values())) if device.snmp}
    found: dict[int, LinkEntry] = {}
    for row in tables[Link]:
        if row["archived_at"] is not None or row["site_id"] not in sites:
            continue
        asked = _asked(row, devices, at_address)
        by_snmp = row["check"] is Check.SNMP
        found[row["id"]] = LinkEntry(
            id=row["id"],
            site_id=row["site_id"],
            name=row["name"],
            provider=providers.get(row["provider_id"], ""),
            check=row["check"],
            host=row["check_address"],
            port=row["check_port"],
            device_id=asked if by_snmp else None,
            hours=hours.get(row["calendar_id"], sites[row["site_id"]].hours)
            if row["calendar_id"]
            else sites[row["site_id"]].hours,
            why_not=_why_not(row, devices.get(asked) if asked else None, watched_inside),
            router_id=row["device_id"],
            upstream_id=row["upstream_id"],
            provider_id=row["provider_id"],
            speed_bps=row["speed_bps"],
        )
    return found


def _asked(row: dict[str, Any], devices: Mapping[int, DeviceEntry], at_address: Mapping[str, int]) -> int | None:
    """The device whose answers are the probe of an SNMP link: the named one where it has the check address."""
    named = devices.get(row["device_id"]) if row["device_id"] else None
    if named is not None and row["check_address"] in ("", named.address):
        return named.id
    return at_address.get(row["check_address"])


def _why_not(row: dict[str, Any], asked: DeviceEntry | None, watched_inside: Container[int]) -> str:
    if row["check"] is Check.AGENT:
        return "" if row["site_id"] in watched_inside else "no agent is enrolled at this school"
    if row["check"] is Check.SNMP:
        return "" if asked is not None and asked.snmp is not None else "no device is asked by SNMP at its check address"
    if not row["check_address"]:
        return "no check address"
    if row["check"] is Check.TCP and row["check_port"] is None:
        return "no port to connect to"
    return ""
