"""An indicator as people and files give it, and as the database keeps it: whole, or refused (INV-C2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, Field, model_validator
from sqlalchemy import CheckConstraint

from office.numerals import to_arabic
from planning.plans.described import PARTS, Banded, Described, Direction, lacks, lacks_ends
from planning.plans.indicator_data import Known
from service.draft import Draft, Empty, Line
from service.i18n import N_
from service.refusal import NotTakenError, Problem

NEEDED: Final = N_("This is needed")
NO_BASELINE: Final = N_("A baseline is needed, or the reason why nothing was measured yet")
TWO_ENDS: Final = N_("A band has two ends")
UPSIDE_DOWN: Final = N_("The band ends below its beginning")
NO_BAND: Final = N_("Only where within a band is better are there ends")
BOTH: Final = N_("There is a baseline: then nothing says why there is none")


def checks() -> tuple[CheckConstraint, ...]:
    """The same kept by the database, for the table of indicators of a service."""
    return (
        CheckConstraint("unit <> '' AND source <> ''", name="described"),
        CheckConstraint("baseline IS NOT NULL OR no_baseline <> ''", name="baseline_or_reason"),
    )


def figure(value: object) -> object:
    """A number as people write it: 1,234.5 or ๑๒."""
    return to_arabic(value).replace(",", "").strip() if isinstance(value, str) else value


Baseline = Annotated[float | None, Field(ge=-1e12, le=1e12, allow_inf_nan=False), Empty, BeforeValidator(figure)]
Reason = Annotated[str, Field(max_length=500)]
End = Baseline
"""One end of a band, in the unit of the indicator."""


class IndicatorParts(Draft):
    """What every draft of an indicator has; a service adds what else it keeps."""

    unit: Annotated[str, Field(min_length=1, max_length=64)]
    direction: Direction
    source: Annotated[str, Field(min_length=1, max_length=255)]
    baseline: Baseline = None
    no_baseline: Reason = ""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        whole(self)
        return self


def whole(one: Described) -> None:
    """NotTakenError at the first part that it lacks, or where baseline and reason contradict each other."""
    for name in lacks(one):
        raise NotTakenError(NO_BASELINE if name == "baseline" else NEEDED, name)
    if one.baseline is not None and one.no_baseline:
        raise NotTakenError(BOTH, "no_baseline")


def ends(one: Banded) -> None:
    """NotTakenError where a band has not two ends in their order, or where there are ends and no band."""
    given = {"band_low": one.band_low, "band_high": one.band_high}
    for name, value in given.items():
        if one.direction == Direction.BAND and value is None:
            raise NotTakenError(TWO_ENDS, name)
        if one.direction != Direction.BAND and value is not None:
            raise NotTakenError(NO_BAND, name)
    if one.band_low is not None and one.band_high is not None and one.band_low > one.band_high:
        raise NotTakenError(UPSIDE_DOWN, "band_high")


class SaidIndicator(Draft):
    """What makes an indicator in words one, and its target of the year; all of it may be missing."""

    unit: Annotated[str, Field(max_length=64)] = ""
    direction: Annotated[Direction | None, Empty] = None
    source: Line = ""
    baseline: Baseline = None
    no_baseline: Reason = ""
    band_low: End = None
    band_high: End = None
    target: Line = ""


class ChosenIndicator(SaidIndicator):
    """An indicator that is known by its key, and described where it is kept, or one in words, with what makes it one
    (INV-C2); its target of the year.
    """

    key: Annotated[str, Field(max_length=64)] = ""
    name: Line = ""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.key:
            return self
        if not self.name:
            raise NotTakenError(NEEDED, "name")
        whole(self)
        ends(self)
        return self

    def kept(self) -> dict[str, Any]:
        """As the row keeps it; what is described elsewhere is not kept a second time."""
        if self.key:
            return {"key": self.key, "name": self.name}
        no_ends = set() if self.direction is Direction.BAND else {"band_low", "band_high"}
        return self.model_dump(mode="json", exclude={"target", *no_ends})


def not_known(chosen: Sequence[ChosenIndicator], known: Mapping[str, Known]) -> list[Problem]:
    """INV-C2: an indicator that is named by its key is described where it is kept, or it is none."""
    problems = []
    for at, one in enumerate(chosen):
        if not one.key:
            continue
        if one.key not in known:
            unknown = N_("This indicator is not known here: choose another one, or say it in words")
            problems.append(Problem(f"indicators.{at}.key", unknown))
        elif lacking := (*lacks(known[one.key]), *lacks_ends(known[one.key])):
            there = N_("Where it is kept it is not whole: %(problem)s")
            problems.append(Problem(f"indicators.{at}.key", there, {"problem": Problem("", PARTS[lacking[0]])}))
    return problems
