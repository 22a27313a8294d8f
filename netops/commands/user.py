"""`netops user`: people who sign in. Passwords are asked for or read from standard input."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer
from sqlmodel import Session, col, select

from netops import audit
from netops.commands.opened import CONSOLE, AsJson, OfficeCode, console, opened
from netops.models.person import Person, Role
from netops.people import accounts
from netops.people.first_run import forget_setup_code
from netops.people.offices import office_for
from service.columns import utc_now
from service.database import reading, transaction
from service.refused import RefusedCommandError

app = typer.Typer(no_args_is_help=True, help="People who sign in")
Username = Annotated[str, typer.Argument(help="name to sign in with")]


def read_password() -> str:
    """Asked twice at a terminal; else the first line of standard input."""
    if sys.stdin.isatty():
        typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


@app.command()
def add(
    username: Username,
    *,
    role: Annotated[Role, typer.Option(help="what the person may do")] = Role.VIEWER,
    name: Annotated[str, typer.Option(help="the person's name; empty: the user name")] = "",
    email: Annotated[str, typer.Option(help="e-mail address; with one, alerts are sent to admin and it")] = "",
    office: OfficeCode = "",
) -> None:
    """Make a person; the password is asked for, or read from standard input."""
    if role is Role.SCHOOL:
        raise RefusedCommandError("school accounts are made on the pages, with their slips", 2)
    with opened() as (settings, engine, _vault), transaction(engine) as session:
        office_id = office_for(session, office)
        given = {"username": username, "name": name or username, "email": email, "role": role}
        alerts = bool(email) and role in (Role.ADMIN, Role.IT)
        draft = accounts.PersonDraft.read({**given, "alerts": alerts})
        person = accounts.create_person(session, draft, office_id=office_id)
        accounts.set_password(session, person, read_password())
        audit.record(session, console(office_id), "person.created", subject="person", subject_id=person.id)
        forget_setup_code(settings.data_dir)
    typer.echo(f"{username}: {role.value}")


@app.command()
def passwd(username: Username) -> None:
    """Give a person a new password; every session of the person ends."""
    with opened() as (_settings, engine, _vault), transaction(engine) as session:
        person = named(session, username)
        accounts.set_password(session, person, read_password())
        audit.record(session, console(person.office_id), "password.changed", subject="person", subject_id=person.id)
    typer.echo(f"{username}: the password is changed")


@app.command()
def disable(username: Username) -> None:
    """Let a person sign in no more; sessions and tokens end."""
    with opened() as (_settings, engine, _vault), transaction(engine) as session:
        person = named(session, username)
        accounts.disable_person(session, person, now=utc_now())
        audit.record(session, console(person.office_id), "person.disabled", subject="person", subject_id=person.id)
    typer.echo(f"{username}: disabled")


@app.command("list")
def list_people(as_json: AsJson = False) -> None:
    """Everybody, with role and last sign-in."""
    with opened() as (_settings, engine, _vault), reading(engine) as session:
        people = session.exec(select(Person).order_by(col(Person.username))).all()
    rows = [
        {
            "username": person.username,
            "name": person.name,
            "role": person.role.value,
            "email": person.email,
            "disabled": person.disabled_at is not None,
            "last_login_at": person.last_login_at.isoformat() if person.last_login_at else None,
        }
        for person in people
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = "disabled" if row["disabled"] else row["last_login_at"] or "never signed in"
        typer.echo(f"{row['username']:<20} {row['role']:<9} {row['name']:<30} {state}")


def named(session: Session, username: str) -> Person:
    """The person; refused when there is none."""
    person = accounts.person_named(session, username)
    if person is None or username == CONSOLE:
        raise RefusedCommandError(f"there is nobody named {username}")
    return person
