"""Addresses of what the stories of a demonstration pass, as the planning services wrote them when they were filled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

FOLDER: Final = Path("planning") / "of-netops"
FILE: Final = "places.json"


def places_of(data_dir: Path) -> Mapping[str, str]:
    """By name; none where the planning services were left out."""
    path = data_dir / FOLDER / FILE
    if not path.exists():
        return {}
    found: dict[str, str] = json.loads(path.read_text())
    return found
