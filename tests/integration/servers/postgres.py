"""A real PostgreSQL of the tests' own: a cluster in a temporary folder, reached by a Unix socket, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# The data is thrown away with the folder: durability would only cost time.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def bin_dir() -> Path | None:
    """The folder of initdb and pg_ctl (Debian keeps them off the PATH), or None."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return installed[-1].parent if installed else None


def _account() -> str | None:
    """PostgreSQL refuses to run as root; then the account that its package made is used."""
    return "postgres" if os.geteuid() == 0 else None


@contextmanager
def running_postgres() -> Iterator[str]:
    """A server that accepts connections; yields the URL of its database `postgres`."""
    programs = bin_dir()
    if programs is None:
        raise FileNotFoundError("initdb: PostgreSQL is not installed")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="netops-pg-"))
    if account:
        entry = pwd.getpwnam(account)
        os.chown(folder, entry.pw_uid, entry.pw_gid)

    def run(program: str, *arguments: str) -> None:
        # To a file, not a pipe: the server inherits it and would hold a pipe open for ever.
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            subprocess.run(
                [programs / program, *arguments],
                check=True,
                stdout=log,
                stderr=log,
                cwd=folder,
                user=account,
                group=account,
                extra_groups=[] if account else None,
            )

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-D", data, "-w", "-o", f"{FAST} -c listen_addresses= -k {folder}", "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={quote(str(folder))}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)
