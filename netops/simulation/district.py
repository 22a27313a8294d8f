"""An invented district: the network of invented schools. Pure, and the same for the same seed; providers are called
after letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from netops.simulation.equipment import Equipment, Kind
from netops.simulation.kinds import EXTRAS, OLD_SWITCH, ROUTERS, SWITCHES
from netops.simulation.surroundings import Neighbour, Network, Station
from service.invented import School, make_schools

COMMUNITY = "demo-read"
OFFICE_NAME_EN = "Simulated Educational Service Area Office (synthetic data)"
PROVIDERS = ("ผู้ให้บริการ ก", "ผู้ให้บริการ ข", "ผู้ให้บริการ ค", "ผู้ให้บริการ ง")
LINK_NAMES = ("NET1", "NET2")

_PORT_TO_SWITCH = 2
_FIRST_EXTRA_PORT = 3
_FIRST_MACHINE_PORT = 12
_MACHINE, _MACHINES = 100, 6  # positions of the machines of a school that are no devices of the inventory
_STRANGER, _STRANGER_PORT, _STRANGER_EVERY = 99, 22, 9
_NETWORKS = (Network("school-wifi", 6, 23), Network("school-wifi-5G", 44, 41))


@dataclass(frozen=True)
class Placed:
    """A device at a school, behind `parent` (a device name of the same school; empty: it faces the provider)."""

    site_code: str
    parent: str
    equipment: Equipment
    acquired_on: date | None  # unknown for some, as in real books

    @property
    def warranty_until(self) -> date | None:
        """Three years, as offices buy."""
        return self.acquired_on and self.acquired_on + timedelta(days=3 * 365)

    @property
    def name(self) -> str:
        """Its name, unique at the school."""
        return self.equipment.name


@dataclass(frozen=True)
class Circuit:
    """An internet link; `router` is the device at its end, whose silence is the link's."""

    site_code: str
    name: str
    provider: str
    circuit_no: str
    speed_mbps: int
    price_thb_month: int
    contract_start: date
    contract_end: date
    router: str
    address: str


@dataclass(frozen=True)
class Cable:
    """From `port` of the device at position `upper` to port 1 of the one at `lower`."""

    upper: int
    port: int
    lower: int


@dataclass(frozen=True)
class District:
    """All of it."""

    schools: tuple[School, ...]
    circuits: tuple[Circuit, ...]
    devices: tuple[Placed, ...]
    today: date


def make_district(*, schools: int = 120, seed: int = 1, today: date) -> District:
    """`schools` schools with 13 links to 12 schools and 5 devices to 2: 120 give 130 links and 300 devices."""
    random = Random(seed)  # noqa: S311 - the same district on every run is the point
    places = make_schools(schools, random)
    with_two = set(random.sample(range(schools), schools // 12))
    spare = schools * 5 // 2 - 2 * schools - len(with_two)
    extras = [random.randrange(schools) for _ in range(spare)]
    circuits: list[Circuit] = []
    devices: list[Placed] = []
    for school in places:
        builder = _SchoolBuilder(school, random, today)
        for order in range(2 if school.number in with_two else 1):
            builder.add_circuit(order)
        builder.add_behind(random.choice(SWITCHES), extras.count(school.number))
        circuits += builder.circuits
        devices += builder.placed()
    return District(tuple(places), tuple(circuits), tuple(devices), today)


def school_address(number: int, device: int) -> str:
    """Loopback address of the nth device of a school."""
    return f"127.{20 + number // 200}.{number % 200}.{10 + device}"


class _SchoolBuilder:
    """Gathers what stands at one school; ports are joined when all is known."""

    def __init__(self, school: School, random: Random, today: date) -> None:
        self._school = school
        self._random = random
        self._today = today
        self.circuits: list[Circuit] = []
        self._devices: list[tuple[str, str, Kind, tuple[str, ...]]] = []  # name, parent, kind, aliases

    def add_circuit(self, order: int) -> None:
        """A link and its router."""
        random, code = self._random, self._school.code
        number = len(self._devices)
        name = f"router-{order + 1}"
        speed_mbps = random.choice((100, 200, 300, 500, 1000))
        contract_end = self._today + timedelta(days=random.choice((20, 45, 80, 150, 240, 310, 500, 900)))
        circuit = Circuit(
            site_code=code,
            name=LINK_NAMES[order],
            # Schools of one district mostly share a provider: where one provider fails, several schools fall.
            provider=PROVIDERS[(int(code[2:4]) + order + (random.random() < 0.2)) % len(PROVIDERS)],
            circuit_no=f"SIM{code[2:]}{order + 1}",
            speed_mbps=speed_mbps,
            price_thb_month=590 + speed_mbps + random.randrange(0, 400, 10),
            contract_start=contract_end - timedelta(days=1094),
            contract_end=contract_end,
            router=name,
            address=school_address(self._school.number, number),
        )
        self.circuits.append(circuit)
        self._devices.append((name, "", random.choice(ROUTERS), (f"WAN {circuit.circuit_no}", "to switch-1")))

    def add_behind(self, switch: Kind, extras: int) -> None:
        """The first switch behind the first router, and the rest behind the switch."""
        self._devices.append(("switch-1", "router-1", switch, ("uplink router-1",)))
        counts = {"switch": 1}
        for _ in range(extras):
            kind = self._random.choice(EXTRAS)
            counts[kind.role] = counts.get(kind.role, 0) + 1
            self._devices.append((f"{kind.role}-{counts[kind.role]}", "switch-1", kind, ()))

    def placed(self) -> list[Placed]:
        """Every device with its address, serial and who is around it."""
        cables = self._cables()
        made = []
        for position, (name, parent, kind, aliases) in enumerate(self._devices):
            equipment = Equipment(
                kind=kind.not_upgraded() if self._school.number % 7 == 0 else kind,
                name=name,
                location=f"{self._school.name} {self._school.district}",
                serial=f"SIM{self._school.code}{position:02}",
                address=self._address(position),
                seed=self._random.randrange(2**32),
                mac=self._mac(position),
                neighbours=self._neighbours(name, cables),
                stations=self._stations(position, cables),
                networks=_NETWORKS if kind.role == "ap" else (),
                aliases=aliases,
            )
            made.append(Placed(self._school.code, parent, equipment, self._acquired_on(equipment)))
        return made

    def _acquired_on(self, equipment: Equipment) -> date | None:
        """Up to eight years ago; what is no longer sold, longer. Nobody wrote down one of six."""
        if equipment.seed % 6 == 0:
            return None
        least = 3300 if equipment.kind.model == OLD_SWITCH.model else 60
        return self._today - timedelta(days=least + equipment.seed % 2900)

    def _mac(self, position: int) -> bytes:
        return b"\x02\x99" + self._school.number.to_bytes(2, "big") + bytes((position, 0))

    def _address(self, position: int) -> str:
        return school_address(self._school.number, position)

    def _cables(self) -> list[Cable]:
        """Along the parent lines: port 1 of the lower device to the next free port of the upper one."""
        where = {name: position for position, (name, _, _, _) in enumerate(self._devices)}
        next_port = {"router-1": _PORT_TO_SWITCH, "switch-1": _FIRST_EXTRA_PORT}
        found = []
        for position, (_, parent, _, _) in enumerate(self._devices):
            if parent:
                found.append(Cable(where[parent], next_port[parent], position))
                next_port[parent] += 1
        return found

    def _neighbours(self, name: str, cables: list[Cable]) -> tuple[Neighbour, ...]:
        """LLDP in both directions of each cable, and at some schools somebody whom nobody wrote down."""
        position = next(i for i, device in enumerate(self._devices) if device[0] == name)
        found = []
        for cable in cables:
            for own, own_port, other, other_port in (
                (cable.upper, cable.port, cable.lower, 1),
                (cable.lower, 1, cable.upper, cable.port),
            ):
                if own == position:
                    other_name, _, kind, _ = self._devices[other]
                    port_name = kind.port.format(other_port)
                    found.append(Neighbour(own_port, other_name, port_name, self._mac(other), self._address(other)))
        if name == "switch-1" and self._school.number % _STRANGER_EVERY == 0:
            found.append(
                Neighbour(
                    _STRANGER_PORT,
                    "EAP225-library",
                    "eth0",
                    self._mac(_STRANGER),
                    self._address(_STRANGER),
                    "Omada wireless access point (synthetic)",
                )
            )
        return tuple(found)

    def _stations(self, position: int, cables: list[Cable]) -> tuple[Station, ...]:
        """What a switch has learnt and a router has resolved: every other device, and some machines of the school."""
        role = self._devices[position][2].role
        first_switch = next(i for i, device in enumerate(self._devices) if device[0] == "switch-1")
        own = {i: i for i in range(len(self._devices))} | {_MACHINE + i: first_switch for i in range(_MACHINES)}
        if self._school.number % _STRANGER_EVERY == 0:
            own[_STRANGER] = first_switch
        if role == "switch":
            return tuple(
                Station(self._port_towards(position, at, each, cables), self._mac(each))
                for each, at in own.items()
                if each != position
            )
        if role == "router" and position == 0:
            return tuple(
                Station(_PORT_TO_SWITCH, self._mac(each), self._address(each)) for each in own if each != position
            )
        return ()

    def _port_towards(self, position: int, at: int, each: int, cables: list[Cable]) -> int:
        """The port of the switch at `position` that leads to what hangs on the device `at`."""
        if at == position:
            return _STRANGER_PORT if each == _STRANGER else _FIRST_MACHINE_PORT + (each - _MACHINE)
        up = {cable.lower: cable for cable in cables}
        while at in up:
            if up[at].upper == position:
                return up[at].port
            at = up[at].upper
        return 1
