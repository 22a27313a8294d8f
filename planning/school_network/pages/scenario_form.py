"""Forms of scenarios: the head, one step, and the question for the optimiser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from planning.school_network import words
from planning.school_network.taking import CODES
from service.i18n import _
from service.web.form import Field, Form, Section
from service.web.seen import SEEN_FIELD

SCENARIOS: Final = "/scenarios"
Typed = Mapping[str, str]


def head(run: str, typed: Typed, wrong: Typed, at: str = "") -> Form:
    """Title and prices; a new one names its run."""
    fields: tuple[Field, ...] = (
        Field("run", "", "hidden"),
        Field("title", _("Title"), required=True, maxlength=120),
        Field("device_satang", _("Price of one device (baht)"), hint=_("For what the receiving school lacks")),
        Field("mbps_month_satang", _("Rent of 1 Mbit/s a month (baht)")),
        Field("note", _("Note"), "textarea", maxlength=2000),
        SEEN_FIELD,
    )
    fields = fields if not at else fields[1:]
    values = {"run": run, "device_satang": "0", "mbps_month_satang": "0", **typed}
    action, back = (f"{at}/edit", at) if at else (f"{SCENARIOS}/new", SCENARIOS)
    return Form(_("Scenario"), action, back, (Section("", fields),), values, wrong)


def proposal(run: str, schools: Sequence[Mapping[str, Any]], typed: Typed, wrong: Typed) -> Form:
    """The optimiser is asked by level; how many schools there are, and how many it must leave alone, is said."""
    ours = [one for one in schools if one["ours"]]
    fixed = sum(not one["proposable"] for one in ours)
    known = _("%(count)s now; %(fixed)s of them stay: special areas and doubtful coordinates") % {
        "count": len(ours),
        "fixed": fixed,
    }
    fields = (
        Field("run", "", "hidden"),
        Field("title", _("Title"), required=True, maxlength=120),
        Field("level", _("Level"), "select", options=tuple((one.value, _(said)) for one, said in words.LEVELS.items())),
        Field("keep", _("Keep at most so many of our schools"), required=True, hint=known),
        Field("most_km", _("Longest way of a child (km)"), required=True),
        Field("academic_year", _("Academic year"), required=True),
    )
    values = {"run": run, "level": "primary", **typed}
    title = _("Proposal of the optimiser")
    return Form(title, f"{SCENARIOS}/propose", SCENARIOS, (Section("", fields),), values, wrong, submit=_("Propose"))


def step(key: str, schools: Sequence[Mapping[str, Any]], typed: Typed, wrong: Typed) -> Form:
    """One change; which fields matter depends on its kind."""
    ours = [("", "–"), *((one["id"], f"{one['name']} ({one['id']})") for one in schools if one["ours"])]
    others = [("", "–"), *((one["id"], f"{one['name']} ({one['id']})") for one in schools)]
    grades = [("", "–"), *((code, words.GRADES[grade]) for code, grade in CODES.items())]
    kinds = tuple((one.value, _(said)) for one, said in words.KINDS.items())
    fields = (
        Field("kind", _("Kind of case"), "select", options=kinds),
        Field("school_code", _("School"), "select", options=ours, find=True),
        Field("school_name", _("Name of a new school"), hint=_("Only for one that is not in the list")),
        Field("to_code", _("Receiving school"), "select", options=others, find=True),
        Field("low", _("Lowest grade"), "select", options=grades),
        Field("high", _("Highest grade"), "select", options=grades),
        Field("academic_year", _("Academic year"), required=True),
        Field("reason", _("Why"), wide=True, maxlength=500),
    )
    at = f"{SCENARIOS}/{key}"
    return Form(_("Add a change"), f"{at}/steps/new", at, (Section("", fields),), typed, wrong)
