"""The form of a mapping run: the count, the roads, and every figure that it is judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from office.thai_date import long_date
from planning.school_network import words
from planning.school_network.mapping.grade import LEVELS
from planning.school_network.mapping.inputs import Demand
from planning.school_network.mapping.parameters import Name, Parameters
from planning.school_network.models.run import RoadGraph
from planning.school_network.store.runs import Figures
from planning.school_network.taking import Count
from service.draft import THAI_DIGITS
from service.i18n import _, spoken
from service.refusal import Problem, RefusedError
from service.web.form import Field, Form, Section, choices

RUNS: Final = "/runs"
MOST_SAID: Final = 3


def figures_of(typed: Mapping[str, str]) -> Mapping[Name, float]:
    """Those that were filled in. RefusedError at each that is no positive number."""
    known = {name: name.value for name in Name}
    given = {
        name: typed[field].translate(THAI_DIGITS).strip()
        for name, field in known.items()
        if typed.get(field, "").strip()
    }
    try:
        return Figures.read({"values": given}).values
    except RefusedError as error:
        raise RefusedError(
            Problem(item.field.removeprefix("values."), item.message, item.values) for item in error.problems
        ) from None


def run_form(
    counts: Sequence[Count],
    graphs: Sequence[RoadGraph],
    parameters: Parameters,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    *,
    homes: Sequence[tuple[Count, int, int]] = (),
) -> Form:
    """Figures left empty are those of the program. `homes`: of how many pupils of a count the home is known."""
    language = spoken()
    known = [
        (one.key, f"{one.academic_year} · {long_date(one.count_date, language)} ({one.revision})") for one in counts
    ]
    roads = choices(
        ((one.id, f"{one.source} · {long_date(one.day, language)}") for one in graphs), none=_("Straight lines")
    )
    head = Section(
        "",
        (
            Field("title", _("Title"), required=True, maxlength=120),
            Field("count", _("Count of pupils"), "select", options=known, hint=_("Only counts that are frozen")),
            Field("demand", _("Whose ways are judged"), "select", options=_demands(), hint=_known_homes(homes)),
            Field("road_graph_id", _("How distances are measured"), "select", options=roads),
            Field("why", _("Why the office takes other figures"), wide=True),
        ),
    )
    levels = tuple(
        Section(
            _(words.LEVELS[level]),
            tuple(_figure(Name(f"{prefix}_{level}"), _(title), parameters) for prefix, title in words.FIGURES.items()),
        )
        for level in LEVELS
    )
    rest = Section(
        _("Other figures"), tuple(_figure(name, _(title), parameters) for name, title in words.SINGLE_FIGURES.items())
    )
    return Form(
        _("New mapping run"), f"{RUNS}/new", RUNS, (head, *levels, rest), typed, wrong, submit=_("Begin the run")
    )


def _demands() -> list[tuple[str, str]]:
    return [
        (Demand.VILLAGES.value, _("Children of school age who live in the villages")),
        (Demand.HOMES.value, _("Pupils, from their home villages")),
    ]


def _known_homes(homes: Sequence[tuple[Count, int, int]]) -> str:
    if not homes:
        return _("No homes of pupils are known yet: they are imported at the registry")
    said = _("%(day)s: homes of %(known)s of %(count)s pupils")
    return " · ".join(
        said % {"day": long_date(one.count_date, spoken()), "known": f"{known:,}", "count": f"{pupils:,}"}
        for one, known, pupils in homes[:MOST_SAID]
    )


def _figure(name: Name, title: str, parameters: Parameters) -> Field:
    figure = parameters.figure(name)
    hint = f"{figure.value:g} · {_(words.CERTAINTIES[figure.certainty])}"
    return Field(name.value, title, hint=hint, maxlength=20)
