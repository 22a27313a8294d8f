"""Fields of papers that a person types, and of how an office numbers."""

from __future__ import annotations

from collections.abc import Mapping

from netops.papers.numbering import SERIES, Numbering
from service.i18n import _
from service.web.form import Field, Section


def letter(*, counts: bool) -> tuple[Section, ...]:
    """A general letter. `counts`: the office lets us give the number."""
    number = (
        ()
        if counts
        else (
            Field(
                "number",
                _("Number of the letter"),
                hint=_("From the office's own register; may stay empty"),
                maxlength=64,
            ),
        )
    )
    return (
        Section(
            _("Head"),
            (
                *number,
                Field("dated", _("Date of the letter"), kind="date", hint=_("Empty: today")),
                Field("to", _("To whom it is written"), required=True, maxlength=500),
                Field("subject", _("Subject"), required=True, maxlength=500),
                Field(
                    "sender",
                    _("Name and address of the office"),
                    kind="textarea",
                    maxlength=2000,
                    hint=_("Empty: the name of the office"),
                ),
                Field("references", _("What it refers to"), kind="textarea", maxlength=2000),
                Field("enclosures", _("What is enclosed"), kind="textarea", maxlength=2000, hint=_("One on each line")),
            ),
        ),
        Section(
            _("Text of the letter"),
            (
                Field(
                    "body",
                    _("Text"),
                    kind="textarea",
                    required=True,
                    maxlength=20_000,
                    hint=_("Each line becomes a paragraph"),
                ),
            ),
        ),
        Section(
            _("Signature"),
            (
                Field("signer_name", _("Name of who signs"), maxlength=500),
                Field("signer_position", _("Position of who signs"), kind="textarea", maxlength=2000),
                Field("contact", _("Unit in charge and its telephone"), kind="textarea", maxlength=2000),
                Field("thai_numerals", _("Thai numerals"), kind="checkbox"),
            ),
        ),
    )


def numbering() -> tuple[Section, ...]:
    """For each series: who counts, how a number looks, where a year begins."""
    return tuple(
        Section(
            _(title),
            (
                Field(f"{key}_is_own", _("This system gives the numbers"), kind="checkbox"),
                Field(
                    f"{key}_pattern",
                    _("How a number looks"),
                    hint=_("{n} is the number, {year} the year (B.E.)"),
                    maxlength=40,
                ),
                Field(
                    f"{key}_first",
                    _("First number of a year"),
                    kind="number",
                    hint=_("For the rest of this year: the next one of your register"),
                ),
            ),
        )
        for key, title in SERIES.items()
    )


def typed_numbering(stored: Numbering) -> dict[str, str]:
    """What stands in the fields."""
    typed: dict[str, str] = {}
    for key in SERIES:
        rule = stored.of(key)
        typed |= {
            f"{key}_is_own": "yes" if rule.is_own else "",
            f"{key}_pattern": rule.pattern,
            f"{key}_first": str(rule.first),
        }
    return typed


def given_numbering(typed: Mapping[str, str]) -> dict[str, object]:
    """What the typed fields ask for."""
    fields = ("is_own", "pattern", "first")
    return {
        "series": {key: {name: typed[f"{key}_{name}"] for name in fields if f"{key}_{name}" in typed} for key in SERIES}
    }
