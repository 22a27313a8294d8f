"""What to do now: the runbook that fits, filled in, with what was ticked; of an ended outage, the record of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from netops.runbook.following import follow
from netops.runbook.page import RunbookMissingError, Who
from netops.web.outage_sections.about import About
from service.i18n import N_
from service.refusal import MissingError

WHO_WORDS: Final[Mapping[Who, str]] = {
    Who.IT: N_("IT officer"),
    Who.SCHOOL: N_("the school"),
    Who.PROVIDER: N_("the provider"),
}


def section(about: About) -> Mapping[str, object]:
    """`followed` is None for who may not read runbooks; `record` holds every tick."""
    outage = about.line.outage
    if not about.visitor.may("runbooks.read"):
        return {"followed": None, "record": about.record, "who": WHO_WORDS}
    try:
        followed = follow(outage, about.matter, alerts=about.alerts, record=about.record, named=about.runbook)
    except RunbookMissingError:
        raise MissingError("runbook") from None
    return {"followed": followed, "record": about.record, "who": WHO_WORDS}
