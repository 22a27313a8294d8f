"""A process loads its modules without the garbage collector, which works again afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from service.loading import loading


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    gc.enable()


def test_what_was_loaded_is_set_apart() -> None:
    before = gc.get_freeze_count()
    with loading():
        assert not gc.isenabled()
        kept: list[list[int]] = [[] for _ in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(kept)


def test_a_module_that_cannot_be_loaded_leaves_the_collector_at_work() -> None:
    with pytest.raises(ModuleNotFoundError), loading():
        raise ModuleNotFoundError
    assert gc.isenabled()
