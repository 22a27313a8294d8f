"""Writes docs/planning-settings.md from the settings themselves:
`python -m planning.kit.settings_doc > docs/planning-settings.md`.
"""

from __future__ import annotations

import sys
from typing import Final

from planning.kit.settings import PlanningSettings
from service.settings_table import table

HEAD: Final = """# Settings of the planning services

`netops serve` runs them and tells them its own data folder, address, certificate, zone and language, the token by which
Prometheus reads their /metrics (`NETOPS_METRICS_TOKEN`), and the addresses of `NETOPS_SIBLINGS`; a variable of this
page wins over that. Behind an HTTPS proxy say in `NETOPS_SIBLINGS` where browsers reach each service, and in
`NETOPS_PUBLIC_URL` where they reach netops. The services call each other there too, unless `NETOPS_INNER_URL` and
`NETOPS_SIBLINGS_INNER` say where they are within. This page is made from `planning/kit/settings.py` by
`python -m planning.kit.settings_doc`.

"""


def page() -> str:
    """The whole page."""
    return HEAD + table(PlanningSettings)


if __name__ == "__main__":
    sys.stdout.write(page())
