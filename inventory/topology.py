"""Who is connected to whom at one site, and who stands behind whom: derived, the same for the same facts. Pure.

Three kinds of evidence, the surest first. A neighbour protocol (LLDP and its kin) names the device at the other end.
Forwarding tables tell behind which port a device's own addresses stand: two switches that see each other with nothing
of the site between are connected, and what is no switch hangs on the last switch that sees it. ARP only says that a
router reaches a device, and counts for what nothing else places. docs/decisions/0014-topology.md has the reasons.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from inventory.models.topology import Basis

ROOT_ROLES = ("router", "firewall")
SURENESS = {basis: place for place, basis in enumerate(Basis)}


@dataclass(frozen=True, slots=True)
class Member:
    """A device of the site. `macs` maps each of its own addresses to the name of its port ("" for the chassis)."""

    id: int
    name: str = ""
    sys_name: str = ""
    role: str = ""
    ends_link: bool = False
    macs: Mapping[str, str] = field(default_factory=dict)
    addresses: frozenset[str] = frozenset()
    ports: frozenset[str] = frozenset()
    parent_id: int | None = None
    parent_by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What `device_id` heard of a neighbour at its `port`."""

    device_id: int
    port: str
    protocol: str
    name: str = ""
    remote_port: str = ""
    mac: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Learnt:
    """`device_id` has this address behind `port` in its forwarding table."""

    device_id: int
    port: str
    mac: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """`device_id` reaches this address, at `port`, by ARP."""

    device_id: int
    port: str
    address: str
    mac: str


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """Two connected devices, the lower id first."""

    device_id: int
    other_id: int
    port: str = ""
    other_port: str = ""
    basis: Basis = Basis.LLDP

    @classmethod
    def between(cls, one: tuple[int, str], two: tuple[int, str], basis: Basis) -> Edge:
        """The edge in its one way of being written."""
        (a, a_port), (b, b_port) = sorted((one, two))
        return cls(a, b, a_port, b_port, basis)


class Names:
    """Finds a member by what a neighbour says of itself; what fits two members fits none."""

    def __init__(self, members: Iterable[Member]) -> None:
        self.members = {member.id: member for member in members}
        self._by_mac = _unique((mac, m.id) for m in self.members.values() for mac in m.macs)
        self._by_address = _unique((address, m.id) for m in self.members.values() for address in m.addresses)
        self._by_name = _unique(
            (word, m.id) for m in self.members.values() for word in {plain_name(m.name), plain_name(m.sys_name)} - {""}
        )

    def by_mac(self, mac: str) -> int | None:
        """The member with this address of its own."""
        return self._by_mac.get(mac)

    def find(self, heard: Heard) -> int | None:
        """By MAC, then by address, then by name; never the one that heard it."""
        for found in (
            self._by_mac.get(heard.mac),
            self._by_address.get(heard.address),
            self._by_name.get(plain_name(heard.name)),
        ):
            if found is not None and found != heard.device_id:
                return found
        return None

    def port_of(self, member_id: int, said: str) -> str:
        """A member's port as it calls it itself: a neighbour may have told its MAC or another spelling."""
        member = self.members[member_id]
        if said in member.ports:
            return said
        by_mac = member.macs.get(said.lower())
        if by_mac:
            return by_mac
        return next((port for port in sorted(member.ports) if port.lower() == said.lower()), said)


def plain_name(name: str) -> str:
    """A host name without its domain and its case; RouterOS and Cisco add more in brackets."""
    word = name.strip().lower().split("(")[0].strip()
    is_address = word.replace(".", "").isdigit() or ":" in word
    return word if is_address else word.split(".")[0]


def edges(
    members: Sequence[Member], heard: Sequence[Heard], learnt: Sequence[Learnt], resolved: Sequence[Resolved] = ()
) -> list[Edge]:
    """Every connection that the evidence tells, in order."""
    names = Names(members)
    found = _by_protocol(names, heard)
    found += _by_forwarding(names, learnt, {(edge.device_id, edge.other_id) for edge in found})
    placed = {member_id for edge in found for member_id in (edge.device_id, edge.other_id)}
    return sorted(found + _by_arp(names, resolved, placed))


def _by_protocol(names: Names, heard: Sequence[Heard]) -> list[Edge]:
    """Each side names the other's port; where both speak, what each says of its own port counts."""
    told: dict[tuple[int, int], list[tuple[str, str, Basis]]] = defaultdict(list)
    for each in sorted(heard, key=lambda h: (h.device_id, h.port, h.protocol, h.name, h.remote_port)):
        other = names.find(each)
        if other is not None:
            remote = names.port_of(other, each.remote_port)
            told[each.device_id, other].append((each.port, remote, _basis(each.protocol)))
    found: set[Edge] = set()
    for (device_id, other), ends in told.items():
        back = told.get((other, device_id), [])
        for port, remote, basis in ends:
            # Where the other side speaks too, its own word for its port, matched by the port that it says is ours.
            own = next((theirs for theirs, ours, _ in back if ours == port or theirs == remote), None)
            if own is None and len(ends) == len(back) == 1:
                own = back[0][0]
            found.add(Edge.between((device_id, port), (other, own if own is not None else remote), basis))
    return _without_repeats(found)


def _basis(protocol: str) -> Basis:
    return Basis.LLDP if protocol == "lldp" else Basis.CDP


def _without_repeats(found: Iterable[Edge]) -> list[Edge]:
    """One edge per pair of ports: a device that speaks two protocols has one cable."""
    kept: dict[tuple[int, str, int, str], Edge] = {}
    for edge in sorted(found, key=lambda e: SURENESS[e.basis]):
        kept.setdefault((edge.device_id, edge.port, edge.other_id, edge.other_port), edge)
    by_port: dict[tuple[int, int, str], Edge] = {}
    for edge in sorted(kept.values(), key=lambda e: (SURENESS[e.basis], not e.other_port, e)):
        by_port.setdefault((edge.device_id, edge.other_id, edge.port), edge)
    return list(by_port.values())


def behind(names: Names, learnt: Iterable[Learnt]) -> dict[int, dict[str, set[int]]]:
    """Switch -> port -> the members whose addresses stand there."""
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for each in learnt:
        other = names.by_mac(each.mac)
        if other is not None and other != each.device_id:
            found[each.device_id][each.port].add(other)
    return found


def _by_forwarding(names: Names, learnt: Sequence[Learnt], known: set[tuple[int, int]]) -> list[Edge]:
    tables = behind(names, learnt)
    towards = {
        (switch, other): port for switch, ports in tables.items() for port, others in ports.items() for other in others
    }
    found: list[Edge] = []
    switches = sorted(tables)
    for place, one in enumerate(switches):
        for two in switches[place + 1 :]:
            out, back = towards.get((one, two)), towards.get((two, one))
            if out is None or back is None or (one, two) in known:
                continue
            between = tables[one][out] & tables[two][back]
            if not between and not _is_led_on(one, two, known):
                found.append(Edge.between((one, out), (two, back), Basis.FORWARDING))
    connected = {member for pair in known for member in pair}
    for member_id in sorted(names.members.keys() - tables.keys() - connected):
        last = _last_switch(member_id, tables, towards)
        if last is not None:
            found.append(Edge.between((last, towards[last, member_id]), (member_id, ""), Basis.FORWARDING))
    return found


def _is_led_on(one: int, two: int, known: set[tuple[int, int]]) -> bool:
    """A third device stands between two switches by their own word, though it has no table of its own."""
    around: dict[int, set[int]] = defaultdict(set)
    for a, b in known:
        around[a].add(b)
        around[b].add(a)
    return bool(around[one] & around[two])


def _last_switch(
    member_id: int, tables: Mapping[int, Mapping[str, set[int]]], towards: Mapping[tuple[int, int], str]
) -> int | None:
    """The switch behind whose port the member stands, and no other switch that sees it farther on."""
    seeing = [switch for switch in sorted(tables) if (switch, member_id) in towards]

    def is_farther(switch: int, other: int) -> bool:
        """`other` stands behind the same port of `switch` as the member, and sees it elsewhere than it sees us."""
        same = towards.get((switch, other)) == towards[switch, member_id]
        return same and towards.get((other, switch)) != towards[other, member_id]

    last = [s for s in seeing if not any(is_farther(s, other) for other in seeing if other != s)]
    if not last:
        return None
    return min(last, key=lambda switch: (len(tables[switch][towards[switch, member_id]]), switch))


def _by_arp(names: Names, resolved: Sequence[Resolved], placed: set[int]) -> list[Edge]:
    """What nothing places hangs on the one device that resolves it."""
    reached: dict[int, dict[int, str]] = defaultdict(dict)
    for each in sorted(resolved, key=lambda r: (r.device_id, r.port, r.address)):
        other = names.by_mac(each.mac)
        if other is not None and other != each.device_id and other not in placed:
            reached[other].setdefault(each.device_id, each.port)
    return [
        Edge.between((device_id, port), (other, ""), Basis.ARP)
        for other, by in sorted(reached.items())
        if len(by) == 1
        for device_id, port in by.items()
    ]


def parents(members: Sequence[Member], connections: Sequence[Edge]) -> dict[int, int | None]:
    """Device -> its parent, for every device whose place the connections tell; those set by hand stay out.

    Breadth first from the devices that face the provider, so that a parent is always nearer to the link. Never a
    loop, also where people set some parents by hand.
    """
    by_id = {member.id: member for member in members}
    roots = root_ids(members)
    found: dict[int, int | None] = dict.fromkeys(roots)
    around: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in connections:
        if edge.device_id in by_id and edge.other_id in by_id:
            around[edge.device_id].append((SURENESS[edge.basis], edge.other_id))
            around[edge.other_id].append((SURENESS[edge.basis], edge.device_id))
    ring = list(roots)
    while ring:
        following: list[int] = []
        for at in ring:
            for _, other in sorted(around[at]):
                if other not in found:
                    found[other] = at
                    following.append(other)
        ring = following
    by_hand = {m.id: m.parent_id for m in members if m.parent_by_hand}
    return _without_loops({m: p for m, p in found.items() if m not in by_hand}, by_hand, members)


def root_ids(members: Sequence[Member]) -> list[int]:
    """Those in which a link of the site ends; where none is named, its routers."""
    ends = sorted(member.id for member in members if member.ends_link)
    if ends:
        return ends
    return next(
        (ids for role in ROOT_ROLES if (ids := sorted(member.id for member in members if member.role == role))), []
    )


def _without_loops(
    derived: Mapping[int, int | None], by_hand: Mapping[int, int | None], members: Sequence[Member]
) -> dict[int, int | None]:
    """What is derived, less what would close a ring with a parent that is kept."""
    kept = {m.id: m.parent_id for m in members if m.id not in derived} | dict(by_hand)
    result: dict[int, int | None] = {}
    for member_id in sorted(derived):
        wanted = derived[member_id]
        chain, at = set(), wanted
        while at is not None and at not in chain and at != member_id:
            chain.add(at)
            at = result[at] if at in result else kept.get(at, derived.get(at))
        if at != member_id:
            result[member_id] = wanted
    return result


def _unique(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Word -> the only member that has it."""
    owners: dict[str, set[int]] = defaultdict(set)
    for word, member_id in pairs:
        if word:
            owners[word].add(member_id)
    return {word: next(iter(ids)) for word, ids in owners.items() if len(ids) == 1}
