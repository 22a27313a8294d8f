"""What the parts of a network file are called, on pages and on the calendar alike."""

from __future__ import annotations

from typing import Final

from network.completeness import FilePart
from service.refusal import _

PART_WORDS: Final = {
    FilePart.DESIGN: _("Design of the network"),
    FilePart.MANUAL: _("Network manual"),
    FilePart.CONTINUITY: _("Continuity"),
    FilePart.RISK: _("Risk management"),
    FilePart.FOLLOW_UP: _("Follow-up and report"),
}
