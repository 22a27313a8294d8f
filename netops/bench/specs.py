"""`python -m netops.bench.specs`: terms of reference with forty items for twelve schools, as PDF and Word file."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from inventory.models.site import Site
from inventory.store.acting import By
from netops.bench.seeding import passing_office
from netops.specs.making import Wish, make_spec_paper
from netops.specs.terms import FULL_TERMS
from procurement.criteria.edition import Listing
from procurement.models.spec import Spec
from procurement.store.criteria import office_catalogue
from procurement.store.spec_drafts import DeliveryDraft, LineDraft, ProductDraft, SpecDraft
from procurement.store.spec_lines import add_line
from procurement.store.specs import create_spec
from service.database import transaction

ITEMS: Final = 40
SCHOOLS: Final = 12
RUNS: Final = 3
GOAL_S: Final = 2
DAY: Final = date(2026, 11, 22)


def add_specification(session: Session) -> Spec:
    """One of office 1 with the first forty items of the criteria, each for twelve schools."""
    draft = SpecDraft(title="จัดซื้อครุภัณฑ์คอมพิวเตอร์จำลอง", day=DAY, deliver_days=60, warranty_years=1)
    spec = create_spec(session, draft, office_id=1, by=By("bench", datetime.now(UTC)))
    sites = session.exec(select(Site.id).where(Site.office_id == 1).order_by(col(Site.id)).limit(SCHOOLS)).all()
    places = tuple(DeliveryDraft(site_id=site, quantity=1 + at % 3) for at, site in enumerate(sites))
    products = (ProductDraft(maker="ก", model="ก1"), ProductDraft(maker="ข", model="ข1"))
    for each in office_catalogue(session, 1).items_at(DAY, Listing.COMPUTER)[:ITEMS]:
        line = LineDraft(
            listing=Listing.COMPUTER,
            code=each.item.code,
            quantity=sum(place.quantity for place in places),
            unit_price_satang=each.item.price_satang or 100,
            deliveries=places,
            products=products,
        )
        add_line(session, spec, line)
    return spec


def measured(engine: Engine) -> float:
    """Seconds from the stored rows to both files and the paper stored."""
    with transaction(engine) as session:
        spec = session.exec(select(Spec)).one()
        started = time.perf_counter()
        make_spec_paper(session, spec, FULL_TERMS, Wish(datetime.now(UTC)))
        return time.perf_counter() - started


def main() -> None:
    """Print a JSON line for each run: the first one reads fonts, too."""
    with passing_office(devices=20) as engine:
        with transaction(engine) as session:
            add_specification(session)
        for run in range(1, RUNS + 1):
            line = {
                "figure": f"terms of reference as PDF and Word file, run {run}",
                "value": round(measured(engine), 2),
                "unit": "s",
                "goal": GOAL_S,
                "note": f"{ITEMS} items, {SCHOOLS} schools",
            }
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
