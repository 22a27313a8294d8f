"""`netops serve`: the whole service."""

from __future__ import annotations

import typer

from netops import serve as supervisor
from netops.settings import get_settings


def serve() -> None:
    """Run the web pages, the poller and, where ports are set, the listener until stopped; a dead one is restarted."""
    raise typer.Exit(supervisor.run(get_settings()))
