"""`netops scan`: which devices of a subnet answer, as a table or as JSON. Adds nothing to the inventory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Annotated, Any

import typer
from pydantic import SecretStr

from collectors import scan as sweep
from collectors.snmp.connect import open_session
from collectors.snmp.hub import SnmpHub
from collectors.target import SnmpCredential, SnmpVersion


async def scan_subnets(
    subnets: Sequence[str],
    credentials: Sequence[SnmpCredential],
    *,
    port: int = 161,
    on_progress: sweep.OnProgress | None = None,
) -> list[sweep.Found]:
    """Who answers in these subnets, over one hub. ValueError when a subnet is wrong or too large."""
    hosts = sweep.addresses(subnets)
    with closing(SnmpHub()) as hub:
        return await sweep.scan(
            hosts,
            credentials,
            lambda target: open_session(target, hub=hub),
            port=port,
            on_progress=on_progress,
        )


def row(found: sweep.Found) -> dict[str, Any]:
    """One device for a machine to read."""
    wanted = {"vendor", "name", "descr", "location", "object_id"}
    return {**asdict(found), "system": found.system.model_dump(include=wanted)}


def scan(
    subnets: Annotated[list[str], typer.Argument(help="subnets like 10.1.2.0/24")],
    community: Annotated[
        str,
        typer.Option(envvar="NETOPS_SCAN_COMMUNITY", prompt=True, hide_input=True, help="read community"),
    ],
    version: Annotated[SnmpVersion, typer.Option(help="1 or 2c")] = SnmpVersion.V2C,
    port: Annotated[int, typer.Option(min=1, max=65535)] = 161,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Look for devices that answer SNMP."""
    credential = SnmpCredential(version=version, community=SecretStr(community))
    try:
        total = len(sweep.addresses(subnets))
    except ValueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    with typer.progressbar(length=total, label="Scanning", file=typer.get_text_stream("stderr")) as bar:
        found = asyncio.run(scan_subnets(subnets, [credential], port=port, on_progress=lambda *_: bar.update(1)))
    if as_json:
        typer.echo(json.dumps([row(each) for each in found], ensure_ascii=False, indent=1))
        return
    for each in found:
        typer.echo(f"{each.host:<39} {each.system.vendor:<16} {each.system.name:<24} {each.system.descr[:60]!r}")
    typer.echo(f"{len(found)} of {total} answered", err=True)
