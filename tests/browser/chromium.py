"""The Chromium of the system, headless."""

from __future__ import annotations

import shutil

from playwright.sync_api import Browser, Playwright


def launched(playwright: Playwright) -> Browser:
    """A browser; within a container root needs it without its sandbox."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
