"""Why something was cut off, by what was seen of it. Pure: evidence in, a class of cause and its signs out.

Each sign speaks for one cause and has a weight: 3 all but proves it, 2 is what an experienced officer would act on, 1
is only a hint. The cause with the most weight is taken when it has at least `ENOUGH` and more than every other; what
is planned or our own goes before all, since nothing counts against anybody then. Else it is unclear, and a person is
asked. A sign is kept with its figures, so that a page can say in words what the judgement rests on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from inventory.models.outage import Cause, Subject

ENOUGH: Final = 2
# What is said or seen of power so long before the silence still belongs to it.
BEFORE: Final = timedelta(minutes=30)
GASP_AFTER: Final = timedelta(minutes=5)
TOGETHER: Final = timedelta(minutes=3)


class SignKind(StrEnum):
    """What was seen."""

    WINDOW = "maintenance_window"
    OWN_UPLINK = "own_uplink"
    ON_BATTERY = "ups_on_battery"
    LAST_GASP = "last_gasp"
    SCHOOL_SAYS_OFF = "school_says_off"
    SCHOOL_SAYS_ON = "school_says_on"
    ALL_LINKS_AT_ONCE = "all_links_at_once"
    ALL_DEVICES_AT_ONCE = "all_devices_at_once"
    AREA_SILENT = "area_silent"
    AGENT_WAS_OFF = "agent_was_off"
    OUTSIDE_DEAD = "inside_alive_outside_dead"
    ROUTER_DEAD_INSIDE = "router_dead_inside"
    OTHER_LINK_LIVES = "other_link_lives"
    PROVIDER_PATTERN = "provider_pattern"
    ROUTER_RAN_THROUGH = "router_ran_through"
    ROUTER_RESTARTED = "router_restarted"
    PARENT_LIVES = "parent_lives"


SPEAKS_FOR: Final[Mapping[SignKind, tuple[Cause, int]]] = {
    SignKind.WINDOW: (Cause.PLANNED, 3),
    SignKind.OWN_UPLINK: (Cause.OURS, 3),
    SignKind.ON_BATTERY: (Cause.POWER, 3),
    SignKind.LAST_GASP: (Cause.POWER, 3),
    SignKind.SCHOOL_SAYS_OFF: (Cause.POWER, 3),
    SignKind.SCHOOL_SAYS_ON: (Cause.PROVIDER, 1),
    SignKind.ALL_LINKS_AT_ONCE: (Cause.POWER, 2),
    SignKind.ALL_DEVICES_AT_ONCE: (Cause.POWER, 1),
    SignKind.AREA_SILENT: (Cause.POWER, 2),
    SignKind.AGENT_WAS_OFF: (Cause.POWER, 2),
    SignKind.OUTSIDE_DEAD: (Cause.PROVIDER, 3),
    SignKind.ROUTER_DEAD_INSIDE: (Cause.EQUIPMENT, 3),
    SignKind.OTHER_LINK_LIVES: (Cause.PROVIDER, 2),
    SignKind.PROVIDER_PATTERN: (Cause.PROVIDER, 3),
    SignKind.ROUTER_RAN_THROUGH: (Cause.PROVIDER, 2),
    SignKind.ROUTER_RESTARTED: (Cause.EQUIPMENT, 1),
    SignKind.PARENT_LIVES: (Cause.EQUIPMENT, 2),
}
FIRST: Final = (Cause.OURS, Cause.PLANNED)

Figures = Mapping[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that was seen, with its figures: times in ISO 8601, ids by which a page finds the source."""

    kind: SignKind
    figures: Figures = field(default_factory=dict)

    @property
    def cause(self) -> Cause:
        """What it speaks for."""
        return SPEAKS_FOR[self.kind][0]

    @property
    def weight(self) -> int:
        """How much."""
        return SPEAKS_FOR[self.kind][1]

    def row(self) -> dict[str, object]:
        """As it is stored with the outage."""
        return {"sign": self.kind.value, "cause": self.cause.value, "weight": self.weight, **self.figures}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, with the figures that tell of it."""

    at: datetime
    figures: Figures = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known around one outage of a link or a device, gathered by inventory.queries.seen_around.

    `on_battery` and `gasps` are what UPSs and devices of the site said; `said` the school's reports, true for off.
    `links_down` are the site's links with when each fell (None: it answers), `devices_down` the same of its devices
    that were asked; `alike` counts links of the same provider that fell within minutes, `neighbours` other schools of
    the sub-district with another provider. `inside` is what an agent saw meanwhile: place -> (rounds that answered,
    rounds that did not); `agent_off`: an agent of the school saw nothing at all meanwhile, and is back.
    """

    subject: Subject
    started_at: datetime
    ended_at: datetime | None = None
    windows: Sequence[Moment] = ()
    own_uplink: Sequence[Moment] = ()
    on_battery: Sequence[Moment] = ()
    gasps: Sequence[Moment] = ()
    said: Sequence[tuple[Moment, bool]] = ()
    links_down: Mapping[int, datetime | None] = field(default_factory=dict)
    link_names: Mapping[int, str] = field(default_factory=dict)
    devices_down: Mapping[int, datetime | None] = field(default_factory=dict)
    alike: int = 0
    alike_of: int = 0
    provider: str = ""
    neighbours: Sequence[str] = ()
    inside: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    agent_off: Moment | None = None
    booted: Moment | None = None
    parent: str = ""

    @property
    def site_silent(self) -> bool:
        """No link of the school answered when this fell."""
        return bool(self.links_down) and all(at is not None for at in self.links_down.values())


@dataclass(frozen=True, slots=True)
class Judgement:
    """The class of cause, and the signs it rests on: those that speak for it first."""

    cause: Cause
    signs: tuple[Sign, ...] = ()


def judge_cause(seen: Evidence) -> Judgement:
    """What the evidence says."""
    signs = [*_of_plan(seen), *_of_power(seen), *_of_line(seen), *_of_equipment(seen)]
    weights: dict[Cause, int] = {}
    for sign in signs:
        weights[sign.cause] = weights.get(sign.cause, 0) + sign.weight
    cause = next((each for each in FIRST if each in weights), None) or _heaviest(weights)
    ordered = sorted(signs, key=lambda sign: (sign.cause is not cause, -sign.weight))
    return Judgement(cause, tuple(ordered))


def _heaviest(weights: Mapping[Cause, int]) -> Cause:
    ranked = sorted(weights.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < ENOUGH:
        return Cause.UNCLEAR
    # Two causes with equal weight: to say one of them would be a guess.
    return Cause.UNCLEAR if len(ranked) > 1 and ranked[1][1] == ranked[0][1] else ranked[0][0]


def _of_plan(seen: Evidence) -> list[Sign]:
    return [
        *(Sign(SignKind.WINDOW, window.figures) for window in seen.windows),
        *(Sign(SignKind.OWN_UPLINK, _timed(lost)) for lost in seen.own_uplink),
    ]


def _of_power(seen: Evidence) -> list[Sign]:
    signs = [Sign(SignKind.ON_BATTERY, _timed(each)) for each in seen.on_battery[:3]]
    signs += [Sign(SignKind.LAST_GASP, _timed(each)) for each in seen.gasps[:3]]
    if seen.said:
        last, is_off = seen.said[-1]
        off = next((moment for moment, was_off in reversed(seen.said) if was_off), None)
        # Off and on again within the outage: it was off.
        if off is not None:
            signs.append(Sign(SignKind.SCHOOL_SAYS_OFF, _timed(off)))
        elif not is_off:
            signs.append(Sign(SignKind.SCHOOL_SAYS_ON, _timed(last)))
    if seen.neighbours and seen.site_silent:
        names = ", ".join(seen.neighbours[:5])
        signs.append(Sign(SignKind.AREA_SILENT, {"schools": len(seen.neighbours) + 1, "names": names}))
    if seen.agent_off is not None:
        signs.append(Sign(SignKind.AGENT_WAS_OFF, _timed(seen.agent_off)))
    return [*signs, *_at_once(seen)]


def _at_once(seen: Evidence) -> list[Sign]:
    """Everything of the school in the same moment. Behind a single line it says little: all of it hangs on the line."""
    fell = [at for at in seen.links_down.values() if at is not None]
    if not seen.site_silent or max(fell) - min(fell) > TOGETHER:
        return []
    if len(fell) > 1:
        return [Sign(SignKind.ALL_LINKS_AT_ONCE, {"links": len(fell), "seconds": _span_s(fell)})]
    devices = [at for at in seen.devices_down.values() if at is not None]
    if len(devices) > 1 and len(devices) == len(seen.devices_down):
        return [Sign(SignKind.ALL_DEVICES_AT_ONCE, {"devices": len(devices)})]
    return []


def _of_line(seen: Evidence) -> list[Sign]:
    if seen.subject is not Subject.LINK:
        return []
    signs = []
    alive = seen.inside.get("router", (0, 0))[0] + seen.inside.get("gateway", (0, 0))[0]
    answered, silent = seen.inside.get("outside", (0, 0))
    if alive and silent > answered:
        signs.append(Sign(SignKind.OUTSIDE_DEAD, {"inside_rounds": alive, "outside_rounds": silent}))
    others = [link_id for link_id, at in seen.links_down.items() if at is None]
    if others:
        names = ", ".join(seen.link_names.get(link_id, "") for link_id in others)
        signs.append(Sign(SignKind.OTHER_LINK_LIVES, {"links": names}))
    if seen.alike:
        figures: Figures = {"provider": seen.provider, "down": seen.alike + 1, "of": seen.alike_of}
        signs.append(Sign(SignKind.PROVIDER_PATTERN, figures))
    if seen.booted is not None and seen.ended_at is not None and seen.booted.at < seen.started_at:
        signs.append(Sign(SignKind.ROUTER_RAN_THROUGH, _timed(seen.booted)))
    return signs


def _of_equipment(seen: Evidence) -> list[Sign]:
    signs = []
    answered, silent = seen.inside.get("router", (0, 0))
    if seen.subject is Subject.LINK and silent > answered:
        signs.append(Sign(SignKind.ROUTER_DEAD_INSIDE, {"rounds": silent}))
    if seen.booted is not None and seen.started_at <= seen.booted.at:
        signs.append(Sign(SignKind.ROUTER_RESTARTED, _timed(seen.booted)))
    if seen.subject is Subject.DEVICE and seen.parent:
        signs.append(Sign(SignKind.PARENT_LIVES, {"parent": seen.parent}))
    return signs


def _timed(moment: Moment) -> Figures:
    return {"at": moment.at.isoformat(timespec="seconds"), **moment.figures}


def _span_s(times: Sequence[datetime]) -> int:
    return round((max(times) - min(times)).total_seconds())
