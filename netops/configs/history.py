"""The history of redacted configurations as a git repository of each office, which a person can clone.

The database is the truth; the repository is made from it and caught up after each reading. A lost one is made anew,
with the same dates, under the names that devices have now. One process writes.
"""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from dulwich.index import commit_tree
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo
from sqlmodel import Session, col, select

from inventory.models.config import ConfigVersion
from inventory.models.device import Device
from inventory.models.site import Office, Site

log = logging.getLogger(__name__)
FOLDER: Final = "configs"
BRANCH: Final = Ref(b"refs/heads/main")
HEAD: Final = Ref(b"HEAD")
INDEX: Final = "index.csv"
FILE_MODE: Final = 0o100644
AUTHOR: Final = b"NetOps <netops@localhost>"
LAST: Final = re.compile(rb"^Version: (\d+)$", re.MULTILINE)
UNFIT: Final = re.compile(r"[^\w.()+@ -]+")
AT_ONCE: Final = 200  # versions in memory while catching up
PACK_FROM: Final = 1000  # loose objects


def repository_path(data_dir: Path, office_id: int) -> Path:
    """Where an office's repository is, or will be."""
    return data_dir / FOLDER / f"{office_id}.git"


def catch_up(session: Session, data_dir: Path) -> int:
    """Bring every office's repository up to date; how many versions were added."""
    added = 0
    for office in session.exec(select(Office).order_by(col(Office.id))):
        assert office.id is not None
        path = repository_path(data_dir, office.id)
        added += _Writer.open(path).catch_up(session, office.id)
    return added


@dataclass(slots=True)
class _Named:
    """A device's place in the tree, and what its commits call it."""

    path: str
    title: str


class _Writer:
    """One repository and its tree as it stands."""

    def __init__(self, repo: Repo, files: dict[str, ObjectID], paths: dict[int, str], last: int) -> None:
        self._repo, self._files, self._paths, self._last = repo, files, paths, last
        self._head: ObjectID | None = repo.refs.as_dict().get(BRANCH)

    @classmethod
    def open(cls, path: Path) -> _Writer:
        """The repository, made if it is not there; one that cannot be read is set aside and made anew."""
        if path.exists():
            try:
                return cls._opened(Repo(str(path)))
            except Exception:
                aside = path.with_name(f"{path.name}.broken-{datetime.now(UTC):%Y%m%d%H%M%S}")
                log.exception("the history in %s cannot be read; it is set aside as %s", path, aside.name)
                path.rename(aside)
        path.mkdir(parents=True, mode=0o700)
        repo = Repo.init_bare(str(path))
        repo.refs.set_symbolic_ref(HEAD, BRANCH)
        return cls(repo, {}, {}, 0)

    @classmethod
    def _opened(cls, repo: Repo) -> _Writer:
        if BRANCH not in repo.refs:
            return cls(repo, {}, {}, 0)
        head = repo[repo.refs[BRANCH]]
        assert isinstance(head, Commit)
        files = dict(_files(repo, head.tree))
        index = repo[files[INDEX]]
        assert isinstance(index, Blob)
        rows = csv.DictReader(io.StringIO(index.data.decode()))
        found = LAST.search(head.message)
        return cls(repo, files, {int(row["device_id"]): row["file"] for row in rows}, int(found[1]) if found else 0)

    def catch_up(self, session: Session, office_id: int) -> int:
        """Commit the versions that are not there yet, each on its own, in the order in which they were stored."""
        try:
            names = _names(session, office_id)
            added = 0
            while rows := _versions(session, office_id, after=self._last):
                for version in rows:
                    self._add(version, names)
                added += len(rows)
                session.expunge_all()
            self._rename(names)
            if added >= PACK_FROM:
                self._repo.object_store.pack_loose_objects()
            return added
        finally:
            self._repo.close()

    def _add(self, version: ConfigVersion, names: Mapping[int, _Named]) -> None:
        assert version.id is not None
        named = names[version.device_id]
        path = self._paths.setdefault(version.device_id, named.path)
        self._put(path, version.redacted)
        self._last = version.id
        self._commit(f"{named.title}: {version.occasion}", version.taken_at)

    def _rename(self, names: Mapping[int, _Named]) -> None:
        moved = {
            device_id: names[device_id].path
            for device_id, path in self._paths.items()
            if device_id in names and names[device_id].path != path
        }
        if not moved:
            return
        contents = {device_id: self._files.pop(self._paths[device_id]) for device_id in moved}
        for device_id, path in moved.items():
            self._files[path] = contents[device_id]
        self._paths |= moved
        self._commit("names follow the inventory", datetime.now(UTC))

    def _put(self, path: str, text: str) -> None:
        blob = Blob.from_string(text.encode("utf-8", "replace"))
        self._repo.object_store.add_object(blob)
        self._files[path] = blob.id

    def _commit(self, message: str, at: datetime) -> None:
        index = io.StringIO()
        writer = csv.writer(index, lineterminator="\n")
        writer.writerow(("device_id", "file"))
        writer.writerows(sorted(self._paths.items()))
        self._put(INDEX, index.getvalue())
        store = self._repo.object_store
        commit = Commit()
        entries = [(path.encode(), blob, FILE_MODE) for path, blob in self._files.items()]
        commit.tree = commit_tree(store, entries)
        commit.parents = [self._head] if self._head else []
        commit.author = commit.committer = AUTHOR
        commit.author_time = commit.commit_time = int(at.timestamp())
        commit.author_timezone = commit.commit_timezone = 0
        commit.encoding = b"UTF-8"
        commit.message = f"{message}\n\nVersion: {self._last}\n".encode()
        store.add_object(commit)
        self._repo.refs[BRANCH] = self._head = commit.id


def _files(repo: Repo, tree_id: ObjectID, prefix: str = "") -> Iterable[tuple[str, ObjectID]]:
    tree = repo[tree_id]
    assert isinstance(tree, Tree)
    for name, mode, sha in tree.items():
        path = f"{prefix}{name.decode()}"
        if mode == FILE_MODE:
            yield path, sha
        else:
            yield from _files(repo, sha, f"{path}/")


def _versions(session: Session, office_id: int, *, after: int) -> list[ConfigVersion]:
    wanted = (
        select(ConfigVersion)
        .join(Device, col(Device.id) == ConfigVersion.device_id)
        .join(Site, col(Site.id) == Device.site_id)
        .where(Site.office_id == office_id, col(ConfigVersion.id) > after)
        .order_by(col(ConfigVersion.id))
        .limit(AT_ONCE)
    )
    return list(session.exec(wanted))


def _names(session: Session, office_id: int) -> dict[int, _Named]:
    """A folder for each school's code, a file for each device; two that would be written alike get their number."""
    rows = session.exec(
        select(Device.id, Device.name, Site.code, Site.name)
        .join(Site, col(Site.id) == Device.site_id)
        .where(Site.office_id == office_id)
        .order_by(col(Device.archived_at).is_not(None), col(Device.id))
    )
    found: dict[int, _Named] = {}
    taken: set[str] = set()
    for device_id, name, code, school in rows:
        if device_id is None:
            continue
        path = f"{_fit(code)}/{_fit(name)}.txt"
        if path.casefold() in taken:
            path = f"{_fit(code)}/{_fit(name)} ({device_id}).txt"
        taken.add(path.casefold())
        found[device_id] = _Named(path, " ".join(f"{school} {name}".split()))
    return found


def _fit(name: str) -> str:
    """A name as a file of any system: no separators, no control or direction marks, never hidden or empty."""
    plain = UNFIT.sub("-", name).strip(" .-")[:80]
    return plain or "_"
