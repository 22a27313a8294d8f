"""Forms of the parts of a case, made from their drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from planning.school_network import case_words, words
from planning.school_network.money import typed as baht
from planning.school_network.store.parts import PartOf
from planning.school_network.taking import CODES
from service.i18n import _
from service.web.form import Field, Form, Section, flat
from service.web.seen import SEEN_FIELD

CASES: Final = "/cases"
DAYS: Final = frozenset({"notified_on", "held_on", "assessed_on", "done_on"})
MONEY: Final = frozenset({"support_satang_day", "value_satang"})
LONG: Final = frozenset({"note"})
_CHOICES: Final[Mapping[str, Mapping[Any, str]]] = {
    "transport": case_words.TRANSPORTS,
    "opinion": case_words.OPINIONS,
    "kind": case_words.ASSETS,
    "way": case_words.WAYS,
}


def part_form(
    at: str,
    part: PartOf,
    schools: Sequence[tuple[str, str]],
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
) -> Form:
    """`at` is where it is sent; the case is above it."""
    fields = (*(_field(name, part, schools) for name in part.draft.model_fields), SEEN_FIELD)
    back = "/".join(at.split("/")[:3])
    return Form(_(case_words.PARTS[part.key]), at, back, (Section("", fields),), typed, wrong)


def _field(name: str, part: PartOf, schools: Sequence[tuple[str, str]]) -> Field:
    label, required = _(case_words.LABELS[name]), part.draft.model_fields[name].is_required()
    if name == "grade":
        options = tuple((code, words.GRADES[grade]) for code, grade in CODES.items())
        return Field(name, label, "select", options=options)
    if name == "to_code":
        return Field(name, label, "select", options=(("", "–"), *schools), find=True)
    if name in _CHOICES:
        return Field(name, label, "select", options=tuple((one.value, _(said)) for one, said in _CHOICES[name].items()))
    if name in DAYS:
        return Field(name, label, "date", required=required)
    if name in LONG:
        return Field(name, label, "textarea", maxlength=2000)
    return Field(name, label, required=required)


def stored(part: PartOf, row: Any) -> dict[str, str]:
    """What is stored, as the form shows it."""
    values = flat({name: getattr(row, name) for name in part.draft.model_fields})
    return {name: baht(getattr(row, name)) if name in MONEY else value for name, value in values.items()}
