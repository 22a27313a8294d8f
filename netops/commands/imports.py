"""`netops import`: sites, links, devices or assets from a file, all or nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress
from sqlmodel import Session

from inventory.importing.apply import apply
from inventory.importing.columns import Kind
from inventory.importing.plan import Act, ImportPreview
from inventory.importing.preview import preview
from netops import audit
from netops.commands.opened import AsJson, OfficeCode, console, opened
from netops.people.offices import office_for
from netops.vault import Vault
from service.database import reading, transaction
from service.importing.decode import MAX_BYTES
from service.refused import RefusedCommandError

app = typer.Typer(no_args_is_help=True, help="Take sites, links, devices or assets from a CSV or XLSX file")
File = Annotated[Path, typer.Argument(help="CSV (UTF-8 or Windows-874) or XLSX", exists=True, dir_okay=False)]
DryRun = Annotated[bool, typer.Option("--dry-run", help="say what would change, and change nothing")]
SHOWN_PROBLEMS = 50


@app.command()
def sites(file: File, *, dry_run: DryRun = False, as_json: AsJson = False, office: OfficeCode = "") -> None:
    """Columns: site_code,name,district,latitude,longitude."""
    _import(Kind.SITES, file, dry_run=dry_run, as_json=as_json, office=office)


@app.command()
def links(file: File, *, dry_run: DryRun = False, as_json: AsJson = False, office: OfficeCode = "") -> None:
    """Columns: site_code,name,provider,circuit_no,speed_mbps,price_thb_month,check,check_address,contract_end."""
    _import(Kind.LINKS, file, dry_run=dry_run, as_json=as_json, office=office)


@app.command()
def devices(file: File, *, dry_run: DryRun = False, as_json: AsJson = False, office: OfficeCode = "") -> None:
    """Columns: site_code,name,address,snmp_port,snmp_version,community,role,parent[,credential,ssh_credential]."""
    _import(Kind.DEVICES, file, dry_run=dry_run, as_json=as_json, office=office)


@app.command()
def assets(file: File, *, dry_run: DryRun = False, as_json: AsJson = False, office: OfficeCode = "") -> None:
    """An asset register with its Thai headings, or: site_code,number,name,class,price_thb,acquired_on and more."""
    _import(Kind.ASSETS, file, dry_run=dry_run, as_json=as_json, office=office)


def _import(kind: Kind, file: Path, *, dry_run: bool, as_json: bool, office: str) -> None:
    if file.stat().st_size > MAX_BYTES:
        raise RefusedCommandError(f"{file} is larger than {MAX_BYTES // 1024 // 1024} MB")
    data = file.read_bytes()
    with opened() as (_settings, engine, vault):
        edge = reading if dry_run else transaction
        with edge(engine) as session:
            office_id = office_for(session, office)
            plan = preview(session, kind, data, office_id=office_id, secrets=vault)
            _report(plan, as_json=as_json, dry_run=dry_run)
            if not plan.ok:
                raise typer.Exit(1)
            if not dry_run:
                _apply(session, plan, office_id, vault)


def _apply(session: Session, plan: ImportPreview, office_id: int, vault: Vault) -> None:
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Importing")
        apply(
            session,
            plan,
            office_id=office_id,
            secrets=vault,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    counts = {act.value: plan.count(act) for act in Act}
    audit.record(session, console(office_id), "import.applied", detail={"kind": plan.kind.value, **counts})


def _report(plan: ImportPreview, *, as_json: bool, dry_run: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_as_json(plan, dry_run=dry_run), ensure_ascii=False))
        return
    for problem in plan.problems[:SHOWN_PROBLEMS]:
        value = f" {problem.value!r}" if problem.value else ""
        typer.echo(f"row {problem.row}, {problem.column or 'file'}{value}: {problem.text()}", err=True)
    if len(plan.problems) > SHOWN_PROBLEMS:
        typer.echo(f"... and {len(plan.problems) - SHOWN_PROBLEMS} more", err=True)
    if plan.problems:
        typer.echo(f"nothing was imported: {len(plan.problems)} problems in {plan.total} rows", err=True)
        return
    if dry_run:
        for row in plan.rows:
            if row.act is not Act.SAME:
                changes = "; ".join(f"{name}: {pair}" for name, pair in row.changes.items())
                typer.echo(f"{row.act:<8} {row.key} {changes}".rstrip())
    word = "would be" if dry_run else "are"
    counts = ", ".join(f"{plan.count(act)} {act.value}" for act in Act)
    typer.echo(f"{plan.total} {plan.kind.value} {word} imported: {counts}")


def _as_json(plan: ImportPreview, *, dry_run: bool) -> dict[str, Any]:
    return {
        "kind": plan.kind.value,
        "applied": plan.ok and not dry_run,
        "rows": plan.total,
        **{act.value: plan.count(act) for act in Act},
        "changes": [{"row": row.row, "key": row.key, "act": row.act.value, **row.changes} for row in plan.rows]
        if dry_run
        else [],
        "problems": [
            {"row": each.row, "column": each.column, "value": each.value, "reason": each.text()}
            for each in plan.problems
        ],
    }
