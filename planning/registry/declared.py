"""What the registry shares with the other planning services: a register of papers and the office's own templates."""

from __future__ import annotations

from typing import Final

from planning.plans.declared import Shared
from planning.registry.papers.making import KINDS

SHARED: Final = Shared(service="registry", papers=KINDS)
