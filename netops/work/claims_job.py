"""The claims of a month for many links at once, each in a transaction of its own: what is done stays done.

Drawing papers is work for a processor, so many claims are made by several processes side by side.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from multiprocessing.connection import wait
from typing import Any, Final

from sqlalchemy import Engine
from sqlmodel import Session

from inventory.models.link import Link
from inventory.models.site import Site
from inventory.store.acting import ForOffice
from netops import audit
from netops.audit import Actor
from netops.claims.making import make_claim
from netops.work.jobs import Progress, Work
from service.database import make_engine, reading, transaction
from service.refusal import MissingError, RefusedError

KIND: Final = "claims"
FEW: Final = 8  # are done before another process has started
MOST_PROCESSES: Final = 4
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Links:
    """Of which links, and of which month."""

    ids: Sequence[int]
    month: date


def claims_work(engine: Engine, links: Links, *, actor: Actor, at: datetime, processes: int | None = None) -> Work:
    """Makes them all. The result tells what is due, of which nothing is due, and what was refused.

    Without a number of `processes` as many as there are processors, or none but ours for a few links.
    """
    if actor.office_id is None:
        raise ValueError("claims belong to an office")
    make = partial(_made, month=links.month, by=ForOffice(actor.office_id, at, actor.person_id))
    side_by_side = processes or (min(os.cpu_count() or 1, MOST_PROCESSES) if len(links.ids) > FEW else 1)

    def work(progress: Progress) -> Mapping[str, object]:
        said: list[Said] = []
        progress(0, len(links.ids))
        with _makers(engine, side_by_side) as makers:
            for one in makers(make, links.ids):
                said.append(one)
                progress(len(said), len(links.ids))
        said.sort(key=lambda one: links.ids.index(one["link_id"]))
        made = [one for one in said if "why" not in one]
        due = [one for one in made if one["due_satang"]]
        counts = {"due": len(due), "nothing": len(made) - len(due), "refused": len(said) - len(made)}
        with transaction(engine) as session:
            detail = {"month": links.month.isoformat(), **counts}
            audit.record(session, actor, "claims.drafted", subject="claim", detail=detail)
        return {
            **counts,
            "month": f"{links.month:%Y-%m}",
            "total_satang": sum(one["due_satang"] for one in due),
            "claims": due,
            "refused_rows": [one for one in said if "why" in one],
        }

    return work


def _made(engine: Engine, link_id: int, *, month: date, by: ForOffice) -> Said:
    """One claim in its own transaction, and what came of it."""
    try:
        with transaction(engine) as session:
            claim = make_claim(session, link_id, month, by)
            return {**_named(session, link_id), "claim": claim.id, "due_satang": claim.due_satang}
    except (RefusedError, MissingError) as error:
        with reading(engine) as session:
            return {**_named(session, link_id), "why": _why(error)}


# -- processes


@contextmanager
def _makers(engine: Engine, processes: int) -> Iterator[Any]:
    """What makes the claims of links, one after the other or side by side; in the order in which they are done."""
    if processes == 1:
        yield lambda make, ids: (make(engine, link_id) for link_id in ids)
        return
    url = engine.url.render_as_string(hide_password=False)
    # Begun anew and not forked: this process has threads.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(url,)) as pool:

        def side_by_side(make: Any, ids: Sequence[int]) -> Iterator[Said]:
            waiting: list[Future[Said]] = [pool.submit(_in_process, make, link_id) for link_id in ids]
            return (done.result() for done in as_completed(waiting))

        try:
            yield side_by_side
        finally:
            pool.shutdown(cancel_futures=True)


_engine: Engine | None = None  # of a process that only makes claims


def _begin(url: str) -> None:
    """Prepare a process: its own connections, behind the poller in the line for the processor, gone with its parent."""
    global _engine  # noqa: PLW0603 - a pool's process has no other place for what its calls share
    _engine = make_engine(url)
    os.nice(5)
    # Between claims and not in the midst of one: a claim makes a hundred thousand things that all go at its end.
    gc.collect()
    gc.freeze()
    gc.disable()
    parent = multiprocessing.parent_process()
    assert parent is not None
    threading.Thread(target=_leave_with, args=(parent.sentinel,), daemon=True).start()


def _leave_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _in_process(make: Any, link_id: int) -> Said:
    assert _engine is not None
    said: Said = make(_engine, link_id)
    gc.collect()
    return said


# -- what is said


def _named(session: Session, link_id: int) -> dict[str, Any]:
    link = session.get(Link, link_id)
    site = session.get(Site, link.site_id) if link is not None else None
    return {
        "link_id": link_id,
        "link": link.name if link is not None else "",
        "site": site.name if site is not None else "",
        "code": site.code if site is not None else "",
    }


def _why(error: RefusedError | MissingError) -> list[list[Any]]:
    """Sentences of the catalogue with their values, to be said in the language of who reads the result."""
    if isinstance(error, MissingError):
        return []
    return [[problem.message, {key: str(value) for key, value in problem.values.items()}] for problem in error.problems]
