"""`netops check`: look at the installation and say what to mend."""

from __future__ import annotations

import dataclasses
import json
from typing import Annotated

import typer

from netops.settings import get_settings
from netops.upkeep.check import Level, findings


def check(
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="tell only what is wrong")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Say whether this installation can work; exit status 1 when it cannot."""
    found = findings(get_settings())
    if as_json:
        typer.echo(json.dumps([dataclasses.asdict(finding) for finding in found], ensure_ascii=False))
    else:
        for finding in found:
            if not quiet or finding.level is not Level.OK:
                typer.echo(f"{finding.level:<8} {finding.subject:<12} {finding.text}")
    if any(finding.level is Level.BROKEN for finding in found):
        raise typer.Exit(1)
