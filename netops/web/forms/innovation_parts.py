"""The fields of what hangs on an entry of the register: requirements, pilots and the rest, one kind each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlmodel import Session, col, select

from innovation.queries.innovations import PILOT_WORDS, RESULT_WORDS
from innovation.store.parts import Part
from innovation.store.tracing import PILOTS, REQUIREMENTS
from inventory.queries.sight import Sight
from netops.i18n import N_, _
from netops.web.form import Field, choices
from netops.web.forms.layout import site_choices
from procurement.models.need import Need
from procurement.needs.need import NeedState
from procurement.queries.needs import seen


@dataclass(frozen=True, slots=True)
class PartForm:
    """How one kind is asked for. `anchor` is where it stands on the card."""

    part: Part
    new_title: str
    change_title: str
    fields: Callable[[Session, Sight], Sequence[Field]]
    anchor: str


def _words(words: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(value), _(said)) for value, said in words.items()]


def _needs(session: Session, sight: Sight) -> list[tuple[str, str]]:
    """Those of the office that may still be answered, or were, the most pressing first."""
    wanted = select(Need.id, Need.title).where(seen(sight), Need.state != NeedState.REJECTED)
    return choices(session.exec(wanted.order_by(col(Need.score_hundredths).desc(), col(Need.id))), none=_("none"))


def _requirement(session: Session, sight: Sight) -> Sequence[Field]:
    return (
        Field("number", _("Number"), "number", required=True, maxlength=3),
        Field("need_id", _("From which need"), "select", options=_needs(session, sight)),
        Field("need", _("From a need that is not in the list"), hint=_("Who asked for it, and when"), maxlength=500),
        Field("text", _("What it must be able to do"), "textarea", maxlength=2000),
        Field("test", _("How it is tested"), "textarea", maxlength=2000),
        Field("result", _("What the test showed"), "select", options=_words(RESULT_WORDS)),
        Field("tested_on", _("Tested on"), "date"),
    )


def _pilot(session: Session, sight: Sight) -> Sequence[Field]:
    return (
        Field("site_id", _("School"), "select", options=site_choices(session, sight)),
        Field("begins_on", _("Begins on"), "date", required=True),
        Field("ends_on", _("Ends on"), "date"),
        Field("result", _("How it ended"), "select", options=_words(PILOT_WORDS)),
        Field("finding", _("What was found"), "textarea", maxlength=2000),
    )


PART_FORMS: Final = (
    PartForm(REQUIREMENTS, N_("New requirement"), N_("Change a requirement"), _requirement, "requirements"),
    PartForm(PILOTS, N_("New pilot school"), N_("Change a pilot"), _pilot, "pilots"),
)
