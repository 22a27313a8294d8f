"""`netops agent`: runs inside a school that the office cannot reach, asks its devices and delivers what they say."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from netops.agent import office
from netops.agent.buffer import Buffer
from netops.agent.clock import SystemClock
from netops.agent.held import Held
from netops.agent.identity import Identity
from netops.agent.run import run as run_agent
from netops.commands.opened import AsJson
from netops.upkeep import systemd
from service.refused import RefusedCommandError

app = typer.Typer(no_args_is_help=True, help="The agent inside a school that the office cannot reach")
Folder = Annotated[Path, typer.Option("--dir", help="folder of the agent: its identity, targets and what waits")]
DEFAULT = Path("/var/lib/netops-agent")


@app.command()
def enrol(
    url: Annotated[str, typer.Argument(metavar="OFFICE", help="address of the office, such as https://office:8000")],
    code: Annotated[str, typer.Argument(help="the one-time code that the office's page shows")],
    *,
    folder: Folder = DEFAULT,
    ca: Annotated[Path | None, typer.Option(help="certificate (PEM) of the office or of who signed it")] = None,
    pin: Annotated[str, typer.Option(help="SHA-256 of the office's own certificate, as its page shows")] = "",
    again: Annotated[bool, typer.Option("--again", help="although this folder is enrolled already")] = False,
) -> None:
    """Give the one-time code, and keep who we are from now on."""
    if Identity.exists(folder) and not again:
        raise RefusedCommandError(f"{folder} is enrolled already; --again enrols it anew", 2)
    if ca is not None and pin:
        raise RefusedCommandError("--ca or --pin, not both", 2)
    address = office.checked_url(url)
    certificate = office.read_certificate(ca) if ca is not None else ""
    if pin:
        certificate = office.trusted_by_pin(address, pin)
    try:
        identity, answer = asyncio.run(
            office.enrol(address, code, certificate=certificate, pinned=bool(pin), version=version("netops"))
        )
    except office.OfficeError as error:
        raise RefusedCommandError(str(error)) from None
    identity.save(folder)
    offset_s = (datetime.now(UTC) - answer.office_time).total_seconds()
    typer.echo(f"enrolled as the agent of {answer.site_code} {answer.site_name}")
    if abs(offset_s) > 60:
        typer.echo(f"the clock of this machine is {offset_s:+.0f} s off; what it says is corrected", err=True)
    typer.echo(f"now run `netops agent run --dir {folder}`, or start with the machine: `netops agent service`")


@app.command()
def run(folder: Folder = DEFAULT) -> None:
    """Ask and deliver until stopped."""
    run_agent(folder)


@app.command()
def service(
    folder: Folder = DEFAULT,
    write: Annotated[bool, typer.Option("--write", help="write the unit instead of printing it (needs root)")] = False,
    user: Annotated[str, typer.Option(help="account that runs the agent")] = "netops-agent",
) -> None:
    """Print the systemd unit of this agent, or write it with --write."""
    unit = systemd.agent_unit(folder, user=user)
    if not write:
        typer.echo(unit, nl=False)
        return
    try:
        systemd.AGENT_UNIT.write_text(unit)
    except OSError as error:
        raise RefusedCommandError(f"cannot write {systemd.AGENT_UNIT}: {error.strerror}; run it with sudo") from None
    typer.echo(f"written to {systemd.AGENT_UNIT}; now run, as root:")
    for step in systemd.agent_steps(folder, user=user):
        typer.echo(f"  {step}")


@app.command()
def status(folder: Folder = DEFAULT, as_json: AsJson = False) -> None:
    """What is asked, and what waits to be delivered."""
    identity = Identity.load(folder)
    held = Held(folder, identity)
    buffer = Buffer(folder, SystemClock())
    try:
        told = {
            "office": identity.office_url,
            "site": identity.site_code,
            "revision": held.revision,
            "devices": len(held.targets.snmp) + len(held.targets.pings) if held.targets else 0,
            "waiting": buffer.waiting,
            "waiting_bytes": buffer.size_bytes,
            "dropped": buffer.dropped,
        }
    finally:
        buffer.close()
    typer.echo(json.dumps(told) if as_json else "\n".join(f"{name}: {value}" for name, value in told.items()))
