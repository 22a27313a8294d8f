"""`python -m netops.bench.labels`: 1,000 labels with QR code as sheets of A4."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from typing import Final

from sqlmodel import Session

from inventory.queries.assets import ASSETS
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from netops.bench.asset_book import add_assets
from netops.bench.seeding import passing_office
from netops.book.labels import assets_of, draw
from office.labels.grid import USUAL
from service.database import reading, transaction

LABELS: Final = 1000
GOAL_S: Final = 10
_BASE_URL: Final = "https://netops.example.ac.th"


def measured(session: Session) -> tuple[float, int]:
    """(seconds, bytes) from the ids to the file."""
    ids, _total = ASSETS.ids(session, Sight(1), Asked(limit=LABELS))
    started = time.perf_counter()
    assets = assets_of(session, Sight(1), ids)
    made = draw(session, assets, USUAL[0], start=1, base_url=_BASE_URL, made_at=datetime.now(UTC))
    return time.perf_counter() - started, len(made)


def main() -> None:
    """Print a JSON line for each run: the first one reads fonts, too."""
    with passing_office(devices=20) as engine:
        with transaction(engine) as session:
            add_assets(session, LABELS, datetime.now(UTC).date())
        with reading(engine) as session:
            for run in ("first", "second"):
                took, size = measured(session)
                note = f"{LABELS} labels, {size} bytes, {run} run"
                line = {"figure": "asset labels", "value": round(took, 2), "unit": "s", "goal": GOAL_S, "note": note}
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
