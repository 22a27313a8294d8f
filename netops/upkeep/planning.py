"""The planning services of this machine in backups and upgrades, by their own program, which netops never imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from netops.environment import environment_of
from netops.settings import PLANNING, Settings
from service.refused import RefusedCommandError

FOLDER: Final = "planning"
"""Of an archive, with a folder for each service."""


def keep(settings: Settings, folder: Path) -> None:
    """Copy all of them beside the rest of a backup; nothing where none was ever begun."""
    if _are_here(settings):
        _run(settings, "backup", str(folder / FOLDER))


def look(settings: Settings, folder: Path) -> None:
    """RefusedCommandError when what a backup has of them cannot be put back: one runs, or it is of another release."""
    if (folder / FOLDER).is_dir():
        _run(settings, "restore", "--look", str(folder / FOLDER))


def put_back(settings: Settings, folder: Path) -> None:
    """As they were in the backup; a backup without them leaves them as they are."""
    if (folder / FOLDER).is_dir():
        _run(settings, "restore", str(folder / FOLDER))


def behind(settings: Settings) -> list[str]:
    """Names of those whose database is of an earlier release."""
    return _run(settings, "behind").split() if _are_here(settings) else []


def migrate(settings: Settings, names: list[str]) -> None:
    """Bring these to this release."""
    for name in names:
        _run(settings, "migrate", name)


def _are_here(settings: Settings) -> bool:
    return Path(environment_of(settings)[f"{PLANNING}DATA_DIR"]).is_dir()


def _run(settings: Settings, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "planning", *arguments],
        env=environment_of(settings),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
        raise RefusedCommandError(f"planning services: {said[-1]}")
    return done.stdout
