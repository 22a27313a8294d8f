"""Where the children of the invented district live: near their school, some at the next one, some not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from math import hypot
from typing import TYPE_CHECKING, Final

from planning.registry.reading.villages import Village

if TYPE_CHECKING:
    from planning.registry.synthetic.district import District, SyntheticSchool

FIRST_AGE: Final = 3
SCHOOL_AGES: Final = range(FIRST_AGE, 18)
_NEXT_SCHOOLS: Final = 3
_FARTHER: Final = 0.12  # of pupils live at one of the next schools
_NOT_KNOWN: Final = 0.08  # of homes are not known
_ELSEWHERE: Final = 0.06  # of children learn at schools of others, or nowhere
Home = tuple[str, bool, bool]
"""Code of the village, whether a girl, whether the office knows it."""


class Living:
    """Each cohort is drawn from a random of its own: the same children live at the same place in every count."""

    def __init__(self, district: District) -> None:
        self._district = district
        villages = district.villages()
        schools = district.schools
        own = [villages[number :: len(schools)] for number in range(len(schools))]
        self._weights = {one.code: district.random(f"weight {one.code}").gammavariate(2.2, 2) + 0.2 for one in villages}
        self._villages = villages
        self._own = {one.school.code: own[number] or [self._nearest(one)] for number, one in enumerate(schools)}
        self._next = {one.school.code: self._others(one) for one in schools}

    def _nearest(self, one: SyntheticSchool) -> Village:
        return min(self._villages, key=lambda village: _way(one, village.latitude, village.longitude))

    def _others(self, one: SyntheticSchool) -> list[Village]:
        """Villages of the schools next to it in its district; its own where it is the only one."""
        others = sorted(
            (
                other
                for other in self._district.schools
                if other is not one and other.school.district == one.school.district
            ),
            key=lambda other: _way(one, other.school.latitude, other.school.longitude),
        )
        found = [village for other in others[:_NEXT_SCHOOLS] for village in self._own[other.school.code]]
        return found or self._own[one.school.code]

    def _homes(self, one: SyntheticSchool, era: int) -> Iterator[Home]:
        """Of each child of a cohort, boys before girls."""
        cohort, random = self._district.cohort(one, era), self._district.random(f"homes {one.school.code} {era}")
        for number in range(cohort.boys + cohort.girls):
            near = self._next if random.random() < _FARTHER else self._own
            places = near[one.school.code]
            village = random.choices(places, [self._weights[each.code] for each in places])[0]
            yield village.code, number >= cohort.boys, random.random() >= _NOT_KNOWN

    def known_homes(self, one: SyntheticSchool, era: int, boys: int, girls: int) -> dict[str, tuple[int, int]]:
        """Codes of villages -> boys and girls of a cohort of which so many are there."""
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        left = [boys, girls]
        for village, is_girl, is_known in self._homes(one, era):
            if left[is_girl]:
                left[is_girl] -= 1
                if is_known:
                    found[village][is_girl] += 1
        return {code: (counts[0], counts[1]) for code, counts in sorted(found.items())}

    def children(self, era: int) -> dict[str, dict[int, tuple[int, int]]]:
        """Codes of villages -> ages of school -> boys and girls, in an academic year."""
        found = {one.code: {age: [0, 0] for age in SCHOOL_AGES} for one in self._villages}
        random = self._district.random(f"elsewhere {era}")
        for one in self._district.schools:
            for age in SCHOOL_AGES:
                at = age - FIRST_AGE - one.lowest.place
                for village, is_girl, _is_known in self._homes(one, era - at):
                    found[village][age][is_girl] += 2 if random.random() < _ELSEWHERE else 1
        return {code: {age: (counts[0], counts[1]) for age, counts in ages.items()} for code, ages in found.items()}


def _way(one: SyntheticSchool, latitude: float | None, longitude: float | None) -> float:
    return hypot(one.school.latitude - (latitude or 0), one.school.longitude - (longitude or 0))
