"""`netops export`: sites, links or devices to a file that `netops import` takes again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inventory.exporting import exported
from inventory.importing.columns import Kind
from netops.commands.opened import OfficeCode, opened
from netops.people.offices import office_for
from service.database import reading
from service.refused import RefusedCommandError
from service.web.exports import Sheet, as_csv, as_xlsx

WRITERS = {".csv": as_csv, ".xlsx": as_xlsx}


def export(
    kind: Annotated[Kind, typer.Argument(help="what to write")],
    file: Annotated[Path, typer.Argument(help="a name that ends in .csv or .xlsx")],
    office: OfficeCode = "",
) -> None:
    """Write the inventory to a file; communities and passwords are not among it."""
    writer = WRITERS.get(file.suffix.lower())
    if writer is None:
        raise RefusedCommandError(f"{file}: the name ends in .csv or .xlsx", 2)
    with opened() as (_settings, engine, _vault), reading(engine) as session:
        titles, rows = exported(session, kind, office_id=office_for(session, office))
    file.write_bytes(writer(Sheet(kind.value, titles, rows)))
    typer.echo(f"{len(rows)} {kind.value} written to {file}")
