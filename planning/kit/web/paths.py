"""Where a redirect may lead."""

from __future__ import annotations


def inside(path: str) -> str:
    """A path of ours; anything that leads elsewhere becomes the first page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
