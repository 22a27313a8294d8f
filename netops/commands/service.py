"""`netops service`: start with the machine."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.settings import get_settings
from netops.upkeep import systemd
from service.refused import RefusedCommandError

app = typer.Typer(no_args_is_help=True)


@app.callback()
def service() -> None:
    """Start with the machine (systemd)."""


@app.command()
def install(
    write: Annotated[bool, typer.Option("--write", help="write the unit instead of printing it (needs root)")] = False,
    user: Annotated[str, typer.Option(help="account that runs the service")] = "netops",
) -> None:
    """Print the systemd unit of this installation, or write it with --write."""
    unit = systemd.unit(get_settings(), user=user)
    if not write:
        typer.echo(unit, nl=False)
        return
    try:
        systemd.UNIT.write_text(unit)
    except OSError as error:
        raise RefusedCommandError(f"cannot write {systemd.UNIT}: {error.strerror}; run it with sudo") from None
    typer.echo(f"written to {systemd.UNIT}; now run, as root:")
    for step in systemd.steps(get_settings(), user=user):
        typer.echo(f"  {step}")
