"""What was seen and not delivered yet: one SQLite file, written through to the disk before anything goes on.

Each record gets the next sequence number and keeps it. Nothing is forgotten before the office has said that it has it,
unless there is no room: then the oldest goes, and is counted. Killed at any moment, the file holds either the record
or not, and the number is never given twice.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

from netops.agent.clock import Clock
from netops.exchange.messages import MOST_RECORD_CHARS, Batch, Parcel, Record
from netops.exchange.packing import pack, unpack

NAME: Final = "buffer.sqlite3"
KEPT: Final = timedelta(hours=72)
MOST_BYTES: Final = 256 * 1024 * 1024
PAGE_BYTES: Final = 4096
SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS record (
    sequence INTEGER PRIMARY KEY, boot TEXT NOT NULL, boot_s REAL NOT NULL, wall_s REAL NOT NULL, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS count (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


class TooLongError(Exception):
    """A record that the office would refuse; kept, it would hold up all that come after it."""


class Buffer:
    """Used from one thread at a time. `most_bytes` bounds the bodies; the file is a little larger."""

    def __init__(self, folder: Path, clock: Clock, *, most_bytes: int = MOST_BYTES, kept: timedelta = KEPT) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / NAME
        path.touch(mode=0o600, exist_ok=True)
        self._clock, self._most_bytes, self._kept = clock, most_bytes, kept
        try:
            self._db = self._opened(path)
        except sqlite3.DatabaseError:
            # A card that lost power in the middle of a page: what was in it is gone, the agent must go on.
            path.replace(path.with_suffix(".broken"))
            self._db = self._opened(path)
            self._bump("dropped", 1)

    def _opened(self, path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA auto_vacuum=INCREMENTAL")  # before the file has any page
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")  # in WAL this syncs the log at every commit
            # Room for what is deleted only later; beyond it the disk itself would be filled.
            db.execute(f"PRAGMA max_page_count={2 * self._most_bytes // PAGE_BYTES + 256}")
            db.executescript(SCHEMA)
            # A new file begins at the present second, so that a lost file never repeats the numbers of the old one.
            first = max(1, int(self._clock.now().timestamp()))
            db.execute("INSERT OR IGNORE INTO count VALUES ('next', ?), ('dropped', 0)", (first,))
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def add(self, record: Record) -> int:
        """Keep a record; its sequence number. When this returns, it is on the disk. Raises TooLongError."""
        moment = self._clock.boot()
        batch = Batch(at=self._clock.now(), boot=moment, record=record)
        text = batch.model_dump_json(exclude_none=True)
        if len(text) > MOST_RECORD_CHARS:
            raise TooLongError(f"a {record.kind} of {len(text)} characters, more than the office takes")
        body = pack(text)
        self._make_room(len(body))
        for gone in (8, 64, 512):
            try:
                return self._inserted(batch, body)
            except sqlite3.OperationalError:  # the disk is full, of other things than ours
                self._drop_oldest(gone)
        return self._inserted(batch, body)

    def _inserted(self, batch: Batch, body: bytes) -> int:
        with self._transaction():
            sequence = self._count("next")
            self._db.execute(
                "INSERT INTO record VALUES (?, ?, ?, ?, ?)",
                (sequence, batch.boot.id, batch.boot.at_s, batch.at.timestamp(), body),
            )
            self._db.execute("UPDATE count SET value = ? WHERE name = 'next'", (sequence + 1,))
        return sequence

    def oldest(self, *, most: int, most_bytes: int) -> Sequence[Parcel]:
        """The next to deliver, in order; at least one where there is any."""
        found: list[Parcel] = []
        size = 0
        rows = self._db.execute("SELECT sequence, body FROM record ORDER BY sequence LIMIT ?", (most,))
        for sequence, packed in rows:
            body = unpack(packed).decode()
            size += len(body)
            if found and size > most_bytes:
                break
            found.append(Parcel(sequence=sequence, body=body))
        return found

    def taken(self, last_sequence: int) -> None:
        """The office has everything up to this number."""
        with self._transaction():
            self._db.execute("DELETE FROM record WHERE sequence <= ?", (last_sequence,))
            # An office that remembers later numbers than ours knew a file that was lost: go on above them.
            self._db.execute("UPDATE count SET value = max(value, ? + 1) WHERE name = 'next'", (last_sequence,))
        self._db.execute("PRAGMA incremental_vacuum(64)").fetchall()

    @property
    def waiting(self) -> int:
        """Records that were not delivered."""
        return int(self._db.execute("SELECT count(*) FROM record").fetchone()[0])

    @property
    def size_bytes(self) -> int:
        """Of the records."""
        return int(self._db.execute("SELECT coalesce(sum(length(body)), 0) FROM record").fetchone()[0])

    @property
    def dropped(self) -> int:
        """Records that were lost for want of room or for age, since the file was made."""
        return self._count("dropped")

    def _make_room(self, wanted: int) -> None:
        self._drop_old()
        while self.waiting and self.size_bytes + wanted > self._most_bytes:
            self._drop_oldest(max(1, self.waiting // 50))

    def _drop_old(self) -> None:
        """By the clock that nobody sets where it still runs, else by the one on the wall."""
        boot, wall_s = self._clock.boot(), self._clock.now().timestamp()
        kept_s = self._kept.total_seconds()
        old = "(boot = ? AND boot_s < ?) OR (boot != ? AND wall_s < ?)"
        self._drop(old, (boot.id, boot.at_s - kept_s, boot.id, wall_s - kept_s))

    def _drop_oldest(self, number: int) -> None:
        self._drop("sequence IN (SELECT sequence FROM record ORDER BY sequence LIMIT ?)", (number,))

    def _drop(self, condition: str, values: tuple[object, ...]) -> None:
        with self._transaction():
            gone = self._db.execute(f"DELETE FROM record WHERE {condition}", values).rowcount  # noqa: S608 -- our own
            if gone:
                self._bump("dropped", gone)

    def _count(self, name: str) -> int:
        return int(self._db.execute("SELECT value FROM count WHERE name = ?", (name,)).fetchone()[0])

    def _bump(self, name: str, by: int) -> None:
        self._db.execute("UPDATE count SET value = value + ? WHERE name = ?", (by, name))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk has rolled back by itself
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
