"""The form of a case's head, and those of its later acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planning.school_network import words
from planning.school_network.pages.part_form import CASES
from planning.school_network.taking import CODES
from service.i18n import _
from service.web.form import Field, Form, Section
from service.web.seen import SEEN_FIELD

Typed = Mapping[str, str]
TERMS = (("", "–"), ("1", "1"), ("2", "2"))


def head(at: str, schools: Sequence[tuple[str, str]], typed: Typed, wrong: Typed) -> Form:
    """A new case at `/cases/new`, else a change of one."""
    kinds = tuple((one.value, _(said)) for one, said in words.KINDS.items())
    grades = (("", "–"), *((code, words.GRADES[grade]) for code, grade in CODES.items()))
    known = (("", "–"), *schools)
    what = (
        Field("kind", _("Kind of case"), "select", options=kinds),
        Field("school_code", _("School"), "select", options=known, find=True),
        Field("school_name", _("Name of a new school"), hint=_("Only for one that is not in the list")),
        Field("to_code", _("Receiving school"), "select", options=known, find=True),
        Field("to_name", _("Local body"), hint=_("Only for a transfer")),
        Field("low", _("Lowest grade"), "select", options=grades),
        Field("high", _("Highest grade"), "select", options=grades),
        Field("reason", _("Why"), "textarea", maxlength=2000),
    )
    when = (
        Field("effective_year", _("Academic year")),
        Field("effective_term", _("School term"), "select", options=TERMS),
        Field("effective_on", _("Holds from"), "date"),
        Field("rooms_waiver", _("Why rooms over the norm are taken on"), "textarea", maxlength=1000),
        SEEN_FIELD,
    )
    back = CASES if at.endswith("/new") else at.removesuffix("/edit")
    title = _("New case") if at.endswith("/new") else _("Change the case")
    return Form(title, at, back, (Section("", what), Section(_("When"), when)), typed, wrong)


def announcement(key: str, typed: Typed, wrong: Typed) -> Form:
    """Number and day, and what comes of it."""
    number = _("After that nothing of the case changes, and netops is told to end the links and devices of the school.")
    fields = (
        Field("announcement_number", _("Number of the announcement"), required=True, maxlength=120, hint=number),
        Field("announced_on", _("Announced on"), "date", required=True),
    )
    at = f"{CASES}/{key}"
    return Form(_("Announce"), f"{at}/announce", at, (Section("", fields),), typed, wrong, submit=_("Announce"))


def ending(key: str, typed: Typed, wrong: Typed) -> Form:
    """Withdrawn, or refused by the board."""
    ways = (("withdrawn", _("case withdrawn")), ("rejected", _("refused by the board")))
    fields = (
        Field("how", _("How it ends"), "select", options=ways),
        Field("reason", _("Why"), "textarea", required=True, maxlength=2000),
    )
    at = f"{CASES}/{key}"
    return Form(_("End the case"), f"{at}/end", at, (Section("", fields),), typed, wrong, submit=_("End the case"))


def file(key: str, kinds: Typed, hearings: Sequence[tuple[str, str]], typed: Typed, wrong: Typed) -> Form:
    """One file with what it is."""
    fields = (
        Field("kind", _("Kind"), "select", options=tuple((name, _(said)) for name, said in kinds.items())),
        Field("title", _("Title")),
        Field("hearing_id", _("Hearing"), "select", options=(("", "–"), *hearings), hint=_("For minutes and photos")),
        Field("file", _("File"), "file", required=True, accept=".pdf,.jpg,.jpeg,.png,.docx,.xlsx"),
    )
    at = f"{CASES}/{key}"
    return Form(_("Add a file"), f"{at}/files/new", at, (Section("", fields),), typed, wrong)
