"""`netops tls`: certificates."""

from __future__ import annotations

from typing import Annotated

import typer

from netops.settings import get_settings
from netops.upkeep.tls import self_signed as make
from service.refused import RefusedCommandError

app = typer.Typer(no_args_is_help=True)


@app.callback()
def tls() -> None:
    """Certificates."""


@app.command("self-signed")
def self_signed(
    names: Annotated[list[str] | None, typer.Argument(help="further host names or addresses")] = None,
    force: Annotated[bool, typer.Option("--force", help="put a new one in the place of the old")] = False,
) -> None:
    """Make a certificate for the names and addresses of this machine, and say which settings use it."""
    folder = get_settings().data_dir
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    cert, key = (folder / "tls-cert.pem").resolve(), (folder / "tls-key.pem").resolve()
    if cert.exists() and not force:
        raise RefusedCommandError(f"{cert} exists; --force makes a new one, and browsers will ask again", 2)
    covered = make(cert, key, names or [])
    typer.echo(f"for {', '.join(covered)}\nNETOPS_TLS_CERT={cert}\nNETOPS_TLS_KEY={key}")
