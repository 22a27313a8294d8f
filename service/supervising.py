"""Processes kept alive until told to stop.

A dead one is started again after a pause that doubles while it keeps dying. When the supervisor itself is killed, the
children notice their closed standard input (see `end_with_parent`) and end: two pollers must never run on one database.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType

from service.refused import RefusedCommandError

logger = logging.getLogger(__name__)

STEADY_S = 60.0  # a process that lived this long had a fresh failure: the pause begins anew
LONGEST_PAUSE_S = 60.0
STDIN = 0
GRACE_S = 20.0  # to end a poll round and answer open requests before being killed


def pause_s(failures: int) -> float:
    """Seconds before a process is started again after dying that many times in a row: 1, 2, 4 ... 60."""
    return float(min(2 ** (failures - 1), LONGEST_PAUSE_S))


@dataclass(eq=False)
class Child:
    """One supervised process."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_s: float = 0.0
    failures: int = 0
    restart_s: float | None = None


@dataclass(frozen=True, slots=True)
class Died:
    """A child ended by itself."""

    child: Child
    status: int


@dataclass(eq=False)
class Supervisor:
    """Keeps the processes of `commands` alive until a signal; `run` gives the exit status."""

    commands: Mapping[str, Sequence[str]]
    environment: Mapping[str, str]
    pause: Callable[[int], float] = pause_s
    _happened: SimpleQueue[Died | int] = field(default_factory=SimpleQueue)

    def run(self) -> int:
        """Start all, restart the dead, end all at SIGTERM or SIGINT; SIGHUP is passed on."""
        children = [Child(name, command) for name, command in self.commands.items()]
        before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, self._on_signal)
        try:
            for child in children:
                self._start(child)
            while not self._step(children):
                pass
        finally:
            _end(children)
            for number, handler in before.items():
                signal.signal(number, handler)
        return 0

    def stop(self) -> None:
        """As SIGTERM does, from another thread."""
        self._happened.put(signal.SIGTERM)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._happened.put(number)

    def _start(self, child: Child) -> None:
        # A session of its own: Ctrl-C reaches the supervisor only, which then ends its children in order.
        child.process = subprocess.Popen(
            child.command, stdin=subprocess.PIPE, env=dict(self.environment), start_new_session=True
        )
        child.started_s, child.restart_s = time.monotonic(), None
        logger.info("%s started, process %d", child.name, child.process.pid)
        threading.Thread(target=self._watch, args=(child, child.process), daemon=True).start()

    def _watch(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        self._happened.put(Died(child, process.wait()))

    def _step(self, children: Sequence[Child]) -> bool:
        """Wait for one thing to happen and act on it; whether it is time to end."""
        due = [child.restart_s for child in children if child.restart_s is not None]
        try:
            happened = self._happened.get(timeout=max(0.0, min(due) - time.monotonic()) if due else None)
        except Empty:
            for child in children:
                if child.restart_s is not None and child.restart_s <= time.monotonic():
                    self._start(child)
            return False
        if isinstance(happened, Died):
            self._bury(happened)
            return False
        if happened == signal.SIGHUP:
            for child in children:
                if child.process is not None and child.process.poll() is None:
                    child.process.send_signal(happened)
            return False
        return True

    def _bury(self, died: Died) -> None:
        child = died.child
        _close_stdin(child)
        lived_s = time.monotonic() - child.started_s
        child.failures = 1 if lived_s >= STEADY_S else child.failures + 1
        pause = self.pause(child.failures)
        child.restart_s = time.monotonic() + pause
        logger.error(
            "%s ended with status %d after %.0f s; started again in %.0f s", child.name, died.status, lived_s, pause
        )


def _close_stdin(child: Child) -> None:
    if child.process is not None and child.process.stdin is not None:
        child.process.stdin.close()


def _end(children: Sequence[Child]) -> None:
    """SIGTERM to all, then SIGKILL to those that do not end within the grace."""
    living = [child.process for child in children if child.process is not None and child.process.poll() is None]
    for process in living:
        process.terminate()
    deadline = time.monotonic() + GRACE_S
    for process in living:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    for child in children:
        _close_stdin(child)


def end_with_parent() -> None:
    """In a child: end by SIGTERM when the supervisor's end of our standard input closes, however it died."""

    def wait() -> None:
        # The bare descriptor: a thread that waits in the buffered one makes the interpreter's own end a fatal error.
        while os.read(STDIN, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="end-with-parent", daemon=True).start()


@contextmanager
def only_one(path: Path, what: str) -> Iterator[None]:
    """Hold the lock of `path` (the kernel frees it however we end); RefusedCommandError when another holds it."""
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RefusedCommandError(f"another {what} of this data folder is running") from None
        yield
