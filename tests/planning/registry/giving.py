"""Files given to the registry through its pages, as a person gives them."""

from __future__ import annotations

import re
from typing import Any

import httpx2 as httpx

from planning.kit.reading.writing import as_csv
from planning.registry.importing.plan import IMPORTERS
from planning.registry.models.batch import Dataset
from tests.planning.entering import Entered

_DIGEST = re.compile(r'name="digest" value="([0-9a-f]{64})"')
JUNE = "2026-06-10"


def give(it: Entered, dataset: Dataset, data: bytes, *, as_of: str = JUNE, name: str = "file.csv") -> str:
    """The address of the batch."""
    answer = it.client.post(
        "/imports",
        data={"dataset": dataset.value, "as_of": as_of, "source": "สมมุติ", "csrf": it.csrf},
        files={"file": (name, data)},
        headers={"origin": "http://testserver"},
    )
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def take(it: Entered, batch: str, **more: str) -> httpx.Response:
    """Say yes to what its page shows."""
    found = _DIGEST.search(it.get(batch).text)
    return it.post(f"{batch}/take", {"digest": found[1] if found else "", **more})


def give_and_take(it: Entered, dataset: Dataset, rows: list[Any] | bytes, *, as_of: str = JUNE) -> str:
    """Both; every row of it is right."""
    data = rows if isinstance(rows, bytes) else as_csv(IMPORTERS[dataset].form, rows)
    batch = give(it, dataset, data, as_of=as_of)
    assert take(it, batch).status_code == 303, it.get(batch).text
    return batch
