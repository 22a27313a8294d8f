"""Which cut links fell for one reason: a provider's fault in many places, or the power of a sub-district. Pure.

Two patterns. *Provider*: three or more links of one provider fell within ten minutes in one district, or anywhere when
they are a fair share of all its links. *Area*: schools of different providers fell wholly silent within five minutes in
one sub-district. Where both fit, the one that explains more goes first; of equals the area, because two providers do
not break at the same place in the same minute.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from netops.models.alert import AlertKind

PROVIDER_LINKS: Final = 3
PROVIDER_SHARE: Final = 0.3  # of all links of the provider, where no district alone shows it
PROVIDER_SPAN: Final = timedelta(minutes=10)
AREA_SCHOOLS: Final = 2
AREA_SPAN: Final = timedelta(minutes=5)
# Whoever falls so soon after the last one joins, also in another district.
JOIN: Final = timedelta(minutes=15)

Area = tuple[str, str]
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Cut:
    """A link that is down. `whole`: nothing else carries its school either."""

    outage_id: int
    link_id: int
    site_id: int
    office_id: int
    started_at: datetime
    provider_id: int | None = None
    district: str = ""
    sub_district: str = ""
    whole: bool = False

    @property
    def area(self) -> Area | None:
        """Its sub-district; None where that is not known."""
        return (self.district, self.sub_district) if self.sub_district else None


@dataclass(frozen=True, slots=True)
class Pattern:
    """Cuts of one cause. `provider_id` of a provider's fault, `area` of an area without power."""

    kind: AlertKind
    office_id: int
    cuts: tuple[Cut, ...]
    provider_id: int | None = None
    area: Area | None = None

    @property
    def started_at(self) -> datetime:
        """When the first one fell."""
        return min(cut.started_at for cut in self.cuts)

    @property
    def districts(self) -> tuple[str, ...]:
        """Where."""
        return tuple(sorted({cut.district for cut in self.cuts if cut.district}))


def find_patterns(cuts: Sequence[Cut], *, links_of_provider: Mapping[int, int]) -> list[Pattern]:
    """The patterns among cuts that nothing else explains, each cut in one of them at most."""
    found: list[Pattern] = []
    rest = list(cuts)
    while candidates := [*_areas(rest), *_providers(rest, links_of_provider)]:
        best = max(candidates, key=lambda pattern: (len(pattern.cuts), pattern.kind is AlertKind.AREA_POWER_OUT))
        found.append(best)
        taken = {cut.outage_id for cut in best.cuts}
        rest = [cut for cut in rest if cut.outage_id not in taken]
    return found


def joins(cut: Cut, pattern: Pattern) -> bool:
    """Whether a later cut belongs to a pattern that is open: at its place, or very soon after its last one."""
    if cut.office_id != pattern.office_id or cut.started_at < pattern.started_at - JOIN:
        return False
    if pattern.kind is AlertKind.AREA_POWER_OUT:
        return cut.whole and cut.area == pattern.area
    if cut.provider_id != pattern.provider_id:
        return False
    last = max(each.started_at for each in pattern.cuts)
    return cut.district in pattern.districts or cut.started_at - last <= JOIN


def is_over(*, total: int, still: int) -> bool:
    """Whether what is left of a pattern is no pattern any more."""
    return still == 0 or (still < PROVIDER_LINKS and 2 * still < total)


def _providers(cuts: Iterable[Cut], links_of_provider: Mapping[int, int]) -> Iterable[Pattern]:
    for (office_id, provider_id), own in _grouped(cuts, lambda c: (c.office_id, c.provider_id)).items():
        if provider_id is None:
            continue
        districts = _grouped(own, lambda c: c.district).values()
        local = [near for each in districts if len(near := _together(each, PROVIDER_SPAN)) >= PROVIDER_LINKS]
        everywhere = _together(own, PROVIDER_SPAN)
        fair_share = len(everywhere) >= max(PROVIDER_LINKS, PROVIDER_SHARE * links_of_provider.get(provider_id, 0))
        members = {cut.outage_id: cut for each in [*local, everywhere if fair_share else []] for cut in each}
        if members:
            yield Pattern(AlertKind.PROVIDER_OUTAGE, office_id, tuple(members.values()), provider_id=provider_id)


def _areas(cuts: Iterable[Cut]) -> Iterable[Pattern]:
    whole = (cut for cut in cuts if cut.whole and cut.area is not None)
    for (office_id, area), own in _grouped(whole, lambda c: (c.office_id, c.area)).items():
        near = _together(own, AREA_SPAN)
        schools = {cut.site_id for cut in near}
        providers = {cut.provider_id for cut in near}
        if len(schools) >= AREA_SCHOOLS and len(providers) > 1:
            yield Pattern(AlertKind.AREA_POWER_OUT, office_id, tuple(near), area=area)


def _together(cuts: Collection[Cut], span: timedelta) -> list[Cut]:
    """The most cuts that began within one span."""
    ordered = sorted(cuts, key=lambda cut: (cut.started_at, cut.outage_id))
    best: list[Cut] = []
    first = 0
    for number, cut in enumerate(ordered):
        while cut.started_at - ordered[first].started_at > span:
            first += 1
        if number - first + 1 > len(best):
            best = ordered[first : number + 1]
    return best


def _grouped(cuts: Iterable[Cut], key: Callable[[Cut], Key]) -> dict[Key, list[Cut]]:
    found: dict[Key, list[Cut]] = {}
    for cut in cuts:
        found.setdefault(key(cut), []).append(cut)
    return found
