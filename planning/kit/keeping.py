"""Backing up a planning service and putting it back: its database and the files of its folder.

The key by which it signs is not among them, so that a stolen backup speaks for nobody: a service without one makes a
new key, and others take it over by themselves.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from planning.kit import database
from planning.kit.database import Revisions
from planning.kit.parts import Part
from planning.kit.settings import PlanningSettings
from service import dump
from service.database import make_engine
from service.refused import RefusedCommandError
from service.supervising import only_one

REVISION: Final = "revision"
FILES: Final = "files"
APART: Final = frozenset({"identity.pem", "peers", "running.lock"})
"""Of a service's folder, beside its database: what is not backed up."""


def revisions_of(part: Part, settings: PlanningSettings) -> tuple[Revisions, Revisions]:
    """(revisions of its database, of this release); none of both while there is no database yet."""
    url = settings.database_of(part.name)
    if not dump.occupied(url):
        return {}, {}
    engine = make_engine(url)
    try:
        return database.revisions(part, engine)
    finally:
        engine.dispose()


def keep(part: Part, settings: PlanningSettings, folder: Path) -> bool:
    """Copy it into a folder of its name within `folder`; False when there is nothing of it yet."""
    current, _newest = revisions_of(part, settings)
    if not current:
        return False
    target = folder / part.name
    target.mkdir(parents=True)
    dump.dump(settings.database_of(part.name), target)
    (target / REVISION).write_text(database.said(current))
    for found in _files(part, settings):
        copy = target / FILES / found.name
        copy.parent.mkdir(exist_ok=True)
        if found.is_dir():
            shutil.copytree(found, copy)
        else:
            shutil.copy2(found, copy)
    return True


def _files(part: Part, settings: PlanningSettings) -> list[Path]:
    own = settings.folder_of(part.name)
    if not own.is_dir():
        return []
    return [
        one
        for one in sorted(own.iterdir())
        if one.name not in APART and not one.name.startswith((f"{part.name}.sqlite3", "."))
    ]


def put_back(parts: Sequence[Part], settings: PlanningSettings, folder: Path, *, only_look: bool = False) -> list[str]:
    """Each service that the folder has, after all were looked at: names of those that are put back.
    RefusedCommandError while one of them runs, or when its copy is of another release.
    """
    kept = [part for part in parts if (folder / part.name / REVISION).is_file()]
    for part in kept:
        _fits(part, settings, folder / part.name)
    with ExitStack() as held:
        for part in kept:
            own = settings.folder_of(part.name)
            own.mkdir(parents=True, exist_ok=True, mode=0o700)
            held.enter_context(only_one(own / "running.lock", part.name))
        for part in [] if only_look else kept:
            dump.load(settings.database_of(part.name), folder / part.name)
            for old in _files(part, settings):
                shutil.rmtree(old) if old.is_dir() else old.unlink()
            if (folder / part.name / FILES).is_dir():
                shutil.copytree(folder / part.name / FILES, settings.folder_of(part.name), dirs_exist_ok=True)
    return [part.name for part in kept]


def _fits(part: Part, settings: PlanningSettings, folder: Path) -> None:
    kept = database.read_said((folder / REVISION).read_text(), part)
    known = {line.name: line.known for line in part.lines}
    if not kept or any(revision not in known.get(name, ()) for name, revision in kept.items()):
        raise RefusedCommandError(f"{part.name}: the backup was made by another release")
    wanted = dump.SQLITE_NAME if dump.kind_of(settings.database_of(part.name)) == "sqlite" else dump.POSTGRES_NAME
    if not (folder / wanted).is_file():
        raise RefusedCommandError(f"{part.name}: the backup is of another kind of database", 2)
