"""The province over its ASGI interface, entered by planning staff."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.planning.province.filled import Filled
from tests.planning.served import Served


@pytest.fixture
def province(serve: Callable[[str], Served]) -> Served:
    """The service with an empty database."""
    return serve("province")


@pytest.fixture
def filled(province: Served) -> Filled:
    """A planner who writes things down."""
    return Filled(province.enter())
