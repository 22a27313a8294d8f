"""`netops poller`: the poller as a process of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.polling import poller as process
from netops.settings import get_settings
from service.supervising import end_with_parent, only_one


def poller(
    supervised: Annotated[
        bool, typer.Option("--supervised", hidden=True, help="end with the starting process")
    ] = False,
) -> None:
    """Run the poller alone: never two on one database."""
    if supervised:
        end_with_parent()
    settings = get_settings()
    with only_one(settings.data_dir / "poller.lock", "poller"):
        process.run(settings)
