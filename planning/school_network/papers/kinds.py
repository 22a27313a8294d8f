"""All kinds of papers of the school network, in the order in which people see them."""

from __future__ import annotations

from typing import Final

from planning.school_network.papers.forms import COMMON, SUMMARIES
from planning.school_network.papers.mapping_paper import MAPPING
from service.papers.kind import Kinds

KINDS: Final = Kinds((MAPPING, *SUMMARIES.values(), *COMMON))
