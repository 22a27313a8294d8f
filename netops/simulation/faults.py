"""What goes wrong in the simulated district, and when. Agents really fall silent; no row is ever touched.

A link that is cut silences its router, and what stands behind it once no other link of the school is left. A
sub-district without power cuts every link of its schools, a provider that is down every link that it sells. What a
person did (`netops demo cut`, `power-off`, `provider-down`) and what the script did are kept apart, so that neither
undoes the other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from netops.simulation.agent import SimDevice
from netops.simulation.district import Circuit, District, Placed
from netops.simulation.equipment import mib_of

RENUMBERED_FROM = 10_001
SLOW_S = 0.6
HEAT_C = 45.0
REBOOT_S = 12.0
_EDITS_S = (25.0, 70.0, 120.0)
LASTING_S = 2400.0  # limits look at a quarter of an hour before anything is said
_CALM_S = 180.0  # when the opening is over, one link at a time is cut
_CYCLE_S = 150.0
_CYCLE_CUT_S = 80.0


class Fault(StrEnum):
    """Kinds of trouble. Each begins and ends, except the last two, which stay."""

    CUT = "cut"  # a link; `subject` is "code/link"
    SILENT = "silent"  # a device; `subject` is "code/device", as below
    SLOW = "slow"
    REBOOT = "reboot"
    HEAT = "heat"  # the fan of a device stands still
    BAD_CABLE = "bad_cable"  # its first port receives faulty packets
    RENUMBER = "renumber"
    EDIT = "edit"  # somebody changes the configuration of a router


@dataclass(frozen=True, order=True)
class Step:
    """One fault: from `at_s` after the start until `until_s`."""

    at_s: float
    until_s: float
    fault: Fault
    subject: str


class UnknownNameError(Exception):
    """No link, sub-district or provider has this name; the text says how names look."""


def script(district: District, *, seed: int, cycles: int = 100) -> list[Step]:
    """The first two minutes show every kind of trouble; after that a link is cut now and then."""
    random = Random(seed)  # noqa: S311 - the same faults on every run are the point
    circuits = list(district.circuits)
    random.shuffle(circuits)
    provider, together = _shared_failure(circuits)
    alone = [circuit for circuit in circuits if circuit.provider != provider]
    switches = [placed for placed in district.devices if placed.equipment.kind.role == "switch"]
    slow, rebooting, renumbered, flapping = random.sample(switches, 4)
    steps = [Step(20, 85, Fault.CUT, _link(alone[0]))]
    steps += [Step(30, 100, Fault.CUT, _link(circuit)) for circuit in together]
    steps += [
        Step(5, 115, Fault.SLOW, _device(slow)),
        Step(35, 35 + REBOOT_S, Fault.REBOOT, _device(rebooting)),
        Step(50, 50, Fault.RENUMBER, _device(renumbered)),
    ]
    routers = [placed for placed in district.devices if placed.equipment.kind.ssh_platform]
    steps += [Step(at, at, Fault.EDIT, _device(router)) for at, router in zip(_EDITS_S, routers, strict=False)]
    # Eleven seconds silent, nineteen not: seen in rounds, never confirmed as down.
    steps += [Step(at, at + 11, Fault.SILENT, _device(flapping)) for at in (15.0, 45.0, 75.0, 105.0)]
    for cycle in range(cycles):
        at = _CALM_S + cycle * _CYCLE_S
        steps.append(Step(at, at + _CYCLE_CUT_S, Fault.CUT, _link(random.choice(circuits))))
    others = [placed for placed in switches if placed not in (slow, rebooting, renumbered, flapping)]
    hot, frayed = random.sample(others, 2)
    steps += [Step(60, LASTING_S, Fault.HEAT, _device(hot)), Step(60, LASTING_S, Fault.BAD_CABLE, _device(frayed))]
    return sorted(steps)


def _shared_failure(circuits: list[Circuit]) -> tuple[str, list[Circuit]]:
    """Three links of one provider in one district (the code's third and fourth digits)."""
    groups: dict[tuple[str, str], list[Circuit]] = {}
    for circuit in circuits:
        group = groups.setdefault((circuit.provider, circuit.site_code[2:4]), [])
        if circuit.site_code not in {other.site_code for other in group}:
            group.append(circuit)
    (provider, _), group = max(groups.items(), key=lambda item: (len(item[1]) >= 3, len(item[1])))
    return provider, group[:3]


def links_of_areas(district: District) -> dict[str, frozenset[str]]:
    """Sub-district ("district/sub-district") -> its links; those whose schools have several providers first."""
    places = {school.code: f"{school.district}/{school.sub_district}" for school in district.schools}
    found: dict[str, list[Circuit]] = {}
    for circuit in district.circuits:
        found.setdefault(places[circuit.site_code], []).append(circuit)
    told = sorted(found, key=lambda area: not _is_seen_as_power(found[area]))
    return {area: frozenset(_link(circuit) for circuit in found[area]) for area in told}


def links_of_providers(district: District) -> dict[str, frozenset[str]]:
    """Provider -> its links, the one with most first."""
    found: dict[str, set[str]] = {}
    for circuit in district.circuits:
        found.setdefault(circuit.provider, set()).add(_link(circuit))
    return {provider: frozenset(found[provider]) for provider in sorted(found, key=lambda each: -len(found[each]))}


def _is_seen_as_power(circuits: list[Circuit]) -> bool:
    """Whether several schools and providers fall silent there, which points to the power."""
    return len({one.site_code for one in circuits}) > 1 and len({one.provider for one in circuits}) > 1


def _named(name: str, known: Iterable[str], noun: str) -> str:
    """The one that is called so, whole or by its last part."""
    names = list(known)
    found = [each for each in names if name in (each, each.rpartition("/")[2])]
    if len(found) > 1:
        raise UnknownNameError(f"{name} may be {' or '.join(found)}: give it whole")
    if not found:
        raise UnknownNameError(f"no {noun} is called {name}; one is called {names[0]}")
    return found[0]


def _link(circuit: Circuit) -> str:
    return f"{circuit.site_code}/{circuit.name}"


def _device(placed: Placed) -> str:
    return f"{placed.site_code}/{placed.name}"


class Stage:
    """Applies faults to running agents. Devices are found by loopback address."""

    def __init__(
        self,
        district: District,
        devices: Mapping[str, SimDevice],
        clock: Callable[[], float],
        on_restart: Callable[[Placed], None] = lambda _placed: None,
        on_edit: Callable[[Placed], None] = lambda _placed: None,
    ) -> None:
        self._clock = clock
        self._on_restart = on_restart
        self._on_edit = on_edit
        self._circuits = {_link(circuit): circuit for circuit in district.circuits}
        self._codes = {school.name: school.code for school in district.schools}
        self._placed = {_device(placed): placed for placed in district.devices}
        self._devices = {key: devices[placed.equipment.address] for key, placed in self._placed.items()}
        self._cut_by_script: set[str] = set()
        self._cut_by_name: set[str] = set()
        self._areas = links_of_areas(district)
        self._providers = links_of_providers(district)
        self.areas_off: set[str] = set()  # sub-districts without power, as "district/sub-district"
        self.providers_down: set[str] = set()
        self._silenced: set[str] = set()
        self._boots = 0

    @property
    def cut(self) -> frozenset[str]:
        """Links that are cut now, each by itself, as "code/link"."""
        return frozenset(self._cut_by_script | self._cut_by_name)

    @property
    def out(self) -> frozenset[str]:
        """Links that carry nothing now, whatever the reason."""
        areas = (self._areas[area] for area in self.areas_off)
        providers = (self._providers[provider] for provider in self.providers_down)
        return self.cut.union(*areas, *providers)

    def cut_link(self, name: str) -> str:
        """Cut a link by "school code/link" or "school name/link"; returns the former. Raises UnknownNameError."""
        link = self._find(name)
        self._cut_by_name.add(link)
        self._silence()
        return link

    def restore_link(self, name: str) -> str:
        """Restore a link, whoever cut it; as `cut_link`."""
        link = self._find(name)
        self._cut_by_name.discard(link)
        self._cut_by_script.discard(link)
        self._silence()
        return link

    def power_off(self, name: str) -> str:
        """Everything at the schools of a sub-district falls silent: "ตำบล…", or "อำเภอ…/ตำบล…" where two are called so.
        Raises UnknownNameError.
        """
        area = _named(name, self._areas, "sub-district")
        self.areas_off.add(area)
        self._silence()
        return area

    def power_on(self, name: str) -> str:
        """The power is back: what stands there starts anew. As `power_off`."""
        area = _named(name, self._areas, "sub-district")
        if area in self.areas_off:
            self.areas_off.discard(area)
            codes = {self._circuits[link].site_code for link in self._areas[area]}
            for key, placed in self._placed.items():
                if placed.site_code in codes:
                    self._restart(key)
        self._silence()
        return area

    def provider_down(self, name: str) -> str:
        """Every link of a provider is cut. Raises UnknownNameError."""
        provider = _named(name, self._providers, "provider")
        self.providers_down.add(provider)
        self._silence()
        return provider

    def provider_up(self, name: str) -> str:
        """They carry again. As `provider_down`."""
        provider = _named(name, self._providers, "provider")
        self.providers_down.discard(provider)
        self._silence()
        return provider

    def begin(self, step: Step) -> None:
        """A step's fault begins."""
        match step.fault:
            case Fault.CUT:
                self._cut_by_script.add(step.subject)
            case Fault.SILENT | Fault.REBOOT:
                self._silenced.add(step.subject)
            case Fault.SLOW:
                self._devices[step.subject].delay_s = SLOW_S
            case Fault.RENUMBER:
                self._become(step.subject, first_index=RENUMBERED_FROM)
            case Fault.HEAT:
                self._become(step.subject, heat_c=HEAT_C)
            case Fault.BAD_CABLE:
                self._become(step.subject, faulty_port=1)
            case Fault.EDIT:
                self._devices[step.subject].edits += 1
                self._on_edit(self._placed[step.subject])
        self._silence()

    def _become(self, subject: str, **changes: float) -> None:
        """Answer as equipment does that differs in this; without changes as ever."""
        equipment = replace(self._placed[subject].equipment, **changes)  # type: ignore[arg-type]
        self._devices[subject].replace(mib_of(equipment))

    def end(self, step: Step) -> None:
        """A step's fault is over."""
        match step.fault:
            case Fault.CUT:
                self._cut_by_script.discard(step.subject)
            case Fault.SILENT:
                self._silenced.discard(step.subject)
            case Fault.REBOOT:
                self._silenced.discard(step.subject)
                self._restart(step.subject)
            case Fault.SLOW:
                self._devices[step.subject].delay_s = 0.0
            case Fault.HEAT | Fault.BAD_CABLE:
                self._become(step.subject)
            case Fault.RENUMBER | Fault.EDIT:
                return
        self._silence()

    def _restart(self, key: str) -> None:
        """A young uptime, counters from zero, and a word of it."""
        device = self._devices[key]
        device.replace(mib_of(self._placed[key].equipment, counters_from_zero=True))
        device.booted_at = self._clock()
        self._on_restart(self._placed[key])

    async def play(self, steps: list[Step], *, speed: float = 1.0) -> None:
        """The whole script in real time, or `speed` times as fast."""
        loop = asyncio.get_running_loop()
        started = loop.time()
        moments = [(step.at_s, True, step) for step in steps] + [(step.until_s, False, step) for step in steps]
        for at_s, begins, step in sorted(moments, key=lambda moment: (moment[0], not moment[1])):
            await asyncio.sleep(max(0.0, started + at_s / speed - loop.time()))
            (self.begin if begins else self.end)(step)

    def _find(self, name: str) -> str:
        site, _, link = name.rpartition("/")
        found = f"{self._codes.get(site, site)}/{link}"
        if found not in self._circuits:
            example = next(iter(self._circuits))
            raise UnknownNameError(f"no link is called {name}; a name looks like {example}")
        return found

    def _silence(self) -> None:
        """Who is silent follows from what is out."""
        out = self.out
        alive = {circuit.site_code for key, circuit in self._circuits.items() if key not in out}
        dead_routers = {f"{self._circuits[key].site_code}/{self._circuits[key].router}" for key in out}
        for key, device in self._devices.items():
            placed = self._placed[key]
            behind_nothing = bool(placed.parent) and placed.site_code not in alive
            device.silent = key in dead_routers or key in self._silenced or behind_nothing
