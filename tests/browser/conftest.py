"""A browser for the tests of a file, and a page on a desk for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import chromium, watched

# Other tests may hold the cores: what is awaited is right when it comes, however long a page took to draw it.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desktop browser."""
    with watched(browser) as made:
        yield made
