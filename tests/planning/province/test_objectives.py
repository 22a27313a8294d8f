"""The objective of process 3: reckoned from data, met or not, and otherwise when the data change."""

from __future__ import annotations

import re

import pytest

from tests.planning.province.filled import ANNUAL, DEVELOPMENT, Filled
from tests.planning.province.test_plans import equity
from tests.planning.province.test_received import GOOD, send


def shown(filled: Filled) -> str:
    """The page as words."""
    return re.sub(r"<[^>]+>|\s+", " ", filled.it.get("/objectives?year=2570").text)


def of(page: str, name: str) -> str:
    """What the page says of one objective."""
    return re.sub(r"\s+", " ", page[page.index(name) : page.index(name) + 500])


@pytest.mark.requirement("P3-1")
def test_the_share_of_agencies_and_the_equity_of_districts_are_met_or_not_by_the_data(filled: Filled) -> None:
    annual, development = filled.plan(ANNUAL), filled.plan(DEVELOPMENT)
    one, two = filled.agency("สพป. สมมติ เขต 2"), filled.agency("อบจ. สมมติ", affiliation="other", kind="lao")
    said = {"fiscal_year": "2570", "baseline": "10", "target": "80", "note": ""}
    assert filled.it.post("/objectives/P3-1/target", said).status_code == 303
    agencies = "Agencies that contribute to the plan"
    assert send(filled, annual, one, GOOD.encode())[0] == 303
    found = of(shown(filled), agencies)
    for text in ("50 percent", "10", "80", "not met"):
        assert text in found
    typed = {"agency_id": two, "kind": "in_kind", "what": "หอประชุม", "amount_satang": "0", "persons": "0"}
    assert filled.it.post("/projects/1/contributions/new", {**typed, "person_days": "0"}).status_code == 303
    found = of(shown(filled), agencies)
    assert "100 percent" in found
    assert "not met" not in found

    children = "Children out of school"
    assert filled.it.post("/objectives/P3-1.2/target", {**said, "baseline": "99", "target": "50"}).status_code == 303
    filled.it.post(f"/plans/{development}/situation/district/new", {"name": "ฟากท่า"})
    equity(filled, development, "ฟากท่า")
    found = of(shown(filled), children)
    assert "98 percent" in found
    assert "not met" in found
    figure = {"district": "ฟากท่า", "measure": "out_of_school", "value": "5", "source": "สำรวจ", "as_of": "2026-11-01"}
    assert filled.it.post(f"/plans/{development}/situation/equity/new", figure).status_code == 303
    found = of(shown(filled), children)
    assert "5 percent" in found
    assert "not met" not in found.partition("Villages")[0]
