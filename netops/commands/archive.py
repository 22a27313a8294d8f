"""`netops backup`, `netops restore` and `netops upgrade`."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from netops.settings import get_settings
from netops.upkeep import archive
from netops.upkeep import backup as copies
from netops.upkeep import upgrade as renewal
from service.refused import RefusedCommandError

SHORTEST_PASSPHRASE = 12


def backup(
    to: Annotated[Path | None, typer.Option("--to", help="a further folder for the archive")] = None,
    with_key: Annotated[bool, typer.Option("--with-key", help="seal the key into it with a passphrase")] = False,
) -> None:
    """Copy database, uploads and settings into one archive, while the service runs."""
    settings = get_settings()
    passphrase = _passphrase(confirm=True) if with_key else ""
    if with_key and len(passphrase) < SHORTEST_PASSPHRASE:
        raise RefusedCommandError(f"the passphrase has at least {SHORTEST_PASSPHRASE} characters", 2)
    with working("Backing up"):
        made = [copies.make(settings, passphrase=passphrase)]
        made += [archive.copy_to(made[0], folder) for folder in (settings.backup_dir, to) if folder is not None]
    for each in made:
        typer.echo(each)
    if not with_key:
        typer.echo("without the key: keep secret.key of the data folder in a safe place of its own", err=True)


def restore(
    file: Annotated[Path, typer.Argument(help="the archive", exists=True, dir_okay=False)],
    force: Annotated[bool, typer.Option("--force", help="replace what is there")] = False,
    with_key: Annotated[bool, typer.Option("--with-key", help="open the sealed key with its passphrase")] = False,
) -> None:
    """Make the data folder anew from an archive; refused when one is there already."""
    settings = get_settings()
    passphrase = _passphrase(confirm=False) if with_key else ""
    try:
        with working("Restoring"):
            manifest = copies.restore(settings, file, force=force, passphrase=passphrase)
    except archive.BrokenArchiveError as error:
        raise RefusedCommandError(str(error)) from None
    typer.echo(f"restored as of {manifest.made_at:%Y-%m-%dT%H:%M:%SZ}, revision {manifest.revision}")
    if not copies.key_fits(settings, manifest):
        typer.echo("the stored secrets need their key: put secret.key back into the data folder", err=True)


def upgrade() -> None:
    """Back up, bring the database to this release, look at it; put everything back when anything fails."""
    with working("Upgrading"):
        done = renewal.upgrade(get_settings())
    if done.archive is None:
        typer.echo(f"nothing to do: the database is at revision {done.after}")
    else:
        typer.echo(f"upgraded from {done.before} to {done.after}; the former state is in {done.archive}")
        for name in done.services:
            typer.echo(f"renewed: {name}")


def working(what: str) -> AbstractContextManager[object]:
    """Shows a person that it goes on; a log file sees nothing of it."""
    return Console(stderr=True).status(f"{what} ...") if sys.stderr.isatty() else nullcontext()


def _passphrase(*, confirm: bool) -> str:
    if sys.stdin.isatty():
        typed: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
        return typed
    return sys.stdin.readline().rstrip("\r\n")
