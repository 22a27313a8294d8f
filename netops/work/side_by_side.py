"""Drawing papers is work for a processor: many are made in processes of their own, and pages do not wait for them.

Each thing is made in its own transaction, so that what is done stays done.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from multiprocessing.connection import wait
from typing import Any, Final

from sqlalchemy import Engine

from service.database import make_engine
from service.refusal import RefusedError

FEW: Final = 8  # are done before another process has started
MOST_PROCESSES: Final = 4
Said = Mapping[str, Any]
Make = Callable[[Engine, int], Said]
"""Makes one thing by its id in a transaction of its own, and says what came of it; a function of a module or a partial
of one, since it is sent to another process.
"""


def side_by_side(engine: Engine, make: Make, ids: Sequence[int], *, processes: int | None = None) -> Iterator[Said]:
    """What came of each, in the order in which they are done.

    Without a number of `processes` as many as there are processors, or none but ours for a few things.
    """
    count = processes or (min(os.cpu_count() or 1, MOST_PROCESSES) if len(ids) > FEW else 1)
    if count == 1:
        yield from (make(engine, one) for one in ids)
        return
    url = engine.url.render_as_string(hide_password=False)
    # Begun anew and not forked: this process has threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(url, make)) as pool:
        waiting: list[Future[Said]] = [pool.submit(_in_process, one) for one in ids]
        try:
            yield from (done.result() for done in as_completed(waiting))
        finally:
            pool.shutdown(cancel_futures=True)


_task: tuple[Engine, Make] | None = None  # of a process that only makes papers


def _begin(url: str, make: Make) -> None:
    """Prepare a process: its own connections, behind the poller in the line for the processor, gone with its parent."""
    global _task  # noqa: PLW0603 - a pool's process has no other place for what its calls share
    _task = make_engine(url), make
    os.nice(5)
    # Between papers and not in the midst of one: a paper makes a hundred thousand things that all go at its end.
    gc.disable()
    _tidy()
    atexit.register(gc.unfreeze)
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _in_process(one: int) -> Said:
    assert _task is not None
    engine, make = _task
    said = make(engine, one)
    _tidy()
    return said


def _tidy() -> None:
    """What outlives a paper was loaded to stay: it is set apart, so that it is not looked through after each."""
    gc.collect()
    gc.freeze()


def why_of(error: RefusedError) -> list[list[Any]]:
    """Sentences of the catalogue with their values, to be said in the language of who reads the result."""
    return [[problem.message, {key: str(value) for key, value in problem.values.items()}] for problem in error.problems]
