"""The school network over its ASGI interface, with the four schools in its copies and their road uploaded."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.planning.entering import Entered
from tests.planning.school_network import given
from tests.planning.school_network.acting import send
from tests.planning.served import Served


@pytest.fixture
def network(serve: Callable[[str], Served]) -> Served:
    """With everything that a run needs from the registry."""
    served = serve("school_network")
    given.all_told(served.engine)
    return served


@pytest.fixture
def planner(network: Served) -> Entered:
    """A planner who has uploaded the road."""
    it = network.enter()
    files = {
        "crossings": ("crossings.csv", given.crossings(), "text/csv"),
        "edges": ("edges.csv", given.edges(), "text/csv"),
    }
    form = {"source": "ถนนสมมติ", "day": "2026-01-01", "licence": "CC0"}
    assert send(it, "/roads/new", form, files).status_code == 303
    return it
