"""`netops serve`: web, poller and (where ports are set) listener, kept alive until told to stop.

Each is a process of its own so that a page never waits for a poll. A dead one is started again after a pause that
doubles while it keeps dying. When the supervisor itself is killed, the children notice their closed standard input
(see `end_with_parent`) and end: two pollers must never run on one database.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

from sqlmodel import Session, col, select

from netops import db
from netops.environment import environment_of
from netops.models.person import Person
from netops.people.first_run import setup_code
from netops.settings import Settings
from netops.vault import Vault
from service.database import make_engine
from service.refused import RefusedCommandError
from service.supervising import Supervisor


def ready(settings: Settings) -> None:
    """Refuse with one clear sentence what cannot work: no key, another revision, a port in use."""
    Vault.open(settings.data_dir)
    engine = make_engine(settings.url)
    try:
        current, newest = db.revisions(engine)
    finally:
        engine.dispose()
    if current != newest:
        raise RefusedCommandError(
            f"the database is at revision {current or 'none'}, this release needs {newest}: run `netops upgrade`", 2
        )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise RefusedCommandError(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}") from None


def welcome(settings: Settings) -> str:
    """What to print at the start: where the pages are, and the set-up code while there is no person."""
    engine = make_engine(settings.url)
    try:
        with Session(engine) as session:
            anybody = session.exec(select(Person.id).where(col(Person.disabled_at).is_(None))).first()
    finally:
        engine.dispose()
    if anybody is not None:
        return f"NetOps: {settings.base_url}"
    return f"NetOps: open {settings.base_url} and give this set-up code: {setup_code(settings.data_dir)}"


def run(settings: Settings, *, supervisor: Callable[[Supervisor], int] = Supervisor.run) -> int:
    """Serve until told to stop; the exit status. Raises RefusedCommandError when it cannot work."""
    ready(settings)
    sys.stdout.write(welcome(settings) + "\n")
    sys.stdout.flush()
    own = [sys.executable, "-m", "netops"]
    names = ["web", "poller", *(["listener"] if settings.trap_port or settings.syslog_port else [])]
    commands = {name: [*own, name, "--supervised"] for name in names}
    if settings.planning:
        # A process of its own, which netops does not import: either works while the other is down.
        commands["planning"] = [sys.executable, "-m", "planning", "serve", "--supervised"]
    return supervisor(Supervisor(commands, environment_of(settings)))
