"""Writes the dashboards' JSON beside their code: `make dashboards`. A test fails when the two disagree."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from grafana_foundation_sdk.builders.dashboard import Dashboard
from grafana_foundation_sdk.cog.encoder import JSONEncoder

from dashboards.adoption import adoption
from dashboards.device import device
from dashboards.health import health
from dashboards.needs import needs
from dashboards.overview import overview
from dashboards.plan import plan
from dashboards.poller import poller
from dashboards.procurement import procurement
from dashboards.providers import providers
from dashboards.risks import risks
from dashboards.school import school

TARGET: Final = Path(__file__).parent / "grafana"
DASHBOARDS: Final[dict[str, Callable[[], Dashboard]]] = {
    "overview": overview,
    "school": school,
    "device": device,
    "health": health,
    "providers": providers,
    "needs": needs,
    "risks": risks,
    "procurement": procurement,
    "plan": plan,
    "poller": poller,
    "adoption": adoption,
}


def text_of(name: str) -> str:
    """The JSON of one dashboard, as checked in."""
    made = json.loads(json.dumps(DASHBOARDS[name]().build(), cls=JSONEncoder))
    for variable in made["templating"]["list"]:
        # The SDK writes what belongs to interval variables into all of them; Grafana's schema knows it in none.
        for stray in ("auto", "auto_min", "auto_count"):
            variable.pop(stray, None)
    return json.dumps(made, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    """Write them all."""
    TARGET.mkdir(exist_ok=True)
    for name in DASHBOARDS:
        (TARGET / f"{name}.json").write_text(text_of(name), encoding="utf-8")


if __name__ == "__main__":
    main()
