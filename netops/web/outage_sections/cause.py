"""What class of cause the evidence speaks for, or a person has said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inventory.models.outage import Cause
from netops.i18n import N_
from netops.web.outage_sections.about import About

CAUSE_WORDS: Final[Mapping[Cause, str]] = {
    Cause.POWER: N_("the power"),
    Cause.PROVIDER: N_("the provider"),
    Cause.EQUIPMENT: N_("the equipment at the school"),
    Cause.PLANNED: N_("planned work"),
    Cause.OURS: N_("the office itself"),
    Cause.UNCLEAR: N_("not clear yet"),
}


def section(about: About) -> Mapping[str, object]:
    """`words`: of each class of cause."""
    return {"words": CAUSE_WORDS}
