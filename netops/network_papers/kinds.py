"""All kinds of papers of the network: of its development and of its outages."""

from __future__ import annotations

from typing import Final

from netops.network_papers.change_papers import ACCEPTANCE, CHANGE
from netops.network_papers.design_paper import DESIGN
from netops.network_papers.drill_paper import DRILL
from netops.network_papers.follow_up import FOLLOW_UP
from netops.network_papers.manual import MANUAL
from netops.network_papers.outage_paper import OUTAGE
from netops.network_papers.state_papers import BASELINE, SURVEY_FORM

NETWORK_KINDS: Final = (SURVEY_FORM, BASELINE, DESIGN, CHANGE, ACCEPTANCE, MANUAL, DRILL, FOLLOW_UP, OUTAGE)
