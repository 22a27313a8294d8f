"""All kinds of papers of the school network, in the order in which people see them."""

from __future__ import annotations

from typing import Final

from planning.school_network.papers.announcement import ANNOUNCEMENT
from planning.school_network.papers.forms import (
    ASSET_LIST,
    FOLLOW_UP,
    HEARING,
    OPINION,
    RELOCATION,
    SITE_VISIT,
    SUMMARIES,
)
from planning.school_network.papers.mapping_paper import MAPPING
from service.papers.kind import Kinds

COMMON: Final = (HEARING, OPINION, SITE_VISIT, RELOCATION, ASSET_LIST, ANNOUNCEMENT, FOLLOW_UP)
KINDS: Final = Kinds((MAPPING, *SUMMARIES.values(), *COMMON))
