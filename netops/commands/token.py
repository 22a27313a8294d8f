"""`netops token`: tokens of programs that use the API. A token is shown once, on standard output."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from sqlmodel import col, select

from netops import audit
from netops.commands.opened import AsJson, console, opened
from netops.commands.user import named
from netops.models.person import ApiToken, Person
from netops.people import accounts
from netops.web.access import PERMISSIONS
from service.columns import utc_now
from service.database import reading, transaction
from service.refused import RefusedCommandError

app = typer.Typer(no_args_is_help=True, help="Tokens of programs that use the API")


@app.command()
def add(
    username: Annotated[str, typer.Argument(help="whose rights it has")],
    name: Annotated[str, typer.Argument(help="what it is for")],
    *,
    scope: Annotated[list[str] | None, typer.Option(help="permission such as links.read; none: read")] = None,
    days: Annotated[int, typer.Option(min=1, max=3660, help="days until it ends")] = 365,
) -> None:
    """Make a token and print it; it is not kept and cannot be shown again."""
    with opened() as (_settings, engine, _vault), transaction(engine) as session:
        person = named(session, username)
        draft = accounts.TokenDraft.read({"name": name, "scopes": scope or ["read"], "days": days})
        known = {"read", *(permission for permission, roles in PERMISSIONS.items() if person.role in roles)}
        token, secret = accounts.make_token(session, person, draft, known=known, now=utc_now())
        audit.record(session, console(person.office_id), "token.made", subject="token", subject_id=token.id)
    typer.echo(secret.text)


@app.command()
def revoke(prefix: Annotated[str, typer.Argument(help="how the token begins, as listed")]) -> None:
    """End a token."""
    with opened() as (_settings, engine, _vault), transaction(engine) as session:
        found = session.exec(
            select(ApiToken, Person).join(Person).where(ApiToken.prefix == prefix, col(ApiToken.revoked_at).is_(None))
        ).all()
        if not found:
            raise RefusedCommandError(f"no token begins with {prefix}")
        for token, person in found:
            assert token.id is not None
            assert person.id is not None
            accounts.revoke_token(session, token.id, person_id=person.id, now=utc_now())
            audit.record(session, console(person.office_id), "token.revoked", subject="token", subject_id=token.id)
    typer.echo(f"{prefix}: revoked")


@app.command("list")
def list_tokens(as_json: AsJson = False) -> None:
    """All tokens: how each begins, whose it is, and when it was used."""
    with opened() as (_settings, engine, _vault), reading(engine) as session:
        found = session.exec(select(ApiToken, Person.username).join(Person).order_by(col(ApiToken.created_at))).all()
    rows = [
        {
            "prefix": token.prefix,
            "username": username,
            "name": token.name,
            "scopes": token.scopes,
            "used_at": token.used_at.isoformat() if token.used_at else None,
            "expires_at": token.expires_at.isoformat() if token.expires_at else None,
            "revoked": token.revoked_at is not None,
        }
        for token, username in found
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = "revoked" if row["revoked"] else f"used {row['used_at'] or 'never'}"
        typer.echo(f"{row['prefix']:<10} {row['username']:<20} {row['name']:<24} {state}")
