"""The command `netops`. This table is the whole command line; a command's module is imported when it is called.

Exit status: 0 done, 1 could not be done, 2 wrong use or wrong settings, 130 stopped by Ctrl-C. Secrets are asked by
prompt or read from standard input, never from arguments, which other users of the machine can see.
"""

from __future__ import annotations

import importlib
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError
from typer.core import TyperGroup

from netops.vault import VaultError
from service import log
from service.loading import loading
from service.refusal import RefusedError
from service.refused import RefusedCommandError

COMMANDS = {
    "serve": (
        "netops.commands.run:serve",
        "Run the service: the web pages, the poller, the listener where ports are set",
    ),
    "web": ("netops.commands.web:web", "Run the web pages alone"),
    "poller": ("netops.commands.poller:poller", "Run the poller alone"),
    "listener": ("netops.commands.listener:listener", "Run the receiver of traps and syslog alone"),
    "service": ("netops.commands.service:app", "Start with the machine (systemd)"),
    "check": ("netops.commands.check:check", "Say whether this installation can work"),
    "migrate": ("netops.commands.database:migrate", "Make the data folder, its key and its database, or renew them"),
    "backup": ("netops.commands.archive:backup", "Copy everything into one archive"),
    "restore": ("netops.commands.archive:restore", "Make the data folder anew from an archive"),
    "upgrade": ("netops.commands.archive:upgrade", "Back up, renew the database, or put everything back"),
    "import": ("netops.commands.imports:app", "Take sites, links or devices from a CSV or XLSX file"),
    "export": ("netops.commands.export:export", "Write sites, links or devices to a CSV or XLSX file"),
    "user": ("netops.commands.user:app", "People who sign in"),
    "token": ("netops.commands.token:app", "Tokens of programs that use the API"),
    "tls": ("netops.commands.tls:app", "Certificates"),
    "agent": ("netops.commands.agent:app", "Inside a school that the office cannot reach: ask there and deliver"),
    "poll": ("netops.polling.poll:poll", "Poll everything once, through the whole pipeline"),
    "probe": ("netops.probe:probe", "Ask targets of a file what they are, without a database"),
    "scan": ("netops.work.scan:scan", "Look for devices in a subnet"),
    "demo": ("netops.demo:app", "A simulated district to try everything on"),
    "bench": ("netops.bench.run:bench", "Measure the pipeline"),
}
EXPECTED = (RefusedCommandError, RefusedError, VaultError, DatabaseError, OSError)


class Commands(TyperGroup):
    """Loads a command when it is called, so that `netops --help` does not wait for SNMP and SSH libraries."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command itself; for the list of commands, only its name and purpose."""
        if cmd_name not in COMMANDS:
            return None
        where, purpose = COMMANDS[cmd_name]
        return _described(cmd_name, purpose) if self._listing else _loaded(cmd_name, where)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The list of commands needs their purposes, not their modules."""
        self._listing = True
        super().format_help(ctx, formatter)

    def invoke(self, ctx: Any) -> Any:
        """What can go wrong in the world is told in one line; anything else is a bug and keeps its traceback."""
        try:
            return super().invoke(ctx)
        except ValidationError as error:
            for problem in error.errors(include_input=False, include_url=False):
                name = ".".join(str(part) for part in problem["loc"])
                typer.echo(f"setting NETOPS_{name.upper()}: {problem['msg']}", err=True)
            raise typer.Exit(2) from None
        except EXPECTED as error:
            typer.echo(f"netops: {one_line(error)}", err=True)
            raise typer.Exit(getattr(error, "exit_status", 1)) from None


def one_line(error: Exception) -> str:
    """The first line of what went wrong; a database error without the statement and its parameters."""
    if not isinstance(error, DatabaseError):
        return str(error).partition("\n")[0]
    lines = str(error.orig or error).strip().splitlines()
    return log.masked(lines[0]) if lines else type(error.orig).__name__


def _loaded(name: str, where: str) -> Any:
    module, attribute = where.split(":")
    with loading():
        found = getattr(importlib.import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        found = _single(name, found)
    return typer.main.get_command(found)


def _single(name: str, function: Any) -> typer.Typer:
    holder = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    holder.command(name)(function)
    return holder


def _described(name: str, purpose: str) -> Any:
    def nothing() -> None:
        """Stands for the command in the list."""

    nothing.__doc__ = purpose
    return typer.main.get_command(_single(name, nothing))


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def netops(
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="tell more on standard error")] = False,
) -> None:
    """Network operations for a Thai Educational Service Area Office: poll, remember, tell, prove."""
    log.configure(verbose=verbose)
