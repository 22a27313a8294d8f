"""The Chromium of the system, headless, and pages in it that forgive nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Dialog, Page, Playwright, ViewportSize, sync_playwright

DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


def launched(playwright: Playwright) -> Browser:
    """A browser; within a container root needs it without its sandbox."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser until the block ends."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, size: ViewportSize = DESK, **more: Any) -> Iterator[Page]:
    """A page of nobody yet, with cookies of its own. What a script throws, a policy blocks or a stranger's text pops up
    fails the test.
    """
    context = browser.new_context(viewport=size, **more)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
    page.on("dialog", _answered(complaints))
    yield page
    context.close()
    assert complaints == []


def _answered(complaints: list[str]) -> Callable[[Dialog], None]:
    def answer(dialog: Dialog) -> None:
        """Leaving a form half filled may be asked about; nothing of ours says anything by itself."""
        if dialog.type != "beforeunload":
            complaints.append(dialog.message)
        dialog.accept()

    return answer
