"""Subnets of an office without overlaps, and networks that the addresses of devices show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_interface, ip_network

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Planned:
    """A subnet of one school (`site_id` None: the office). `is_routed`: the office reaches it; one that is not is
    hidden behind the school's router, and other schools may use the same addresses.
    """

    network: Network
    site_id: int | None
    is_routed: bool = True
    name: str = ""


class OverlapError(ValueError):
    """Two subnets share addresses; `other` is the one that was there."""

    def __init__(self, new: Planned, other: Planned) -> None:
        self.new, self.other = new, other
        super().__init__(f"{new.network} overlaps {other.network}")


def network_of(text: str) -> Network:
    """`10.5.0.0/24`; ValueError for what is none, and for one with bits set behind its prefix."""
    return ip_network(text.strip())


def clash(one: Planned, other: Planned) -> bool:
    """Whether both cannot stand in one plan: they share addresses, and somebody would reach both."""
    if one.network.version != other.network.version or not one.network.overlaps(other.network):
        return False
    return one.site_id == other.site_id or (one.is_routed and other.is_routed)


def check_new(new: Planned, plan: Iterable[Planned]) -> None:
    """OverlapError names the first one that it cannot stand beside."""
    for other in plan:
        if clash(new, other):
            raise OverlapError(new, other)


def shown_by(addresses: Iterable[tuple[str, int | None]]) -> tuple[Network, ...]:
    """The networks in which devices have addresses; loopback, link-local and single addresses show none."""
    found: set[Network] = set()
    for address, prefix_length in addresses:
        if prefix_length is None:
            continue
        try:
            network = ip_interface(f"{address}/{prefix_length}").network
        except ValueError:
            continue
        if network.num_addresses > 1 and not (network.is_loopback or network.is_link_local or network.is_multicast):
            found.add(network)
    return tuple(sorted(found, key=lambda one: (one.version, int(one.network_address), one.prefixlen)))
