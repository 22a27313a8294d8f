"""The fields of a form that say what makes a figure an indicator, the same wherever one is typed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planning.plans.described import DIRECTIONS, Direction
from service.i18n import _
from service.web.form import Field


def direction_field(known: Mapping[Direction, str] = DIRECTIONS, *, none: bool = False) -> Field:
    """Which way is better; `none`: where it may be left to a registered indicator."""
    empty = [("", "–")] if none else []
    options = [*empty, *((one.value, _(text)) for one, text in known.items())]
    return Field("direction", _("Which way is better"), "select", options=options)


def chosen_fields(registered: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    """One that is registered, or one in words with all that makes it one; and what is aimed at."""
    return (
        Field("key", _("Indicator of the registry"), "select", options=registered, find=True),
        Field("name", _("or in words")),
        *described_fields(),
        Field("target", _("Target of the year")),
    )


def described_fields() -> tuple[Field, ...]:
    """All of one that is said in words, where it may be one that is registered instead."""
    return (
        Field("unit", _("Unit"), maxlength=64),
        direction_field(none=True),
        *band_fields(),
        Field("source", _("Source of the data")),
        *baseline_fields(),
    )


def band_fields() -> tuple[Field, Field]:
    """Between which figures it is good."""
    hint = _("In its unit; only where within a band is better")
    return Field("band_low", _("Lower end of the band"), hint=hint), Field("band_high", _("Upper end of the band"))


def baseline_fields() -> tuple[Field, Field]:
    """Where it begins, or why nobody knows that yet."""
    return (
        Field("baseline", _("Baseline"), hint=_("Left empty only where a reason says why nothing was measured yet")),
        Field("no_baseline", _("Not measured yet, because"), maxlength=500),
    )
