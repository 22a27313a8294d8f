"""`python -m netops.bench.asset_book`: the depreciation of a whole book for a year, and the list of 50,000 cards."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from inventory.assets.reckoning import year_of
from inventory.models.asset import Asset, AssetClass, Fund, Standing, search_text_of
from inventory.models.device import Device
from inventory.models.site import Site
from inventory.queries.asset_matching import worklist
from inventory.queries.assets import ASSETS, sums
from inventory.queries.sight import Sight
from inventory.queries.table import Asked
from inventory.store.acting import By
from inventory.store.asset_classes import begin_book, book_of
from inventory.store.inspections import RoundDraft, create_round, freeze
from netops.bench.seeding import passing_office
from office.fiscal import FiscalYear
from service.database import reading, transaction

CARDS: Final = 50_000
DEVICES: Final = 2000
RUNS: Final = 5
YEAR_GOAL_S: Final = 5
LIST_GOAL_MS: Final = 200
_OLDEST_DAYS: Final = 4000
# What a person asks of the list: nothing, filters, a text, an order, and a late page.
ASKED: Final = {
    "first page": Asked(),
    "filters": Asked(filters={"standing": "broken", "fund": "donation", "older": "5"}),
    "school and year": Asked(filters={"unit": "7", "year": "2566"}),
    "text": Asked(q="SIM0007"),
    "text that nearly all have": Asked(q="ครุภัณฑ์ จำลอง"),
    "text of two letters": Asked(q="m1"),
    "sorted by price": Asked(sort="total_satang", descending=True),
    "sorted by device's state": Asked(sort="state"),
    "page 900": Asked(offset=45_000),
}


def add_assets(session: Session, count: int, today: date) -> None:
    """Cards of all kinds over the schools of office 1 and the office; the first ones are its devices."""
    begin_book(session, 1)
    classes = session.scalars(select(col(AssetClass.id)).order_by(col(AssetClass.id))).all()
    sites = [None, *session.scalars(select(col(Site.id)).order_by(col(Site.id)))]
    devices = session.execute(select(col(Device.id), col(Device.site_id), col(Device.serial)).limit(count // 2)).all()
    rows = [_card(at, today, classes[at % len(classes)], sites[at % len(sites)]) for at in range(count)]
    for row, (device_id, site_id, serial) in zip(rows, devices, strict=False):
        row |= {"device_id": device_id, "site_id": site_id, "unit": site_id, "serial": serial or row["serial"]}
    session.execute(insert(Asset), [row | {"search_text": search_text_of(row)} for row in rows])


def add_inspection(session: Session, today: date) -> None:
    """A round of the office's own cards as of the last 30 September."""
    draft = RoundDraft.read({"year": FiscalYear.of(today).preceding.era})
    by = By("bench", datetime.now(UTC))
    held = create_round(session, draft, sight=Sight(1), holidays=(), by=by)
    freeze(session, held, today=today, by=by)


def _card(at: int, today: date, class_id: int | None, site_id: int | None) -> dict[str, Any]:
    standings, funds = tuple(Standing), tuple(Fund)
    return {
        "office_id": 1,
        "site_id": site_id,
        "unit": site_id or 0,
        "number": f"7440-{at % 50:03}-{at:06}/{at % 15 + 55}",
        "name": f"ครุภัณฑ์จำลอง {at % 300}",
        "class_id": class_id,
        "brand": f"ยี่ห้อ {at % 12}",
        "model": f"M{at % 90}",
        "serial": f"SIM{at:07}",
        "quantity": 1 + (at % 10 == 0) * 5,
        "unit_word": "เครื่อง",
        "price_satang": 350_000 + at % 700 * 10_000,
        "acquired_on": today - timedelta(days=at * 7 % _OLDEST_DAYS),
        "fund": funds[at % 7 % len(funds)],
        "standing": standings[at % 40 % len(standings)] if at % 5 == 0 else Standing.IN_USE,
        "warranty_until": today + timedelta(days=at % 900 - 400),
    }


def figures(session: Session, today: date) -> list[dict[str, object]]:
    """All of it, each the median of some runs."""
    sight, now = Sight(1), datetime.now(UTC)
    cards, book = session.exec(select_rows(Asset)).all(), book_of(session, 1)
    year = FiscalYear.of(today).preceding
    found = [_line("depreciation of a year, all cards", partial(year_of, cards, book, year), "s", YEAR_GOAL_S)]
    session.expunge_all()
    for name, asked in ASKED.items():
        found.append(_line(f"list: {name}", partial(ASSETS.find, session, sight, asked), "ms", LIST_GOAL_MS))
    searched = Asked(q="SIM0007")
    found.append(_line("sums of a search", partial(sums, session, sight, searched), "ms", LIST_GOAL_MS))
    found.append(_line("sums of the list", partial(sums, session, sight, Asked()), "ms", LIST_GOAL_MS))
    found.append(_line("book against network", partial(worklist, session, sight, now=now, unseen_days=30), "ms", 1000))
    return found


def _line(name: str, act: Callable[[], object], unit: str, goal: float) -> dict[str, object]:
    took = []
    for _ in range(RUNS):
        started = time.perf_counter()
        act()
        took.append(time.perf_counter() - started)
    value = statistics.median(took) * (1000 if unit == "ms" else 1)
    return {"figure": f"assets {name}", "value": round(value, 3), "unit": unit, "goal": goal, "note": f"{CARDS} cards"}


def main() -> None:
    """Print a JSON line for each figure."""
    today = datetime.now(UTC).date()
    with passing_office(devices=DEVICES) as engine:
        with transaction(engine) as session:
            add_assets(session, CARDS, today)
        with reading(engine) as session:
            for line in figures(session, today):
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
