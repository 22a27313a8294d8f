"""The address plan of an office: no two subnets share addresses that somebody would reach both."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from sqlmodel import Session, col, select

from inventory.models.device import Device, DeviceAddress
from inventory.models.site import Office, Site
from inventory.queries.sight import Sight
from inventory.store.belonging import in_office
from network.address_plan import Network, OverlapError, Planned, check_new, clash, network_of, shown_by
from network.models.design import NetworkSubnet
from network.store.turns import take_turn
from service.draft import Digits, Draft, Empty, Line, OptionalId, take
from service.refusal import MissingError, NotTakenError, RefusedError, _, refuse
from service.thai_order import in_thai


def _cidr(value: str) -> str:
    try:
        return str(network_of(value))
    except ValueError:
        raise NotTakenError(_("A subnet such as 10.5.0.0/24 is needed, with no bit set behind the prefix")) from None


class SubnetDraft(Draft):
    """A subnet as a person plans it."""

    site_id: OptionalId = None
    cidr: Annotated[str, Field(min_length=1, max_length=64), Digits, AfterValidator(_cidr)]
    vlan: Annotated[int | None, Field(ge=1, le=4094), Empty] = None
    gateway: Annotated[str, Field(max_length=64), Digits] = ""
    purpose: Line = ""
    is_routed: bool = True


def planned_of(row: NetworkSubnet, name: str = "") -> Planned:
    """The row as the rules look at it."""
    return Planned(network_of(row.cidr), row.site_id, row.is_routed, name)


def subnets(session: Session, sight: Sight) -> list[tuple[NetworkSubnet, Site | None]]:
    """Those that may be seen, by address; a school sees its own."""
    wanted = select(NetworkSubnet, Site).join(Site, col(Site.id) == NetworkSubnet.site_id, isouter=True)
    wanted = wanted.where(NetworkSubnet.office_id == sight.office_id)
    if sight.site_id is not None:
        wanted = wanted.where(NetworkSubnet.site_id == sight.site_id)
    rows = list(session.exec(wanted).all())
    return sorted(rows, key=lambda one: _place(network_of(one[0].cidr)))


def _place(network: Network) -> tuple[int, int, int]:
    return network.version, int(network.network_address), network.prefixlen


def find_subnet(session: Session, subnet_id: int, *, office_id: int) -> NetworkSubnet:
    """Of this office; MissingError."""
    row = session.get(NetworkSubnet, subnet_id)
    if row is None or row.office_id != office_id:
        raise MissingError("subnet")
    return row


def add_subnet(session: Session, draft: SubnetDraft, *, office_id: int) -> NetworkSubnet:
    """RefusedError names both subnets when they overlap."""
    _check(session, draft, office_id, None)
    row = NetworkSubnet(office_id=office_id, **draft.model_dump())
    session.add(row)
    session.flush()
    return row


def change_subnet(session: Session, row: NetworkSubnet, draft: SubnetDraft) -> dict[str, object]:
    """The same; returns {field: [before, after]}."""
    _check(session, draft, row.office_id, row)
    changes = take(row, draft.model_dump())
    session.add(row)
    session.flush()
    return changes


def remove_subnet(session: Session, row: NetworkSubnet) -> None:
    """It is not used any more."""
    session.delete(row)
    session.flush()


def _check(session: Session, draft: SubnetDraft, office_id: int, row: NetworkSubnet | None) -> None:
    in_office(session, Site, draft.site_id, office_id=office_id, field="site_id")
    take_turn(session, Office, office_id)
    network = network_of(draft.cidr)
    if draft.gateway and not _lies_in(draft.gateway, network):
        raise refuse("gateway", _("The gateway is no address of this subnet"))
    others = [
        planned_of(other, _owner(other, site))
        for other, site in subnets(session, Sight(office_id))
        if row is None or other.id != row.id
    ]
    try:
        check_new(Planned(network, draft.site_id, draft.is_routed), others)
    except OverlapError as error:
        raise _overlap(error) from None


def _overlap(error: OverlapError) -> RefusedError:
    message = _("%(new)s overlaps %(other)s (%(name)s)")
    new, other = str(error.new.network), str(error.other.network)
    return refuse("cidr", message, new=new, other=other, name=error.other.name)


def _owner(row: NetworkSubnet, site: Site | None) -> str:
    return " ".join(part for part in (site.name if site is not None else "", row.purpose) if part) or "–"


def _lies_in(address: str, network: Network) -> bool:
    try:
        return ip_address(address) in network
    except ValueError:
        return False


def not_planned(session: Session, sight: Sight) -> list[tuple[Site, Network]]:
    """What addresses of devices show and no subnet of the school or the office covers, by school."""
    rows: Any = session.exec(
        select(Site, DeviceAddress.address, DeviceAddress.prefix_length)
        .join(Device, col(Device.site_id) == Site.id)
        .join(DeviceAddress, col(DeviceAddress.device_id) == Device.id)
        .where(sight.sites(), col(Site.archived_at).is_(None), col(Device.archived_at).is_(None))
        .order_by(in_thai(Site.name))
    )
    seen: dict[int, tuple[Site, list[tuple[str, int | None]]]] = {}
    for site, address, prefix_length in rows:
        seen.setdefault(site.id, (site, []))[1].append((address, prefix_length))
    plan = [planned_of(row) for row, _site in subnets(session, Sight(sight.office_id))]
    return [
        (site, network)
        for site, addresses in seen.values()
        for network in shown_by(addresses)
        if not any(clash(Planned(network, site.id), one) for one in plan)
    ]
