"""`netops listener`: the receiver of traps and syslog as a process of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.listening import listener as process
from netops.settings import get_settings
from service.refused import RefusedCommandError
from service.supervising import end_with_parent, only_one


def listener(
    supervised: Annotated[
        bool, typer.Option("--supervised", hidden=True, help="end with the starting process")
    ] = False,
) -> None:
    """Run the receiver alone: never two on one database. Ports below 1024 need the right to open them."""
    if supervised:
        end_with_parent()
    settings = get_settings()
    if not settings.trap_port and not settings.syslog_port:
        raise RefusedCommandError("neither NETOPS_TRAP_PORT nor NETOPS_SYSLOG_PORT is set")
    with only_one(settings.data_dir / "listener.lock", "listener"):
        process.run(settings)
