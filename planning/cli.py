"""The command `netops-planning`: all planning services, or one of them.

Exit status: 0 done, 1 could not be done, 2 wrong use or wrong settings.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final

import typer
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError

from contract.services import PORTS
from planning import demo
from planning.kit import database, keeping, running
from planning.kit.parts import Demo, Part
from planning.kit.settings import PlanningSettings, get_settings
from service import log
from service.columns import utc_now
from service.identity import KeyFileError, Peers
from service.loading import loading
from service.migrations import write_revision
from service.refused import RefusedCommandError
from service.supervising import Supervisor, end_with_parent

PARTS: Final[Mapping[str, str]] = MappingProxyType({name: f"planning.{name}.part" for name in PORTS})
"""Each service by its name -> the module that has its PART; a service loads none of the others."""
NETOPS: Final = "netops"

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The planning services beside NetOps.")
Name = Annotated[str, typer.Argument(help="registry, development_plan, annual_plan, province or school_network")]
Folder = Annotated[Path, typer.Argument(help="a folder of its own", file_okay=False)]
Supervised = Annotated[bool, typer.Option("--supervised", hidden=True, help="end with the starting process")]


def part_of(name: str) -> Part:
    """The service of this name; RefusedCommandError."""
    if name not in PARTS:
        raise RefusedCommandError(f"there is no service {name}: {', '.join(PARTS)}", 2)
    with loading():
        part: Part = importlib.import_module(PARTS[name]).PART
    return part


def peers_of(settings: PlanningSettings, name: str) -> Peers:
    """All services that this one knows: netops and its siblings."""
    urls = {one: settings.url_of(one, settings.port_of(one)) for one in PARTS if one != name}
    public = {NETOPS: settings.netops_url, **urls}
    called = {one: settings.inner_urls.get(one, url) for one, url in public.items()}
    return Peers(called, settings.folder_of(name) / "peers", public)


@app.command()
def migrate(name: Annotated[str, typer.Argument(help="one service; empty: all")] = "") -> None:
    """Make the data folder and database of each service, or renew them."""
    with _told():
        settings = get_settings()
        for one in [name] if name else PARTS:
            part = part_of(one)
            settings.folder_of(one).mkdir(parents=True, exist_ok=True, mode=0o700)
            database.migrate(part, settings.database_of(one))
            typer.echo(f"{one}: ready")


@app.command("demo-data")
def demo_data(
    schools: Annotated[int, typer.Option(min=1, max=2000, help="Schools of the invented district")] = 130,
    seed: Annotated[int, typer.Option(help="The same seed makes the same district")] = 1,
    today: Annotated[str, typer.Option(help="The day up to which it goes, YYYY-MM-DD; empty: today")] = "",
    netops_data: Annotated[Path | None, typer.Option(help="Folder of the datasets of netops, NAME.json")] = None,
) -> None:
    """Fill empty services with invented data; only where the setting `demo` says that nothing in them is real."""
    with _told():
        settings = get_settings()
        if not settings.demo:
            raise RefusedCommandError("invented data are for a demonstration alone: set NETOPS_PLANNING_DEMO=true", 2)
        day = date.fromisoformat(today) if today else utc_now().date()
        for said in demo.fill([part_of(name) for name in PARTS], settings, Demo(schools, seed, day), netops_data):
            typer.echo(said)


@app.command(hidden=True)
def behind() -> None:
    """Names of the services whose database is of an earlier release."""
    with _told():
        for name in PARTS:
            current, newest = keeping.revisions_of(part_of(name), get_settings())
            if current != newest:
                typer.echo(name)


@app.command()
def backup(folder: Folder) -> None:
    """Copy database and files of each service into an empty folder, while they run. `netops backup` does so too."""
    with _told():
        folder.mkdir(parents=True, exist_ok=True)
        for name in PARTS:
            if keeping.keep(part_of(name), get_settings(), folder):
                typer.echo(name)


@app.command()
def restore(
    folder: Folder, look: Annotated[bool, typer.Option("--look", help="only look whether it fits")] = False
) -> None:
    """Put back what `backup` copied; refused while one of them runs."""
    with _told():
        parts = [part_of(name) for name in PARTS]
        for name in keeping.put_back(parts, get_settings(), folder, only_look=look):
            typer.echo(name)


@app.command(hidden=True)
def migration(
    name: Annotated[str, typer.Argument(help="a service, or kit or plans: what all services share")],
    message: str,
    empty: Annotated[bool, typer.Option("--empty", help="to be filled by hand")] = False,
) -> None:
    """Write a migration from the tables in code: `make migration OF=registry M="why"`."""
    with _told():
        shared = {line.name: line for line in part_of("registry").lines}
        write_revision(message, shared[name] if name in shared else part_of(name).line, empty=empty)


@app.command()
def run(name: Name, supervised: Supervised = False) -> None:
    """Run one service alone."""
    if supervised:
        end_with_parent()
    with _told():
        log.configure()
        settings = get_settings()
        running.run(part_of(name), settings, peers_of(settings, name))


@app.command()
def serve(supervised: Supervised = False) -> None:
    """Run all services, each a process of its own, kept alive until told to stop."""
    if supervised:
        end_with_parent()
    with _told():
        log.configure()
        settings = get_settings()
        own = [sys.executable, "-m", "planning", "run"]
        status = Supervisor({name: [*own, name, "--supervised"] for name in PARTS}, settings.environment()).run()
    raise typer.Exit(status)


@contextmanager
def _told() -> Iterator[None]:
    """What can go wrong in the world is told in one line; anything else is a bug and keeps its traceback."""
    try:
        yield
    except ValidationError as error:
        for problem in error.errors(include_input=False, include_url=False):
            name = ".".join(str(one) for one in problem["loc"])
            typer.echo(f"setting NETOPS_PLANNING_{name.upper()}: {problem['msg']}", err=True)
        raise typer.Exit(2) from None
    except (RefusedCommandError, KeyFileError, DatabaseError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(getattr(error, "exit_status", 1)) from None
